import type { Span, TextEdit } from '../../../text.ts';
import type { Binding, Expr, Inherit, Node } from '../../syntax.ts';
import { childrenOf } from '../../tree.ts';
import { withLine } from './flake.ts';

/** What is left of poetry2nix once its calls are gone: bindings of its functions, its overlay in lists. */
export function leftoverEdits(
  root: Expr,
  text: string,
  input: string,
  replaced: readonly Span[],
): readonly TextEdit[] {
  const removed: Span[] = [];
  const names = new Set([input]);
  const nodes = nodesOf(root);
  const candidates = nodes.flatMap(candidatesIn);
  // A binding that is removed may have been all that named another one.
  for (let isMore = true; isMore;) {
    isMore = false;
    for (const node of candidates) {
      if (removed.some((span) => isInside(node.span, span))) continue;
      const made = namesMadeOf(node, text, names);
      if (made === null) continue;
      const span = withLine(text, node.span);
      const isUnused = made.every((name) =>
        usesOf(nodes, name, text).every(
          (use) =>
            [...replaced, ...removed, node.span].some((gone) => isInside(use, gone)) ||
            isRemovable(candidates, use, text, names),
        ),
      );
      if (!isUnused) continue;
      removed.push(span);
      for (const name of made) names.add(name);
      isMore = true;
    }
  }
  const outer = removed.filter(
    (span) => !removed.some((other) => other !== span && isInside(span, other)),
  );
  return outer
    .filter((span) => !replaced.some((gone) => isInside(span, gone)))
    .map((span) => ({ span, newText: '' }));
}

/** What may go without another change: local names, and elements of lists. What a set has is for others to read. */
function candidatesIn(node: Node): readonly Node[] {
  if (node.kind === 'let') return node.bindings;
  return node.kind === 'list' ? node.elements : [];
}

/** The names that a statement makes out of poetry2nix alone; empty for an element of a list; null for all else. */
function namesMadeOf(
  node: Node,
  text: string,
  names: ReadonlySet<string>,
): readonly string[] | null {
  if (node.kind === 'inherit')
    return isOfIt(node.from?.expr ?? null, text, names) ? inherited(node, text) : null;
  if (node.kind === 'binding') {
    const [name, ...more] = node.path.names;
    if (name === undefined || more.length > 0 || !isOfIt(node.value, text, names)) return null;
    return [text.slice(name.span.start, name.span.end)];
  }
  // `poetry2nix.overlays.default` in a list of overlays.
  if (
    node.kind === 'select' &&
    /\.overlays?(?:\.default)?$/.test(text.slice(node.span.start, node.span.end))
  )
    return isOfIt(node, text, names) ? [] : null;
  return null;
}

function inherited({ names }: Inherit, text: string): readonly string[] {
  return names.map(({ span }) => text.slice(span.start, span.end));
}

/** `poetry2nix`, a selection from it, or a call of that. */
function isOfIt(expr: Expr | null, text: string, names: ReadonlySet<string>): boolean {
  if (expr === null) return false;
  switch (expr.kind) {
    case 'identifier':
      return names.has(expr.name);
    case 'paren':
      return isOfIt(expr.expr, text, names);
    case 'select': {
      if (isOfIt(expr.target, text, names)) return true;
      // `inputs.poetry2nix.lib`
      const first = expr.path.names[0];
      return (
        expr.target.kind === 'identifier' &&
        first !== undefined &&
        names.has(text.slice(first.span.start, first.span.end)) &&
        expr.target.name === 'inputs'
      );
    }
    case 'apply':
      return isOfIt(expr.fn, text, names);
    default:
      return false;
  }
}

/** Whether a use stands in a statement that goes too. */
function isRemovable(
  candidates: readonly Node[],
  use: Span,
  text: string,
  names: ReadonlySet<string>,
): boolean {
  return candidates.some(
    (node) => isInside(use, node.span) && namesMadeOf(node, text, names) !== null,
  );
}

/** Where an identifier is named, its own bindings left out. */
export function usesOf(nodes: readonly Node[], name: string, text: string): readonly Span[] {
  const bound = new Set(
    nodes.flatMap((node) =>
      node.kind === 'binding' || node.kind === 'inherit' ? boundBy(node) : [],
    ),
  );
  return nodes
    .filter(
      (node) =>
        node.kind === 'identifier' &&
        !bound.has(node.span.start) &&
        text.slice(node.span.start, node.span.end) === name,
    )
    .map(({ span }) => span);
}

function boundBy(node: Binding | Inherit): readonly number[] {
  const names = node.kind === 'binding' ? node.path.names : node.from === null ? [] : node.names;
  return names.map(({ span }) => span.start);
}

/** Every node, in the order of the text. */
export function nodesOf(root: Node): readonly Node[] {
  const nodes: Node[] = [];
  const walk = (node: Node): void => {
    nodes.push(node);
    for (const child of childrenOf(node)) walk(child);
  };
  walk(root);
  return nodes;
}

export function isInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
