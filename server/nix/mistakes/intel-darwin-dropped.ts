import { stringValue } from '../parser/strings.ts';
import type { Pins } from '../pins.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { NixTree, Node, StringExpr } from '../syntax.ts';
import { parentOf, walk } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { hasChange, pinnedOn } from './nixpkgs-date.ts';

const SYSTEM = 'x86_64-darwin';

/**
 * A flake that lists `x86_64-darwin` among its systems, with a nixpkgs that throws for it. Said once. Nothing is said where
 * the flake has another nixpkgs as well, which it may take for that system, or a configuration that asks for it.
 */
export function findIntelDarwinDropped({ files }: NixAnalysis, pins: Pins): readonly NixMistake[] {
  if (!hasChange(pins, 'intelMacsDropped') || pins.nixpkgs?.isOneOfSeveral === true) return [];
  if (files.some(({ tree }) => tree.text.includes('allowDeprecatedx86_64Darwin'))) return [];
  for (const { path, tree } of files) {
    if (!path.endsWith('/flake.nix') || tree.root === null) continue;
    const [first] = listedIn(tree.root, tree);
    if (first !== undefined)
      return [
        {
          file: path,
          span: first.span,
          message: `nixpkgs has dropped ${SYSTEM} (${pinnedOn(pins)}): whatever is evaluated for it, by nix flake check --all-systems too, stops with ‘Nixpkgs 26.11 has dropped support for ${SYSTEM}’. nixos-26.05 has it until the end of 2026.`,
          package: null,
          fix: withoutElement(first, tree),
        },
      ];
  }
  return [];
}

function listedIn(root: Node, tree: NixTree): readonly StringExpr[] {
  const found: StringExpr[] = [];
  walk(root, (node) => {
    if (node.kind !== 'string' || stringValue(node, tree.text) !== SYSTEM) return;
    const list = parentOf(tree, node);
    if (list?.kind === 'list' && !isOfMeta(list, tree)) found.push(node);
  });
  return found;
}

/** `meta.platforms` and its kind, for which nothing is evaluated. */
function isOfMeta(list: Node, tree: NixTree): boolean {
  for (let node = parentOf(tree, list); node !== null; node = parentOf(tree, node))
    if (node.kind === 'binding')
      return /[pP]latforms$/.test(tree.text.slice(node.path.span.start, node.path.span.end));
  return false;
}

/** Takes the element out, with the blanks before it. */
function withoutElement({ span }: StringExpr, { text }: NixTree): NixMistake['fix'] {
  let { start } = span;
  while (/\s/.test(text[start - 1] ?? '')) start--;
  return {
    title: `Remove ${SYSTEM}`,
    edits: [{ span: { start, end: span.end }, newText: '' }],
  };
}
