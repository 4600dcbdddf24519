import type { Resolver } from '../resolve/resolver.ts';
import { bodyOfCall, scopeInside } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { AttrName } from '../syntax.ts';
import { literalOf } from './sets.ts';

/** One element of a list that is written out. */
export interface Element extends Closure {
  /** Whether a condition that is not evaluated decides on it. */
  readonly conditional: boolean;
}

/** The elements of a literal list, and of what `++`, `map`, `concatMap`, `attrNames`, `optional` and `optionals` make of what is written out; null where they are not all known. */
export function listElements(resolver: Resolver, closure: Closure): readonly Element[] | null {
  return resolver.nested(
    () => elementsHere(resolver, closure),
    () => null,
  );
}

function elementsHere(resolver: Resolver, closure: Closure): readonly Element[] | null {
  const { expr, scope } = resolver.force(closure);
  if (expr.kind === 'list')
    return expr.elements.map((element) => ({ expr: element, scope, conditional: false }));
  if (expr.kind === 'binary' && expr.operator === '++')
    return joined([
      listElements(resolver, { expr: expr.left, scope }),
      listElements(resolver, { expr: expr.right, scope }),
    ]);
  if (expr.kind === 'if')
    return maybe(
      joined([
        listElements(resolver, { expr: expr.then, scope }),
        listElements(resolver, { expr: expr.else, scope }),
      ]),
    );
  if (expr.kind !== 'apply') return null;
  if (resolver.calleeName({ expr: expr.fn, scope }) === 'attrNames')
    return namesOf(resolver, { expr: expr.arg, scope });
  const partial = resolver.force({ expr: expr.fn, scope });
  if (partial.expr.kind !== 'apply') return null;
  const arg = { expr: expr.arg, scope };
  const fn = { expr: partial.expr.arg, scope: partial.scope };
  switch (resolver.calleeName({ expr: partial.expr.fn, scope: partial.scope })) {
    case 'map':
      return mapped(resolver, fn, arg);
    case 'concatMap': {
      const lists = mapped(resolver, fn, arg);
      return (
        lists &&
        joined(
          lists.map((list) => {
            const elements = listElements(resolver, list);
            return list.conditional ? maybe(elements) : elements;
          }),
        )
      );
    }
    case 'optional':
      return [{ ...arg, conditional: true }];
    case 'optionals':
      return maybe(listElements(resolver, arg));
    default:
      return null;
  }
}

/** The names of a literal set, as `attrNames` hands them on. */
function namesOf(resolver: Resolver, set: Closure): readonly Element[] | null {
  const { expr, scope } = resolver.force(set);
  if (expr.kind !== 'attrs') return null;
  const inner = scopeInside(expr, scope);
  const written = new Map<string | null, AttrName>();
  for (const item of expr.bindings)
    for (const name of item.kind === 'inherit' ? item.names : item.path.names.slice(0, 1))
      written.set(attrNameText(name, inner), name);
  if (written.has(null)) return null;
  return [...written.values()].map((name) => ({
    expr: literalOf(name),
    scope: inner,
    conditional: false,
  }));
}

function mapped(resolver: Resolver, fn: Closure, list: Closure): readonly Element[] | null {
  const lambda = resolver.force(fn);
  const elements = listElements(resolver, list);
  if (lambda.expr.kind !== 'lambda' || elements === null) return null;
  const { expr } = lambda;
  return elements.map((element) => ({
    ...bodyOfCall(lambda, expr, element),
    conditional: element.conditional,
  }));
}

function joined(lists: readonly (readonly Element[] | null)[]): readonly Element[] | null {
  return lists.every((list) => list !== null) ? lists.flat() : null;
}

function maybe(elements: readonly Element[] | null): readonly Element[] | null {
  return elements?.map((element) => ({ ...element, conditional: true })) ?? null;
}
