import type { TargetUse } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import type { Apply } from '../syntax.ts';
import type { Layer } from './layers.ts';
import type { Overlay } from './overlay.ts';

/** What the readers of the targets share. */
export interface ReadContext {
  readonly resolver: Resolver;
  readonly files: readonly NixFile[];
  /** Every call in them of a function that is known by name. */
  readonly calls: readonly Call[];
}

/** A use of a project, with what it was read from. */
export interface UseReading {
  readonly use: TargetUse;
  /** The call's argument; null where the use is no call. */
  readonly argument: Closure | null;
  /** What its overrides compose, in the order in which it runs. */
  readonly layers: readonly Layer[];
  readonly overlays: readonly Overlay[];
}

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
export function callsOf({ calls }: ReadContext, wanted: ReadonlySet<string>): readonly Call[] {
  return calls.filter(({ callee }) => wanted.has(callee));
}
