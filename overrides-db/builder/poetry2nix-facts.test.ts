import { describe, expect, it } from 'vitest';
import { attributeOf, defaultsOf, factsOf } from './poetry2nix-facts.ts';
import {
  boundPackages,
  buildsOf,
  gridOf,
  type TracedBuild,
  type TracedPackage,
  type TracedResult,
} from './poetry2nix-trace.ts';

type Fingerprint = Extract<NonNullable<TracedResult['result']>, { inputs: unknown }>;

const nothing: Fingerprint = {
  inputs: {},
  replaced: [],
  variables: {},
  hooks: [],
  mentions: '',
  cargo: null,
  arguments: [],
};

/** A package whose every build gives what `look` says; `null` is a build that could not be evaluated. */
function traced(
  literals: readonly string[],
  look: (build: TracedBuild) => Partial<Fingerprint> | null,
): TracedPackage {
  const results = buildsOf('foo', gridOf(literals)).map((build): TracedResult => {
    const result = look(build);
    return result === null
      ? { ...build, failed: true }
      : { ...build, result: { ...nothing, ...result } };
  });
  return { name: 'foo', literals, results };
}

const cargo = (hash: string): Fingerprint['cargo'] => ({
  by: 'pkgs.rustPlatform.fetchCargoTarball',
  hash,
});

describe('factsOf', () => {
  it('takes inputs with their lists, Python packages as build systems, and variables', () => {
    const facts = factsOf(
      traced([], () => ({
        inputs: {
          buildInputs: ['pkgs.zlib', 'python.setuptools'],
          propagatedBuildInputs: ['python.cffi', 'pkgs.curl'],
        },
        variables: { FOO_DIR: '@{pkgs.hdf5.dev}' },
      })),
    );
    expect(facts).toEqual([
      { kind: 'native-input', attr: 'zlib', as: 'buildInputs' },
      { kind: 'build-system', attr: 'setuptools' },
      { kind: 'native-input', attr: 'curl', as: 'propagatedBuildInputs' },
      { kind: 'environment', name: 'FOO_DIR', value: '${pkgs.hdf5.dev}' },
    ]);
  });

  it('finds the conditions', () => {
    const facts = factsOf(
      traced(['2.0'], ({ version, system, distribution }) =>
        distribution === 'sdist' && version !== '0.0.0.1' && system.endsWith('darwin')
          ? { inputs: { buildInputs: ['pkgs.libiconv'] } }
          : {},
      ),
    );
    expect(facts.map(({ when }) => when)).toEqual([
      {
        versions: [{ from: '2.0' }],
        systems: ['x86_64-darwin', 'aarch64-darwin'],
        distribution: 'sdist',
      },
    ]);
  });

  it('finds a bound on the interpreter', () => {
    const facts = factsOf(
      traced([], ({ python }) =>
        ['3.8', '3.9', '3.10'].includes(python)
          ? { inputs: { nativeBuildInputs: ['python.tomli'] } }
          : {},
      ),
    );
    expect(facts).toEqual([
      { kind: 'build-system', attr: 'tomli', when: { distribution: 'sdist', python: '<3.11' } },
    ]);
  });

  it('presumes of a version that cannot be evaluated what all others show', () => {
    const facts = factsOf(
      traced(['1.0'], ({ version, distribution }) =>
        version === '1000.0' && distribution === 'sdist'
          ? null
          : distribution === 'sdist'
            ? { inputs: { buildInputs: ['pkgs.zlib'] } }
            : {},
      ),
    );
    expect(facts.map(({ when }) => when)).toEqual([{ distribution: 'sdist' }]);
  });

  it('says nothing of a package that the defaults replace by another', () => {
    const builds = buildsOf('foo', gridOf([])).map((one) => ({ ...one, result: { alias: 'x' } }));
    expect(factsOf({ name: 'foo', literals: [], results: builds })).toEqual([]);
  });
});

describe('defaultsOf', () => {
  const fake = `sha256-${'A'.repeat(43)}=`;

  it('is null for an override that only adds inputs', () => {
    expect(defaultsOf(traced([], () => ({ inputs: { buildInputs: ['pkgs.zlib'] } })))).toBeNull();
  });

  it('reads the cargo-hash table, and what another version does', () => {
    const known = defaultsOf(
      traced(['1.0', '1.10'], ({ version, distribution }) => ({
        cargo:
          distribution === 'wheel'
            ? null
            : cargo(['1.0', '1.10'].includes(version) ? 'sha256-real' : fake),
      })),
    );
    expect(known?.cargoVersions).toEqual(['1.0', '1.10']);
    expect(known?.cargoUnknown).toBe('fake-hash');
    expect(known?.broken).toEqual([
      {
        why: 'uses rustPlatform.fetchCargoTarball, which nixpkgs removed',
        nixpkgsFrom: '25.05',
        when: { distribution: 'sdist' },
      },
    ]);
    const throws = defaultsOf(
      traced(['1.0'], ({ version }) =>
        version === '1.0' ? { cargo: cargo('sha256-real') } : null,
      ),
    );
    expect(throws?.cargoUnknown).toBe('throws');
  });

  it('has no table where no version is told apart', () => {
    const row = defaultsOf(traced([], () => ({ cargo: cargo('sha256-real') })));
    expect(row?.cargoVersions).toBeUndefined();
  });

  it('tells lists that are replaced, wheels that are preferred, frameworks that are gone', () => {
    const row = defaultsOf(
      traced([], ({ system }) => ({
        replaced: ['buildInputs'],
        arguments: ['preferWheel'],
        inputs: system.endsWith('darwin')
          ? { buildInputs: ['pkgs.darwin.apple_sdk.frameworks.Security'] }
          : {},
      })),
    );
    expect(row?.replaces).toEqual(['buildInputs']);
    expect(row?.prefersWheel).toBe(true);
    expect(row?.broken).toEqual([
      {
        why: 'uses darwin.apple_sdk.frameworks, which nixpkgs removed',
        nixpkgsFrom: '25.11',
        when: { systems: ['x86_64-darwin', 'aarch64-darwin'] },
      },
    ]);
  });

  it('notes paths that are written into the build', () => {
    const row = defaultsOf(
      traced([], () => ({ hooks: ['postPatch'], mentions: "sed '@{pkgs.libsndfile.out}/lib'" })),
    );
    expect(row?.notes?.[0]).toContain('libsndfile');
  });
});

describe('attributeOf', () => {
  it.each([
    ['pkgs.zlib', 'zlib'],
    ['pkgs.buildPackages.cmake', 'cmake'],
    ['pkgs.gdal.override.overrideAttrs', 'gdal'],
    ['pkgs.fetchpatch#sha256-x', null],
    ['pkgs.stdenv.cc', null],
    ['python.setuptools', null],
  ])('%s is %s', (path, attr) => {
    expect(attributeOf(path)).toBe(attr);
  });
});

describe('boundPackages', () => {
  it('takes the outermost bindings and their versions', () => {
    const text = `lib.composeManyExtensions [ (final: prev: let x = 1; in {
      foo = let hash = { "1.0" = "sha256-a"; }; in prev.foo.override { v = versionOlder "2.1"; };
      bar = prev.bar;
    }) ]`;
    expect(boundPackages(text)).toEqual([
      { name: 'foo', literals: ['1.0', '2.1'] },
      { name: 'bar', literals: [] },
    ]);
  });
});
