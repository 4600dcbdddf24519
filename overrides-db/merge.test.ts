import { describe, expect, it } from 'vitest';
import { confidence } from './merge.ts';
import type { Fact, PackageFacts } from './model.ts';
import { reconcile } from './reconcile.ts';
import type { Correction, FactsFile, SourceFact } from './source-text.ts';

/** What is concluded of `foo` from what each source says of it. */
function conclude(
  says: Readonly<Record<string, readonly SourceFact[]>>,
  corrections: readonly Correction[] = [],
): PackageFacts {
  const files = Object.entries(says).map(([source, facts]): FactsFile => ({
    source: source as FactsFile['source'],
    revision: 'r',
    date: '2026-01-01',
    ref: `${source} {name}`,
    role: 'recipe',
    packages: { foo: facts },
  }));
  const libraries = {
    'debian:libpng-dev': { attr: 'libpng', kind: 'library', verified: ['x'], current: true },
    'debian:libguess-dev': { attr: 'guess', kind: 'library', verified: [], current: 'unknown' },
    'debian:libgone-dev': { attr: 'gone', kind: 'library', verified: ['x'], current: false },
    'spack:libpng': { attr: 'libpng', kind: 'library', verified: ['x'], current: true },
    'spack:pkgconfig': { attr: 'pkg-config', kind: 'tool', verified: ['x'], current: true },
    'spack:rust': { attr: 'rustc', kind: 'tool', verified: ['x'], current: true },
    'spack:pil': { attr: null, kind: 'python', verified: [], current: 'unknown' },
  } as const;
  const [found] = reconcile({ files, libraries, corrections, defaults: {} });
  return found ?? { name: 'foo', facts: [], poetry2nix: null, unmapped: [], notes: [] };
}

const png: SourceFact = { kind: 'native-input', attr: 'libpng', as: 'buildInputs' };
const spackPng: SourceFact = { kind: 'native-input', library: 'libpng' };
const debianPng: SourceFact = { kind: 'native-input', library: 'libpng-dev' };

/** Attributes that an sdist requires on x86_64 Linux. */
function required({ facts }: PackageFacts): string[] {
  return facts
    .filter((one) => one.required && one.need.kind === 'native-input')
    .filter((one) => one.when.systems?.includes('x86_64-linux') ?? true)
    .map(({ need }) => ('attr' in need ? need.attr : need.kind));
}

describe('a native input is required', () => {
  it('where Hammer built it so, and one more source takes it', () => {
    const says = { uv2nix_hammer_overrides: [png], debian: [debianPng] };
    expect(required(conclude(says))).toEqual(['libpng']);
  });

  it('where poetry2nix or nixpkgs takes it alone', () => {
    expect(required(conclude({ poetry2nix: [png] }))).toEqual(['libpng']);
    expect(required(conclude({ corepkgs: [png] }))).toEqual(['libpng']);
  });

  it('where more recipes take it than build without it', () => {
    const says = { spack: [spackPng], poetry2nix: [png] };
    expect(required(conclude({ ...says, debian: [] }))).toEqual(['libpng']);
  });

  it('where the only others are recipes that never built the sdist', () => {
    expect(required(conclude({ poetry2nix: [png], uv2nix_hammer_overrides: [] }))).toEqual([
      'libpng',
    ]);
  });

  it("where nixpkgs' recipe, which counts twice, is against one", () => {
    expect(required(conclude({ corepkgs: [png], spack: [] }))).toEqual(['libpng']);
  });
});

