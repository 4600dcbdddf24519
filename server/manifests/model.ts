import type { Constraint, SyntaxProblem } from '../python/model.ts';
import type { Marker } from '../python/marker.ts';
import type { Span } from '../text.ts';

/** What a project declares, whatever the file it says so in. Spans are UTF-16 offsets of `file`. */
export interface Manifest {
  readonly kind: 'pyproject' | 'requirements' | 'pipfile';
  /** Absolute path. */
  readonly file: string;
  /** False where the text has errors: then what is absent is not known to be absent. */
  readonly complete: boolean;
  /** Which tool's rules the dependencies follow, as far as the file says; null if it says none. */
  readonly tool: 'poetry' | 'uv' | 'pdm' | 'pip' | 'pipenv' | null;
  readonly name: { readonly text: string; readonly normalized: string; readonly span: Span } | null;
  readonly dependencies: readonly Dependency[];
  readonly requiresPython: DeclaredConstraint | null;
  readonly groups: readonly Group[];
  readonly extras: readonly Extra[];
  readonly sources: readonly { readonly name: string; readonly span: Span }[];
  readonly buildSystem: BuildSystem | null;
  readonly scripts: readonly {
    readonly name: string;
    readonly value: string;
    readonly span: Span;
  }[];
  /** What cannot be right in the file alone; rules give them their severity and words. */
  readonly problems: readonly ManifestProblem[];
}

/** A version constraint or specifier as it is written. */
export interface DeclaredConstraint {
  readonly text: string;
  /** The text alone, without quotes. */
  readonly span: Span;
  readonly parsed: Constraint | SyntaxProblem;
}

export interface DeclaredMarker {
  readonly text: string;
  readonly span: Span;
  readonly parsed: Marker | SyntaxProblem;
}

export type DependencyForm = 'version' | 'git' | 'path' | 'file' | 'url' | 'options-only';

export interface Dependency {
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
  /** The group; `main` for the project's own. */
  readonly group: string;
  /** The `[project.optional-dependencies]` extra that it stands in, or null. */
  readonly extra: string | null;
  readonly form: DependencyForm;
  /** Null where none is given (git, path, …) or where it is no string. */
  readonly constraint: DeclaredConstraint | null;
  readonly extras: readonly { readonly name: string; readonly span: Span }[];
  /** All conditions together: `markers`, `python`, `platform`, as one marker; null if there are none. */
  readonly marker: DeclaredMarker | null;
  readonly optional: boolean;
  /** The `source` key. */
  readonly source: { readonly name: string; readonly span: Span } | null;
  readonly allowPrereleases: boolean | null;
}

export interface Group {
  readonly name: string;
  readonly normalized: string;
  readonly nameSpan: Span;
  readonly optional: boolean;
  readonly includes: readonly { readonly name: string; readonly span: Span }[];
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

/** PEP 517/518. */
export interface BuildSystem {
  readonly span: Span;
  readonly requires: readonly Dependency[];
  readonly backend: { readonly text: string; readonly span: Span } | null;
}

export interface ManifestProblem {
  /** The id of the rule that reports it. */
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly package: string | null;
}
