import { semanticErrors } from '../../../server/nix/check/errors.ts';
import { undefinedNames } from '../../../server/nix/check/names.ts';
import { parseNix } from '../../../server/nix/parse.ts';
import { readPins } from '../../../server/nix/pins.ts';
import { readNix } from '../../../server/nix/read/read.ts';
import type { NixTree } from '../../../server/nix/syntax.ts';
import { childrenOf, walk } from '../../../server/nix/tree.ts';
import { textOf } from '../input.ts';
import { require, requireInside, requireSpansInside } from '../invariants.ts';

/** Any text is parsed into a tree that accounts for all of it, checked and read. */
export function fuzz(data: Uint8Array): void {
  const text = textOf(data);
  const tree = parseNix(text);
  requireCovered(tree);
  for (const { span } of tree.errors) requireInside(span, text.length, 'error');
  require(tree.root !== null || tree.errors.length > 0, 'no tree and no error');
  if (tree.root !== null)
    walk(tree.root, (node) => {
      let from = node.span.start;
      for (const { span } of childrenOf(node)) {
        require(from <= span.start && span.end <= node.span.end, `a child outside of ${node.kind}`);
        from = span.end;
      }
    });
  requireSpansInside(semanticErrors(tree), text.length, 'semantic error');
  requireSpansInside(undefinedNames(tree), text.length, 'undefined name');
  readPins(new Map([['/p/flake.lock', text]]));
  const { uses } = readNix(new Map([['/p/default.nix', text]]), ['/p/default.nix'], '/p');
  for (const { span } of uses) requireInside(span, text.length, 'use');
}

/** Tokens, comments and blanks are the whole text, in order. */
function requireCovered({ text, tokens, comments }: NixTree): void {
  const pieces = [
    ...tokens.filter(({ start, end }) => end > start),
    ...comments.map(({ span }) => span),
  ].toSorted((a, b) => a.start - b.start);
  let at = 0;
  for (const { start, end } of pieces) {
    require(/^[ \t\r\n]*$/.test(text.slice(at, start)), 'something that is no token');
    require(start >= at, 'tokens that overlap');
    at = end;
  }
  require(/^[ \t\r\n]*$/.test(text.slice(at)), 'something behind the last token');
}
