import type { Constraint, SyntaxProblem } from '../python/model.ts';
import type { Marker } from '../python/marker.ts';
import type { DepUrlProblem, ExternalSpecifier } from '../python/dep-url.ts';
import type { Span, TextEdit } from '../text.ts';
import type { TomlTable } from '../toml/model.ts';

/** What a project declares, whatever the file it says so in. Spans are UTF-16 offsets of `file`. */
export interface Manifest {
  readonly kind: 'pyproject' | 'requirements' | 'pipfile' | 'script';
  /** Absolute path. */
  readonly file: string;
  /** False where the text has errors: then what is absent is not known to be absent. */
  readonly complete: boolean;
  /** Whether all errors are in declarations of dependencies: those that could be read count nevertheless. */
  readonly lacksOnlyDependencies?: boolean;
  /** Which tool's rules the dependencies follow, as far as the file says; null if it says none. */
  readonly tool: 'poetry' | 'uv' | 'pdm' | 'pip' | 'pipenv' | null;
  readonly name: { readonly text: string; readonly normalized: string; readonly span: Span } | null;
  /** The project's own version; null where there is none, or a tool makes it. */
  readonly version: SpannedText | null;
  /** All that is declared, in the file's order within each section. `python` is not among them: see `requiresPython`. */
  readonly dependencies: readonly Dependency[];
  /**
   * The Python versions that the lock is made for: `python` of `[tool.poetry.dependencies]`, or
   * else `[project] requires-python`.
   */
  readonly requiresPython: DeclaredConstraint | null;
  /** `[project] requires-python`, also where `requiresPython` is Poetry's. */
  readonly projectRequiresPython: DeclaredConstraint | null;
  readonly groups: readonly Group[];
  readonly extras: readonly Extra[];
  readonly sources: readonly SpannedName[];
  readonly buildSystem: BuildSystem | null;
  /** `[external]` of a `pyproject.toml` (PEP 725). */
  readonly external?: ExternalSection;
  /** What `[tool.uv]` says of how packages are built; absent where it says nothing. */
  readonly building?: UvBuilding;
  readonly scripts: readonly {
    readonly name: string;
    readonly value: string;
    readonly span: Span;
  }[];
  /** Files that the manifest names and that must exist; paths as written, relative to its folder. */
  readonly readmes: readonly SpannedText[];
  /** `[project] dynamic`. */
  readonly dynamic: readonly SpannedText[];
  /** What cannot be right in the file alone; rules give them their severity and words. */
  readonly problems: readonly ManifestProblem[];
}

/** A string where it is written; the span is the text alone, without quotes. */
export interface SpannedText {
  readonly text: string;
  readonly span: Span;
}

export interface SpannedName {
  readonly name: string;
  readonly span: Span;
}

export interface SpannedFlag {
  readonly value: boolean;
  readonly span: Span;
}

/** A version constraint or specifier as it is written. */
export interface DeclaredConstraint extends SpannedText {
  readonly parsed: Constraint | SyntaxProblem;
}

export interface DeclaredMarker extends SpannedText {
  readonly parsed: Marker | SyntaxProblem;
}

export type DependencyForm = 'version' | 'git' | 'path' | 'file' | 'url' | 'options-only';

export interface Dependency {
  /** Absolute path of the file that declares it, where an included one does; absent where the manifest itself does. */
  readonly file?: string;
  /** As written. */
  readonly name: string;
  /** PEP 503. */
  readonly normalized: string;
  /** The name where it is written: a key, or inside a PEP 508 string. */
  readonly nameSpan: Span;
  /** The whole declaration: the statement, the list's element, or the line. */
  readonly span: Span;
  readonly origin:
    | 'tool.poetry'
    | 'project'
    | 'dependency-groups'
    | 'build-system'
    | 'tool.uv'
    | 'tool.pdm'
    | 'requirements'
    | 'pipfile';
  /** The group, normalised; `main` for the project's own. */
  readonly group: string;
  /** The `[project.optional-dependencies]` extra that it stands in, or null. */
  readonly extra: string | null;
  readonly form: DependencyForm;
  /** Null where none is given (git, path, …) or where it is not a string. */
  readonly constraint: DeclaredConstraint | null;
  readonly extras: readonly SpannedName[];
  /**
   * All conditions together: `markers`, `python`, `platform`, as one marker; null if there are
   * none. Its span is that of the first of them that is written.
   */
  readonly marker: DeclaredMarker | null;
  /** Conditions as Poetry's keys have them; `markers` is the marker of a PEP 508 requirement too. */
  readonly conditions: DependencyConditions;
  readonly optional: boolean;
  /** The `source` key. */
  readonly source: SpannedName | null;
  readonly allowPrereleases: boolean | null;
  /** Where a git, path, file or url dependency comes from; null for the other forms. */
  readonly reference: DirectReference | null;
}

/** When a dependency applies, each part where it is written. */
export interface DependencyConditions {
  readonly markers: DeclaredMarker | null;
  /** Poetry's `python` key: versions in its constraint language. */
  readonly python: DeclaredConstraint | null;
  /** Poetry's `platform` key: `linux`, `darwin || win32`, `!=win32`. */
  readonly platform: SpannedText | null;
}

/** A dependency by place instead of by version. */
export interface DirectReference {
  /** The repository, URL or path as written. */
  readonly location: string;
  readonly span: Span;
  /** `branch`, `tag` or `rev` of a repository; null where none is named. */
  readonly revision: {
    readonly kind: 'branch' | 'tag' | 'rev';
    readonly text: string;
    readonly span: Span;
  } | null;
  readonly subdirectory: string | null;
  readonly develop: boolean;
}

