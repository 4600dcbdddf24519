import type { InputList, System } from '../../overrides-db/model.ts';
import type { Span, TextEdit } from '../text.ts';

export type TargetId =
  | 'poetry2nix'
  | 'uv2nix'
  | 'pyproject-nix'
  | 'nixpkgs'
  | 'dream2nix'
  | 'devenv'
  | 'mkshell'
  | 'pypi2nix';

/** A value read from Nix, or why it could not be. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: string };

/**
 * Why something in a Nix file is not read whole, or takes no override: one of these, and no other. The words for people
 * stand beside it.
 */
export type Reason =
  /** The request itself cannot be written. */
  | 'unsound-request'
  /** What is asked for is not a thing of the target. */
  | 'unsupported'
  /** Nothing in the files makes packages with the target. */
  | 'no-place'
  | 'invalid-nix'
  /** A file that is imported is not among those that are read. */
  | 'missing-file'
  /** Callers that are not known give it to a function. */
  | 'parameter'
  | 'other-repository'
  /** A condition that is not evaluated decides on all of it. */
  | 'condition'
  /** A function makes it that is not read through. */
  | 'computed'
  /** The package is another one there, or none. */
  | 'replaced'
  /** What is there says the opposite of what is asked for. */
  | 'contradicted'
  /** It is written in a form that nothing can be added to. */
  | 'form'
  /** A name that the text would need means nothing there. */
  | 'out-of-reach';

/** Nix texts by absolute path, as far as they are loaded. */
export interface NixFiles extends ReadonlyMap<string, string> {
  /**
   * The folders in which relative paths start, by the path of the file that they stand in, where it is another
   * than the file's own. Nix follows a link that a file is before it reads it, and none on the way to it
   * (`resolveExprPath` of Nix 2.34).
   */
  readonly starts?: ReadonlyMap<string, string>;
}

/** What the Nix files around one project say, read statically. */
export interface NixReading {
  readonly uses: readonly TargetUse[];
  /** Absolute paths that an import names and that were not among the files: load them and read again. */
  readonly wants: readonly string[];
  /** Absolute paths of folders whose Nix files are called because of where they stand: list them, and read again with those. */
  readonly wantedFolders: readonly string[];
}

/** One place where a Nix file turns the project into derivations: a `mkPoetry…` call, a uv2nix workspace, … */
export interface TargetUse {
  readonly target: TargetId;
  readonly file: string;
  /** The called function's name (`mkPoetryApplication`, `loadWorkspace`). */
  readonly callee: string;
  readonly span: Span;
  /** The directory of the Python project, absolute. */
  readonly projectDir: Known<string>;
  /** Absolute path of the manifest that it reads, where the file says so and the directory may have others. */
  readonly manifest?: string;
  /** The script of that directory that it builds in place of the project (PEP 723): its absolute path, null for any of them. */
  readonly script?: { readonly file: string | null };
  readonly preferWheels: Known<boolean>;
  /** What the flags of pip say of single packages, by PEP 503 name; only of target dream2nix, and absent where they say nothing. */
  readonly lockedFormats?: ReadonlyMap<string, 'wheel' | 'sdist'>;
  /** The interpreter's attribute (`python311`); value null where the file leaves the default. */
  readonly python: Known<string | null>;
  readonly groups: Known<readonly string[] | null>;
  /** poetry2nix's `checkGroups`; value null where the file leaves the default (`dev`). */
  readonly checkGroups: Known<readonly string[] | null>;
  readonly extras: Known<readonly string[] | null>;
  readonly overrides: OverridesReading;
  /** What a shell holds; only of target mkshell. */
  readonly shell?: ShellReading;
  /** The package set that pypi2nix has made; absent for all else, and where it is not there. */
  readonly generated?: GeneratedReading;
  /** What the call gives to the build of the project itself; absent where it builds but the packages that the project depends on. */
  readonly own?: OwnInputs;
  /** The virtual environments that are made of the package set; only of target uv2nix, and absent where none is. */
  readonly environments?: EnvironmentsReading;
  /**
   * Whether the interpreter is held against the lock's `requires-python`: only of target uv2nix, and absent where the overlay of the lock
   * is given a version or an environment that counts in its place.
   */
  readonly checksPython?: true;
  /** What `loadWorkspace` is told in place of `[tool.uv]`; only of target uv2nix, and absent where it is told nothing. */
  readonly workspaceConfig?: WorkspaceConfig;
  /** What the call that makes the overlay of the lock says beside its preference; only of target uv2nix, and absent where it says nothing. */
  readonly lockOverlay?: LockOverlayReading;
  /** What such a call says beside, where nixpkgs' own builders are called. */
  readonly package?: PackageReading;
}

