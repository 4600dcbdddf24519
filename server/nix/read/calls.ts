import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import { callOf } from '../resolve/lib-calls.ts';
import type { Apply, Expr } from '../syntax.ts';

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
      else if (expr.fn.kind === 'apply') calls.push(...callsOfElements(resolver, expr, scope));
      else
        for (const chosen of chosenNames(resolver, { expr: expr.fn, scope }))
          calls.push({ expr, scope, callee: chosen });
    });
  return calls;
}

/** The functions of `(if condition then f else g) x`: each may be called. */
function chosenNames(resolver: Resolver, fn: Closure): readonly string[] {
  const { expr, scope } = resolver.force(fn);
  if (expr.kind !== 'if') return [];
  const names = [expr.then, expr.else].flatMap((branch) =>
    resolver.nested(
      (): readonly string[] => {
        const name = resolver.calleeName({ expr: branch, scope });
        return name === null ? chosenNames(resolver, { expr: branch, scope }) : [name];
      },
      () => [],
    ),
  );
  return [...new Set(names)];
}

/** `f a` and `f b` of `map f [ a b ]`, in the order of the list; a lambda is known by no name. */
function callsOfElements(
  resolver: Resolver,
  { fn, arg }: Apply,
  scope: Closure['scope'],
): readonly Call[] {
  if (fn.kind !== 'apply' || !isCalledMap(fn.fn, scope)) return [];
  const callee = resolver.calleeName({ expr: fn.arg, scope });
  const list = resolver.force({ expr: arg, scope });
  // A list from elsewhere has names of its own.
  if (callee === null || list.expr.kind !== 'list' || list.scope !== scope) return [];
  return list.expr.elements.flatMap((element): readonly Call[] => {
    const expr = callOf(element, [fn.arg, element]);
    return expr === null ? [] : [{ expr, scope, callee }];
  });
}

/** The calls of any of these functions, outermost first. */
export function callsOf(
  { calls }: { readonly calls: readonly Call[] },
  wanted: ReadonlySet<string>,
): readonly Call[] {
  return calls.filter(({ callee }) => wanted.has(callee));
}

/** `map`, `builtins.map`, `lib.map`, told by the last name. */
function isCalledMap(fn: Expr, scope: Closure['scope']): boolean {
  if (fn.kind === 'identifier') return fn.name === 'map';
  const last = fn.kind === 'select' ? fn.path.names.at(-1) : undefined;
  return last !== undefined && attrNameText(last, scope) === 'map';
}