describe('a native input is optional', () => {
  it('where only distributions that unbundle libraries take it', () => {
    expect(required(conclude({ spack: [spackPng], debian: [debianPng] }))).toEqual([]);
  });

  it('where one other source says so', () => {
    expect(required(conclude({ spack: [spackPng] }))).toEqual([]);
    expect(required(conclude({ uv2nix_hammer_overrides: [png] }))).toEqual([]);
  });

  it('where a recipe can switch it off', () => {
    const says = { spack: [{ ...spackPng, optional: true } as const] };
    const found = conclude({ ...says, debian: [debianPng], poetry2nix: [png] });
    expect(required(found)).toEqual([]);
    expect(found.facts.map(({ required: is }) => is)).toContain(false);
  });

  it('where as many recipes build without it', () => {
    expect(required(conclude({ poetry2nix: [png], spack: [] }))).toEqual([]);
    expect(required(conclude({ poetry2nix: [png], corepkgs: [] }))).toEqual([]);
  });
});

describe('conditions', () => {
  it('limit it to the versions that all sources with versions name', () => {
    const { facts } = conclude({
      poetry2nix: [{ ...png, when: { versions: [{ from: '2' }] } }],
      spack: [{ ...spackPng, when: { versions: [{ from: '1', until: '3' }] } }],
    });
    const native = facts.filter(({ need }) => need.kind === 'native-input');
    expect(native.find((one) => one.required)?.when.versions).toEqual([{ from: '2', until: '3' }]);
    expect(native.find((one) => !one.required)?.when.versions).toEqual([
      { from: '1', until: '2' },
      { from: '3' },
    ]);
  });

  it('are of sdists, and say nothing of the wheels that a recipe does not tell apart', () => {
    const { facts } = conclude({ poetry2nix: [png] });
    expect(facts.map(({ need, required: is, when }) => [need.kind, is, when.distribution])).toEqual(
      [['native-input', true, 'sdist']],
    );
  });

  it('are of wheels alone where the recipe asks for one', () => {
    const { facts } = conclude({ poetry2nix: [{ ...png, when: { distribution: 'wheel' } }] });
    expect(facts.map(({ need, required: is, when }) => [need.kind, is, when.distribution])).toEqual(
      [['wheel-library', true, 'wheel']],
    );
  });

  it('keep Debian to Linux', () => {
    const { facts } = conclude({ uv2nix_hammer_overrides: [png], debian: [debianPng] });
    expect(facts.find((one) => one.required)?.when.systems).toEqual([
      'x86_64-linux',
      'aarch64-linux',
    ]);
    expect(facts.find((one) => !one.required)?.when.systems).toEqual([
      'x86_64-darwin',
      'aarch64-darwin',
    ]);
  });
});

describe('names', () => {
  it('of outputs, versions and moved attributes are one', () => {
    const found = conclude({
      poetry2nix: [{ kind: 'native-input', attr: 'openssl_1_1', as: 'buildInputs' }],
      uv2nix_hammer_overrides: [{ kind: 'native-input', attr: 'openssl.dev', as: 'buildInputs' }],
    });
    expect(required(found)).toEqual(['openssl']);
    expect(found.poetry2nix?.provides.map(({ written }) => written)).toEqual(['openssl_1_1']);
  });

  it("take PostgreSQL's server package among the build tools for pg_config and libpq", () => {
    const found = conclude({
      poetry2nix: [{ kind: 'native-input', attr: 'postgresql', as: 'nativeBuildInputs' }],
    });
    expect(required(found).toSorted()).toEqual(['libpq', 'libpq.pg_config']);
  });

  it('without a verified or current attribute stay unmapped', () => {
    const found = conclude({
      debian: [
        { kind: 'native-input', library: 'libguess-dev' },
        { kind: 'native-input', library: 'libgone-dev' },
        { kind: 'native-input', library: 'libnever-dev' },
      ],
    });
    expect(found.facts).toEqual([]);
    expect(found.unmapped.map(({ library }) => library)).toEqual([
      'libgone-dev',
      'libguess-dev',
      'libnever-dev',
    ]);
  });

  it('of Python packages are no native inputs', () => {
    expect(conclude({ spack: [{ kind: 'native-input', library: 'pil' }] }).unmapped).toEqual([]);
  });

  it('of tools in Debian and Spack say since when, and not that', () => {
    const pkgConfig: SourceFact = {
      kind: 'native-input',
      attr: 'pkg-config',
      as: 'nativeBuildInputs',
    };
    const since: SourceFact = {
      kind: 'native-input',
      library: 'pkgconfig',
      when: { versions: [{ from: '40' }] },
    };
    const named: SourceFact = { kind: 'native-input', library: 'pkgconfig' };
    const { facts } = conclude({ nixpkgs: [pkgConfig], spack: [since] });
    expect(facts.map(({ required: is, when }) => [is, when.versions])).toEqual([
      [true, [{ from: '40' }]],
      [false, [{ until: '40' }]],
    ]);
    expect(required(conclude({ poetry2nix: [pkgConfig], spack: [named], debian: [] }))).toEqual([]);
  });

  it('of tools go among the build tools', () => {
    const { facts } = conclude({ spack: [{ kind: 'native-input', library: 'rust' }] });
    expect(facts[0]?.need).toEqual({
      kind: 'native-input',
      attr: 'rustc',
      as: 'nativeBuildInputs',
    });
  });
});

