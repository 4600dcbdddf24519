import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import type { Apply } from '../syntax.ts';

/** A call somewhere in a file. */
export interface Call {
  readonly expr: Apply;
  readonly scope: Closure['scope'];
  /** The last name of what is called. */
  readonly callee: string;
}

/** Every call of a function that is known by name; `f a b` is one call of `f a` and one of `f`. */
export function findCalls(resolver: Resolver, files: readonly NixFile[]): readonly Call[] {
  const calls: Call[] = [];
  for (const file of files)
    resolver.walk(file, ({ expr, scope }) => {
      if (expr.kind !== 'apply') return;
      const callee = resolver.calleeName({ expr: expr.fn, scope });
      if (callee !== null) calls.push({ expr, scope, callee });
    });
  return calls;
}

/** The calls of any of these functions, outermost first. */
export function callsOf(
  { calls }: { readonly calls: readonly Call[] },
  wanted: ReadonlySet<string>,
): readonly Call[] {
  return calls.filter(({ callee }) => wanted.has(callee));
}
