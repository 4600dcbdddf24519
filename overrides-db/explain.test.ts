import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';
import type { PackageFacts } from './model.ts';
import { bundledKnowledge, knowledgeOf } from './testing.ts';

const zlib = { kind: 'native-input', attr: 'zlib', as: 'buildInputs' } as const;
const foo: PackageFacts = {
  name: 'foo',
  facts: [
    {
      need: zlib,
      required: true,
      when: { distribution: 'sdist', versions: [{ from: '2' }] },
      sources: [{ id: 'spack', ref: 'py_foo' }, { id: 'debian' }],
    },
    {
      need: zlib,
      required: false,
      when: { distribution: 'sdist', versions: [{ until: '2' }] },
      sources: [{ id: 'spack', ref: 'py_foo' }],
    },
    {
      need: { kind: 'build-system', attr: 'setuptools' },
      required: true,
      when: { distribution: 'sdist' },
      sources: [{ id: 'poetry2nix' }],
    },
    { need: { kind: 'cargo-hash' }, required: true, when: {}, sources: [{ id: 'debian' }] },
  ],
  poetry2nix: {
    provides: [
      {
        need: { kind: 'native-input', attr: 'libpq.pg_config', as: 'nativeBuildInputs' },
        written: 'postgresql',
        when: { versions: [{ until: '2' }] },
      },
    ],
    replaces: ['buildInputs'],
    cargoVersions: ['1.0'],
    cargoUnknown: 'throws',
    broken: [
      { why: 'uses what is gone', nixpkgsFrom: '25.05', when: { versions: [{ from: '2' }] } },
    ],
  },
  unmapped: [{ library: 'libodd-dev', source: { id: 'debian' } }],
  notes: ['A note.'],
};

describe('explain', () => {
  const kb = knowledgeOf([foo]);

  it('is the union over versions without one', () => {
    const { nativeInputs, version } = explain(kb, 'foo', null);
    expect(version).toBeNull();
    expect(nativeInputs).toEqual([
      {
        attr: 'zlib',
        as: 'buildInputs',
        optional: false,
        systems: ['x86_64-linux', 'aarch64-linux', 'x86_64-darwin', 'aarch64-darwin'],
        distribution: 'sdist',
        versions: [{ from: '2' }],
        sources: ['debian', 'spack'],
        references: ['spack: py_foo'],
        confidence: 'medium',
      },
    ]);
  });

  it('leaves out what another version needs', () => {
    const old = explain(kb, 'foo', '1.0');
    expect(old.nativeInputs.map(({ optional }) => optional)).toEqual([true]);
    expect(old.poetry2nix?.broken).toBeUndefined();
    expect(old.traps.map(({ kind }) => kind)).toContain('moved-attribute');
    const recent = explain(kb, 'foo', '2.0');
    expect(recent.nativeInputs.map(({ optional }) => optional)).toEqual([false]);
    expect(recent.poetry2nix?.broken).toHaveLength(1);
    expect(recent.traps.map(({ kind }) => kind)).not.toContain('moved-attribute');
  });

  it('tells the rest', () => {
    const { buildSystems, cargoHash, unmapped, notes, traps } = explain(kb, 'foo', null);
    expect(buildSystems.map(({ attr }) => attr)).toEqual(['setuptools']);
    expect(cargoHash?.sources).toEqual(['debian']);
    expect(unmapped).toEqual([{ library: 'libodd-dev', source: 'debian' }]);
    expect(notes).toEqual(['A note.']);
    expect(traps.map(({ kind }) => kind).toSorted()).toEqual([
      'build-network',
      'cargo-hash',
      'evaluation',
      'moved-attribute',
      'replaced-inputs',
    ]);
  });

  it.each(['unheard-of', '__proto__', 'x'.repeat(10_000)])('is empty for %s', (name) => {
    const { nativeInputs, buildSystems, poetry2nix, notes, unmapped, traps } = explain(
      kb,
      name,
      null,
    );
    expect([nativeInputs, buildSystems, notes, unmapped, traps]).toEqual([[], [], [], [], []]);
    expect(poetry2nix).toBeNull();
  });

  it('answers for every package that a source knows', () => {
    const bundled = bundledKnowledge();
    let native = 0;
    for (const name of bundled.names()) {
      const told = explain(bundled, name, null);
      expect(told.name).toBe(name);
      if (told.nativeInputs.length > 0) native++;
    }
    expect(native).toBeGreaterThan(1000);
  }, 60_000);
});
