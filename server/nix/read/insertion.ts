import { isInDefault } from '../resolve/body.ts';
import { isInText } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import type { AttrSet, Expr, ListExpr } from '../syntax.ts';
import type { Arguments } from './arguments.ts';

/** Where one more overlay can be added, so that it runs behind those that are there. */
export type InsertionPoint =
  /** As an argument `overrides` of a call of poetry2nix that has none. */
  | {
      readonly kind: 'argument';
      /** The function that is called. */
      readonly fn: Closure;
      readonly operands: Arguments;
    }
  /** As attribute `name` of a set that lacks it. */
  | {
      readonly kind: 'attribute';
      readonly set: AttrSet;
      /** Inside of `set`. */
      readonly scope: Scope;
      readonly name: string;
      /** What the attribute was before, as an expression for a list that it is added to; null where its value is an overlay. */
      readonly former: string | null;
    }
  /** As the last element. */
  | { readonly kind: 'element'; readonly list: ListExpr; readonly scope: Scope }
  /** Behind an expression that has `.extend`: poetry2nix's defaults, and what was made of them. */
  | { readonly kind: 'extend'; readonly expr: Expr; readonly scope: Scope }
  /** Behind an expression that is a list. */
  | { readonly kind: 'concat'; readonly expr: Expr; readonly scope: Scope }
  /** In a list with an expression that is an overlay, where a list may stand as well. */
  | { readonly kind: 'list'; readonly expr: Expr; readonly scope: Scope }
  /** In a composition with an expression that is an overlay. */
  | { readonly kind: 'compose'; readonly expr: Expr; readonly scope: Scope }
  /** Behind an interpreter that ends at `end`, as `.override { packageOverrides = …; }`. */
  | {
      readonly kind: 'interpreter';
      readonly expr: Expr;
      readonly end: number;
      readonly scope: Scope;
    };

/**
 * An insertion point at an expression; null for one that stands nowhere in the text (`lib.pipe x [ f ]` read as `f x`),
 * and for one in a parameter's default, which other callers pass by.
 */
export function insertionAt(
  kind: 'extend' | 'concat' | 'list' | 'compose',
  { expr, scope }: Closure,
): InsertionPoint | null {
  return isInText({ expr, scope }) && !isInDefault({ expr, scope }) ? { kind, expr, scope } : null;
}
