import { describe, expect, it } from 'vitest';
import { projectOf } from '../../test/support/project.ts';

const NIX = `{ pkgs, uv2nix, pyproject-nix }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python311; };
in base.overrideScope (pkgs.lib.composeManyExtensions [
  (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })
  (final: prev: { })
])`;

function locked(name: string, version: string, more = ''): string {
  return `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = { registry = "https://idx.test/simple" }\n${more}\n`;
}

/** `name version state` of every locked package but the project itself. */
function built(lock: string, manifest = '', head = ''): readonly string[] {
  const text = `version = 1\nrequires-python = ">=3.9"\n${head}\n${lock}`;
  const project = projectOf({
    manifest: `[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.9"\n${manifest}`,
    lock: text,
    lockName: 'uv.lock',
    nix: NIX,
  });
  return project
    .verdicts()
    .filter(({ locked: each }) => each?.source?.type === 'registry')
    .map(({ package: { name, version }, built: { state } }) => `${name} ${version} ${state}`);
}

const FORKS =
  locked('lamp', '1.0', 'resolution-markers = ["python_full_version < \'3.10\'"]') +
  locked('lamp', '2.0', 'resolution-markers = ["python_full_version >= \'3.10\'"]');

describe('a package that uv has locked at several versions', () => {
  it('is that of the interpreter', () => {
    expect(built(FORKS, 'dependencies = ["lamp"]\n')).toEqual(['lamp 1.0 no', 'lamp 2.0 yes']);
  });

  it('is that which a dependency names', () => {
    const wick = locked(
      'wick',
      '1.0',
      `dependencies = [
  { name = "lamp", version = "1.0", marker = "python_full_version < '3.10'" },
  { name = "lamp", version = "2.0", marker = "python_full_version >= '3.10'" },
]`,
    );
    const plain = locked('lamp', '1.0') + locked('lamp', '2.0');
    expect(built(plain + wick, 'dependencies = ["wick"]\n')).toEqual([
      'lamp 1.0 unknown',
      'lamp 2.0 yes',
      'wick 1.0 yes',
    ]);
  });

  it('is open where extras exclude each other', () => {
    const forks =
      locked('lamp', '1.0', 'resolution-markers = ["extra == \'extra-3-app-cpu\'"]') +
      locked('lamp', '2.0', 'resolution-markers = ["extra != \'extra-3-app-cpu\'"]');
    expect(built(forks, 'dependencies = ["lamp"]\n')).toEqual([
      'lamp 1.0 unknown',
      'lamp 2.0 unknown',
    ]);
  });
});

describe('the groups that uv2nix takes', () => {
  const groups = '[dependency-groups]\ndev = ["lamp"]\n';

  it('are those that the manifest names as default, and others perhaps', () => {
    expect(built(locked('lamp', '1.0'), groups)).toEqual(['lamp 1.0 unknown']);
    const named = `${groups}[tool.uv]\ndefault-groups = ["dev"]\n`;
    expect(built(locked('lamp', '1.0'), named)).toEqual(['lamp 1.0 yes']);
    const all = `${groups}[tool.uv]\ndefault-groups = "all"\n`;
    expect(built(locked('lamp', '1.0'), all)).toEqual(['lamp 1.0 unknown']);
  });
});

describe('what members of a workspace depend on', () => {
  it('is built perhaps, and what nobody depends on is not', () => {
    const core = `[[package]]
name = "core"
version = "1"
source = { editable = "packages/core" }
dependencies = [{ name = "wick" }]
[package.optional-dependencies]
night = [{ name = "moon" }]
`;
    const lock = core + locked('wick', '1.0') + locked('moon', '1.0') + locked('oil', '1.0');
    const head = '[manifest]\nmembers = ["app", "core"]\n';
    expect(built(lock, '', head)).toEqual(['wick 1.0 unknown', 'moon 1.0 unknown', 'oil 1.0 no']);
  });
});

describe('the extras of the project', () => {
  it('are perhaps taken by uv2nix', () => {
    const extras = '[project.optional-dependencies]\nbright = ["lamp"]\n';
    expect(built(locked('lamp', '1.0'), extras)).toEqual(['lamp 1.0 unknown']);
  });
});
