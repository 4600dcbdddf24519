import type { Span } from '../../text.ts';
import { nameText } from '../check/attributes.ts';
import { bodyOf } from '../resolve/body.ts';
import { withoutLastName } from '../read/reference.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { AttrSet, Binding, Lambda } from '../syntax.ts';
import { unwrap } from '../tree.ts';

/** `base.method argument`, as in `prev.foo.overridePythonAttrs (old: { … })`. */
export interface OverrideCall {
  readonly file: string;
  readonly method: string;
  readonly methodSpan: Span;
  readonly base: Closure;
  readonly argument: Closure;
}

/** The calls that a package's value is made by, the last one first, and what they start from. */
export function overrideCalls(
  resolver: Resolver,
  value: Closure,
): { readonly calls: readonly OverrideCall[]; readonly base: Closure } {
  const calls: OverrideCall[] = [];
  let current = written(resolver, value);
  for (let call = callOf(current); call !== null; call = callOf(current)) {
    calls.push(call);
    current = written(resolver, call.base);
  }
  return { calls, base: current };
}

/** Through parentheses, and through names and local functions where they lead to a call. */
function written(resolver: Resolver, { expr, scope }: Closure): Closure {
  const inner = { expr: unwrap(expr), scope };
  if (callOf(inner) !== null || inner.expr.kind === 'select') return inner;
  const forced = resolver.force(inner);
  return forced.expr.kind === 'apply' ? forced : inner;
}

function callOf({ expr, scope }: Closure): OverrideCall | null {
  if (expr.kind !== 'apply') return null;
  const fn = unwrap(expr.fn);
  if (fn.kind !== 'select' || fn.or !== null) return null;
  const parts = withoutLastName(fn);
  const method = parts === null ? null : nameText(parts.last, scope.file.tree.text);
  if (parts === null || method === null || !method.startsWith('override')) return null;
  return {
    file: scope.file.path,
    method,
    methodSpan: parts.last.span,
    base: { expr: parts.target, scope },
    argument: { expr: expr.arg, scope },
  };
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
