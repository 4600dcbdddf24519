import type { Editor, Replacement, Step } from './editor.ts';

/** The files of a project that a session works on, as they are on disk. */
export interface ReplayProject {
  readonly manifest: string;
  readonly lock: string | null;
  readonly nix: string;
  /** What they hold at first. */
  readonly texts: ReadonlyMap<string, string>;
}

type Session = (editor: Editor, project: ReplayProject) => Iterable<Step>;

/**
 * What people do with a project, one after the other. Each begins and ends with all documents open
 * and as they were, so that any of them can be left out.
 */
export const sessions: ReadonlyMap<string, Session> = new Map<string, Session>([
  ['type a dependency and undo it', typeDependency],
  ['type a table and undo it', typeTable],
  ['paste 200 lines and undo them', pasteBlock],
  ['run into a merge conflict and resolve it', mergeConflict],
  ['rewrite the lock in its buffer', rewriteLockBuffer],
  ['have the lock rewritten on disk', rewriteLockOnDisk],
  ['turn line ends', turnLineEnds],
  ['type characters beyond the plane', typeAstral],
  ['type an override and undo it', typeOverride],
  ['edit at several places at once', editAtOnce],
  ['close and open', closeAndOpen],
]);

function* typeDependency(editor: Editor, { manifest }: ReplayProject): Iterable<Step> {
  const { at, line } = dependencyPlace(manifest, editor.text(manifest));
  yield* typed(manifest, at, line);
  yield edit(manifest, { start: at, end: at + line.length, text: '' });
}

function* typeTable(editor: Editor, { manifest }: ReplayProject): Iterable<Step> {
  const start = editor.text(manifest).length;
  const table = '\n[tool.poetry.group.more.dependencies]\nrequests = "*"\n';
  yield* typed(manifest, start, table, 4);
  yield edit(manifest, { start, end: start + table.length, text: '' });
}

function* pasteBlock(editor: Editor, { manifest }: ReplayProject): Iterable<Step> {
  const { at, line } = dependencyPlace(manifest, editor.text(manifest));
  const block = Array.from({ length: 200 }, (_, index) =>
    line.replace('pillow', `pasted-${index}`),
  ).join('');
  yield edit(manifest, { start: at, end: at, text: block });
  yield edit(manifest, { start: at, end: at + block.length, text: '' });
}

function* mergeConflict(editor: Editor, { manifest, lock }: ReplayProject): Iterable<Step> {
  for (const file of lock === null ? [manifest] : [manifest, lock]) {
    const text = editor.text(file);
    const { start, end } = lineAround(text, dependencyPlace(file, text).at);
    const ours = text.slice(start, end);
    const [before, behind] = [
      '<<<<<<< HEAD\n',
      `=======\n${ours.replace('"', '"^')}>>>>>>> theirs\n`,
    ];
    yield edit(file, { start: end, end, text: behind }, { start, end: start, text: before });
    const resolved = end + before.length;
    yield edit(file, { start: resolved, end: resolved + behind.length, text: '' });
    yield edit(file, { start, end: start + before.length, text: '' });
  }
}

function* rewriteLockBuffer(editor: Editor, { lock }: ReplayProject): Iterable<Step> {
  if (lock === null) return;
  const text = editor.text(lock);
  yield { kind: 'replace', file: lock, text: withoutPackage(text) };
  yield { kind: 'replace', file: lock, text: '' };
  yield { kind: 'replace', file: lock, text };
  const { start, end } = secondHalf(text);
  yield edit(lock, { start, end, text: '' });
  yield edit(lock, { start, end: start, text: text.slice(start, end) });
}

function* rewriteLockOnDisk(editor: Editor, { lock, manifest }: ReplayProject): Iterable<Step> {
  if (lock === null) return;
  const text = editor.text(lock);
  yield { kind: 'close', file: lock };
  yield { kind: 'disk', file: lock, text: withoutPackage(text) };
  const at = editor.text(manifest).length;
  yield edit(manifest, { start: at, end: at, text: '# seen\n' });
  yield { kind: 'disk', file: lock, text: text.slice(0, text.length / 2) };
  yield { kind: 'disk', file: lock, text: null };
  yield edit(manifest, { start: at, end: at + '# seen\n'.length, text: '' });
  yield { kind: 'disk', file: lock, text };
  yield { kind: 'open', file: lock, text };
  // Written while it is open: the buffer wins.
  yield { kind: 'disk', file: lock, text: withoutPackage(text) };
  yield { kind: 'disk', file: lock, text };
}

function* turnLineEnds(editor: Editor, { manifest, lock, nix }: ReplayProject): Iterable<Step> {
  const files = [manifest, nix, ...(lock === null ? [] : [lock])];
  const before = new Map(files.map((file) => [file, editor.text(file)]));
  for (const [file, text] of before)
    yield { kind: 'replace', file, text: text.replaceAll(/\r?\n/g, '\r\n') };
  const { at, line } = dependencyPlace(manifest, editor.text(manifest));
  yield* typed(manifest, at, line.replace('\n', '\r\n'), 3);
  const end = editor.text(manifest).indexOf('\r\n', at);
  // One line of another kind among them. Between CR and LF no position is.
  yield edit(manifest, { start: end, end: end + 2, text: '\n' });
  yield edit(manifest, { start: end, end: end + 1, text: '\r\n' });
  for (const [file, text] of before) yield { kind: 'replace', file, text };
}

