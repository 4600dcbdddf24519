import { nameText } from '../check/attributes.ts';
import type { Pins } from '../pins.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { NixTree, Node, Select } from '../syntax.ts';
import { parentOf, walk } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { pinnedOn } from './nixpkgs-date.ts';

/** What became of an attribute that surely throws in a nixpkgs of a day (ISO 8601); null for one that may be there. */
type RemovedAt = (attr: string, day: string) => { readonly now: string | null } | null;

/**
 * `pkgs.NAME` of a name that throws in the pinned nixpkgs. Nothing is said of what stands in a branch of an `if`, or before
 * an `or`: it may be for another nixpkgs.
 */
export function findNixpkgsAttributeRemoved(
  { files }: NixAnalysis,
  pins: Pins,
  removedAt: RemovedAt,
): readonly NixMistake[] {
  const day = pins.nixpkgs?.date?.slice(0, 10) ?? null;
  if (day === null) return [];
  const mistakes: NixMistake[] = [];
  for (const { path, tree } of files) {
    if (tree.root === null) continue;
    walk(tree.root, (node) => {
      const attr = node.kind === 'select' ? attributeOf(node, tree) : null;
      if (attr === null || node.kind !== 'select') return;
      const removed = removedAt(attr, day);
      if (removed === null || isGuarded(node, tree)) return;
      const { now } = removed;
      const instead = now === null ? 'Nothing took its place under one name' : `It is ${now} now`;
      mistakes.push({
        file: path,
        span: node.span,
        message: `nixpkgs has no ${attr} any more, and throws when this is evaluated (${pinnedOn(pins)}). ${instead}.`,
        package: null,
        fix:
          now === null
            ? null
            : { title: `Use ${now}`, edits: [{ span: node.path.span, newText: now }] },
      });
    });
  }
  return mistakes;
}

/** The attribute that is selected from `pkgs`; null for anything else. */
function attributeOf({ target, path, or }: Select, { text }: NixTree): string | null {
  if (or !== null || target.kind !== 'identifier' || target.name !== 'pkgs') return null;
  const names = path.names.map((name) => nameText(name, text));
  return names.includes(null) ? null : names.join('.');
}

function isGuarded(select: Select, tree: NixTree): boolean {
  for (let node: Node | null = select; node !== null; node = parentOf(tree, node))
    if (node.kind === 'if') return true;
  return false;
}
