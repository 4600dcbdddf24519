import { fileURLToPath } from 'node:url';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildBytes, buildPackages, readKnowledge } from './builder/load.ts';
import { compileKnowledge } from './compile.ts';
import { openKnowledge } from './lookup.ts';
import type { PackageFacts } from './model.ts';
import { bundledKnowledge, knowledgeOf } from './testing.ts';

const plain = (name: string): PackageFacts => ({
  name,
  facts: [
    {
      need: { kind: 'build-system', attr: 'setuptools' },
      required: true,
      when: { distribution: 'sdist' },
      sources: [{ id: 'spack', ref: 'packages/{name}' }],
    },
  ],
  poetry2nix: null,
  unmapped: [],
  notes: [],
});

describe('openKnowledge', () => {
  it('finds every name and gives back what was compiled, names filled in', () => {
    const kb = knowledgeOf(['b', 'a', 'a-b', 'a0', 'zz'].map(plain));
    expect([...kb.names()]).toEqual(['a', 'a-b', 'a0', 'b', 'zz']);
    for (const name of kb.names()) expect(kb.lookup(name)?.name).toBe(name);
    expect(kb.lookup('a0')?.facts[0]?.sources).toEqual([{ id: 'spack', ref: 'packages/a0' }]);
  });

  it('tells the names that begin with a text', () => {
    const kb = knowledgeOf(['b', 'a', 'a-b', 'a0', 'zz'].map(plain));
    expect([...kb.names('a')]).toEqual(['a', 'a-b', 'a0']);
    expect([...kb.names('zz')]).toEqual(['zz']);
    for (const prefix of ['a1', 'zzz', '\u0000', '💥', 'x'.repeat(10_000), '__proto__'])
      expect([...kb.names(prefix)]).toEqual([]);
  });

  it('finds all names that begin with the start of any of them', () => {
    const kb = bundledKnowledge();
    const names = [...kb.names()];
    const step = Math.floor(names.length / 50);
    for (const name of names.filter((_, n) => n % step === 0)) {
      const prefix = name.slice(0, 2);
      expect([...kb.names(prefix)]).toEqual(names.filter((other) => other.startsWith(prefix)));
    }
  });

  it('keeps what the defaults do, with their dates', () => {
    const provides = [
      {
        need: { kind: 'native-input', attr: 'zlib', as: 'buildInputs' },
        when: {},
        during: [[3], [1, 2]],
      },
      {
        need: { kind: 'build-system', attr: 'setuptools' },
        when: { distribution: 'sdist' },
        named: true,
      },
    ] as const;
    const defaults = { provides, replaces: ['buildInputs'], cargoUnknown: 'throws' } as const;
    const kb = knowledgeOf([{ ...plain('foo'), poetry2nix: defaults }]);
    expect(kb.lookup('foo')?.poetry2nix).toEqual(defaults);
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    '',
    ' ',
    'x'.repeat(10_000),
    'ünïcode',
    '💥',
    '\u0000',
    'Pillow',
    '../../etc/passwd',
    '{name}',
  ])('knows no package %j', (name) => {
    expect(knowledgeOf([plain('foo')]).lookup(name)).toBeNull();
  });

  it('answers for any text', () => {
    const kb = bundledKnowledge();
    const names = new Set(kb.names());
    assert(
      property(string({ unit: 'binary' }), (name) => {
        expect(kb.lookup(name) !== null).toBe(names.has(name));
      }),
    );
  });

  it('knows nothing from bytes that are no knowledge base', () => {
    const kb = openKnowledge(new Uint8Array([1, 2, 3]));
    expect(kb.lookup('pillow')).toBeNull();
    expect([...kb.names()]).toEqual([]);
    expect(openKnowledge(new Uint8Array(64)).lookup('pillow')).toBeNull();
    expect([...openKnowledge(compileKnowledge([], [])).names()]).toEqual([]);
  });

  it('reads a view into a larger buffer', () => {
    const bytes = compileKnowledge([plain('foo')], []);
    const larger = new Uint8Array(bytes.length + 13);
    larger.set(bytes, 7);
    const kb = openKnowledge(larger.subarray(7, 7 + bytes.length));
    expect(kb.lookup('foo')?.facts).toHaveLength(1);
  });
});

describe('the bundled knowledge base', () => {
  const knowledge = readKnowledge(fileURLToPath(new URL('.', import.meta.url)));

  it('is the same bytes from the same text', () => {
    expect(Buffer.compare(buildBytes(knowledge), buildBytes(knowledge))).toBe(0);
  });

  it('says compiled what it says uncompiled, for every name', () => {
    const kb = bundledKnowledge();
    const packages = buildPackages(knowledge);
    expect(packages.length).toBeGreaterThan(15_000);
    const wrong = packages.filter((one) => {
      const named = JSON.stringify(one).replaceAll('{name}', one.name);
      return sorted(kb.lookup(one.name)) !== sorted(JSON.parse(named));
    });
    expect(wrong).toEqual([]);
  });

  it('says of each source which state it is', () => {
    const ids = new Set(bundledKnowledge().provenance.map(({ id }) => id));
    expect([...ids].toSorted()).toEqual([
      'corepkgs',
      'debian',
      'nixpkgs',
      'poetry2nix',
      'spack',
      'uv2nix_hammer_overrides',
    ]);
  });
});

/** A value as text, whatever the order of its keys. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
