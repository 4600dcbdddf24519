import type { Span } from '../text.ts';
import { touches } from '../text.ts';
import type { Expr, NixTree, Node } from './syntax.ts';
import { memoized } from '../memoize.ts';

/** Trees have no more levels than this, so that recursion over one is safe. */
export const MAX_LEVELS = 1000;

const NONE: readonly Node[] = [];

/** The nodes directly below `node`, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'string':
    case 'path':
      return node.parts;
    case 'interpolation':
      return [node.expr];
    case 'list':
      return node.elements;
    case 'attrs':
      return node.bindings;
    case 'binding':
      return [node.path, node.value];
    case 'inherit':
      return node.from === null ? node.names : [node.from.expr, ...node.names];
    case 'attr-path':
      return node.names;
    case 'lambda':
      return [node.parameter, node.body];
    case 'name-parameter':
      return [node.name];
    case 'formals-parameter':
      return formalsChildren(node);
    case 'formal':
      return node.default === null ? [node.name] : [node.name, node.default];
    case 'apply':
      return [node.fn, node.arg];
    case 'select':
      return node.or === null ? [node.target, node.path] : [node.target, node.path, node.or.value];
    case 'has-attr':
      return [node.target, node.path];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'if':
      return [node.condition, node.then, node.else];
    case 'let':
      return [...node.bindings, node.body];
    case 'with':
      return [node.scope, node.body];
    case 'assert':
      return [node.condition, node.body];
    case 'paren':
      return [node.expr];
    case 'identifier':
    case 'integer':
    case 'float':
    case 'uri':
    case 'search-path':
    case 'text':
    case 'missing':
      return NONE;
  }
}

function formalsChildren(node: Extract<Node, { kind: 'formals-parameter' }>): readonly Node[] {
  if (node.alias === null) return node.formals;
  return node.alias.side === 'before'
    ? [node.alias.name, ...node.formals]
    : [...node.formals, node.alias.name];
}

/** The nodes that `offset` touches, from the root to the innermost. Of two that meet there, the later. */
export function nodePathAt(tree: NixTree, offset: number): readonly Node[] {
  const path: Node[] = [];
  let node: Node | undefined = tree.root ?? undefined;
  while (node !== undefined && touches(node.span, offset)) {
    path.push(node);
    node = childrenOf(node).findLast((child) => touches(child.span, offset));
  }
  return path;
}

/** Calls `visit` with every node, parents first; where it answers false, what is below is left out. */
export function walk(root: Node, visit: (node: Node) => boolean | void): void {
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (visit(node) === false) continue;
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) open.push(child);
    }
  }
}

/** The node directly above `node`; null for the root and for a node of another tree. */
export function parentOf(tree: NixTree, node: Node): Node | null {
  return parentsIn(tree).get(node) ?? null;
}

/** Asked at every step of a plan. */
const parentsIn = memoized((tree: NixTree): ReadonlyMap<Node, Node> => {
  const parents = new Map<Node, Node>();
  if (tree.root !== null)
    walk(tree.root, (node) => {
      for (const child of childrenOf(node)) parents.set(child, node);
    });
  return parents;
});

/** Whether the tree below `root` has more than `MAX_LEVELS` levels. */
export function isTooDeep(root: Node): boolean {
  let level: Node[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= MAX_LEVELS) return true;
    const below: Node[] = [];
    for (const node of level)
      for (const child of childrenOf(node)) if (!LEAVES.has(child.kind)) below.push(child);
    level = below;
  }
  return false;
}

/** Kinds without anything below them. */
const LEAVES: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'identifier',
  'integer',
  'float',
  'uri',
  'search-path',
  'text',
  'missing',
]);

/** The expression inside any number of parentheses. */
export function unwrap(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.expr;
  return inner;
}

/** The text of a span. */
export function textOf(tree: NixTree, { start, end }: Span): string {
  return tree.text.slice(start, end);
}
