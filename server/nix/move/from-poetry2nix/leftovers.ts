import type { Span, TextEdit } from '../../../text.ts';
import type { Binding, Expr, Inherit, Node } from '../../syntax.ts';
import { childrenOf } from '../../tree.ts';
import { withLine } from './flake.ts';

/** What is left of poetry2nix once its calls are gone: bindings of its functions, its overlay in lists. */
export function leftoverEdits(
  root: Expr,
  text: string,
  input: string | null,
  reached: ReadonlySet<string>,
  needed: ReadonlySet<string>,
  replaced: readonly Span[],
): readonly TextEdit[] {
  const nodes = nodesOf(root);
  const candidates = nodes
    .flatMap(candidatesIn)
    .filter((node) => !replaced.some((span) => isInside(span, node.span)));
  const names = new Set(input === null ? [] : [input]);
  const made = new Map<Node, readonly string[]>();
  // What is made of poetry2nix may be made of something that was.
  for (let before = -1; before !== made.size;) {
    before = made.size;
    for (const node of candidates) {
      const own = made.has(node) ? null : namesMadeOf(node, text, names, reached);
      if (own === null || own.some((name) => needed.has(name))) continue;
      made.set(node, own);
      for (const name of own) names.add(name);
    }
  }
  // Of these stays what something names that stays.
  for (let before = -1; before !== made.size;) {
    before = made.size;
    const gone = [...replaced, ...[...made.keys()].map(({ span }) => span)];
    for (const [node, own] of made)
      if (own.some((name) => isUsedOutside(name, nodes, text, gone))) made.delete(node);
  }
  const removed = [...made.keys()].map(({ span }) => withLine(text, span));
  const outer = removed.filter(
    (span) => !removed.some((other) => other !== span && isInside(span, other)),
  );
  return [
    ...outer.map((span) => ({ span, newText: '' })),
    ...extensions(nodes, text, names),
  ].filter(
    ({ span }) =>
      !replaced.some((gone) => isInside(span, gone)) &&
      !outer.some((other) => other !== span && isInside(span, other)),
  );
}

/** `pkgs` in place of `pkgs.extend poetry2nix.overlays.default`. */
function extensions(
  nodes: readonly Node[],
  text: string,
  names: ReadonlySet<string>,
): readonly TextEdit[] {
  return nodes.flatMap((node): TextEdit[] => {
    if (node.kind !== 'apply' || node.fn.kind !== 'select') return [];
    const [last, ...more] = node.fn.path.names.toReversed();
    if (last === undefined || text.slice(last.span.start, last.span.end) !== 'extend') return [];
    if (namesMadeOf(node.arg, text, names, NO_NAMES) === null) return [];
    const end = more[0]?.span.end ?? node.fn.target.span.end;
    return [{ span: { start: end, end: node.span.end }, newText: '' }];
  });
}

const NO_NAMES: ReadonlySet<string> = new Set();

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
  reached: ReadonlySet<string>,
): readonly string[] | null {
  if (node.kind === 'inherit') {
    if (node.from === null) return null;
    const made = inherited(node, text);
    const isIt = isOfIt(node.from.expr, text, names) || made.some((name) => reached.has(name));
    return isIt ? made : null;
  }
  if (node.kind === 'binding') {
    const [name, ...more] = node.path.names;
    if (name === undefined || more.length > 0) return null;
    const made = text.slice(name.span.start, name.span.end);
    const isIt = reached.has(made) || isOfIt(node.value, text, names) || namesIt(node, text, names);
    return isIt ? [made] : null;
  }
  // `poetry2nix.overlays.default` in a list of overlays.
  if (
    node.kind === 'select' &&
    /\.overlays?(?:\.default)?$/.test(text.slice(node.span.start, node.span.end))
  )
    return isOfIt(node, text, names) ? [] : null;
  return null;
}

/** Whether a statement is about what is poetry2nix's: `overrides = defaultPoetryOverrides.extend (…);`. */
function namesIt(node: Binding, text: string, names: ReadonlySet<string>): boolean {
  return nodesOf(node.value).some(
    (each) => each.kind === 'identifier' && names.has(text.slice(each.span.start, each.span.end)),
  );
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
      if (expr.fn.kind === 'identifier' && expr.fn.name === 'import')
        return isOfIt(expr.arg, text, names);
      return isOfIt(expr.fn, text, names);
    default:
      return false;
  }
}

function isUsedOutside(
  name: string,
  nodes: readonly Node[],
  text: string,
  gone: readonly Span[],
): boolean {
  return usesOf(nodes, name, text).some((use) => !gone.some((span) => isInside(use, span)));
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
