import type {
  AttrSet,
  FormalsParameter,
  Inherit,
  LetIn,
  NixError,
  NixTree,
  Node,
} from '../syntax.ts';
import { parentOf, walk } from '../tree.ts';
import { joinBindings, joinSet, nameText } from './attributes.ts';

/**
 * What Nix's parser rejects in a text that its grammar accepts: attributes and formals that are defined twice, and
 * computed names where none may be. In the order of the text.
 */
export function semanticErrors(tree: NixTree): readonly NixError[] {
  const errors: NixError[] = [];
  if (tree.root === null) return errors;
  walk(tree.root, (node) => {
    if (node.kind === 'attrs' && !isJoinedElsewhere(tree, node)) joinSet(node, tree.text, errors);
    if (node.kind === 'let') checkLet(node, tree.text, errors);
    if (node.kind === 'inherit') checkInherit(node, tree.text, errors);
    if (node.kind === 'formals-parameter') checkFormals(node, errors);
  });
  return errors.toSorted((a, b) => a.span.start - b.span.start);
}

/** Whether the set is the value of a binding, whose own set joins it. */
function isJoinedElsewhere(tree: NixTree, set: AttrSet): boolean {
  if (set.form === 'let') return false;
  let node: Node = set;
  let parent = parentOf(tree, node);
  while (parent?.kind === 'paren') {
    node = parent;
    parent = parentOf(tree, node);
  }
  return parent?.kind === 'binding' && parent.value === node;
}

function checkLet(node: LetIn, text: string, errors: NixError[]): void {
  joinBindings(node.bindings, true, text, errors);
  for (const binding of node.bindings) {
    if (binding.kind !== 'binding') continue;
    const [first] = binding.path.names;
    if (first === undefined || nameText(first, text) !== null) continue;
    errors.push({ span: first.span, message: 'dynamic attributes not allowed in let' });
  }
}

function checkInherit(node: Inherit, text: string, errors: NixError[]): void {
  for (const name of node.names)
    if (nameText(name, text) === null)
      errors.push({ span: name.span, message: 'dynamic attributes not allowed in inherit' });
}

function checkFormals(node: FormalsParameter, errors: NixError[]): void {
  const seen = new Set<string>();
  const names = node.formals.map((formal) => formal.name);
  if (node.alias !== null) names.push(node.alias.name);
  for (const { name, span } of names) {
    if (seen.has(name))
      errors.push({ span, message: `duplicate formal function argument ‘${name}’` });
    seen.add(name);
  }
}
