import { describe, expect, it } from 'vitest';
import { importBuildSystem } from './build-systems.ts';
import { importDebianSources } from './debian.ts';
import { importExternal } from './external.ts';
import { importHammer } from './hammer.ts';
import { importLibraries } from './libraries.ts';
import { importSpack, readConditions } from './spack.ts';

/** When the one build system of a package that was built at this version alone holds. */
function rangesOf(version: string): unknown {
  return importHammer({ foo: { [version]: { nix: [], bs: ['setuptools'] } } }).get('foo')?.[0]
    ?.when;
}

const of = (buildSystem: string, from = '', until = ''): unknown =>
  importBuildSystem({ buildSystem, from, until });

describe('build-systems.json', () => {
  it('takes ranges without blanks, and what the table writes for poetry-core and flit-core', () => {
    expect(of('setuptools')).toEqual([{ kind: 'build-system', attr: 'setuptools' }]);
    expect(of('hatchling', '1.0', ' 2.0')).toEqual([
      {
        kind: 'build-system',
        attr: 'hatchling',
        when: { versions: [{ from: '1.0', until: '2.0' }] },
      },
    ]);
    expect(of('poetry')).toEqual([{ kind: 'build-system', attr: 'poetry-core' }]);
    expect(of('flitBuildHook')).toEqual([{ kind: 'build-system', attr: 'flit-core' }]);
  });
});

describe('uv2nix_hammer_overrides', () => {
  it('says since which version, and until the next one that does not; of build systems nothing below the oldest', () => {
    const facts = importHammer({
      foo: {
        '2.0': { nix: ['zlib.dev', 'lib.getDev'], bs: ['"cython_0"'] },
        '10.0': { nix: ['zlib'], bs: ['cython'], rules: { Rust: true } },
        _n: ['zlib'],
      },
    });
    expect(facts.get('foo')).toEqual([
      {
        kind: 'build-system',
        attr: 'cython_0',
        when: { versions: [{ from: '2.0', until: '10.0' }] },
      },
      { kind: 'native-input', attr: 'zlib', as: 'buildInputs' },
      {
        kind: 'build-system',
        attr: 'cython',
        when: { versions: [{ from: '10.0', until: '11.dev0' }] },
      },
      { kind: 'cargo-hash', when: { versions: [{ from: '10.0' }] } },
    ]);
  });

  it('says nothing of build systems behind the next major version, unless versions are years', () => {
    expect(rangesOf('0.2.5')).toEqual({ versions: [{ from: '0.2.5', until: '1.dev0' }] });
    expect(rangesOf('1!2.0')).toEqual({ versions: [{ from: '1!2.0', until: '1!3.dev0' }] });
    expect(rangesOf('2024.1')).toEqual({ versions: [{ from: '2024.1' }] });
  });

  it('takes no package without a version', () => {
    expect(importHammer({ foo: { _n: ['zlib'] } }).size).toBe(0);
  });
});

describe('Spack', () => {
  it('makes variants optional and keeps versions and platforms', () => {
    const facts = importSpack({
      foo: {
        spack: 'py_foo',
        pypi: true,
        libs: [
          ['zlib', 'zlib', ['build', 'link'], []],
          ['jpeg', 'jpeg', ['build', 'link'], ['+jpeg']],
          ['libuuid', 'libuuid', ['link'], ['@1.2:3 platform=linux']],
          ['graphviz', 'graphviz', ['run'], []],
        ],
        tools: [],
        bs: ['setuptools'],
      },
    }).get('foo');
    const ref = 'packages/py_foo/package.py';
    expect(facts).toEqual([
      { kind: 'native-input', library: 'zlib', ref },
      { kind: 'native-input', library: 'jpeg', optional: true, ref },
      {
        kind: 'native-input',
        library: 'libuuid',
        when: {
          versions: [{ from: '1.2', until: '4' }],
          systems: ['x86_64-linux', 'aarch64-linux'],
        },
        ref,
      },
      { kind: 'native-input', library: 'graphviz', optional: true, ref },
    ]);
  });

  it.each([
    ['@3:', [{ from: '3' }]],
    ['@:2.1', [{ until: '2.2' }]],
    ['@1.5', [{ from: '1.5', until: '1.6' }]],
    ['@=1.5', [{ from: '1.5', until: '1.5.post0.dev0' }]],
    ['@:1,3:4', [{ until: '2' }, { from: '3', until: '5' }]],
  ])('reads %s', (text, versions) => {
    expect(readConditions([text])).toEqual({ when: { versions }, optional: false });
  });

  it.each(['+mpi', '%apple-clang', '^python@3.12:', '@main', '~cuda', 'backend=x'])(
    'takes %s for a choice',
    (text) => {
      expect(readConditions([text]).optional).toBe(true);
    },
  );

  it('leaves out a recipe that is known by a guessed name and lists nothing', () => {
    const recipe = { spack: 'py_foo', pypi: false, libs: [], tools: [], bs: [] };
    expect(importSpack({ foo: recipe }).size).toBe(0);
    expect(importSpack({ foo: { ...recipe, pypi: true } }).get('foo')).toEqual([]);
  });
});

