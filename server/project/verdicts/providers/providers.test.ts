import { describe, expect, it } from 'vitest';
import { fact } from '../../../../test/support/project.ts';
import type { OverrideEntry } from '../../../nix/api.ts';
import type { Circumstances } from '../../../targets/conditions.ts';
import { askAll, maybe, NO, yesByDefault, type Provider } from './model.ts';
import { callProvider, overlayProvider } from './overlay.ts';
import { generatedProvider } from './pypi2nix-set.ts';
import { shellProvider } from './shell.ts';
import { uvSettingsProvider, workspaceConfigProvider } from './uv-settings.ts';

const AT: Circumstances = {
  version: null,
  system: 'x86_64-linux',
  distribution: 'sdist',
  python: null,
};
const CUPS = fact({ kind: 'native-input', attr: 'cups', as: 'buildInputs' }, ['debian']);
const SETUPTOOLS = fact({ kind: 'build-system', attr: 'setuptools' }, ['debian']);
const CRATES = fact({ kind: 'cargo-hash' }, ['debian']);

const ENTRY: OverrideEntry = {
  name: 'foo',
  normalized: 'foo',
  file: '/p/default.nix',
  nameSpan: { start: 0, end: 3 },
  span: { start: 0, end: 9 },
  beforeDefaults: false,
  lists: [],
  preferWheel: null,
  sets: [],
  opaque: false,
  conditional: false,
};

function listOf(...attrs: readonly string[]): OverrideEntry['lists'] {
  return [{ list: 'buildInputs', attrs, complete: true, replaces: false }];
}

const READ = { understood: true, why: '' };

/** The answer and its words. */
function said(provider: Provider, need = CUPS): string {
  const { answer, because } = provider.answer(need, AT);
  return because === null ? answer : `${answer}: ${because}`;
}

describe('an overlay of a wheel', () => {
  const TORCH = fact({ kind: 'ignored-library', name: 'libtorch.so', by: 'torch' }, ['wheel']);
  const TBB = fact({ kind: 'wheel-library', attr: 'tbb' }, ['wheel']);
  const sets = ['autoPatchelfIgnoreMissingDeps'];
  const ignoring = (...patterns: readonly string[]): OverrideEntry => ({
    ...ENTRY,
    sets,
    ignoredLibraries: { patterns, complete: true },
  });
  const UNREAD = 'maybe: default.nix overrides it in a way that is not read';

  it('may bring a library by another one that it gives', () => {
    const [gtk, zlib, tbb] = ['gtk3', 'zlib', 'tbb'].map((attr) =>
      said(overlayProvider([{ ...ENTRY, lists: listOf(attr) }], READ), TBB),
    );
    expect([gtk, zlib, tbb]).toEqual([UNREAD, 'no', 'yes: default.nix provides it']);
  });

  it.each([
    [['libtorch.so'], 'yes: default.nix provides it', 'no'],
    [['*'], 'yes: default.nix provides it', UNREAD],
    [['libcuda.so.1'], 'no', 'no'],
    [['libtbb.so.12'], 'no', UNREAD],
    [['libz.so.1'], 'no', 'no'],
    [[], 'no', 'no'],
  ])('that lets patching pass over %j', (patterns, torch, tbb) => {
    expect(said(overlayProvider([ignoring(...patterns)], READ), TORCH)).toBe(torch);
    expect(said(overlayProvider([ignoring(...patterns)], READ), TBB)).toBe(tbb);
  });

  it('that lets patching pass over what cannot be read may mean any', () => {
    const partly = { ...ENTRY, sets, ignoredLibraries: { patterns: ['liba.so'], complete: false } };
    for (const entry of [{ ...ENTRY, sets }, partly])
      expect([TORCH, TBB].map((need) => said(overlayProvider([entry], READ), need))).toEqual([
        UNREAD,
        UNREAD,
      ]);
  });

  it('that adds the package which brings the library provides it', () => {
    const lists = listOf('torch');
    expect(said(overlayProvider([{ ...ENTRY, lists }], READ), TORCH)).toContain('yes');
    expect(said(overlayProvider([ENTRY], READ), TORCH)).toBe('no');
  });
});

describe('an overlay', () => {
  const ANY = fact({ kind: 'any-build-system', attr: 'setuptools' }, ['pep517']);

  it.each([
    ['build-system', ['pdm-backend'], 'yes: default.nix provides it'],
    ['nativeBuildInputs', ['hatchling'], 'yes: default.nix provides it'],
    ['nativeBuildInputs', ['cmake', 'pkg-config'], 'no'],
    ['nativeBuildInputs', ['whatever'], 'maybe: default.nix gives it what may be a build system'],
    ['buildInputs', ['whatever'], 'no'],
  ] as const)('with %s of %j says of any build system %s', (list, attrs, expected) => {
    const lists = [{ list, attrs, complete: true, replaces: false }];
    expect(said(overlayProvider([{ ...ENTRY, lists }], READ), ANY)).toBe(expected);
  });

  it.each([
    [{ lists: listOf('cups') }, 'yes: default.nix provides it'],
    [
      { lists: listOf('cups'), conditional: true },
      'maybe: a condition decides on the override in default.nix',
    ],
    [{ lists: listOf('zlib') }, 'no'],
    [{ opaque: true }, 'maybe: default.nix overrides it in a way that is not read'],
    [{ sets: ['src'] }, 'maybe: default.nix overrides it in a way that is not read'],
  ])('%j says %s', (more, expected) => {
    expect(said(overlayProvider([{ ...ENTRY, ...more }], READ))).toBe(expected);
  });

  it('gives crates by the attributes that it sets, and is not known where it is not read whole', () => {
    expect(said(overlayProvider([{ ...ENTRY, sets: ['cargoDeps'] }], READ), CRATES)).toContain(
      'yes',
    );
    expect(said(overlayProvider([], { understood: false, why: 'it is imported' }))).toBe(
      'maybe: it is imported',
    );
    expect(said(overlayProvider([], READ))).toBe('no');
  });
});

