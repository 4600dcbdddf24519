import { describe, expect, it } from 'vitest';
import type { PackageFacts } from './model.ts';
import { withProjectFacts } from './project-facts.ts';
import { readProjectPackage } from './project-packages.ts';
import { knowledgeOf } from './testing.ts';

const foo: PackageFacts = {
  name: 'foo',
  facts: [
    {
      need: { kind: 'native-input', attr: 'zlib', as: 'buildInputs' },
      required: true,
      when: {},
      sources: [{ id: 'spack' }],
    },
    {
      need: { kind: 'build-system', attr: 'setuptools' },
      required: true,
      when: {},
      sources: [{ id: 'poetry2nix' }],
    },
  ],
  poetry2nix: { provides: [], replaces: [] },
  unmapped: [{ library: 'libodd', source: { id: 'debian' } }],
  notes: ['Ours.'],
};

describe('withProjectFacts', () => {
  it('replaces what the project states, kind by kind, and keeps the rest', () => {
    const kb = withProjectFacts(knowledgeOf([foo]), [
      { name: 'foo', buildInputs: [{ attr: 'libpng' }], notes: ['Theirs.'] },
    ]);
    const found = kb.lookup('foo');
    expect(found?.facts.map(({ need }) => ('attr' in need ? need.attr : need.kind))).toEqual([
      'setuptools',
      'libpng',
    ]);
    expect(found?.facts.at(-1)).toEqual({
      need: { kind: 'native-input', attr: 'libpng', as: 'buildInputs' },
      required: true,
      when: { distribution: 'sdist' },
      sources: [{ id: 'project', ref: 'pyproject.toml' }],
    });
    expect(found?.unmapped).toEqual([]);
    expect(found?.notes).toEqual(['Theirs.', 'Ours.']);
    expect(found?.poetry2nix).not.toBeNull();
  });

  it('takes an empty list for "nothing of this kind"', () => {
    const kb = withProjectFacts(knowledgeOf([foo]), [{ name: 'foo', nativeBuildInputs: [] }]);
    expect(kb.lookup('foo')?.facts.map(({ need }) => need.kind)).toEqual(['build-system']);
    const none = withProjectFacts(knowledgeOf([foo]), [{ name: 'foo', cargoHash: false }]);
    expect(none.lookup('foo')?.facts).toHaveLength(2);
  });

  it('adds packages that no source knows, in order', () => {
    const kb = withProjectFacts(knowledgeOf([foo]), [{ name: 'bar', cargoHash: true }]);
    expect([...kb.names()]).toEqual(['bar', 'foo']);
    expect([...kb.names('b')]).toEqual(['bar']);
    expect([...kb.names('foo')]).toEqual(['foo']);
    expect(kb.lookup('bar')?.facts.map(({ need }) => need)).toEqual([{ kind: 'cargo-hash' }]);
    expect(kb.lookup('foo')).toEqual(knowledgeOf([foo]).lookup('foo'));
    expect(kb.lookup('__proto__')).toBeNull();
  });
});

describe('readProjectPackage', () => {
  it('reads strings and tables', () => {
    const read = readProjectPackage('foo', {
      'build-inputs': ['zlib', { attr: 'xorg.libxcb', optional: true, from: '7.1' }],
      'wheel-libraries': [{ attr: 'libGL', systems: ['x86_64-linux'] }],
      'cargo-hash': true,
      notes: ['n'],
    });
    expect(read).toEqual({
      package: {
        name: 'foo',
        buildInputs: [
          { attr: 'zlib' },
          { attr: 'xorg.libxcb', optional: true, when: { versions: [{ from: '7.1' }] } },
        ],
        wheelLibraries: [{ attr: 'libGL', when: { systems: ['x86_64-linux'] } }],
        cargoHash: true,
        notes: ['n'],
      },
      problems: [],
    });
  });

  it.each([
    [{ 'build-input': [] }, ['build-input']],
    [{ 'build-inputs': 'zlib' }, ['build-inputs']],
    [{ 'build-inputs': ['a b'] }, ['build-inputs', 0]],
    [{ 'build-inputs': ['${evil}'] }, ['build-inputs', 0]],
    [{ 'build-inputs': [{ from: '1' }] }, ['build-inputs', 0]],
    [{ 'build-inputs': [{ attr: 'a', from: 'new' }] }, ['build-inputs', 0, 'from']],
    [{ 'build-inputs': [{ attr: 'a', systems: ['dos'] }] }, ['build-inputs', 0, 'systems']],
    [{ 'build-inputs': [{ attr: 'a', optional: 'yes' }] }, ['build-inputs', 0, 'optional']],
    [{ 'build-inputs': [{ attr: 'a', colour: 1 }] }, ['build-inputs', 0, 'colour']],
    [{ 'cargo-hash': 'yes' }, ['cargo-hash']],
    [{ notes: [1] }, ['notes']],
    [null, []],
    [[], []],
    ['text', []],
  ])('tells what is wrong with %j', (value, path) => {
    const { problems, package: kept } = readProjectPackage('foo', value);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(kept.name).toBe('foo');
  });
});
