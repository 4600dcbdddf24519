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
function built(lock: string, manifest = '', head = '', nix = NIX): readonly string[] {
  const text = `version = 1\nrequires-python = ">=3.9"\n${head}\n${lock}`;
  const project = projectOf({
    manifest: `[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.9"\n${manifest}`,
    lock: text,
    lockName: 'uv.lock',
    nix,
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

/** The set with these environments. */
function withEnvironments(...specs: readonly string[]): string {
  const made = specs.map((spec, index) => `e${index} = set.mkVirtualEnv "e" ${spec};`);
  return `{ pkgs, uv2nix, pyproject-nix }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python311; };
  set = base.overrideScope (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; });
in { ${made.join(' ')} }`;
}

describe('what the environments of a set take', () => {
  const MANIFEST = `dependencies = ["oil"]
[project.optional-dependencies]
bright = ["lamp"]
[dependency-groups]
dev = ["wick"]
test = ["moon"]
[tool.uv]
default-groups = ["test"]
`;
  const APP = `[[package]]
name = "app"
version = "1"
source = { editable = "." }
dependencies = [{ name = "oil" }]
[package.optional-dependencies]
bright = [{ name = "lamp" }]
[package.dev-dependencies]
dev = [{ name = "wick" }]
test = [{ name = "moon" }]
`;
  const LOCK = APP + ['lamp', 'moon', 'oil', 'wick'].map((name) => locked(name, '1')).join('');

  /** The packages that are certainly built, and with a question mark those that may be. */
  function taken(nix: string, lock = LOCK, head = ''): string {
    return built(lock, MANIFEST, head, nix)
      .map((line) => line.split(' '))
      .flatMap(([name = '', , state]) =>
        state === 'no' ? [] : [state === 'yes' ? name : `${name}?`],
      )
      .join(' ');
  }

  it.each([
    ['workspace.deps.default', 'moon oil'],
    ['workspace.deps.groups', 'moon oil wick'],
    ['workspace.deps.optionals', 'lamp oil'],
    ['workspace.deps.all', 'lamp moon oil wick'],
    ['{ app = [ ]; }', 'oil'],
    ['{ app = [ "bright" ]; }', 'lamp oil'],
    ['{ App = [ "dev" ]; }', 'oil wick'],
    ['{ moon = [ ]; }', 'moon'],
    ['(workspace.deps.default // { app = [ "dev" ]; })', 'oil wick'],
    ['{ ${(pkgs.lib.importTOML ./pyproject.toml).project.name} = [ "dev" ]; }', 'oil wick'],
    ['(workspace.deps.default or { })', 'moon oil'],
    ['(builtins.removeAttrs workspace.deps.all [ "lamp" ])', 'lamp moon oil wick'],
    ['(removeAttrs workspace.deps.all [ "app" ])', ''],
    [
      '(pkgs.lib.filterAttrs (name: _: name != "x" && name != "y") (workspace.deps.default or { }))',
      'moon oil',
    ],
    [
      '(pkgs.lib.filterAttrs (n: _: n != "App") workspace.deps.all // { app = [ "dev" ]; })',
      'oil wick',
    ],
    // What is not read leaves the rest open.
    [
      '(pkgs.lib.filterAttrs (name: _: name == "app") workspace.deps.all)',
      'lamp? moon? oil? wick?',
    ],
    ['{ app = extras; }', 'lamp? moon? oil wick?'],
    ['(pkgs.lib.filterAttrs f workspace.deps.all)', 'lamp? moon? oil? wick?'],
  ])('%s', (spec, expected) => {
    expect(taken(withEnvironments(spec))).toBe(expected);
  });

  it('is what any of several takes', () => {
    expect(taken(withEnvironments('workspace.deps.default', '{ app = [ "bright" ]; }'))).toBe(
      'lamp moon oil',
    );
  });

  it('is read for each caller of a function', () => {
    const nix = withEnvironments().replace(
      'in {',
      'env = name: deps: set.mkVirtualEnv name deps; in { a = env "a" { app = [ "dev" ]; }; b = env "b" { app = [ "bright" ]; }; ',
    );
    expect(taken(nix)).toBe('lamp oil wick');
  });

  it('counts what an editable set takes', () => {
    const editable = withEnvironments('{ app = [ ]; }').replace(
      'in {',
      'editable = set.overrideScope (workspace.mkEditablePyprojectOverlay { root = "$REPO"; }); in { shell = editable.mkVirtualEnv "dev" workspace.deps.all; ',
    );
    expect(taken(editable)).toBe('lamp moon oil wick');
  });

  it('takes the other members of a workspace with it, without their groups by default', () => {
    const core = `[[package]]
name = "core"
version = "1"
source = { editable = "core" }
dependencies = [{ name = "lamp" }]
[package.dev-dependencies]
dev = [{ name = "wick" }]
`;
    const head = '[manifest]\nmembers = ["app", "core"]\n';
    expect(taken(withEnvironments('workspace.deps.default'), LOCK + core, head)).toBe(
      'lamp moon oil',
    );
    expect(taken(withEnvironments('{ core = [ "dev" ]; }'), LOCK + core, head)).toBe('lamp wick');
  });
});
