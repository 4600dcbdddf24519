import { describe, expect, it } from 'vitest';
import { foldingSpans } from '../../server/features/folding.ts';
import { inlayHints } from '../../server/features/inlay-hints.ts';
import { documentLinks } from '../../server/features/links.ts';
import type { Snapshot } from '../../server/features/model.ts';
import { declarationsAt, definitionsAt, referencesAt } from '../../server/features/navigation.ts';
import type { Occurrence } from '../../server/features/occurrences.ts';
import { rename, renameTargetAt } from '../../server/features/rename.ts';
import { selectionSpans } from '../../server/features/selection.ts';
import { documentSymbols, workspaceSymbols } from '../../server/features/symbols.ts';
import { Session } from '../../server/session/session.ts';
import { applyEdits, type Span } from '../../server/text.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const IN = '/p/requirements.in';
const TXT = '/p/requirements.txt';
const DEV = '/p/dev-requirements.txt';
const BASE = '/p/requirements/base.txt';

const FILES = {
  [IN]: 'Printing\n',
  [TXT]:
    'booklet==1.4.0 \\\n    --hash=sha256:00\n    # via printing\nprinting==2.0.1\n    # via -r requirements.in\n',
  [DEV]:
    '-r requirements/base.txt\n--no-binary :all:\npictures==7.2.0 ; os_name == "posix"\nglow>1\n',
  [BASE]: 'printing==2.0.1\nglow==2\n',
};

const session = new Session(new MemoryFileSystem(FILES), fixtureKnowledge);

function look(file: keyof typeof FILES, at: string): { snapshot: Snapshot; offset: number } {
  const snapshot = session.snapshot(file);
  const offset = FILES[file].indexOf(at);
  if (snapshot === null || offset === -1) throw new Error(`no ${at}`);
  return { snapshot, offset: offset + 1 };
}

/** Occurrences as `file:line text`. */
function places(occurrences: readonly Occurrence[]): readonly string[] {
  return occurrences.map(({ file, span }) => {
    const text = new Map(Object.entries(FILES)).get(file) ?? '';
    const line = text.slice(0, span.start).split('\n').length;
    return `${file}:${line} ${text.slice(span.start, span.end)}`;
  });
}

function texts(file: keyof typeof FILES, spans: readonly Span[]): readonly string[] {
  return spans.map(({ start, end }) => FILES[file].slice(start, end));
}

describe('navigation in requirements files', () => {
  it('leads from the .in to the pin and back', () => {
    const asked = look(IN, 'Printing');
    expect(places(definitionsAt(asked.snapshot, asked.offset))).toEqual([`${TXT}:4 printing`]);
    const pin = look(TXT, 'printing==');
    expect(pin.snapshot.role).toBe('lock');
    expect(places(definitionsAt(pin.snapshot, pin.offset))).toEqual([`${IN}:1 Printing`]);
  });

  it('leads from what another package brings to who asked for that one', () => {
    const { snapshot, offset } = look(TXT, 'booklet==');
    expect(places(declarationsAt(snapshot, offset))).toEqual([`${IN}:1 Printing`]);
  });

  it('takes the names in comments for references', () => {
    const { snapshot, offset } = look(TXT, 'printing\n');
    expect(places(definitionsAt(snapshot, offset))).toEqual([`${TXT}:4 printing`]);
    expect(places(referencesAt(snapshot, offset, true))).toEqual([
      `${IN}:1 Printing`,
      `${TXT}:4 printing`,
      `${TXT}:3 printing`,
    ]);
  });

  it('leads into the file that is included', () => {
    const include = look(DEV, 'requirements/base.txt');
    expect(places(definitionsAt(include.snapshot, include.offset))).toEqual([`${BASE}:1 `]);
    const glow = look(DEV, 'glow');
    expect(places(definitionsAt(glow.snapshot, glow.offset))).toEqual([`${BASE}:2 glow`]);
    const links = documentLinks(include.snapshot).map(({ span, to }) => [
      FILES[DEV].slice(span.start, span.end),
      'file' in to ? to.file : to.url,
    ]);
    expect(links).toEqual([
      ['pictures', 'https://pypi.org/project/pictures/'],
      ['glow', 'https://pypi.org/project/glow/'],
      ['requirements/base.txt', BASE],
    ]);
  });

  it('renames a package in the files that are included too', () => {
    const { snapshot, offset } = look(DEV, 'glow');
    const target = renameTargetAt(snapshot, offset);
    if (target === null) throw new Error('nothing to rename');
    const edits = rename(snapshot, target, 'shine')?.edits ?? new Map();
    const after = [...edits].map(([file, list]) => [
      file,
      applyEdits(new Map(Object.entries(FILES)).get(file) ?? '', list)
        .split('\n')
        .at(-2),
    ]);
    expect(after).toEqual([
      [BASE, 'shine==2'],
      [DEV, 'shine>1'],
    ]);
    const pin = look(TXT, 'printing==');
    expect(renameTargetAt(pin.snapshot, pin.offset)).toBe(null);
  });
});

describe('the outline of requirements files', () => {
  it('names what is asked for and included', () => {
    const symbols = documentSymbols(look(DEV, 'glow').snapshot);
    expect(symbols.map(({ name, children }) => [name, children.map((each) => each.name)])).toEqual([
      ['includes', ['requirements/base.txt']],
      ['dependencies', ['pictures', 'glow']],
    ]);
    const { project } = session.project(DEV);
    if (project === null) throw new Error('no project');
    expect(workspaceSymbols(project).map(({ name, file }) => `${file} ${name}`)).toEqual([
      `${DEV} requirements/base.txt`,
      `${DEV} pictures`,
      `${DEV} glow`,
    ]);
  });

  it('folds a pin with its hashes', () => {
    const { snapshot } = look(TXT, 'booklet');
    expect(texts(TXT, foldingSpans(snapshot))[0]).toBe('booklet==1.4.0 \\\n    --hash=sha256:00');
  });

  it('selects part by part', () => {
    const { snapshot, offset } = look(DEV, 'os_name');
    expect(texts(DEV, selectionSpans(snapshot, offset)).slice(0, 2)).toEqual([
      'os_name == "posix"',
      'pictures==7.2.0 ; os_name == "posix"',
    ]);
    const lock = look(TXT, '1.4.0');
    expect(texts(TXT, selectionSpans(lock.snapshot, lock.offset))[0]).toBe('1.4.0');
    const option = look(DEV, '--no-binary');
    expect(texts(DEV, selectionSpans(option.snapshot, option.offset))[0]).toBe('--no-binary :all:');
  });

  it('shows beside a line what does not stand there', () => {
    const { snapshot } = look(DEV, 'glow');
    const hints = inlayHints(snapshot, { start: 0, end: FILES[DEV].length });
    expect(
      hints.map(({ offset, label }) => [FILES[DEV].slice(0, offset).split('\n').at(-1), label]),
    ).toEqual([['glow>1', '2']]);
    const asked = look(IN, 'Printing').snapshot;
    expect(inlayHints(asked, { start: 0, end: 20 }).map(({ label }) => label)).toEqual(['2.0.1']);
  });
});
