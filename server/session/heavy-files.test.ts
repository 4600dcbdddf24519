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

function files(session: Session): readonly string[] {
  return [...session.project(MANIFEST).heavyFiles];
}

describe('a heavy file', () => {
  it.each([
    ['/p/pyproject.toml', 64 * KB],
    ['/p/requirements.txt', 128 * KB],
    ['/p/poetry.lock', 200 * KB],
    ['/p/Pipfile.lock', 250 * KB],
    ['/p/flake.nix', 24 * KB],
  ])('is longer than its kind may be: %s', (file, most) => {
    expect(isHeavy(file, ' '.repeat(most))).toBe(false);
    expect(isHeavy(file, ' '.repeat(most + 1))).toBe(true);
  });

  it.each([
    ['/p/pyproject.toml', 1000, 'a=1\n'],
    ['/p/requirements.txt', 1000, 'a\n'],
    ['/p/uv.lock', 1000, '[[a]]\n'],
    ['/p/uv.lock', 5000, '{},'],
    ['/p/Pipfile.lock', 2000, '{},'],
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
    expect(files(session)).toEqual([file]);
    expect(session.projectsOf(file).map(({ manifest }) => manifest)).toEqual([MANIFEST]);
    expect(session.project(MANIFEST).sources.has(file)).toBe(false);
  });

  it('reads all others', () => {
    const session = left('/p/notes.nix', '1');
    expect(files(session)).toEqual([]);
    expect(session.project(MANIFEST).sources.has(LOCK)).toBe(true);
  });

  it('reads the file when it has become shorter', () => {
    const session = left('/p/notes.nix', '1');
    session.open(NIX, 1, '# x\n'.repeat(10_000));
    expect(files(session)).toEqual([NIX]);
    session.change(NIX, 2, [{ locate: null, newText: '1' }]);
    expect(files(session)).toEqual([]);
  });
});

it('is read by every other session, which says that it is heavy', () => {
  const disk = fixtureFiles('missing-native-input');
  disk.write(NIX, '# x\n'.repeat(10_000));
  const session = new Session(disk, fixtureKnowledge);
  const { heavyFiles, sources } = session.project(MANIFEST);
  expect([...heavyFiles]).toEqual([NIX]);
  expect(sources.has(NIX)).toBe(true);
});
