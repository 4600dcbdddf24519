import type { LocatedTable } from './located.ts';
import type { Version } from '../python/model.ts';
import type { Span } from '../text.ts';

/** The formats of locks, by the tool or standard that has them. `formats.ts` has a record for each. */
export type LockKind = 'poetry' | 'uv' | 'pdm' | 'pylock' | 'pipfile' | 'requirements';

/** What a lock file has settled. */
export interface Lock {
  readonly kind: LockKind;
  /** Absolute path. */
  readonly file: string;
  /** False where the text has errors: then an absent package is not known to be absent. */
  readonly complete: boolean;
  /** As written (`1.1`, `2.0`); null where the file has none. */
  readonly version: { readonly text: string; readonly span: Span } | null;
  /** Whether this program knows the format's version. */
  readonly supported: boolean;
  /** In the file's order. */
  readonly packages: readonly LockedPackage[];
  /** By PEP 503 name: one name may be locked at several versions. */
  readonly byName: ReadonlyMap<string, readonly LockedPackage[]>;
  readonly contentHash: { readonly text: string; readonly span: Span } | null;
  /** The version of the tool that wrote the file, if its first line says so. */
  readonly generator: string | null;
  /** The command that wrote the file, if its first lines or its name say so and the manifest does not. */
  readonly command?: string;
  readonly pythonVersions: { readonly text: string; readonly span: Span } | null;
  /**
   * The groups and extras that the lock is made for, normalised, `main` for the project's own: of
   * others it says nothing. Absent where it is made for all.
   */
  readonly madeFor?: ReadonlySet<string>;
  /** What is wrong with a text that is not TOML; TOML documents know their errors themselves. */
  readonly syntaxError?: { readonly message: string; readonly span: Span } | null;
  /** The indexes that a `Pipfile.lock` was made from, as compact JSON; null where they cannot be read. */
  readonly indexes?: string | null;
  /** What it was made from, in place of a hash of it, as `resolution.lock_inputs` has PDM 2.29 write it; null where it has none. */
  readonly inputs?: LocatedTable | null;
  /** The members of a uv workspace, normalised; absent where it is not one of a workspace. */
  readonly members?: readonly string[];
  /** The folders that packages come from, as a uv.lock writes them; absent for other formats. */
  readonly folders?: readonly string[];
  /** Packages whose version an override of the manifest decides (uv), normalised; absent where there are none. */
  readonly overridden?: ReadonlySet<string>;
  /** Extra name → dependency names, as the lock has them. */
  readonly extras: ReadonlyMap<string, readonly string[]>;
  /** Other places that name a package (PEP 503), such as comments that say who brings one; in the file's order. */
  readonly mentions?: readonly {
    readonly name: string;
    readonly span: Span;
    /** Absolute path, where an included file has it. */
    readonly file?: string;
  }[];
}

/** One locked package. Its spans are offsets of the lock file. */
export interface LockedPackage {
  /** Absolute path of the file that its spans are offsets of, where it is not the lock itself but a file that this includes. */
  readonly file?: string;
  /** PEP 503. */
  readonly name: string;
  readonly rawName: string;
  /** As written. */
  readonly version: string | null;
  readonly parsedVersion: Version | null;
  /**
   * The same object in every version of the lock in which all that is written of the package is the
   * same, wherever it stands; absent where that is not known.
   */
  readonly identity?: object | undefined;
  /** The `[[package]]` header; the spans are made when asked, so that indexing a large lock stays cheap. */
  readonly headerSpan: Span;
  readonly nameSpan: Span;
  readonly versionSpan: Span | null;
  /** The header to the last line of its last sub-table. */
  readonly span: Span;
  /** `algorithm:digest` of the files that may be installed, where the lock has these and no names. */
  readonly hashes?: readonly string[];
  /** Parsed when first asked, as everything below. */
  readonly files: readonly LockedFile[];
  readonly dependencies: readonly LockedDependency[];
  readonly optional: boolean;
  /** `python-versions`. */
  readonly pythonVersions: string | null;
  readonly pythonVersionsSpan: Span | null;
  /** Lock 2.1 `groups`, older `category` (`main` or `dev`); empty where the lock does not say. */
  readonly groups: readonly string[];
  /** Lock 2.1 `markers`: for all groups, or by group. Lock 1.0 `marker` is the former. */
  readonly markers: string | ReadonlyMap<string, string> | null;
  readonly source: LockedSource | null;
  readonly extras: ReadonlyMap<string, readonly string[]>;
}

export interface LockedFile {
  readonly name: string;
  readonly hash: string | null;
  /** Where the lock says that it is; absent where it does not. */
  readonly url?: string;
}

export interface LockedSource {
  readonly type: string;
  readonly url: string | null;
  readonly reference: string | null;
  readonly resolvedReference: string | null;
  readonly subdirectory: string | null;
}

export interface LockedDependency {
  /** PEP 503. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly constraint: string | null;
  readonly marker: string | null;
  readonly extras: readonly string[];
  readonly optional: boolean;
  /** The dependency group of the package that asks for it, normalised; absent where it is asked for outside of groups. */
  readonly group?: string;
}
