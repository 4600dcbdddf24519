import type { Lambda, Node } from '../syntax.ts';
import { parentOf } from '../tree.ts';
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

/** Whether an expression stands in the default of a function's parameter, which callers that give the argument pass by. */
export function isInDefault({ expr, scope }: Closure): boolean {
  const { tree } = scope.file;
  let node: Node = expr;
  for (let at = parentOf(tree, node); at !== null; at = parentOf(tree, node)) {
    if (at.kind === 'formal' && at.default === node) return true;
    node = at;
  }
  return false;
}
