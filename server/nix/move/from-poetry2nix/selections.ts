import type { Span } from '../../../text.ts';
import type { Node } from '../../syntax.ts';
import { pathTo } from './flake.ts';
import { binderOf } from './bound-names.ts';
import { type ReadCall, resultOf } from './read-call.ts';
import type { Expr } from '../../syntax.ts';

/** `env.env` and `app.dependencyEnv`, of calls that are bound to a name, and what they are to be. */
export interface NamedSelection {
  readonly span: Span;
  readonly call: ReadCall;
}

/** What is selected elsewhere of the calls of a file, where it has an equivalent. */
export function namedSelections(
  root: Expr,
  nodes: readonly Node[],
  calls: readonly ReadCall[],
  text: string,
): readonly NamedSelection[] {
  return calls.flatMap((call) => {
    const binding = call.path.findLast(
      (node) => node.kind !== 'paren' && node !== call.path.at(-1),
    );
    const scope = call.path[binding === undefined ? -1 : call.path.indexOf(binding) - 1];
    if (binding?.kind !== 'binding' || binding.path.names.length > 1 || scope === undefined)
      return [];
    const name = text.slice(binding.path.span.start, binding.path.span.end);
    return nodes.flatMap((node): NamedSelection[] => {
      if (node.kind !== 'select' || node.target.kind !== 'identifier') return [];
      const [first] = node.path.names;
      if (node.target.name !== name || first === undefined) return [];
      const path = pathTo(root, node.span);
      if (path[binderOf(path, name, text)] !== scope) return [];
      const parent = path.at(-2);
      const selected = text.slice(first.span.start, first.span.end);
      const result = resultOf(call.call.callee, selected, parent?.kind === 'list');
      if (result === null) return [];
      const isOperand =
        parent?.kind === 'list' || parent?.kind === 'apply' || node.path.names.length > 1;
      const span = { start: node.span.start, end: first.span.end };
      const args = { ...call.args, lost: [], checks: [] };
      return [{ span, call: { ...call, args, path, whole: span, result, isOperand } }];
    });
  });
}