/** The virtual environments of a uv2nix package set (`mkVirtualEnv`). */
export interface EnvironmentsReading {
  readonly environments: readonly EnvironmentSpec[];
  /** Whether these are certainly all, each read whole. */
  readonly complete: boolean;
}

/** A dependency specification of pyproject.nix: packages of the set by name, each with the extras and groups that are taken of it. */
export interface EnvironmentSpec {
  /** `workspace.deps.default` and the like, which name every member of the workspace; null where it begins with none. */
  readonly base: 'default' | 'all' | 'groups' | 'optionals' | null;
  /** PEP 503 names that are taken out of what `base` names. */
  readonly without?: readonly string[];
  /** What is named one by one, in place of what `base` says of the same package. */
  readonly packages: readonly {
    /** PEP 503; null for the name that the project's manifest has, read by Nix. */
    readonly name: string | null;
    /** Extras and groups; null where they are not known. */
    readonly takes: readonly string[] | null;
  }[];
}

/** `environ`, `pythonVersion` and `dependencies` of uv2nix' `mkPyprojectOverlay`. */
export interface LockOverlayReading {
  /** What it sets of the environment of markers, by variable; null each that is not known. */
  readonly variables: ReadonlyMap<string, string | null>;
  /** Whether these are certainly all that it sets. */
  readonly variablesAreKnown: boolean;
  /** What decides which of extras and groups are taken that exclude each other; null where it is not read, absent where it is left out. */
  readonly dependencies?: EnvironmentSpec | null;
}

/** The `config` of `loadWorkspace`: what it sets counts in place of what `[tool.uv]` says under the same name. */
export interface WorkspaceConfig {
  readonly noBinary?: Known<boolean>;
  readonly noBuild?: Known<boolean>;
  readonly noBinaryPackage?: ConfiguredNames;
  readonly noBuildPackage?: ConfiguredNames;
  /** Whether these are certainly all of these settings that it sets. */
  readonly complete: boolean;
  /** What else of `[tool.uv]` it sets or may set, of what is not read (`extra-build-dependencies`). */
  readonly hides: readonly string[];
}

/** A list of packages' names in it. */
export interface ConfiguredNames {
  /** As written: uv2nix compares them with the lock's. */
  readonly names: readonly string[];
  /** Whether they are added to what `[tool.uv]` names. */
  readonly adds: boolean;
  /** Whether these are all. */
  readonly complete: boolean;
}

/** What a call of `buildPythonApplication` or `buildPythonPackage` says of the project that it builds. */
export interface PackageReading {
  /** The last name of what is called. */
  readonly calleeSpan: Span;
  /** Its `pname` as written; null where that is the manifest's, or not known. */
  readonly name: string | null;
  /** `pyproject`, `setuptools`, `wheel`, …; value null where neither `pyproject` nor `format` is given. */
  readonly format: Known<string | null>;
  /** The written elements of `dependencies` and `propagatedBuildInputs`; whether they are all, `own` says. */
  readonly dependencies: readonly ListedPackage[];
  readonly buildSystem: BuildSystemReading;
  /** What `optional-dependencies` has by the names that are written out, of its own or of `passthru`. */
  readonly optional: readonly ListedExtra[];
  /** `pythonRelaxDeps`; value null where it is left out. */
  readonly relaxed: Known<readonly string[] | null>;
  /** `pythonRemoveDeps`, likewise. */
  readonly removed: Known<readonly string[] | null>;
  /** Whether nothing turns off that the built package's dependencies are looked for. */
  readonly checksDependencies: boolean;
}

/** The written elements of `build-system`, and where another one goes. */
export interface BuildSystemReading {
  readonly packages: readonly ListedPackage[];
  /** Null where that is not evident. */
  readonly place: ElementPlace | null;
}