function* typeAstral(editor: Editor, { manifest, nix }: ReplayProject): Iterable<Step> {
  for (const file of [manifest, nix]) {
    const { start } = lineAround(editor.text(file), dependencyPlace(file, editor.text(file)).at);
    const comment = '# 𝒜🚀é — \u{10FFFF}\n"🐍" = "≥🐍"\n';
    yield* typed(file, start, comment, 5);
    const rocket = start + comment.indexOf('🚀');
    yield edit(file, { start: rocket, end: rocket + 2, text: '🐍🐍' });
    // Half of a pair: where positions count code points there is no such place.
    if (editor.encoding === 'utf-16')
      yield edit(
        file,
        { start: rocket, end: rocket + 1, text: '' },
        { start: rocket, end: rocket, text: '\uD83D' },
      );
    yield edit(file, { start, end: start + comment.length + 2, text: '' });
  }
}

function* typeOverride(editor: Editor, { nix }: ReplayProject): Iterable<Step> {
  const text = editor.text(nix);
  const brace = text.lastIndexOf('}');
  const at = brace === -1 ? text.length : brace;
  const overrides =
    '  overrides = self: super: { pillow = super.pillow.overridePythonAttrs (old: { buildInputs = [ ]; }); };\n';
  yield* typed(nix, at, overrides, 6);
  yield edit(nix, { start: at, end: at + overrides.length, text: '' });
}

function* editAtOnce(editor: Editor, { manifest, lock }: ReplayProject): Iterable<Step> {
  for (const file of lock === null ? [manifest] : [manifest, lock]) {
    const text = editor.text(file);
    const offsets = spread(text.length, 7);
    yield edit(file, ...offsets.toReversed().map((start) => ({ start, end: start, text: '["\n' })));
    const undone = offsets.map((start) => ({ start, end: start + 3, text: '' }));
    yield edit(file, ...undone);
    yield edit(file, { start: 0, end: 0, text: '\uFEFF' });
    yield edit(file, { start: 0, end: 1, text: '' });
    const third = Math.floor(text.length / 3);
    yield edit(file, { start: third, end: third * 2, text: '' });
    yield edit(file, { start: third, end: third, text: text.slice(third, third * 2) });
  }
}

function* closeAndOpen(editor: Editor, { manifest, nix }: ReplayProject): Iterable<Step> {
  for (const file of [nix, manifest]) {
    const text = editor.text(file);
    yield edit(file, { start: 0, end: 0, text: '# not saved [\n' });
    yield { kind: 'close', file };
    yield { kind: 'open', file, text };
  }
}

function edit(file: string, ...edits: readonly Replacement[]): Step {
  return { kind: 'edit', file, edits };
}

/** Character by character, or `size` characters at a time; never half a character. */
function* typed(file: string, start: number, text: string, size = 1): Iterable<Step> {
  let at = start;
  const characters = [...text];
  for (let index = 0; index < characters.length; index += size) {
    const piece = characters.slice(index, index + size).join('');
    yield edit(file, { start: at, end: at, text: piece });
    at += piece.length;
  }
}

/** Where a dependency is typed, and how one is written there. */
function dependencyPlace(
  file: string,
  text: string,
): { readonly at: number; readonly line: string } {
  const places: readonly (readonly [RegExp, string])[] = [
    [/^\[tool\.poetry\.dependencies\][^\n]*\n/m, 'pillow = "^7.1"\n'],
    [/^(?:dependencies|requires) = \[[^\n\]]*\n/m, '    "pillow>=7.1",\n'],
    [/^dependencies = \[/m, '"pillow>=7.1",\n'],
    [/^\[packages\][^\n]*\n/m, 'pillow = ">=7.1"\n'],
    [/^\[\[package\]\][^\n]*\n/m, 'name = "pillow"\n'],
  ];
  for (const [pattern, line] of places) {
    const found = pattern.exec(text);
    if (found !== null) return { at: found.index + found[0].length, line };
  }
  if (file.endsWith('.txt')) return { at: 0, line: 'pillow>=7.1\n' };
  return { at: 0, line: 'pillow = "^7.1"\n' };
}

function lineAround(text: string, at: number): { readonly start: number; readonly end: number } {
  const end = text.indexOf('\n', at);
  return { start: text.lastIndexOf('\n', at - 1) + 1, end: end === -1 ? text.length : end + 1 };
}

/** A lock as it stands when a package was removed and another one updated. */
function withoutPackage(text: string): string {
  const tables = text.split(/^(?=\[\[package\]\])/m);
  const kept = tables.filter((_table, index) => index !== 1);
  return kept.join('').replace(/^version = "/m, 'version = "9');
}

function secondHalf(text: string): { readonly start: number; readonly end: number } {
  const start = text.indexOf('\n', text.length / 2) + 1;
  return { start, end: text.length };
}

function spread(length: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}