describe('the arguments of a call', () => {
  it('hide nothing by what every call sets', () => {
    const own = { lists: listOf('cups'), sets: ['src', 'format'], ...READ };
    expect(said(callProvider(own, '/p/default.nix'))).toBe('yes: default.nix provides it');
    expect(said(callProvider({ ...own, lists: [] }, '/p/default.nix'))).toBe('no');
    expect(said(callProvider({ ...own, lists: [], sets: ['patches'] }, '/p/a.nix'))).toContain(
      'maybe',
    );
  });
});

describe('a shell', () => {
  it('holds libraries, and no build systems', () => {
    const shell = { packages: ['cups', 'python3Packages.setuptools'], libraryPath: null };
    const whole = shellProvider({ ...shell, complete: true }, '/p/shell.nix');
    expect(said(whole)).toBe('yes: the shell in shell.nix holds it');
    expect(said(whole, SETUPTOOLS)).toBe('no');
    const open = shellProvider({ ...shell, complete: false }, '/p/shell.nix');
    expect(said(open, SETUPTOOLS)).toBe('maybe: the shell in shell.nix is not read whole');
  });
});

describe('a generated set', () => {
  it('has what all packages were given, and the build systems of each', () => {
    const packages = new Map([['foo', { name: 'foo', buildInputs: ['setuptools'] }]]);
    const set = { file: '/p/requirements.nix', inputs: ['cups'], complete: true, packages };
    expect(said(generatedProvider(set, 'foo'))).toBe('yes: requirements.nix has it');
    expect(said(generatedProvider(set, 'foo'), SETUPTOOLS)).toBe('yes: requirements.nix has it');
    expect(said(generatedProvider(set, 'bar'), SETUPTOOLS)).toBe('no');
  });
});

describe('[tool.uv]', () => {
  it('gives build systems to the packages that it names', () => {
    const extra = [{ package: 'foo', buildSystems: ['setuptools'], file: '/p/pyproject.toml' }];
    const unset = { known: true, value: false } as const;
    const settings = {
      extra,
      variables: [],
      configured: [],
      noBuild: unset,
      noBinary: unset,
      noBuildPackages: [],
      noBinaryPackages: [],
    };
    expect(said(uvSettingsProvider(settings, 'foo'), SETUPTOOLS)).toBe(
      'yes: pyproject.toml provides it',
    );
    expect(said(uvSettingsProvider(settings, 'foo'))).toBe('no');
    expect(said(uvSettingsProvider(settings, 'bar'), SETUPTOOLS)).toBe('no');
    const file = '/p/pyproject.toml';
    const set = { ...settings, variables: [{ package: 'foo', names: ['PG_CONFIG'], file }] };
    const variable = fact({ kind: 'environment', name: 'PG_CONFIG', value: 'x' }, ['debian']);
    expect(said(uvSettingsProvider(set, 'foo'), variable)).toBe('yes: pyproject.toml provides it');
    expect(said(uvSettingsProvider(set, 'bar'), variable)).toBe('no');
    const maybeSo = 'maybe: pyproject.toml configures its build';
    expect(said(uvSettingsProvider(set, 'foo'))).toBe(maybeSo);
    const configured = (name: string | null): Provider =>
      uvSettingsProvider({ ...settings, configured: [{ package: name, file }] }, 'foo');
    expect(said(configured('foo'))).toBe(maybeSo);
    expect(said(configured(null))).toBe(maybeSo);
    expect(said(configured('bar'))).toBe('no');
    expect(said(configured('foo'), CRATES)).toBe('no');
  });

  it('counts no more where the config of loadWorkspace may say otherwise', () => {
    expect(said(hiding('extra-build-dependencies'), SETUPTOOLS)).toBe(
      'maybe: the config of loadWorkspace in flake.nix may set extra-build-dependencies',
    );
    expect(said(hiding(), SETUPTOOLS)).toBe('no');
  });
});

function hiding(...hides: readonly string[]): Provider {
  return workspaceConfigProvider({
    workspaceConfig: { complete: true, hides },
    file: '/p/flake.nix',
  });
}

function always(answer: ReturnType<Provider['answer']>): Provider {
  return { answer: () => answer };
}

function no(because: string): Provider {
  return always({ answer: 'no', because, buildsWithout: false });
}

describe('askAll', () => {
  it('takes what is sure before what is perhaps, and that before what is not', () => {
    const yes = always(yesByDefault('yes'));
    expect(askAll([no('a'), always(maybe('b')), yes], CUPS, AT)).toMatchObject({ because: 'yes' });
    expect(askAll([no('a'), always(maybe('b')), always(maybe('c'))], CUPS, AT)).toMatchObject({
      because: 'b',
    });
    expect(askAll([no('a'), no('b'), always(NO)], CUPS, AT)).toMatchObject({ because: 'b' });
    expect(askAll([], CUPS, AT)).toBe(NO);
  });
});
