import type { Span } from '../../text.ts';
import { nameText } from '../check/attributes.ts';
import { changesUntil } from '../nixpkgs-changes.ts';
import type { Pins } from '../pins.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { Lambda, NixTree, Node } from '../syntax.ts';
import { parentOf, walk } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { pinnedOn } from './nixpkgs-date.ts';

/** What became of an attribute that surely throws in a nixpkgs with all changes before a day (ISO 8601); null for one that may be there. */
type RemovedAt = (attr: string, until: string) => { readonly now: string | null } | null;

/**
 * A name that throws in the pinned nixpkgs, as `pkgs.NAME` or by `with pkgs`. Nothing is said of what stands in a branch of
 * an `if`, or before an `or`: it may be for another nixpkgs.
 */
export function findNixpkgsAttributeRemoved(
  { files }: NixAnalysis,
  pins: Pins,
  removedAt: RemovedAt,
): readonly NixMistake[] {
  const until = changesUntil(pins.nixpkgs);
  if (until === null) return [];
  const mistakes: NixMistake[] = [];
  for (const { path, tree } of files) {
    if (tree.root === null) continue;
    walk(tree.root, (node) => {
      const found = referenceOf(node, tree);
      if (found === null) return;
      const removed = removedAt(found.attr, until);
      if (removed === null || !isOfPackages(found, node, tree) || isGuarded(node, tree)) return;
      const { now } = removed;
      const instead = now === null ? 'Nothing took its place under one name' : `It is ${now} now`;
      mistakes.push({
        file: path,
        span: node.span,
        message: `nixpkgs has no ${found.attr} any more, and throws when this is evaluated (${pinnedOn(pins)}). ${instead}.`,
        package: null,
        fix:
          now === null
            ? null
            : { title: `Use ${now}`, edits: [{ span: found.span, newText: now }] },
      });
    });
  }
  return mistakes;
}

/** What may be an attribute of nixpkgs: `pkgs.alsaLib.dev`, or `alsaLib.dev` where a `with` may bring it. */
interface AttributeReference {
  readonly attr: string;
  /** Of the attribute's names. */
  readonly span: Span;
  /** The name that a `with` has to bring; null where it is selected from `pkgs`. */
  readonly first: string | null;
}

function referenceOf(node: Node, tree: NixTree): AttributeReference | null {
  if (node.kind === 'identifier') {
    const parent = parentOf(tree, node);
    const isValue = parent !== null && VALUES.has(parent.kind);
    return isValue ? { attr: node.name, span: node.span, first: node.name } : null;
  }
  if (node.kind !== 'select' || node.or !== null || node.target.kind !== 'identifier') return null;
  const { target, path } = node;
  const names = path.names.map((name) => nameText(name, tree.text));
  if (names.includes(null)) return null;
  return target.name === 'pkgs'
    ? { attr: names.join('.'), span: path.span, first: null }
    : { attr: [target.name, ...names].join('.'), span: node.span, first: target.name };
}

/** What an identifier is a value in by itself: all that an input is written in. What it is selected from is looked at with its path. */
const VALUES: ReadonlySet<Node['kind']> = new Set(['list', 'apply', 'binding', 'paren', 'binary']);

/** Whether the innermost `with` around a name that nothing else binds is `with pkgs`, so that nixpkgs has to have it. */
function isOfPackages({ first }: AttributeReference, from: Node, tree: NixTree): boolean {
  if (first === null) return true;
  let isWithPackages = false;
  let below: Node = from;
  for (let node = parentOf(tree, from); node !== null; node = parentOf(tree, node)) {
    if (binds(node, first, tree)) return false;
    if (node.kind === 'with' && node.body === below && !isWithPackages) {
      const { scope } = node;
      if (scope.kind !== 'identifier' || scope.name !== 'pkgs') return false;
      isWithPackages = true;
    }
    below = node;
  }
  return isWithPackages;
}

/** Whether a `let`, a `rec` set or a parameter binds a name. */
function binds(node: Node, name: string, { text }: NixTree): boolean {
  if (node.kind === 'lambda') return parameterNames(node.parameter).includes(name);
  if (node.kind !== 'let' && (node.kind !== 'attrs' || node.form === 'plain')) return false;
  return node.bindings.some((binding) =>
    (binding.kind === 'inherit' ? binding.names : binding.path.names.slice(0, 1)).some(
      (one) => nameText(one, text) === name,
    ),
  );
}

function parameterNames(parameter: Lambda['parameter']): readonly string[] {
  if (parameter.kind === 'name-parameter') return [parameter.name.name];
  const alias = parameter.alias === null ? [] : [parameter.alias.name.name];
  return [...parameter.formals.map(({ name }) => name.name), ...alias];
}

function isGuarded(of: Node, tree: NixTree): boolean {
  for (let node: Node | null = of; node !== null; node = parentOf(tree, node))
    if (node.kind === 'if') return true;
  return false;
}
