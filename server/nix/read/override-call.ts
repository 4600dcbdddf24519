import type { Span } from '../../text.ts';
import type { Closure } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import { unwrap } from '../tree.ts';
import { withoutLastName } from './reference.ts';

/** `package.override… argument`, and pypi2nix's `python.overrideDerivation package argument`. */
export interface OverrideCall {
  readonly method: string;
  readonly methodSpan: Span;
  /** The package. Of `prev.foo.override` it is a selection that stands nowhere in the tree: its span is that of `prev.foo`. */
  readonly base: Closure;
  readonly argument: Closure;
}

const METHODS: ReadonlySet<string> = new Set([
  'override',
  'overrideAttrs',
  'overrideDerivation',
  'overridePythonAttrs',
]);

/** The call that an expression is itself; null where it does not call one of a package's methods. */
export function overrideCallOf({ expr: written, scope }: Closure): OverrideCall | null {
  const expr = unwrap(written);
  if (expr.kind !== 'apply') return null;
  const argument = { expr: expr.arg, scope };
  const fn = unwrap(expr.fn);
  const isHelper = fn.kind === 'apply';
  const called = isHelper ? unwrap(fn.fn) : fn;
  const parts = called.kind === 'select' && called.or === null ? withoutLastName(called) : null;
  const method = parts === null ? null : attrNameText(parts.last, scope);
  if (parts === null || method === null || !METHODS.has(method)) return null;
  if (isHelper && method !== 'overrideDerivation') return null;
  const base = { expr: isHelper ? fn.arg : parts.target, scope };
  return { method, methodSpan: parts.last.span, base, argument };
}
