import { normalizeName } from '../../python/names.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { pathTexts } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { Apply, AttrSet, Expr, ListExpr } from '../syntax.ts';
import { unwrap } from '../tree.ts';

/** The value of `buildInputs = …` and the like. */
export interface ListValue {
  /** What is surely in it, as dotted names (`pkgs.libpq.pg_config`), or the text of a string. */
  readonly names: readonly (readonly string[])[];
  /** The last literal list that is surely part of it, where one more element can go. */
  readonly list: (Closure & { readonly expr: ListExpr }) | null;
  /** The set of a `resolveBuildSystem { … }` that is surely part of it. */
  readonly resolved: (Closure & { readonly expr: AttrSet }) | null;
}

/** Functions that return what they are given, for what a list holds. */
const TRANSPARENT: ReadonlySet<string> = new Set(['getBin', 'getDev', 'getLib']);

const OUTPUTS: ReadonlySet<string> = new Set(['bin', 'dev', 'lib', 'out', 'static']);

/** Reads an expression as operands of `++`: literal lists, also in parentheses and behind `with …;`, and calls of `resolveBuildSystem`. */
export function readListValue(value: Closure, resolver: Resolver): ListValue {
  const names: (readonly string[])[] = [];
  let list: ListValue['list'] = null;
  let resolved: ListValue['resolved'] = null;
  for (const { expr, scope } of operandsOf(value, resolver)) {
    if (expr.kind === 'list') {
      list = { expr, scope };
      for (const element of expr.elements)
        for (const name of elementNames(element, scope, resolver)) names.push(name);
    } else if (expr.kind === 'apply') {
      const set = resolvedSet(expr, scope, resolver);
      if (set === null) continue;
      resolved = set;
      names.push(...keysOf(set));
    }
  }
  return { names, list, resolved };
}

function operandsOf({ expr, scope }: Closure, resolver: Resolver): readonly Closure[] {
  const again = (inner: Closure): readonly Closure[] => operandsOf(inner, resolver);
  switch (expr.kind) {
    case 'paren':
      return again({ expr: expr.expr, scope });
    case 'with':
      return again({
        expr: expr.body,
        scope: { kind: 'with', file: scope.file, parent: scope, node: expr },
      });
    case 'binary':
      return expr.operator === '++'
        ? [...again({ expr: expr.left, scope }), ...again({ expr: expr.right, scope })]
        : [];
    case 'apply':
      return isFilter(expr, scope, resolver) ? again({ expr: expr.arg, scope }) : [{ expr, scope }];
    default:
      return [{ expr, scope }];
  }
}

/** `filter keeps list`: what is left out is what was there before. */
function isFilter({ fn }: Apply, scope: Scope, resolver: Resolver): boolean {
  return fn.kind === 'apply' && resolver.calleeName({ expr: fn.fn, scope }) === 'filter';
}

function resolvedSet(expr: Apply, scope: Scope, resolver: Resolver): ListValue['resolved'] {
  if (resolver.calleeName({ expr: expr.fn, scope }) !== 'resolveBuildSystem') return null;
  const set = unwrap(expr.arg);
  return set.kind === 'attrs' ? { expr: set, scope } : null;
}

function keysOf({ expr, scope }: Closure & { readonly expr: AttrSet }): readonly string[][] {
  return expr.bindings.flatMap((item) => {
    const names = item.kind === 'binding' ? item.path.names.slice(0, 1) : item.names;
    return names.flatMap((name) => {
      const text = attrNameText(name, scope);
      return text === null ? [] : [[text]];
    });
  });
}

function elementNames(
  element: Expr,
  scope: Scope,
  resolver: Resolver,
): readonly (readonly string[])[] {
  const expr = unwrap(element);
  switch (expr.kind) {
    case 'identifier':
      return [[expr.name]];
    case 'string': {
      const text = attrNameText(expr, scope);
      return text === null ? [] : [[text]];
    }
    case 'select': {
      const path = pathTexts(expr.path, scope);
      const target = unwrap(expr.target);
      if (path === null) return [];
      const head = target.kind === 'identifier' ? [target.name] : [''];
      return [[...head, ...path]];
    }
    case 'apply': {
      const callee = resolver.calleeName({ expr: expr.fn, scope });
      return callee !== null && TRANSPARENT.has(callee)
        ? elementNames(expr.arg, scope, resolver)
        : [];
    }
    default:
      return [];
  }
}

/** Whether one of `names` is the item: `pkgs.zlib` and `zlib.dev` are zlib, `pkgs.xorg.libXft` is xorg.libXft. */
export function holds(
  names: readonly (readonly string[])[],
  { from, attr }: { readonly from: 'nixpkgs' | 'python' | 'name'; readonly attr: string },
): boolean {
  if (from === 'name') return names.some((path) => path.length === 1 && path[0] === attr);
  if (from === 'python') {
    const wanted = normalizeName(attr);
    return names.some((path) => normalizeName(path.at(-1) ?? '') === wanted);
  }
  const wanted = attr.split('.');
  return names.some(
    (path) => endsWith(path, wanted) || endsWith(withoutOutput(path, wanted.length), wanted),
  );
}

function withoutOutput(path: readonly string[], least: number): readonly string[] {
  return path.length > least && OUTPUTS.has(path.at(-1) ?? '') ? path.slice(0, -1) : path;
}

function endsWith(path: readonly string[], wanted: readonly string[]): boolean {
  return (
    path.length >= wanted.length &&
    wanted.every((name, index) => path[path.length - wanted.length + index] === name)
  );
}
