import { describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import { fixtureFiles, LOCK, MANIFEST, NIX } from '../../test/support/fixture-project.ts';
import { isHeavy } from './file-limits.ts';
import { Session } from './session.ts';

const KB = 1024;

/** A session that leaves heavy files, of a project with one file more or with another text. */
function left(file: string, text: string): Session {
  const disk = fixtureFiles('missing-native-input');
  disk.write(file, text);
  return new Session(disk, fixtureKnowledge, [], () => {}, 'left');
}

function pathsOf(file: string, text: string): readonly string[] {
  return left(file, text).project(MANIFEST).paths();
}

function files(session: Session): readonly string[] {
  return [...session.project(MANIFEST).heavyFiles];
}

describe('a heavy file', () => {
  it.each([
    ['/p/pyproject.toml', 64 * KB],
    ['/p/requirements.txt', 128 * KB],
    ['/p/poetry.lock', 128 * KB],
    ['/p/Pipfile.lock', 144 * KB],
    ['/p/flake.nix', 24 * KB],
  ])('is longer than its kind may be: %s', (file, most) => {
    expect(isHeavy(file, ' '.repeat(most))).toBe(false);
    expect(isHeavy(file, ' '.repeat(most + 1))).toBe(true);
  });

  it.each([
    ['/p/pyproject.toml', 1000, 'a=1\n'],
    ['/p/requirements.txt', 700, 'a\n'],
    ['/p/uv.lock', 750, '[[a]]\n'],
    ['/p/uv.lock', 5000, '{},'],
    ['/p/Pipfile.lock', 1500, '{},'],
  ])('or has more entries: %s, %i', (file, most, entry) => {
    expect(isHeavy(file, entry.repeat(most))).toBe(false);
    expect(isHeavy(file, entry.repeat(most + 1))).toBe(true);
  });
});

describe('a session that leaves heavy files', () => {
  it.each([
    [MANIFEST, `[tool.poetry]\n${'# x\n'.repeat(2000)}`],
    [LOCK, '# x\n'.repeat(200_000)],
    [NIX, '# x\n'.repeat(10_000)],
  ])('knows of the project that it has one: %s', (file, text) => {
    const session = left(file, text);
    expect(files(session)).toContain(file);
    expect(session.projectsOf(file).map(({ manifest }) => manifest)).toEqual([MANIFEST]);
    expect(session.project(MANIFEST).sources.has(file)).toBe(false);
  });

  it('looks at nothing that a project names which is heavy by its own files', () => {
    const asked = '/p/pyproject-nix-ls.needs.json';
    expect(pathsOf('/p/notes.nix', '1')).toContain(asked);
    expect(pathsOf(LOCK, '# x\n'.repeat(200_000))).not.toContain(asked);
    expect(pathsOf(LOCK, '# x\n'.repeat(200_000))).toContain(LOCK);
  });

  it('reads all others', () => {
    const session = left('/p/notes.nix', '1');
    expect(files(session)).toEqual([]);
    expect(session.project(MANIFEST).sources.has(LOCK)).toBe(true);
  });

  it('reads the file when it has become shorter', () => {
    const session = left('/p/notes.nix', '1');
    session.open(NIX, 1, '# x\n'.repeat(10_000));
    expect(files(session)).toContain(NIX);
    session.change(NIX, 2, [{ locate: null, newText: '1' }]);
    expect(files(session)).toEqual([]);
  });
});

it('is read by every other session, which says that it is heavy', () => {
  const disk = fixtureFiles('missing-native-input');
  disk.write(NIX, '# x\n'.repeat(10_000));
  const session = new Session(disk, fixtureKnowledge);
  const { heavyFiles, sources } = session.project(MANIFEST);
  expect([...heavyFiles]).toContain(NIX);
  expect(sources.has(NIX)).toBe(true);
});

describe('a project of many files', () => {
  /** Each a quarter of what one Nix file may be. */
  const quarter = '# x\n'.repeat((6 * KB) / 4);

  function project(count: number, heavyFiles: 'read' | 'left'): ReturnType<Session['project']> {
    const disk = fixtureFiles('missing-native-input');
    for (let index = 0; index < count; index += 1) disk.write(`/p/part-${index}.nix`, quarter);
    return new Session(disk, fixtureKnowledge, [], () => {}, heavyFiles).project(MANIFEST);
  }

  it('is heavy where they are together what one file may not be', () => {
    expect([...project(3, 'left').heavyFiles]).toEqual([]);
    const { heavyFiles, sources } = project(5, 'left');
    expect(heavyFiles.size).toBeGreaterThan(0);
    expect([...heavyFiles].filter((file) => sources.has(file))).toEqual([]);
  });

  it('is read by every other session, which says the same of it', () => {
    expect([...project(3, 'read').heavyFiles]).toEqual([]);
    const { heavyFiles, sources } = project(5, 'read');
    expect(heavyFiles.size).toBeGreaterThan(0);
    expect(sources.has('/p/part-4.nix')).toBe(true);
  });

  it('is light again when one of them is shorter', () => {
    const disk = fixtureFiles('missing-native-input');
    for (let index = 0; index < 4; index += 1) disk.write(`/p/part-${index}.nix`, quarter);
    const session = new Session(disk, fixtureKnowledge, [], () => {}, 'left');
    expect(files(session).length).toBeGreaterThan(0);
    session.open('/p/part-3.nix', 1, '1');
    expect(files(session)).toEqual([]);
  });
});