describe('corrections', () => {
  const because = { package: 'foo', reason: 'r', reference: 'x' };

  it('win, and leave their mark', () => {
    const found = conclude({ poetry2nix: [png] }, [
      { ...because, set: 'optional', kind: 'native-input', attr: 'libpng' },
      { ...because, set: 'required', kind: 'native-input', attr: 'zlib' },
    ]);
    expect(required(found)).toEqual(['zlib']);
    const zlib = found.facts.find(({ need }) => 'attr' in need && need.attr === 'zlib');
    expect(zlib?.sources).toEqual([{ id: 'review', ref: 'x' }]);
  });

  it('take away, for one package or for all', () => {
    const absent = { set: 'absent', kind: 'native-input', attr: 'libpng' } as const;
    expect(required(conclude({ poetry2nix: [png] }, [{ ...because, ...absent }]))).toEqual([]);
    const all = { ...because, package: '*', ...absent };
    expect(required(conclude({ poetry2nix: [png] }, [all]))).toEqual([]);
  });

  it('add nothing for all packages', () => {
    const rule = { ...because, package: '*', set: 'required', kind: 'native-input' } as const;
    expect(required(conclude({ poetry2nix: [] }, [{ ...rule, attr: 'zlib' }]))).toEqual([]);
  });

  it('may give conditions and the list', () => {
    const found = conclude({ poetry2nix: [png] }, [
      {
        ...because,
        set: 'required',
        kind: 'native-input',
        attr: 'libpng',
        as: 'nativeBuildInputs',
        when: { versions: [{ until: '2' }] },
      },
    ]);
    const fact = found.facts.find(({ need }) => need.kind === 'native-input');
    expect(fact?.need).toMatchObject({ as: 'nativeBuildInputs' });
    expect(fact?.when).toEqual({ distribution: 'sdist', versions: [{ until: '2' }] });
  });

  it('carry notes', () => {
    expect(conclude({ spack: [] }, [{ ...because, note: 'Mind the gap.' }]).notes).toEqual([
      'Mind the gap.',
    ]);
  });
});

const fact = (...ids: Fact['sources'][number]['id'][]): Fact => ({
  need: { kind: 'cargo-hash' },
  required: true,
  when: {},
  sources: ids.map((id) => ({ id })),
});

describe('confidence', () => {
  it('follows from who says so', () => {
    expect(confidence(fact('spack'))).toBe('low');
    expect(confidence(fact('nixpkgs', 'corepkgs'))).toBe('low');
    expect(confidence(fact('spack', 'debian'))).toBe('medium');
    expect(confidence(fact('spack', 'corepkgs'))).toBe('high');
    expect(confidence(fact('spack', 'debian', 'poetry2nix'))).toBe('high');
    expect(confidence(fact('review'))).toBe('high');
  });
});
