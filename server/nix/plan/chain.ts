import type { Resolver } from '../resolve/resolver.ts';
import type { BindingsScope, Closure, Scope } from '../resolve/scope.ts';
import type { Apply, AttrSet, Expr, ListExpr } from '../syntax.ts';
import type { FileEdit } from './draft.ts';
import type { Overlay } from './overlay.ts';
import { readOverlay } from './overlay.ts';
import type { PackagesName } from './references.ts';

/** One layer that makes a Python package set, in the order in which they apply. */
export type Layer =
  | { readonly kind: 'overlay'; readonly overlay: Overlay }
  /** poetry2nix's own overrides. */
  | { readonly kind: 'defaults' }
  /** What `mkPyprojectOverlay` makes of uv.lock. */
  | { readonly kind: 'lock' }
  /** What `mkEditablePyprojectOverlay` makes. */
  | { readonly kind: 'editable' }
  | { readonly kind: 'unknown'; readonly why: string };

/** How one more overlay is added behind all others. */
export type Growth =
  /** As a new attribute of a call's arguments. */
  | {
      readonly kind: 'argument';
      readonly set: AttrSet;
      readonly scope: Scope;
      readonly name: string;
      /** The name in scope that the value starts with; empty where that does not matter. */
      readonly head: string;
      /** The attribute's value, from the text of the overlay (a function, without parentheses) and one level of indentation. */
      readonly valueOf: (overlay: string, unit: string) => string;
      /** What else must change for that value's names to be in scope. */
      readonly also: readonly FileEdit[];
    }
  /** As a binding `name` of a `let`, which several calls then inherit. */
  | {
      readonly kind: 'shared';
      readonly home: BindingsScope;
      readonly name: string;
      readonly valueOf: (overlay: string, unit: string) => string;
      readonly also: readonly FileEdit[];
      readonly arguments: readonly { readonly set: AttrSet; readonly scope: Scope }[];
    }
  /** As the last element. */
  | { readonly kind: 'element'; readonly list: ListExpr; readonly scope: Scope }
  /** Behind an expression that is poetry2nix's defaults. */
  | { readonly kind: 'extend'; readonly expr: Expr; readonly scope: Scope }
  /** Behind an interpreter that ends at `end`, as `.override { packageOverrides = …; }`. */
  | {
      readonly kind: 'interpreter';
      readonly expr: Expr;
      readonly end: number;
      readonly scope: Scope;
    }
  /** Behind an expression that is a list. */
  | { readonly kind: 'concat'; readonly expr: Expr; readonly scope: Scope }
  /** In a composition with an expression that is an overlay. */
  | { readonly kind: 'compose'; readonly expr: Expr; readonly scope: Scope };

/** Overlays composed. */
export interface Chain {
  readonly layers: readonly Layer[];
  /** Null where no place for another overlay is in reach. */
  readonly growth: Growth | null;
  readonly packages?: PackagesName;
}

/** What an expression that is a list of overlays, or a composition of them, consists of. */
export function readChain(closure: Closure, resolver: Resolver): Chain {
  return resolver.nested(
    () => readForced(closure, resolver),
    () => unknownChain('the overrides refer to themselves'),
  );
}

function readForced(closure: Closure, resolver: Resolver): Chain {
  const { expr, scope } = resolver.force(closure);
  switch (expr.kind) {
    case 'list':
      return {
        layers: expr.elements.flatMap(
          (element) => readChain({ expr: element, scope }, resolver).layers,
        ),
        growth: { kind: 'element', list: expr, scope },
      };
    case 'binary':
      return readConcatenation(expr, scope, resolver);
    case 'apply':
      return readCall(expr, scope, resolver);
    case 'lambda': {
      const overlay = readOverlay({ expr, scope }, resolver);
      return overlay === null ? unknownChain('a function of another shape') : one(overlay);
    }
    case 'if':
      return unknownChain('a condition chooses the overrides');
    case 'identifier':
    case 'select': {
      const name = resolver.calleeName({ expr, scope });
      if (name === 'defaultPoetryOverrides')
        return {
          layers: [{ kind: 'defaults' }],
          growth: { kind: 'extend', ...resolver.forceWritten(closure) },
        };
      return unknownChain(`‘${name ?? 'a value'}’ comes from somewhere else`);
    }
    default:
      return unknownChain('the overrides are not written out');
  }
}

function one(overlay: Overlay): Chain {
  return { layers: [{ kind: 'overlay', overlay }], growth: null };
}

/** A chain of which nothing is known. */
export function unknownChain(why: string): Chain {
  return { layers: [{ kind: 'unknown', why }], growth: null };
}

function readConcatenation(
  expr: Extract<Expr, { kind: 'binary' }>,
  scope: Scope,
  resolver: Resolver,
): Chain {
  if (expr.operator !== '++') return unknownChain('the overrides are computed');
  const left = readChain({ expr: expr.left, scope }, resolver);
  const right = readChain({ expr: expr.right, scope }, resolver);
  return { layers: [...left.layers, ...right.layers], growth: right.growth ?? left.growth };
}

function readCall(expr: Apply, scope: Scope, resolver: Resolver): Chain {
  const argument: Closure = { expr: expr.arg, scope };
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  switch (callee) {
    case 'withDefaults': {
      const { layers } = readChain(argument, resolver);
      return {
        layers: [...layers, { kind: 'defaults' }],
        growth: { kind: 'concat', expr, scope },
      };
    }
    case 'withoutDefaults':
      return {
        layers: readChain(argument, resolver).layers,
        growth: { kind: 'concat', expr, scope },
      };
    case 'extend':
      return readExtension(expr, scope, resolver);
    case 'composeManyExtensions':
      return readChain(argument, resolver);
    case 'mkPyprojectOverlay':
      return { layers: [{ kind: 'lock' }], growth: null };
    case 'mkEditablePyprojectOverlay':
      return { layers: [{ kind: 'editable' }], growth: null };
    default:
      return readComposition(expr, scope, resolver) ?? unknownChain(describe(callee));
  }
}

function describe(callee: string | null): string {
  return callee === null ? 'a function makes the overrides' : `‘${callee}’ makes the overrides`;
}

/** `defaultPoetryOverrides.extend overlay`, also on what an earlier `extend` made. */
function readExtension(expr: Apply, scope: Scope, resolver: Resolver): Chain {
  const fn = resolver.force({ expr: expr.fn, scope });
  if (fn.expr.kind !== 'select') return unknownChain('‘extend’ of an unknown value');
  const { path, target } = fn.expr;
  const beforeLast = path.names.at(-2);
  const extended: Closure =
    beforeLast === undefined
      ? { expr: target, scope: fn.scope }
      : {
          expr: { ...fn.expr, path: { ...path, names: path.names.slice(0, -1) } },
          scope: fn.scope,
        };
  const before = readChain(extended, resolver);
  const own = readChain({ expr: expr.arg, scope }, resolver);
  return { layers: [...before.layers, ...own.layers], growth: null };
}

/** `composeExtensions a b`, and `foldl composeExtensions …` as unknown. */
function readComposition(expr: Apply, scope: Scope, resolver: Resolver): Chain | null {
  if (expr.fn.kind !== 'apply') return null;
  if (resolver.calleeName({ expr: expr.fn.fn, scope }) !== 'composeExtensions') return null;
  const first = readChain({ expr: expr.fn.arg, scope }, resolver);
  const second = readChain({ expr: expr.arg, scope }, resolver);
  return { layers: [...first.layers, ...second.layers], growth: { kind: 'compose', expr, scope } };
}
