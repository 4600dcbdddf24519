import type { Fact, KnowledgeBase, System } from '../../overrides-db/model.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';
import type { Lock, LockedFile, LockedPackage } from '../locks/model.ts';
import type { Collision, NixFiles, OverrideRequest, TargetId, TargetUse } from '../nix/api.ts';
import type { Built, Distribution, FormatRule, UvBuilds } from '../targets/model.ts';
import type { SourceText, Span } from '../text.ts';
import type { TomlDocument } from '../toml/model.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** What the user has set, defaults filled in. From `[tool.pyproject-nix-ls]` and the client; the file wins. */
export interface Settings {
  /** Null: found from the Nix files. */
  readonly target: TargetId | null;
  readonly systems: readonly System[];
  /** The interpreter that builds where no Nix file names one: `3.11`, `pypy3.10`; null where the user states none. */
  readonly python: string | null;
  /** Whether wheels are preferred where no Nix file that can be read says; null where the user does not state it. */
  readonly preferWheels: boolean | null;
  /** By rule id. */
  readonly severity: Readonly<Record<string, Severity>>;
  /** PEP 503 names that nothing is said about. */
  readonly ignoredPackages: readonly string[];
}

/** A file as it was read: TOML, or the text of another format. The same object for as long as the text is the same. */
export interface TextFile {
  /** Absolute path. */
  readonly file: string;
  readonly document: TomlDocument | SourceText;
}

/** A manifest of a folder, and the locks that it may be built from: absolute paths. */
export interface Candidate {
  readonly manifest: string;
  /** Its locks that are there, the one that counts where no Nix file says which first. A requirements file may be its own. */
  readonly locks: readonly string[];
  /** Whether the first lock is that of the tool which the manifest names. */
  readonly namesTool: boolean;
  /** What a requirements file includes itself. */
  readonly includes?: readonly string[];
}

/** The texts that one project is made of, open buffers over files. */
export interface ProjectInput {
  /** Absolute path of the folder. */
  readonly root: string;
  readonly manifest: TextFile;
  /** The manifest's locks that can be read, the one that counts where no Nix file says which first. A requirements file may be its own. */
  readonly locks: readonly TextFile[];
  /** All manifests of the folder, this one among them, the one that counts where no Nix file says which first. */
  readonly candidates: readonly Candidate[];
  /** The Nix files that may use this project: those beside it, those of the folders above, and what they import. */
  readonly nixFiles: NixFiles;
  /** `flake.lock`, `devenv.lock`, `nix/sources.json`, `npins/sources.json` and `devenv.yaml` of the root and the folders above, by absolute path. */
  readonly pinFiles: ReadonlyMap<string, string>;
  /** The further files that the project is made of, by absolute path, as far as they are loaded: `wantedFiles` names them. */
  readonly files: ReadonlyMap<string, TextFile>;
  /** Absolute path of the file that uv takes its settings from in place of the `[tool.uv]` beside the uv.lock (`uv.toml`); null where there is none. */
  readonly uvConfiguration: string | null;
  /**
   * Absolute paths of the manifests that the globs of the manifest's uv workspace lead to, its own not among
   * them; empty where it is no workspace's root, null where they are not known.
   */
  readonly uvMembers: readonly string[] | null;
  /** The versions of nixpkgs' Python packages, by PEP 503 name; null where the user has given no list. */
  readonly nixpkgsVersions: ReadonlyMap<string, string> | null;
  /** Absolute paths that the manifest names (see `namedFiles`) and that are surely not there. */
  readonly missingFiles: ReadonlySet<string>;
  /** What the log of its last build said, as long as lock and Nix files are what was built; absent where no log was read. */
  readonly failedBuilds?: readonly BuildNote[];
  /** What indexes and databases say; absent where none was asked. */
  readonly index?: IndexView;
  readonly settings: Settings;
  readonly knowledge: KnowledgeBase;
}

