import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codeActions } from '../server/features/code-actions/code-actions.ts';
import { hover } from '../server/features/hover/hover.ts';
import { renderPlainText } from '../server/features/hover/render.ts';
import type { FileEdits, Snapshot } from '../server/features/model.ts';
import { roleOf } from '../server/session/file-roles.ts';
import { Session } from '../server/session/session.ts';
import { applyEdits } from '../server/text.ts';
import { readFixture, writeFixture, type Fixture } from './support/annotations.ts';
import { fixtureKnowledge } from './support/fixture-knowledge.ts';
import { MemoryFileSystem } from './support/memory-file-system.ts';

/**
 * One folder a case: its files are a project, with what is reported of them written below the
 * lines, and `expected.txt` holds what hover and code actions say at each `$0`. Every report must
 * be there and nothing else. `npm run test:update` writes down what is the case now: read the diff.
 */
const ROOT = fileURLToPath(new URL('fixtures', import.meta.url));

const CASES = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(CASES)('%s', (name) => {
  const folder = join(ROOT, name);
  const fixtures = readFixtures(folder);
  const files = Object.fromEntries(
    [...fixtures].map(([file, { text }]) => [join('/project', file), text]),
  );
  const checkout = { '/project/.git/HEAD': '', ...files };
  const session = new Session(new MemoryFileSystem(checkout), fixtureKnowledge);

  it.each([...fixtures])('reports what %s says', async (file, fixture) => {
    const path = join('/project', file);
    const found = session.projectsOf(path).flatMap((project) => project.findings());
    const here = found.filter((finding) => finding.file === path);
    await expect(writeFixture(fixture, here)).toMatchFileSnapshot(join(folder, file));
  });

  it('says the same at the cursors', async () => {
    const answers = [...fixtures].flatMap(([file, { cursors }]) =>
      cursors.map((cursor, index) => answersAt(session, join('/project', file), cursor, index)),
    );
    const expected = join(folder, 'expected.txt');
    if (answers.length === 0) expect(existsSync(expected)).toBe(false);
    else await expect(answers.join('\n')).toMatchFileSnapshot(expected);
  });
});

function readFixtures(folder: string): ReadonlyMap<string, Fixture> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => roleOf(join('/project', name)) !== null || name.endsWith('.lock'))
    .toSorted();
  return new Map(
    names.map((name) => [name, readFixture(readFileSync(join(folder, name), 'utf8'))]),
  );
}

function answersAt(session: Session, file: string, cursor: number, index: number): string {
  const title = `== ${file}, cursor ${index + 1}`;
  const snapshot = session.snapshot(file);
  if (snapshot === null) return `${title}\n(no project)\n`;
  const hovered = hover(snapshot, cursor);
  const actions = codeActions(snapshot, {
    span: { start: cursor, end: cursor },
    codes: new Set(),
    wants: () => true,
  });
  return [
    title,
    '-- hover',
    hovered === null ? '(nothing)' : renderPlainText(hovered),
    ...actions.flatMap(({ title: label, kind, isPreferred, edits }) => [
      `-- ${kind}${isPreferred ? ', preferred' : ''}: ${label}`,
      ...changes(snapshot, edits()),
    ]),
    '',
  ].join('\n');
}

/** The lines that an action adds and takes away, with one of context. */
function changes(snapshot: Snapshot, written: FileEdits | null): readonly string[] {
  if (written === null) return ['(nothing)'];
  const { edits, creates } = written;
  const edited = [...edits].flatMap(([file, list]) => {
    const before = snapshot.sourceOf(file)?.text ?? '';
    return [`${file}:`, ...lineDiff(before, applyEdits(before, list))];
  });
  const created = [...creates].flatMap(([file, text]) => [`${file}: new`, ...lineDiff('', text)]);
  return [...edited, ...created];
}

function lineDiff(before: string, after: string): readonly string[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail))
    tail += 1;
  return [
    ...a.slice(Math.max(head - 1, 0), head).map((line) => `  ${line}`),
    ...a.slice(head, a.length - tail).map((line) => `- ${line}`),
    ...b.slice(head, b.length - tail).map((line) => `+ ${line}`),
    ...b.slice(b.length - tail, b.length - tail + 1).map((line) => `  ${line}`),
  ].map((line) => line.trimEnd());
}
