import { expect, it } from 'vitest';
import type { Row } from './build-row.ts';
import { holds } from './conditions.ts';
import type { ReadingsFile } from './reading.ts';
import { type Knowledge, reconcile } from './reconcile.ts';
import type { FactsFile } from './source-text.ts';

const LIBRARY = { kind: 'native-input', attr: 'zlib', as: 'buildInputs' } as const;

function recipe(source: FactsFile['source']): FactsFile {
  const state = { revision: '1', date: '2026-01-01', ref: '{name}', role: 'recipe' } as const;
  return { source, ...state, packages: { p: [LIBRARY] } };
}

/** A reading by which the sdist brings the library along. */
const READ: ReadingsFile = {
  source: 'sdist',
  packages: {
    p: {
      '1.0': {
        file: 'p-1.0.tar.gz',
        sha256: '0'.repeat(64),
        backend: 'setuptools.build_meta',
        evidence: [{ kind: 'bundled', name: 'zlib', at: 'vendor/zlib:1' }],
      },
    },
  },
};

/** A build that fails without the library. */
const BUILT: Row = {
  name: 'p',
  version: '1.0',
  base: 'trixie',
  python: '3.13',
  file: 'p-1.0.tar.gz',
  sha256: '0'.repeat(64),
  requirements: [],
  required: [],
  known: [],
  builds: [],
  verdict: 'needs',
  needs: [{ attrs: ['zlib'], packages: ['zlib1g-dev'], verdict: 'needed' }],
  links: [],
};

/** Who comes first, and whether it is required then. */
function said(more: Partial<Knowledge>): string {
  const nothing = { libraries: {}, corrections: [], defaults: {} };
  const [one] = reconcile({ files: [], ...nothing, ...more });
  const at = {
    version: '1.0',
    system: 'x86_64-linux',
    distribution: 'sdist',
    python: '3.13',
  } as const;
  const fact = one?.facts.find(
    ({ need, when }) => need.kind === 'native-input' && holds(when, at) === 'yes',
  );
  return `${fact?.sources[0]?.id ?? 'nobody'}: ${fact?.required === true ? 'required' : 'optional'}`;
}

it('believes a build first, then what was read, then an agreement of recipes, and one alone least', () => {
  const alone = { files: [recipe('uv2nix_hammer_overrides')] };
  const agreed = { files: [...alone.files, recipe('nixpkgs')] };
  expect(said(alone)).toBe('uv2nix_hammer_overrides: optional');
  expect(said(agreed)).toMatch(/: required$/);
  expect(said({ ...agreed, readings: [READ] })).toBe('sdist: optional');
  expect(said({ ...agreed, readings: [READ], builds: [BUILT] })).toBe('lab: required');
});

it('lets what a person found out win over all', () => {
  const correction = { package: 'p', ...LIBRARY, reason: 'tried', reference: 'p setup.py' };
  const knowledge = { readings: [READ], builds: [BUILT] };
  expect(said({ ...knowledge, corrections: [{ ...correction, set: 'optional' }] })).toMatch(
    /: optional$/,
  );
});

it('takes what poetry2nix gives a package of which there are wheels alone for what an earlier wheel links, where a later one does', () => {
  const libraries = ['zlib', 'gtk3'].map(
    (attr) => ({ kind: 'native-input', attr, as: 'buildInputs' }) as const,
  );
  const packages = { p: libraries };
  const wheel: ReadingsFile = {
    source: 'wheel',
    packages: {
      p: {
        '6.2': {
          file: 'p-6.2-py3-none-manylinux_2_28_x86_64.whl',
          sha256: '0'.repeat(64),
          backend: '',
          evidence: [{ kind: 'links', name: 'libz.so.1', at: 'p/core.so' }],
        },
      },
    },
  };
  const linked = (file: FactsFile): readonly unknown[] => {
    const [one] = reconcile({
      files: [file],
      readings: [wheel],
      libraries: {},
      corrections: [],
      defaults: {},
    });
    return (one?.facts ?? []).flatMap(({ need, when, required }) =>
      need.kind === 'wheel-library' ? [[need.attr, when.versions, required]] : [],
    );
  };
  expect(linked({ ...recipe('poetry2nix'), packages })).toEqual([
    ['zlib', [{ from: '6', until: '6.2' }], true],
    ['zlib', [{ from: '6.2' }], true],
  ]);
  expect(linked({ ...recipe('debian'), packages })).toEqual([['zlib', [{ from: '6.2' }], true]]);
});
