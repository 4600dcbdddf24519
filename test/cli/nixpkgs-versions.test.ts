import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const SHA = 'ab'.repeat(32);
const SRI = 'sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=';

function table(name: string, version: string, rest: string): string {
  return `[[package]]\nname = "${name}"\nversion = "${version}"\noptional = false\npython-versions = ">=3.8"\n${rest}\n`;
}

function files(...names: readonly string[]): string {
  const items = names.map((name) => `{file = "${name}", hash = "sha256:${SHA}"}`);
  return `files = [${items.join(', ')}]`;
}

const LOCK = `${[
  table('same', '1.0', files('same-1.0.tar.gz')),
  table(
    'printing',
    '2.0.1',
    `${files('printing-2.0.1-cp313-cp313-linux_x86_64.whl', 'printing-2.0.1.tar.gz')}

[package.dependencies]
same = "*"
colours = {version = "*", markers = "sys_platform == \\"win32\\""}
more = {version = "*", optional = true}`,
  ),
  table('pure', '1.0', files('pure-1.0-py3-none-any.whl')),
  table(
    'binary',
    '1.0',
    files(
      'binary-1.0-cp312-cp312-manylinux2014_x86_64.whl',
      'binary-1.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
      'binary-1.0-cp313-cp313-macosx_11_0_arm64.whl',
      'binary-1.0-cp313-cp313-win_amd64.whl',
    ),
  ),
  table('stable', '1.0', files('Stable-1.0-cp38-abi3-manylinux2014_x86_64.whl')),
  table('windows', '1.0', files('windows-1.0-cp313-cp313-win_amd64.whl')),
  table('numbered', '1.0', files('numbered-1.0-1-cp313-cp313-manylinux2014_x86_64.whl')),
  table('ours', '1.0', 'files = []\n\n[package.source]\ntype = "git"\nurl = "https://x/ours"'),
].join('\n')}
[metadata]
lock-version = "2.0"
python-versions = "^3.8"
content-hash = "0"
`;

const MANIFEST = `[tool.poetry]
name = "app"
version = "1"

[tool.poetry.dependencies]
python = "^3.8"
same = "*"
printing = "*"
pure = "*"
binary = "*"
stable = "*"
windows = "*"
numbered = "*"
ours = "*"
`;

function project(versions: string, more: Readonly<Record<string, string>> = {}): MemoryFileSystem {
  return new MemoryFileSystem({
    '/p/pyproject.toml': MANIFEST,
    '/p/poetry.lock': LOCK,
    '/p/versions.json': versions,
    ...more,
  });
}

const VERSIONS = '{ "same": "1.0.0", "Printing": "1.9", "pure": null }';
const ARGS = ['overrides', '--target', 'nixpkgs', '--nixpkgs-versions', 'versions.json'];

describe('overrides --nixpkgs-versions', () => {
  it('makes packages of the versions that nixpkgs lacks', () => {
    const { code, out, err } = runCli(project(VERSIONS), ARGS);
    expect(code).toBe(0);
    expect(out).not.toContain('same = final.buildPythonPackage');
    expect(out).toContain(`  printing = final.buildPythonPackage rec {
    pname = "printing";
    version = "2.0.1";
    pyproject = true;

    src = pkgs.fetchPypi {
      inherit pname version;
      hash = "${SRI}";
    };

    build-system = [ final.setuptools ];
    buildInputs = [ pkgs.cups ];
    dependencies = [ final.same ];
  };
`);
    expect(out).toContain('format = "wheel";');
    expect(err).toContain('no package could be made of windows, numbered, ours');
  });

  it('takes the wheel of each system where there are no others', () => {
    const { out } = runCli(project(VERSIONS), ARGS);
    expect(out).toContain(`  binary = final.buildPythonPackage rec {
    pname = "binary";
    version = "1.0";
    format = "wheel";
    disabled = final.pythonOlder "3.13" || final.pythonAtLeast "3.14";

    src = pkgs.fetchPypi (
      {
        inherit pname version format;
        dist = "cp313";
        python = "cp313";
        abi = "cp313";
      }
      // {
        x86_64-linux = {
          platform = "manylinux_2_17_x86_64.manylinux2014_x86_64";
          hash = "${SRI}";
        };
      }.\${pkgs.stdenv.hostPlatform.system}
        or (throw "the index has no wheel of \${pname} \${version} for \${pkgs.stdenv.hostPlatform.system}")
    );

    nativeBuildInputs = [ pkgs.autoPatchelfHook ];
    buildInputs = [ pkgs.stdenv.cc.cc.lib ];
  };
`);
    expect(out).toContain('pname = "Stable";');
    expect(out.match(/disabled = /g)).toHaveLength(1);
  });

  it('takes no wheel of one Python where several may be meant', () => {
    const fileSystem = project(VERSIONS, {
      '/p/pyproject.toml': `${MANIFEST}\n[tool.pyproject-nix-ls]\nnixpkgs-versions = "versions.json"\n`,
      '/p/default.nix': `{ pkgs, python }: python.override {\n  packageOverrides = final: prev: {\n  };\n}\n`,
    });
    runCli(fileSystem, ['overrides', '--target', 'nixpkgs', '--write']);
    const written = fileSystem.text('/p/default.nix');
    expect(written).toContain('stable = final.buildPythonPackage rec {');
    expect(written).not.toContain('binary =');
  });

  it('takes the list from the setting, and writes into the file of the project', () => {
    const fileSystem = project(VERSIONS, {
      '/p/pyproject.toml': `${MANIFEST}\n[tool.pyproject-nix-ls]\nnixpkgs-versions = "versions.json"\n`,
      '/p/default.nix': `{ pkgs }: pkgs.python3.override {\n  packageOverrides = final: prev: {\n  };\n}\n`,
    });
    const { code, out } = runCli(fileSystem, ['overrides', '--target', 'nixpkgs', '--write']);
    expect([code, out]).toEqual([0, 'Edited /p/default.nix\n']);
    expect(fileSystem.text('/p/default.nix')).toContain(
      'printing = final.buildPythonPackage rec {',
    );
  });

  it('says without a list that it depends', () => {
    const { out, err } = runCli(project('{}'), ['overrides', '--target', 'nixpkgs']);
    expect(out).not.toContain('buildPythonPackage');
    expect(err).toContain('depends on its revision');
  });

  it.each([
    ['no JSON', '{', 'must be a JSON object'],
    ['a list', '[]', 'must be a JSON object'],
  ])('refuses %s', (_name, versions, message) => {
    expect(runCli(project(versions), ARGS)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(message),
    });
  });

  it('refuses a file that is not there, and another target', () => {
    const missing = runCli(project('{}'), [...ARGS.slice(0, -1), 'none.json']);
    expect([missing.code, missing.out]).toEqual([2, '']);
    const other = runCli(project('{}'), ['overrides', '--nixpkgs-versions', 'versions.json']);
    expect([other.code, other.out]).toEqual([2, '']);
  });
});
