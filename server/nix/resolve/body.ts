import type { Lambda } from '../syntax.ts';
import { bodyOfCall } from './resolver.ts';
import type { Closure } from './scope.ts';

/** What a function's body says, its parameter not known. */
export function bodyOf(fn: Pick<Closure, 'scope'>, lambda: Lambda): Closure {
  return bodyOfCall({ expr: lambda, scope: fn.scope }, lambda, null);
}

/** The expression that a body comes to behind `let … in`, `with`, `assert` and parentheses; names are not followed. */
export function unwrapBody({ expr, scope }: Closure): Closure {
  let current = expr;
  let inside = scope;
  for (;;) {
    if (current.kind === 'paren') current = current.expr;
    else if (current.kind === 'assert') current = current.body;
    else if (current.kind === 'let') {
      inside = { kind: 'bindings', file: inside.file, parent: inside, node: current };
      current = current.body;
    } else if (current.kind === 'with') {
      inside = { kind: 'with', file: inside.file, parent: inside, node: current };
      current = current.body;
    } else return { expr: current, scope: inside };
  }
}
