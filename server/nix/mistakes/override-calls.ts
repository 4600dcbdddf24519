import type { Span } from '../../text.ts';
import { nameText } from '../check/attributes.ts';
import { bodyOf } from '../resolve/body.ts';
import type { OverrideCall } from '../read/override-call.ts';
import { overrideCallOf } from '../read/override-call.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { AttrSet, Binding, Lambda } from '../syntax.ts';
import { unwrap } from '../tree.ts';

/** The calls that a package's value is made by, the last one first, and what they start from. */
export function overrideCalls(
  resolver: Resolver,
  value: Closure,
): { readonly calls: readonly OverrideCall[]; readonly base: Closure } {
  const calls: OverrideCall[] = [];
  let current = written(resolver, value);
  for (let call = overrideCallOf(current); call !== null; call = overrideCallOf(current)) {
    calls.push(call);
    current = written(resolver, call.base);
  }
  return { calls, base: current };
}

/** Through parentheses, and through names and local functions where they lead to a call. */
function written(resolver: Resolver, { expr, scope }: Closure): Closure {
  const inner = { expr: unwrap(expr), scope };
  if (overrideCallOf(inner) !== null || inner.expr.kind === 'select') return inner;
  const forced = resolver.force(inner);
  return forced.expr.kind === 'apply' ? forced : inner;
}

/** The literal set that an override's argument is or answers, with the function's parameter where it is one. */
export interface ArgumentSet {
  readonly set: AttrSet;
  readonly scope: Closure['scope'];
  /** The function that brings the former attributes. */
  readonly old: Lambda | null;
}

/** Null where the argument is not literal. */
export function argumentSet(resolver: Resolver, argument: Closure): ArgumentSet | null {
  let current = resolver.force(argument);
  let old: Lambda | null = null;
  // `old: { … }` and `final: old: { … }`
  for (let count = 0; count < 2 && current.expr.kind === 'lambda'; count++) {
    old = current.expr;
    current = resolver.force(bodyOf(current, current.expr));
  }
  return current.expr.kind === 'attrs' ? { set: current.expr, scope: current.scope, old } : null;
}

/** The bindings of a set to one undotted name each, with the names. */
export function simpleBindings({ set, scope }: ArgumentSet): readonly {
  readonly name: string;
  readonly nameSpan: Span;
  readonly binding: Binding;
}[] {
  return set.bindings.flatMap((binding) => {
    const [first, ...rest] = binding.kind === 'binding' ? binding.path.names : [];
    if (binding.kind !== 'binding' || first === undefined || rest.length > 0) return [];
    const name = nameText(first, scope.file.tree.text);
    return name === null ? [] : [{ name, nameSpan: first.span, binding }];
  });
}
