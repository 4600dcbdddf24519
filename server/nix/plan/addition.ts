import type { BindingsScope, Scope } from '../resolve/scope.ts';
import type { AttrSet } from '../syntax.ts';
import type { InsertionPoint } from '../read/insertion.ts';
import type { ReadLayer } from '../read/layers.ts';
import type { PackagesName } from '../read/packages-name.ts';
import type { Unread } from '../read/reason.ts';
import type { FileEdit } from './draft.ts';

/** A new attribute that takes the first overlay, with the text of its value. */
export interface NewAttribute {
  readonly kind: 'attribute';
  readonly set: AttrSet;
  /** Inside of `set`. */
  readonly scope: Scope;
  readonly name: string;
  /** The name in scope that the value starts with; empty where that does not matter. */
  readonly head: string;
  /** The attribute's value, from the text of the overlay (a function, without parentheses) and one level of indentation. */
  readonly valueOf: (overlay: string, unit: string) => string;
  /** What else must change for that value's names to be in scope. */
  readonly also: readonly FileEdit[];
}

/** A binding `name` of a `let`, which several calls then inherit. */
export interface SharedBinding {
  readonly kind: 'shared';
  readonly home: BindingsScope;
  readonly name: string;
  readonly valueOf: NewAttribute['valueOf'];
  readonly also: readonly FileEdit[];
  readonly arguments: readonly { readonly set: AttrSet; readonly scope: Scope }[];
}

/** How one more overlay is written behind those of a chain. */
export type Addition =
  | NewAttribute
  | SharedBinding
  | Exclude<InsertionPoint, { readonly kind: 'argument' | 'attribute' }>;

/** A place for overrides, with how one more overlay is written there. */
export interface Chain {
  readonly layers: readonly ReadLayer[];
  /** Null where no overlay can be added, for the reason that `closed` says if it is known. */
  readonly addition: Addition | null;
  readonly closed: Unread | null;
  readonly packages: PackagesName | null;
}
