import type { Pins } from '../pins.ts';
import { nameText } from '../check/attributes.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { NixTree, Select } from '../syntax.ts';
import { parentOf, walk } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { hasChange, pinnedOn } from './nixpkgs-date.ts';

const REMOVED = /^apple_sdk(?:_1[12]_\d)?$/;

/**
 * `darwin.apple_sdk.frameworks.…`, which throws since NixOS/nixpkgs#429387. The default SDK has the frameworks, so that
 * the reference can go.
 */
export function findDarwinFrameworksRemoved(
  { files }: NixAnalysis,
  pins: Pins,
): readonly NixMistake[] {
  if (!hasChange(pins, 'darwinFrameworksRemoved')) return [];
  const mistakes: NixMistake[] = [];
  for (const { path, tree } of files) {
    if (tree.root === null) continue;
    walk(tree.root, (node) => {
      if (node.kind !== 'select' || !isRemoved(node, tree)) return;
      mistakes.push({
        file: path,
        span: node.span,
        message: `Nix says ‘darwin.apple_sdk_11_0 has been removed as it was a legacy compatibility stub’ when this is evaluated (${pinnedOn(pins)}). The default SDK has all frameworks.`,
        package: null,
        fix: withoutElement(node, tree),
      });
    });
  }
  return mistakes;
}

function isRemoved({ path, target }: Select, { text }: NixTree): boolean {
  const names = path.names.map((name) => nameText(name, text));
  const at = names.findIndex((name) => name !== null && REMOVED.test(name));
  if (at === -1) return false;
  const before = at === 0 && target.kind === 'identifier' ? target.name : names[at - 1];
  return before === 'darwin';
}

/** Takes an element out of its list, with the blanks before it. */
function withoutElement(select: Select, tree: NixTree): NixMistake['fix'] {
  if (parentOf(tree, select)?.kind !== 'list') return null;
  let { start } = select.span;
  while (/\s/.test(tree.text[start - 1] ?? '')) start--;
  return {
    title: 'Remove the framework',
    edits: [{ span: { start, end: select.span.end }, newText: '' }],
  };
}
