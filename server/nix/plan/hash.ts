import type { Span, TextEdit } from '../../text.ts';
import type { NixFiles, OverrideEntry } from '../model.ts';
import { parseNix } from '../parse.ts';
import { stringValue } from '../parser/strings.ts';
import { nixString } from '../print.ts';
import type { Expr, NixTree, Node } from '../syntax.ts';
import { parentOf, walk } from '../tree.ts';
import { HASH_COMMENT } from './entry.ts';

/** What Nix says of a fixed-output derivation that is not what its hash says. */
export interface HashMismatch {
  /** The package whose sources or crates were fetched, PEP 503; null where the log does not say. */
  readonly package: string | null;
  readonly specified: string;
  readonly got: string;
}

/**
 * The edit that puts the hash in place of the one that was specified: of `lib.fakeHash` and the like, or of a string
 * that says it. Null unless exactly one place can be meant: in the overrides of the package, else in all files, those
 * of other packages left out.
 */
export function planHash(
  files: NixFiles,
  overrides: readonly OverrideEntry[],
  { package: name, specified, got }: HashMismatch,
): { readonly file: string; readonly edit: TextEdit } | null {
  const places = [...files].flatMap(([file, text]) => placesIn(file, parseNix(text), specified));
  const within = (entries: readonly OverrideEntry[]): readonly Place[] =>
    places.filter((place) =>
      entries.some((entry) => entry.file === place.file && contains(entry.span, place.span)),
    );
  const own = within(overrides.filter(({ normalized }) => normalized === name));
  const others = within(overrides.filter(({ normalized }) => normalized !== name));
  const elsewhere = name === null ? [] : others;
  const [only, ...more] =
    own.length > 0 ? own : places.filter((place) => !elsewhere.includes(place));
  if (only === undefined || more.length > 0) return null;
  const text = files.get(only.file) ?? '';
  const start = withoutComment(text, only.span.start);
  const kept = text.slice(start.kept, only.span.start);
  const span = { start: start.from, end: only.span.end };
  return { file: only.file, edit: { span, newText: kept + nixString(got) } };
}

interface Place {
  readonly file: string;
  readonly span: Span;
}

const FAKE = /^sha\d+[:-]A{20,}=*$/;
const FAKE_NAMES: ReadonlySet<string> = new Set(['fakeHash', 'fakeSha256', 'fakeSha512']);

function placesIn(file: string, tree: NixTree, specified: string): readonly Place[] {
  const places: Place[] = [];
  const isFake = FAKE.test(specified);
  const note = (node: Node): void => {
    const isPlace =
      (node.kind === 'string' && stringValue(node, tree.text) === specified) ||
      (isFake && isPlaceholder(node, tree));
    if (isPlace) places.push({ file, span: node.span });
  };
  if (tree.root !== null) walk(tree.root, note);
  return places;
}

/** `lib.fakeHash`, a bare `fakeHash`, and the empty string of a hash. */
function isPlaceholder(node: Node, tree: NixTree): boolean {
  if (node.kind === 'select') {
    const last = node.path.names.at(-1);
    return last?.kind === 'identifier' && FAKE_NAMES.has(last.name);
  }
  if (node.kind === 'identifier') return FAKE_NAMES.has(node.name) && isValue(node, tree);
  if (node.kind !== 'string' || stringValue(node, tree.text) !== '') return false;
  const parent = parentOf(tree, node);
  const name = parent?.kind === 'binding' ? parent.path.names.at(-1) : undefined;
  return (
    name?.kind === 'identifier' && /^(?:cargo|vendor|output)?(?:hash|sha256)$/i.test(name.name)
  );
}

/** Whether an identifier is an expression, and not the name of an attribute. */
function isValue(node: Expr, tree: NixTree): boolean {
  const parent = parentOf(tree, node);
  return parent?.kind === 'binding' && parent.value === node;
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Where an edit at `offset` starts so that it takes the comment above with it, and from where on the text stays. */
function withoutComment(
  text: string,
  offset: number,
): { readonly from: number; readonly kept: number } {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const above = line === 0 ? 0 : text.lastIndexOf('\n', line - 2) + 1;
  const isComment = line > 0 && text.slice(above, line).trim() === HASH_COMMENT;
  return isComment ? { from: above, kept: line } : { from: offset, kept: offset };
}