/** Where an element of a list is added: an attribute between two texts. */
export interface ElementPlace {
  readonly file: string;
  /** In UTF-16 units. */
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/** One extra of `optional-dependencies`. */
export interface ListedExtra {
  readonly name: string;
  readonly file: string;
  /** Of the name. */
  readonly span: Span;
  /** The written elements of its list. */
  readonly packages: readonly ListedPackage[];
  /** Whether these are certainly all. */
  readonly complete: boolean;
}

/** A package in a list of a Nix file. */
export interface ListedPackage {
  /** The attribute, the names of package sets taken off. */
  readonly attr: string;
  readonly file: string;
  readonly span: Span;
  /** What another package beside it would have before its name; null where that is not evident. */
  readonly prefix: string | null;
  /** Whether it is surely one of a set of Python packages. */
  readonly isOfPython: boolean;
}

/** The arguments of a call that builds the project (`mkPoetryApplication`, `buildPythonApplication`) which are inputs of that build. */
export interface OwnInputs {
  readonly lists: OverrideEntry['lists'];
  /** The other attributes that the call sets by name. */
  readonly sets: readonly string[];
  /** Whether these are certainly all; else why not, for people. */
  readonly understood: boolean;
  readonly why: string;
}

/** A `requirements.nix`. */
export interface GeneratedReading {
  readonly file: string;
  /** What `-E` gives every package, `pkgs.` taken off. */
  readonly inputs: readonly string[];
  /** Whether these are certainly all. */
  readonly complete: boolean;
  /** By PEP 503 name: the name as it is written, and what the package alone is built with. */
  readonly packages: ReadonlyMap<
    string,
    { readonly name: string; readonly buildInputs: readonly string[] }
  >;
}

/** What a `mkShell` brings for those who run Python in it. */
export interface ShellReading {
  /** The attributes in `packages`, `buildInputs` and the like, `pkgs.` taken off. */
  readonly packages: readonly string[];
  /** The libraries of its `LD_LIBRARY_PATH`; null where it sets none. */
  readonly libraryPath: readonly string[] | null;
  /** Whether these are certainly all. */
  readonly complete: boolean;
  /** Absolute path of a `devenv.yaml` that may name further modules for the shell; absent where none may. */
  readonly modulesIn?: string;
}

export interface OverridesReading {
  /** Every file on the way from the call to the overlays was read and understood; else nothing may be concluded from what is not found. */
  readonly understood: boolean;
  /** Why not, for people; empty if understood. */
  readonly why: string;
  /** Whether the target's own defaults are applied at all (`withoutDefaults` and raw lists without them: no). */
  readonly defaults: Known<boolean>;
  readonly entries: readonly OverrideEntry[];
}

/** One package in one overlay (`foo = prev.foo.overridePythonAttrs (…)`), or one row of a build-requirements table. */
export interface OverrideEntry {
  /** As written. */
  readonly name: string;
  readonly normalized: string;
  readonly file: string;
  readonly nameSpan: Span;
  readonly span: Span;
  /** Whether this runs before the target's defaults (`withDefaults`), which may then undo what it sets. */
  readonly beforeDefaults: boolean;
  /** The overlay that makes the target's packages runs behind it and makes this one anew, so that nothing of it is left. */
  readonly isLost?: true;
  /** The lists that it adds to or sets, with the attributes as far as they can be read, `pkgs.` and overlay arguments taken off. */
  readonly lists: readonly {
    readonly list: InputList | 'build-system';
    readonly attrs: readonly string[];
    readonly complete: boolean;
    readonly replaces: boolean;
  }[];
  /** `.override { preferWheel = …; }` or `sourcePreference`; null if not set. */
  readonly preferWheel: boolean | null;
  /** All attributes that it sets by name (`format`, `cargoDeps`, `env`). */
  readonly sets: readonly string[];
  /** What `autoPatchelfIgnoreMissingDeps` has; absent where it is not set, or not read. */
  readonly ignoredLibraries?: IgnoredLibraries;
  /** Whether the package is replaced by something else (another derivation, null), so that nothing is known of its inputs. */
  readonly opaque: boolean;
  /** Whether a condition that is not evaluated decides on it, so that it may not be there. */
  readonly conditional: boolean;
  /** Its name is computed: it is the one that a manifest gives its project. `name` and `normalized` are the expression. */
  readonly ofManifest?: true;
}

/** The libraries that autoPatchelf may miss. */
export interface IgnoredLibraries {
  /** As its hook takes them: file names, with the wildcards of a shell. */
  readonly patterns: readonly string[];
  /** Whether these are all, what was there before aside. */
  readonly complete: boolean;
}

/** What is to be written into the Nix files of a target for one subject. */
export interface OverrideRequest {
  readonly target: TargetId;
  readonly subject: RequestSubject;
  /** In the order in which they are to be written; never one that asks for nothing. */
  readonly needs: readonly RequestedNeed[];
  /** Build systems that are wanted too and that no package set has: they are named in a comment. */
  readonly unresolved?: readonly string[];
}

/** What is to be provided with something. */
export type RequestSubject =
  /** A package that the project depends on. */
  | { readonly kind: 'package'; readonly name: string }
  /** The project itself, by its name: it goes where the project is built, which is not always an overlay. */
  | { readonly kind: 'project'; readonly name: string }
  /** The shell (mkshell alone), which is one for all packages. */
  | { readonly kind: 'shell' };

/** One thing that is asked for. */
export type RequestedNeed =
  /** An attribute of nixpkgs in a list of the derivation. */
  | {
      readonly kind: 'input';
      readonly list: InputList;
      readonly attr: string;
      readonly setByDefaults?: SetByDefaults;
    }
  /** A package of the Python set that the build runs. */
  | { readonly kind: 'build-system'; readonly name: string; readonly setByDefaults?: SetByDefaults }
  /** A vendored cargo hash, to be filled in by the user. */
  | {
      readonly kind: 'cargo-hash';
      /** The folder of its Cargo.lock, below the root of its sources; null where it is the root. */
      readonly root: string | null;
      /** Whether the target's defaults bring what vendored crates are built with, and say where they are. */
      readonly hooksByDefaults: boolean;
      readonly setByDefaults?: SetByDefaults;
    }
  /** That it is installed from its wheel. */
  | { readonly kind: 'wheel' }
  /** A variable of the build. */
  | { readonly kind: 'environment'; readonly name: string; readonly value: string }
  /** A Python package that it depends on and must not propagate, since that depends on it (poetry2nix alone: Nix has no cycles). */
  | { readonly kind: 'without-dependency'; readonly name: string }
  /** A package of the Python set that it depends on and that nothing says so of. */
  | { readonly kind: 'dependency'; readonly name: string; readonly setByDefaults?: SetByDefaults }
  /** A dependency that is taken whatever version the package's metadata asks for. */
  | { readonly kind: 'relaxed-dependency'; readonly name: string }
  /** The file of a shared library (`libcuda.so.1`) that none of its inputs is to have, for it is found when it runs. */
  | { readonly kind: 'ignored-library'; readonly name: string }
  /** The package, made anew in place of one that is there or of none (nixpkgs alone). */
  | { readonly kind: 'definition'; readonly of: OwnPackage };

/** The target's defaults set outright what this adds to, so that it has effect only behind them. */
type SetByDefaults = true;

/** A package that a Python set does not have, or not of this version: it is made of a file of the index. */
export interface OwnPackage {
  readonly version: string;
  /** A source archive, or a wheel for every system. */
  readonly file: string;
  /** As locks write it, `sha256:` and hex digits; null where the lock has none. */
  readonly hash: string | null;
  /** PEP 503 names. */
  readonly dependencies: readonly string[];
  /** What it is made of in place of `file` where the index has wheels for single systems alone. */
  readonly wheels?: readonly SystemWheel[];
}

/** The wheel that one system takes. */
export interface SystemWheel {
  readonly system: System;
  readonly file: string;
  /** As locks write it; null where the lock has none. */
  readonly hash: string | null;
}

/** A request of several that could not be placed, and why. */
export interface Unplaced {
  /** Null for the shell. */
  readonly package: string | null;
  readonly because: Reason;
  /** The reason in words for people. */
  readonly reason: string;
}

export type OverridePlan =
  | {
      readonly outcome: 'edited';
      readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
      readonly creates: ReadonlyMap<string, string>;
      /** Requests of several that could not be placed, and why; absent where all could. */
      readonly left?: readonly Unplaced[];
    }
  | { readonly outcome: 'present'; readonly reason: string }
  | {
      readonly outcome: 'not-editable';
      readonly because: Reason;
      /** The reason in words for people. */
      readonly reason: string;
      /** Absolute paths that are imported and were not among the files: with them it may go. */
      readonly wants?: readonly string[];
    };
