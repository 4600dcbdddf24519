import type { Marker } from '../python/marker.ts';
import type { Constraint, SyntaxProblem } from '../python/model.ts';
import type { Span } from '../text.ts';

/**
 * What a lock is held against: the part of a manifest that a lock answers. A `Manifest` of
 * manifests/ is one; it is spelt out here because neither folder may import the other.
 */
export interface WantedProject {
  /** Absolute path of the manifest. */
  readonly file: string;
  readonly complete: boolean;
  readonly name: { readonly normalized: string } | null;
  readonly dependencies: readonly WantedDependency[];
  readonly requiresPython: WantedConstraint | null;
  readonly dynamic: readonly { readonly text: string }[];
  readonly extras: readonly WantedExtra[];
}

export interface WantedDependency {
  readonly name: string;
  readonly normalized: string;
  readonly nameSpan: Span;
  readonly origin: string;
  readonly group: string;
  readonly extra: string | null;
  readonly form: 'version' | 'git' | 'path' | 'file' | 'url' | 'options-only';
  readonly constraint: WantedConstraint | null;
  readonly extras: readonly { readonly name: string; readonly span: Span }[];
  readonly marker: { readonly text: string; readonly parsed: Marker | SyntaxProblem } | null;
  readonly conditions: {
    readonly markers: { readonly parsed: Marker | SyntaxProblem } | null;
    readonly python: WantedConstraint | null;
    readonly platform: { readonly text: string } | null;
  };
  readonly optional: boolean;
  readonly source: { readonly name: string } | null;
  readonly reference: WantedReference | null;
}

export interface WantedConstraint {
  readonly text: string;
  readonly span: Span;
  readonly parsed: Constraint | SyntaxProblem;
}

export interface WantedReference {
  readonly location: string;
  readonly span: Span;
  readonly revision: { readonly kind: 'branch' | 'tag' | 'rev'; readonly text: string } | null;
  readonly subdirectory: string | null;
}

export interface WantedExtra {
  readonly name: string;
  readonly normalized: string;
  readonly nameSpan: Span;
  readonly members: readonly { readonly normalized: string; readonly span: Span }[];
  readonly origin: string;
}
