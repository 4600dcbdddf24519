import { describe, expect, it } from 'vitest';
import { knowledgeOf } from '../../overrides-db/testing.ts';
import type { Fact } from '../../overrides-db/model.ts';
import { runCli } from '../support/cli.ts';
import { fixtureFiles } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const nothing = new MemoryFileSystem();

function need(attr: string, from: string, until?: string): Fact {
  const bounds = until === undefined ? { from } : { from, until };
  return {
    need: { kind: 'native-input', attr, as: 'buildInputs' },
    required: true,
    when: { distribution: 'sdist', versions: [bounds] },
    sources: [{ id: 'sdist', version: from }],
  };
}

const knowledge = knowledgeOf([
  {
    name: 'lantern',
    facts: [need('libwick', '1.0', '2.0'), need('libled', '2.0')],
    poetry2nix: null,
    unmapped: [],
    notes: [],
  },
]);

function said(...words: readonly string[]): string {
  return runCli(nothing, ['explain', ...words], { knowledge }).out;
}

describe('explain, of a package alone', () => {
  it.each([
    [['lantern'], 'lantern\n  Native libraries  libwick (>=1.0,<2.0), libled (>=2.0)\n'],
    [['lantern', '1.5'], 'lantern 1.5\n  Native libraries  libwick\n'],
    [['lantern 1.5'], 'lantern 1.5\n  Native libraries  libwick\n'],
    [['lantern==1.5'], 'lantern 1.5\n  Native libraries  libwick\n'],
    [['lantern>=2'], 'lantern >=2\n  Native libraries  libled (>=2.0)\n'],
    [['lantern', '<2'], 'lantern <2\n  Native libraries  libwick (>=1.0,<2.0)\n'],
  ])('answers %j', (words, expected) => {
    expect(said(...words)).toContain(expected);
  });

  it('says that a release is later than what was read', () => {
    expect(said('lantern', '9')).toContain('2.0 is the newest that was read: of 9 ');
    expect(said('lantern', '2.0')).not.toContain('newest');
  });

  it('asks whether another package was meant', () => {
    expect(said('lanterm')).toBe('lanterm\n  Nothing is known of it; did you mean lantern?\n');
    expect(said('wholly-unlike')).toBe('wholly-unlike\n  Nothing is known of it.\n');
  });

  it('is all in the long form', () => {
    expect(said('lantern', '--all')).toContain('libled (buildInputs) (sdist only, >=2.0) [sdist]');
  });
});

describe('explain, in a project', () => {
  it('speaks of what is locked, as it is built there', () => {
    const { out } = runCli(fixtureFiles('missing-native-input'), ['explain', 'printing']);
    expect(out.split('\n').slice(0, 5)).toEqual([
      'printing 2.0.1 · built from sdist (poetry2nix prefers sdists)',
      '  Native libraries  cups',
      '  Build system      setuptools',
      "  Provided by       poetry2nix's defaults, except cups (not provided)",
      '  Missing           cups',
    ]);
  });

  it('speaks of another release where one is named', () => {
    const { out } = runCli(fixtureFiles('missing-native-input'), ['explain', 'printing', '3']);
    expect(out).toMatch(/^printing 3\n/);
  });
});

describe('explain, of a diagnostic', () => {
  it('shows its page', () => {
    expect(runCli(nothing, ['explain', 'lock-stale']).out).toBe('# lock-stale\n');
  });
});
