import { describe, expect, it } from 'vitest';
import type { Fact, KnowledgeBase } from '../../overrides-db/model.ts';
import { withReadPackages, type ReadPackage } from './knowledge.ts';

const RECIPE: Fact = {
  need: { kind: 'native-input', attr: 'openssl', as: 'buildInputs' },
  required: true,
  when: { distribution: 'sdist' },
  sources: [{ id: 'nixpkgs' }],
};
const PROVED: Fact = {
  need: { kind: 'native-input', attr: 'zlib', as: 'buildInputs' },
  required: true,
  when: { distribution: 'sdist', versions: [{ from: '1.0' }] },
  sources: [{ id: 'lab', version: '1.0' }],
};

function base(...facts: readonly Fact[]): KnowledgeBase {
  return {
    provenance: [],
    lookup: (name) =>
      name === 'lamp' ? { name, facts, poetry2nix: null, unmapped: [], notes: [] } : null,
    *names(prefix = '') {
      if ('lamp'.startsWith(prefix)) yield 'lamp';
    },
  };
}

function read(over: Partial<ReadPackage> = {}): ReadPackage {
  return {
    name: 'lamp',
    version: '2.0',
    source: 'sdist',
    isOwn: true,
    reading: {
      file: 'lamp-2.0.tar.gz',
      sha256: 'a'.repeat(64),
      evidence: [
        { kind: 'library', name: 'pq', at: 'setup.py:3' },
        { kind: 'library', name: 'z', at: 'setup.py:4', if: 'if debug' },
      ],
    },
    ...over,
  };
}

function ofLamp(knowledge: KnowledgeBase): readonly string[] {
  return (knowledge.lookup('lamp')?.facts ?? []).map(
    ({ need, required, when, sources }) =>
      `${'attr' in need ? need.attr : need.kind} ${required} ${JSON.stringify(when.versions ?? null)} ${sources.map(({ id, ref }) => `${id}${ref === undefined ? '' : ` ${ref}`}`).join()}`,
  );
}

describe('what was read in a release', () => {
  it('is said of this release, with its place, beside what recipes say of all', () => {
    const facts = ofLamp(withReadPackages(base(RECIPE), [read()]));
    const libpq = facts.find((fact) => fact.startsWith('libpq '));
    expect(libpq).toContain('true [{"from":"2.0"');
    expect(libpq).toContain('sdist setup.py:3');
    expect(libpq).toContain('"until"');
    expect(facts).toContain('openssl true null nixpkgs');
  });

  it("is the project's word where this user's cache has it not", () => {
    const facts = ofLamp(withReadPackages(base(RECIPE), [read({ isOwn: false })]));
    const libpq = facts.find((fact) => fact.startsWith('libpq '));
    expect(libpq).toContain('project pyproject-nix-ls.needs.json: setup.py:3');
    expect(libpq).not.toContain('sdist');
  });

  it('does not come before what a build proved', () => {
    const before = ofLamp(base(PROVED));
    const facts = ofLamp(withReadPackages(base(PROVED), [read()]));
    expect(facts.filter((fact) => fact.startsWith('zlib '))).toEqual(before);
  });

  it('knows a package of which nothing is bundled, and no other', () => {
    const knowledge = withReadPackages(base(), [read({ name: 'bulb' })]);
    expect(knowledge.lookup('bulb')?.facts.length).toBeGreaterThan(0);
    expect(knowledge.lookup('chair')).toBeNull();
    expect([...knowledge.names()]).toEqual(['bulb', 'lamp']);
  });

  it('changes nothing where nothing was read', () => {
    const knowledge = base(RECIPE);
    expect(withReadPackages(knowledge, [])).toBe(knowledge);
  });
});