export interface Group {
  readonly name: string;
  readonly normalized: string;
  readonly nameSpan: Span;
  readonly optional: boolean;
  /** Whether it is the section `dev-dependencies` of Poetry or uv, the older form of a group `dev`. */
  readonly legacy: boolean;
  readonly includes: readonly SpannedName[];
  readonly origin: 'tool.poetry' | 'dependency-groups' | 'tool.uv' | 'tool.pdm' | 'pipfile';
}

export interface Extra {
  readonly name: string;
  readonly normalized: string;
  readonly nameSpan: Span;
  /** What it names: dependencies for Poetry's `[tool.poetry.extras]`, requirements for PEP 621. */
  readonly members: readonly {
    readonly name: string;
    readonly normalized: string;
    readonly span: Span;
  }[];
  readonly origin: 'tool.poetry' | 'project';
}

/** `[tool.uv]`, of how packages are built. Names are PEP 503. */
export interface UvBuilding {
  /** `extra-build-dependencies`: what builds of a package find beside its own build requirements. */
  readonly extra: readonly {
    readonly name: string;
    /** As written. */
    readonly key: string;
    readonly keySpan: Span;
    /** The packages of the items that are plain requirements. */
    readonly requirements: readonly string[];
    /** The items that are tables. */
    readonly tables: readonly UvRequirementTable[];
  }[];
  /** `extra-build-variables`: the environment variables of builds of a package. */
  readonly variables: readonly UvVariables[];
  /** The packages of `config-settings-package`, as written, and null where `config-settings` says of all more than how they are made editable. */
  readonly configured: readonly (string | null)[];
  /** `default-groups` as a list; whatever else it may be (`"all"`) is not among them. */
  readonly defaultGroups: readonly string[];
  /** `no-build`: wheels alone; `no-binary`: source archives alone. Null where nothing is said. */
  readonly noBuild: SpannedFlag | null;
  readonly noBinary: SpannedFlag | null;
  readonly noBuildPackages: readonly SpannedName[];
  readonly noBinaryPackages: readonly SpannedName[];
}

/** The variables that builds of one package have. */
export interface UvVariables {
  /** The package as written. */
  readonly key: string;
  readonly names: readonly string[];
}

/** `{ requirement = "…", match-runtime = … }`. */
export interface UvRequirementTable {
  readonly span: Span;
  /** The requirement as it would stand for itself, quotes included; null where the table says more than that. */
  readonly asString: string | null;
}

/** PEP 517/518. */
export interface BuildSystem {
  readonly span: Span;
  readonly requires: readonly Dependency[];
  readonly backend: SpannedText | null;
}

/** The ids of the rules that report what a manifest's reader finds. */
export type ManifestProblemCode =
  | 'ambiguous-python'
  | 'deprecated-build-backend'
  | 'deprecated-classifier'
  | 'deprecated-key'
  | 'deprecated-license'
  | 'deprecated-section'
  | 'duplicate-dependency'
  | 'duplicate-group'
  | 'group-cycle'
  | 'invalid-configuration'
  | 'invalid-constraint'
  | 'invalid-external-dependency'
  | 'invalid-external-table'
  | 'invalid-license'
  | 'invalid-marker'
  | 'invalid-name'
  | 'invalid-readme'
  | 'invalid-requirement'
  | 'invalid-version'
  | 'missing-metadata'
  | 'project-migration'
  | 'python-outside-requires-python'
  | 'self-dependency'
  | 'unknown-classifier'
  | 'unknown-extra'
  | 'unknown-group'
  | 'unknown-source';

export interface ManifestProblem {
  /** Absolute path where it is in an included file; absent where it is in the manifest itself. */
  readonly file?: string;
  readonly code: ManifestProblemCode;
  readonly message: string;
  readonly span: Span;
  readonly package: string | null;
  /** Set where this is wrong for Poetry alone and the file does not say that Poetry is its tool: a `poetry.lock` beside it does. */
  readonly assumes?: 'poetry';
  /** Set where it weighs less than others of its code: the tools live with it. */
  readonly severity?: 'warning' | 'hint';
  /** The one right change, where there is one. */
  readonly fix?: ManifestFix;
}

/** Edits of the manifest that remove a problem; the title is an imperative sentence without a full stop. */
export interface ManifestFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Whether the file means the same as before, also to the hash of a lock. */
  readonly isSafe?: true;
}

/** `[external]` (PEP 725): what a project needs that no Python package brings. */
export interface ExternalSection {
  readonly table: TomlTable;
  readonly span: Span;
  /** Of all lists, in the order of the PEP's keys. */
  readonly dependencies: readonly ExternalDependency[];
  /** `[external.dependency-groups]`, with their includes. */
  readonly groups: readonly Group[];
}

/** Which list of `[external]` an identifier stands in; the optional ones count with the list that they extend. */
export type ExternalRole = 'build-requires' | 'host-requires' | 'dependencies';

export interface ExternalDependency {
  /** As written, marker included. */
  readonly text: string;
  /** The text without its quotes. */
  readonly span: Span;
  readonly role: ExternalRole;
  /** The key as written: `host-requires`, `optional-host-requires`, `dependency-groups`. */
  readonly key: string;
  /** The extra or group that asks for it, normalised; null for what the project always needs. */
  readonly asked: string | null;
  readonly parsed: ExternalSpecifier | DepUrlProblem;
  /** Where the DepURL stands, or the part of the text that is wrong. */
  readonly urlSpan: Span;
  readonly marker: DeclaredMarker | null;
}
