import { describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { Session } from '../session/session.ts';
import { applyEdits } from '../text.ts';

function findings(nix: string, buildSystem: string) {
  const session = new Session(
    new MemoryFileSystem({
      '/p/pyproject.toml': `[project]\nname = "lamp"\nversion = "1"\ndependencies = []\n${buildSystem}`,
      '/p/default.nix': nix,
    }),
    fixtureKnowledge,
  );
  return session
    .project('/p/pyproject.toml')
    .findings()
    .filter(({ code }) => code === 'other-build-backend');
}

/** `severity package` of each. */
function found(nix: string, buildSystem: string): readonly string[] {
  return findings(nix, buildSystem).map(({ severity, package: name }) => `${severity} ${name}`);
}

/** The Nix file with the first fix of the first finding; null where there is none. */
function fixed(nix: string, buildSystem: string): string | null {
  const edits = findings(nix, buildSystem)[0]?.fixes?.[0]?.edits;
  return edits === undefined ? null : applyEdits(nix, edits);
}

function table(requires: readonly string[], backend: string | null): string {
  const named = backend === null ? '' : `build-backend = ${JSON.stringify(backend)}\n`;
  return `[build-system]\nrequires = ${JSON.stringify(requires)}\n${named}`;
}

function call(rest: string): string {
  return `{ python3Packages, rustPlatform, cmake, helper }:
python3Packages.buildPythonApplication {
  pname = "lamp";
  version = "1";
  pyproject = true;
  src = ./.;
  ${rest}
}
`;
}

function given(...attrs: readonly string[]): string {
  return call(`build-system = with python3Packages; [ ${attrs.join(' ')} ];`);
}

const HATCHLING = table(['hatchling'], 'hatchling.build');
const SETUPTOOLS = table(['setuptools>=61'], 'setuptools.build_meta');

describe('the back end of a call of nixpkgs’ builders', () => {
  it.each([
    ['flit-core', 'flit_core.buildapi'],
    ['flit-scm', 'flit_scm:buildapi'],
    ['hatchling', 'hatchling.build'],
    ['jupyter-packaging', 'jupyter_packaging.build_api'],
    ['maturin', 'maturin'],
    ['meson-python', 'mesonpy'],
    ['pbr', 'pbr.build'],
    ['pdm-backend', 'pdm.backend'],
    ['poetry-core', 'poetry.core.masonry.api'],
    ['poetry-dynamic-versioning', 'poetry_dynamic_versioning.backend'],
    ['scikit-build', 'skbuild.setuptools_wrap'],
    ['scikit-build-core', 'scikit_build_core.build'],
    ['setuptools', 'setuptools.build_meta'],
    ['sip', 'sipbuild.api'],
    ['uv-build', 'uv_build'],
  ])('%s', (name, backend) => {
    const other = name === 'cython' ? 'wheel' : 'cython';
    expect(found(given(other), table([name], backend))).toEqual([`warning ${name}`]);
    expect(found(call(''), table([`${name}>=1`], backend))).toEqual([`warning ${name}`]);
    expect(found(given(name), table([name], backend))).toEqual([]);
  });

  it('is setuptools where the manifest names none', () => {
    expect(found(given('wheel'), '')).toEqual(['warning setuptools']);
    expect(found(given('wheel'), table(['setuptools'], null))).toEqual(['warning setuptools']);
    expect(found(given('setuptools'), '')).toEqual([]);
  });

  it('may be brought where it is setuptools, which many packages propagate', () => {
    const listed = call('dependencies = [ python3Packages.glow ];');
    expect(found(listed, SETUPTOOLS)).toEqual(['hint setuptools']);
    for (const one of ['setuptools-scm', 'setuptools-rust', 'pbr', 'versioneer'])
      expect(found(given(one), SETUPTOOLS).filter((each) => each.endsWith(' setuptools'))).toEqual(
        [],
      );
  });

  it('is not told as missing where a hook of nixpkgs builds, or something may bring it', () => {
    const crate = table(['maturin>=1'], 'maturin');
    const hooks = 'nativeBuildInputs = with rustPlatform; [ cargoSetupHook maturinBuildHook ];';
    expect(found(call(hooks), crate)).toEqual([]);
    expect(found(call('nativeBuildInputs = [ helper ];'), HATCHLING)).toEqual([]);
    expect(found(call('build-system = helper;'), HATCHLING)).toEqual([]);
    expect(found(call('buildPhase = "make";'), HATCHLING)).toEqual([]);
    expect(found(call('dontUsePypaBuild = true;'), HATCHLING)).toEqual([]);
    expect(found(given('hatch-vcs'), HATCHLING)).toEqual([]);
  });

  it('is not known for one that nobody has heard of, and for one of the project’s own', () => {
    expect(found(given('wheel'), table(['glow'], 'glow.build'))).toEqual([]);
    expect(found(given('wheel'), `${table([], 'backend')}backend-path = ["tools"]\n`)).toEqual([]);
    expect(
      found(given('wheel'), table(['hatchling; sys_platform == "win32"'], 'hatchling.build')),
    ).toEqual([]);
  });
});

describe('what a back end loads', () => {
  const scm = table(['setuptools>=61', 'setuptools-scm>=8'], 'setuptools.build_meta');

  it('is asked for before the build', () => {
    expect(found(given('setuptools'), scm)).toEqual(['warning setuptools-scm']);
    expect(found(given('hatchling'), table(['hatchling', 'hatch_vcs'], 'hatchling.build'))).toEqual(
      ['warning hatch-vcs'],
    );
  });

  it('is there, or mentioned in a way that is not read', () => {
    expect(found(given('setuptools', 'setuptools-scm'), scm)).toEqual([]);
    expect(found(given('setuptools', '(helper "setuptools-scm")'), scm)).toEqual([]);
  });
});

describe('a back end of another project', () => {
  it('is superfluous', () => {
    expect(found(given('hatchling', 'setuptools'), HATCHLING)).toEqual(['hint setuptools']);
    expect(found(given('setuptools'), HATCHLING)).toEqual(['warning hatchling', 'hint setuptools']);
  });

  it('is not told of what others use', () => {
    const cython = table(['poetry-core', 'cython'], 'poetry.core.masonry.api');
    expect(found(given('poetry-core', 'cython', 'setuptools'), cython)).toEqual([]);
    expect(found(given('hatchling', 'ninja'), HATCHLING)).toEqual([]);
  });
});

describe('the action', () => {
  it('writes the back end into the list of the call', () => {
    expect(fixed(given('wheel'), HATCHLING)).toBe(given('wheel', 'hatchling'));
    expect(
      fixed(call('build-system = [\n    python3Packages.wheel\n    cmake\n  ];'), HATCHLING),
    ).toBe(
      call(
        'build-system = [\n    python3Packages.wheel\n    cmake\n    python3Packages.hatchling\n  ];',
      ),
    );
    expect(fixed(call('build-system = [ ];'), HATCHLING)).toBe(
      call('build-system = [ python3Packages.hatchling ];'),
    );
    expect(fixed(call('build-system = [];'), HATCHLING)).toBe(
      call('build-system = [ python3Packages.hatchling ];'),
    );
  });

  it('writes the list where there is none', () => {
    expect(fixed(call(''), HATCHLING)).toContain(
      '  pyproject = true;\n  build-system = [ python3Packages.hatchling ];\n  src',
    );
  });

  it('is not offered where the name of another package is not evident', () => {
    const bare = `{ buildPythonApplication, wheel }: buildPythonApplication {
      pname = "lamp"; pyproject = true; src = ./.; build-system = [ wheel ];
    }`;
    expect(found(bare, HATCHLING)).toEqual(['warning hatchling']);
    expect(fixed(bare, HATCHLING)).toBeNull();
  });
});