describe('Debian', () => {
  const source = {
    bins: ['python3-foo'],
    pypi: ['foo', 'zope.foo'],
    libs: ['zlib1g-dev', 'dpkg-dev', 'libarm-dev'],
    tools: ['swig'],
    rust: [],
    arch: { 'libarm-dev': '[arm64]' },
    version: '1.0',
  };

  it("takes a module's own Build-Depends, those of one architecture as optional", () => {
    const facts = importDebianSources({ 'python-foo': source });
    const ref = 'Build-Depends of python-foo';
    expect(facts.get('foo')).toEqual([
      { kind: 'native-input', library: 'zlib1g-dev', ref },
      { kind: 'native-input', library: 'libarm-dev', optional: true, ref },
      { kind: 'native-input', library: 'swig', ref },
    ]);
    expect([...facts.keys()]).toEqual(['foo', 'zope-foo']);
  });

  it('takes those of a library that carries a module as optional', () => {
    const facts = importDebianSources({ libfoobar: { ...source, pypi: ['foo'] } });
    expect(facts.get('foo')?.every((fact) => fact.optional)).toBe(true);
  });

  it('takes a long list as optional', () => {
    const libs = Array.from({ length: 20 }, (_, index) => `lib${index}-dev`);
    const facts = importDebianSources({ 'python-foo': { ...source, libs } });
    expect(facts.get('foo')?.every((fact) => fact.optional)).toBe(true);
  });
});

describe('library names', () => {
  it('drop an attribute that nothing confirms', () => {
    const rows = importLibraries({
      'debian:libfoo-dev': { attr: 'foo', verified: ['corepkgs'], current: true },
      'debian:libbar-dev': { attr: 'bar', verified: [], current: 'unknown' },
    });
    expect(rows.get('debian:libfoo-dev')?.attr).toBe('foo');
    expect(rows.get('debian:libbar-dev')?.attr).toBeNull();
  });
});

describe('PEP 725 identifiers', () => {
  it('follow what they provide, and corrections win', () => {
    const rows = importExternal(
      {
        mappings: [
          { id: 'dep:generic/foo', specs: 'foo' },
          { id: 'dep:generic/bar', specs: 'wrong' },
          { id: 'dep:virtual/compiler/baz', specs: [] },
        ],
      },
      {
        definitions: [
          { id: 'dep:generic/foo' },
          { id: 'dep:github/x/foo', provides: 'dep:generic/foo' },
        ],
      },
      [
        {
          id: 'dep:generic/bar',
          inputs: [{ attr: 'bar', as: 'buildInputs' }],
          reason: 'r',
          reference: 'x',
        },
      ],
    );
    expect(rows.get('dep:github/x/foo')).toEqual(rows.get('dep:generic/foo'));
    expect(rows.get('dep:generic/bar')?.inputs).toEqual([{ attr: 'bar', as: 'buildInputs' }]);
    expect(rows.has('dep:virtual/compiler/baz')).toBe(false);
  });
});