/** What indexes and databases of vulnerabilities say of what a project has locked. */
export interface IndexView {
  /** By `releaseKey`. */
  readonly news: ReadonlyMap<string, IndexNews>;
  /** The versions that an index has and has not withdrawn, the newest first, by PEP 503 name. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

/** What an index, and a database of vulnerabilities, say of one release that is locked. */
export interface IndexNews {
  /** The reason, which may be empty, where all of its files are yanked (PEP 592); else null. */
  readonly yanked: string | null;
  /** Names of locked files that the index has no more; absent where it has them all. */
  readonly gone?: readonly string[];
  /** The newest release that manifest and Pythons allow, where it is newer; else null. */
  readonly allowed: Release | null;
  /** The newest release at all, where it is newer; else null. */
  readonly newest: Release | null;
  readonly vulnerabilities: readonly Vulnerability[];
  /** What the release says of itself; absent where that was not asked for, or is not had. */
  readonly about?: { readonly summary: string; readonly license: string };
}

/** A known vulnerability of one release. */
export interface Vulnerability {
  /** `PYSEC-2024-1`, `GHSA-…`. */
  readonly id: string;
  /** Other names of it: `CVE-…`. */
  readonly aliases: readonly string[];
  /** One sentence or a part of one; may be empty. */
  readonly summary: string;
  /** The least newer version without it; null where none is known. */
  readonly fixed: string | null;
}

/** The key of a locked release, by PEP 503 name and version as locked. */
export function releaseKey(name: string, version: string): string {
  return `${name} ${version}`;
}

/** What the log of a build said of one package that failed in it, or of what is no package. */
export interface BuildNote {
  /** PEP 503; null for an evaluation, an environment, and what the log does not name. */
  readonly package: string | null;
  /** Where in a Nix file of the project it is to be shown; null where at the dependency, or nowhere there. */
  readonly at: { readonly file: string; readonly span: Span } | null;
  /** For people, one sentence or more. */
  readonly message: string;
  /** What mends it; null where no override does. */
  readonly request: OverrideRequest | null;
  /** The file that two packages of a virtual environment have, where that is what failed; else null. */
  readonly collision: Collision | null;
}

/** A rule about kinds of files, where it is written. */
export interface FormatOption extends FormatRule {
  readonly source: TextFile;
  readonly span: Span;
}

/** Manifest, lock, Nix files and knowledge joined. Immutable; parts are computed when first asked. */
export interface Project {
  readonly root: string;
  /** What it was joined from. */
  readonly input: ProjectInput;
  readonly manifest: Manifest;
  /** The lock that counts. */
  readonly lock: Lock | null;
  readonly lockFile: TextFile | null;
  readonly selection: Selection;
  /** Projects of this manifest with each of its other locks. */
  readonly withOtherLocks: readonly Project[];
  readonly settings: Settings;
  /** The uses of this project in its Nix files; empty if there are none. */
  readonly uses: readonly TargetUse[];
  /** What `[tool.uv]` says of builds, as uv2nix reads it; null where it says nothing. */
  readonly uvBuilds: UvBuilds | null;
  /** Where these settings name packages; empty where uv2nix does not build the project. */
  readonly uvPlaces: readonly {
    /** PEP 503. */
    readonly name: string;
    readonly file: string;
    readonly span: Span;
  }[];
  /** What an installer is told of the kinds of files, each with its place: options of pip, settings of uv. */
  readonly formats: readonly FormatOption[];
  /** Fresh, stale, or not known (a damaged file, a format without one). */
  readonly freshness: 'fresh' | 'stale' | 'unknown';
  readonly dependencies: readonly ResolvedDependency[];
  /** Every locked package's verdict for every target, and one with target null where there is no Nix file. */
  verdicts(): readonly Verdict[];
  /** The verdicts that a rule may have something to say of: something is missing, or no file fits. */
  needsReview(): readonly Verdict[];
  /** The verdicts of one locked package. */
  verdictsFor(locked: LockedPackage): readonly Verdict[];
  /** The verdicts of a locked package as if this release of it was locked in its place. */
  verdictsOfRelease(locked: LockedPackage, release: Release): readonly Verdict[];
  /** What is known of a dependency that is typed and not locked yet. */
  verdictForUnlocked(dependency: Dependency): readonly Verdict[];
}

/** A release of a package that might be locked. */
export interface Release {
  readonly version: string;
  readonly files: readonly LockedFile[];
}

/** Whether a manifest with its lock is what is built, of several in one folder. */
export interface Selection {
  readonly active: boolean;
  /** For people: `poetry.lock counts: default.nix uses poetry2nix`. Null where there is nothing to choose from. */
  readonly why: string | null;
}

export interface ResolvedDependency {
  readonly dependency: Dependency;
  /** Locked packages that satisfy it; empty where there is no lock or none does. */
  readonly locked: readonly LockedPackage[];
  readonly status: 'satisfied' | 'unsatisfied' | 'not-in-lock' | 'unreachable' | 'unknown';
}

/** What one target needs to build one package, and who provides it: the one answer behind hover, diagnostics, actions, `check` and `overrides`. */
export interface Verdict {
  readonly package: { readonly name: string; readonly version: string | null };
  /** Null for a dependency that is not locked. */
  readonly locked: LockedPackage | null;
  /** Null where no Nix file uses the project. */
  readonly target: TargetId | null;
  readonly use: TargetUse | null;
  readonly distribution: Distribution;
  readonly needs: readonly JudgedNeed[];
  /** Whether the target builds the package at all: its groups and extras lead to it, and its markers hold. */
  readonly built: Built;
  readonly notes: readonly string[];
  /** Whether it is about the project itself, whose needs are met where it is built. */
  readonly ofProject?: true;
}

/** One need of a package, and what stands between it and a warning. */
export interface JudgedNeed {
  readonly fact: Fact;
  readonly status: NeedStatus;
}

/**
 * What stands between a need and a warning, decided by `verdicts/status.ts`; `because` is one reason
 * for people, a clause without a full stop.
 */
export type NeedStatus =
  /** Something gives it to the package. */
  | {
      readonly kind: 'met';
      readonly by: 'target-defaults' | 'project-nix';
      readonly because: string;
      /** Absolute path of the file of the project that gives it; null where none does. */
      readonly file: string | null;
    }
  /** Nobody gives it, and that is known from end to end: it is warned of. */
  | { readonly kind: 'missing'; readonly because: string }
  /** The package builds without it, as far as is known. */
  | { readonly kind: 'not-needed'; readonly because: string; readonly provider: Unprovided }
  /** As far as is known nobody gives it, so that an override has to: more is not known here, so that nothing is warned of. */
  | { readonly kind: 'unprovided'; readonly because: string; readonly provider: Unprovided }
  /** Whether the package needs it is not certain. */
  | { readonly kind: 'uncertain'; readonly because: string; readonly provider: Unprovided }
  /** Whether something gives it is not known. */
  | { readonly kind: 'unknown'; readonly because: string };

/** That nobody gives a need to a package, or that it is not known whether somebody does, and why so. */
export interface Unprovided {
  readonly by: 'nobody' | 'unknown';
  readonly because: string;
}

/** One thing to tell the user. */
export interface Finding {
  readonly code: string;
  readonly severity: Exclude<Severity, 'off'>;
  readonly file: string;
  readonly span: Span;
  readonly message: string;
  /** PEP 503 name of the package that it is about, or null. */
  readonly package: string | null;
  readonly related: readonly {
    readonly file: string;
    readonly span: Span;
    readonly message: string;
  }[];
  /** The verdict that it comes from, where a fix provides what is missing. */
  readonly verdict: Verdict | null;
  /** Quick fixes in the file itself: edits with a title, the first preferred. */
  readonly fixes: readonly Fix[];
  /** Unnecessary or deprecated code, for how an editor draws it. */
  readonly tags: readonly ('unnecessary' | 'deprecated')[];
  /** A second place where an editor shows what another finding says; a command that prints all leaves it out. */
  readonly duplicate: boolean;
}

/** One edit of one file. */
export interface FileEdit {
  readonly file: string;
  readonly span: Span;
  readonly newText: string;
}

/** A way to mend what a finding says. */
export interface Fix {
  /** For people, in the imperative: `Change the constraint to ^7.1`. */
  readonly title: string;
  readonly edits: readonly FileEdit[];
  /** Whether the file means the same as before, so that it may be applied without a look. */
  readonly isSafe?: true;
}
