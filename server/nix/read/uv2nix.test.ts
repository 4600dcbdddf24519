import { describe, expect, it } from 'vitest';
import { PROJECTS } from '../../../test/nix/projects.ts';
import { readProject, summary, useOf } from '../../../test/nix/reading.ts';
import { newFileText } from '../plan/render.ts';

/** A module of flake-parts that builds a workspace as its options say. */
function moduleWith(declared: string): string {
  return `{ lib, inputs, flake-parts-lib, ... }: {
    options.perSystem = flake-parts-lib.mkPerSystemOption {
      options.workspace = lib.mkOption { type = lib.types.submodule { options = { ${declared} }; }; };
    };
    config.perSystem = { config, pkgs, ... }: let
      cfg = config.workspace;
      workspace = inputs.uv2nix.lib.workspace.loadWorkspace { workspaceRoot = cfg.root; };
      overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
    in {
      packages.set = (pkgs.callPackage inputs.pyproject-nix.build.packages { inherit (cfg) python; }).overrideScope (
        lib.composeManyExtensions [ inputs.pyproject-build-systems.overlays.wheel overlay cfg.fixes ]
      );
    };
  }`;
}

const DECLARED = `
    root = lib.mkOption { apply = path: /. + (builtins.unsafeDiscardStringContext path); };
    python = lib.mkOption { type = lib.types.package; };
    fixes = lib.mkOption { default = final: prev: { }; };`;
const ROOT = 'root = toString (lib.fileset.toSource { root = ./..; fileset = ../src; });';

/** What is read of a flake with that module, and one that sets its options. `more` is the flake's own. */
function ofModules(settings: string, declared = DECLARED, more = ''): readonly string[] {
  const { uses } = readProject({
    'flake.nix': `{ outputs = inputs@{ flake-parts, ... }:
    flake-parts.lib.mkFlake { inherit inputs; } { imports = [ ./nix/uv.nix ./nix/project.nix ]; ${more} }; }`,
    'nix/uv.nix': moduleWith(declared),
    'nix/project.nix': `{ lib, ... }: { perSystem = { pkgs, ... }: { workspace = { ${settings} }; }; }`,
  });
  return uses.map(({ projectDir, python, overrides }) =>
    [
      projectDir.known ? projectDir.value : '?',
      python.known ? (python.value ?? 'default') : '?',
      overrides.understood ? overrides.entries.map(({ name }) => name).join() : '?',
    ].join(' '),
  );
}

describe('uv2nix', () => {
  const uv2nix = PROJECTS.get('uv2nix') ?? '';

  it('reads a workspace and the overlays that are composed with its lock', () => {
    const use = useOf(uv2nix, 'flake.nix');
    expect(use).toMatchObject({
      target: 'uv2nix',
      callee: 'loadWorkspace',
      projectDir: { known: true, value: '/p' },
      preferWheels: { known: true, value: true },
      python: { known: true, value: 'python312' },
    });
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(summary)).toEqual([
      'lxml: nativeBuildInputs+cython buildInputs+libxml2,libxslt',
    ]);
  });

  it('knows that what runs before the lock is undone', () => {
    const use = useOf(uv2nix.replace('overlay fixes ]', 'fixes overlay ]'), 'flake.nix');
    expect(use.overrides.entries.map(({ beforeDefaults }) => beforeDefaults)).toEqual([true]);
  });

  it('does not know the preference where none is written', () => {
    const use = useOf(uv2nix.replace('{ sourcePreference = "wheel"; }', '{ }'), 'flake.nix');
    expect(use.preferWheels.known).toBe(false);
  });

  it('does not understand overlays of elsewhere', () => {
    const use = useOf(
      uv2nix.replace('overlay fixes ]', 'overlay (hammer.overrides pkgs) fixes ]'),
      'flake.nix',
    );
    expect(use.overrides.understood).toBe(false);
    expect(use.overrides.entries).toHaveLength(1);
  });

  it('takes further overlays on the same set along, and leaves editable ones out', () => {
    const more = uv2nix.replace(
      'in\n    { packages',
      `more = pythonSet.overrideScope (f: p: { zope = p.zope.overrideAttrs (o: { x = 1; }); });
       editable = more.overrideScope (lib.composeManyExtensions [
         (workspace.mkEditablePyprojectOverlay { root = "$ROOT"; })
         (f: p: { app = p.app.overrideAttrs (o: { y = 1; }); })
       ]);
      in
    { inherit more editable; packages`,
    );
    const use = useOf(more, 'flake.nix');
    expect(use.overrides.entries.map(({ name }) => name)).toEqual(['lxml', 'zope']);
  });

  it('follows a set to its part for one pair of platforms', () => {
    const more = uv2nix.replace(
      'in\n    { packages',
      `more = pythonSet.pythonPkgsHostHost.overrideScope (lib.composeManyExtensions [ (hammer.overrides pkgs) ]);
      in
    { inherit more; packages`,
    );
    expect(more).not.toBe(uv2nix);
    const use = useOf(more, 'flake.nix');
    expect(use.overrides.entries.map(({ name }) => name)).toEqual(['lxml']);
    expect(use.overrides.understood).toBe(false);
  });

  const url = 'https://github.com/pyproject-nix/build-system-pkgs/archive/0123456.tar.gz';
  const git = 'https://github.com/pyproject-nix/build-system-pkgs.git';

  it.each([
    ['an input', 'pyproject-build-systems.overlays.default', ''],
    ['an input of other systems', 'pyproject-build-systems.overlays.wheel', ''],
    ['all inputs', 'inputs.pyproject-build-systems.overlays.default', ''],
    ['an inherit', 'default', 'inherit (pyproject-build-systems.overlays) default;'],
    ['its default.nix', 'pyproject-build-systems.default', ''],
    ['a tarball', 'back-ends.wheel', `back-ends = import (fetchTarball "${url}") { };`],
    [
      'a tarball with its hash',
      'back-ends.overlays.sdist',
      `back-ends = import (builtins.fetchTarball { url = "${url}"; sha256 = ""; }) { };`,
    ],
    [
      'git',
      'back-ends.overlays.default',
      `back-ends = import (builtins.fetchGit { url = "${git}"; rev = ""; }) { };`,
    ],
    [
      'a fetcher of nixpkgs',
      'back-ends.overlays.default',
      'back-ends = import (pkgs.fetchFromGitHub { owner = "pyproject-nix"; repo = "build-system-pkgs"; }) { };',
    ],
    [
      'pins of npins',
      'back-ends.overlays.default',
      'back-ends = import (import ./npins).build-system-pkgs { };',
    ],
    [
      'pins of niv',
      'back-ends.overlays.default',
      'sources = import ./nix/sources.nix; back-ends = import sources.pyproject-build-systems { };',
    ],
    [
      'a flake by name',
      '(builtins.getFlake "github:pyproject-nix/build-system-pkgs").overlays.default',
      '',
    ],
  ])('knows the overlay of build systems by where it comes from: %s', (_name, overlay, lets) => {
    const use = useOf(
      uv2nix
        .replace('pyproject-build-systems.overlays.default', overlay)
        .replace('inherit (nixpkgs) lib;', `inherit (nixpkgs) lib; ${lets}`),
      'flake.nix',
    );
    expect(use.overrides.why).toBe('');
    expect(use.overrides.understood).toBe(true);
  });

  it.each([
    ['an input of another name', 'more.overlays.default', '', ''],
    [
      'an input that is another repository',
      'pyproject-build-systems.overlays.default',
      'inputs.pyproject-build-systems.url = "github:someone/overlay";',
      '',
    ],
    [
      'another tarball',
      'back-ends.overlays.default',
      '',
      'back-ends = import (fetchTarball "https://github.com/someone/overlay/archive/1.tar.gz") { };',
    ],
    ['another attribute of it', 'pyproject-build-systems.lib.overlay', '', ''],
  ])('does not take for it %s', (_name, overlay, inputs, lets) => {
    const use = useOf(
      uv2nix
        .replace('pyproject-build-systems.overlays.default', overlay)
        .replace('inputs.nixpkgs', `${inputs} inputs.nixpkgs`)
        .replace('inherit (nixpkgs) lib;', `inherit (nixpkgs) lib; ${lets}`),
      'flake.nix',
    );
    expect(use.overrides.understood).toBe(false);
  });

  it('knows an input by its address, whatever it is called', () => {
    const use = useOf(
      uv2nix
        .replaceAll('pyproject-build-systems', 'tools')
        .replace(
          'inputs.nixpkgs',
          'inputs.tools.url = "github:pyproject-nix/build-system-pkgs"; inputs.nixpkgs',
        ),
      'flake.nix',
    );
    expect(use.overrides.understood).toBe(true);
  });

  it('understands a file that was made from nothing', () => {
    const use = useOf(newFileText('uv2nix', []));
    expect(use.overrides).toMatchObject({ understood: true, entries: [] });
    expect(use.projectDir).toEqual({ known: true, value: '/p' });
    expect(use.python).toEqual({ known: true, value: 'python3' });
  });

  it('reads a set for each system, and what is added to that of one', () => {
    const perSystem = uv2nix
      .replace('pythonSet = (pkgs', 'pythonSets = forAllSystems (system: (pkgs')
      .replace(
        /\);\s*in\s*\{ packages[\s\S]*$/,
        `));
          forAllSystems = lib.genAttrs lib.systems.flakeExposed;
          more = system: pythonSets.\${system}.overrideScope (f: p: { zope = p.zope.overrideAttrs (o: { x = 1; }); });
        in { packages = forAllSystems (system: (more system).mkVirtualEnv "env" workspace.deps.default); };
      }`,
      );
    const use = useOf(perSystem, 'flake.nix');
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(({ name }) => name)).toEqual(['lxml', 'zope']);
  });

  it.each([
    ['imports', '{ imports = [ ./nix ]; }'],
    [
      'imports of a flake-parts flake',
      '{ outputs = { parts, ... }@inputs: parts.lib.mkFlake { inherit inputs; } { imports = [ ./nix ] ++ more; }; }',
    ],
    ['meld', '{ outputs = { flake-utils, ... }@inputs: flake-utils.lib.meld inputs [ ./nix ]; }'],
  ])('reads the modules that a flake names: %s', (_name, flake) => {
    const { uses, wants } = readProject({ 'flake.nix': flake });
    expect([uses, wants]).toEqual([[], ['/p/nix/default.nix']]);
    const module =
      '{ inputs, ... }: { perSystem = { pkgs, ... }: { packages.default = inputs.poetry2nix.lib.mkPoetryApplication { projectDir = ../.; }; }; }';
    const found = readProject({ 'flake.nix': flake, 'nix/default.nix': module }).uses;
    expect(found.map(({ projectDir }) => projectDir)).toEqual([{ known: true, value: '/p' }]);
  });

  it.each([
    ['what one module sets', `${ROOT} python = pkgs.python313;`, '/p python313 '],
    [
      'a default that is set',
      `${ROOT} python = pkgs.python313; fixes = f: p: { foo = p.foo.overrideAttrs { }; };`,
      '/p python313 foo',
    ],
    ['nothing of what is not set', ROOT, '/p ? '],
    ['nothing of what a condition decides', `${ROOT} python = lib.mkIf x pkgs.python313;`, '/p ? '],
  ])('reads the options of modules: %s', (_name, settings, expected) => {
    expect(ofModules(settings)).toEqual([expected]);
  });

  it('knows nothing of an option that is set elsewhere too', () => {
    const settings = `${ROOT} python = pkgs.python313;`;
    const more = 'perSystem = { pkgs, ... }: { workspace.python = pkgs.python312; };';
    expect(ofModules(settings, DECLARED, more)).toEqual(['/p ? ']);
    expect(ofModules(settings, DECLARED.replace('python =', 'other ='))).toEqual(['/p ? ']);
  });

  it('reads a file that a package set of the user’s own calls', () => {
    const calls =
      '{ lib, pkgs }: let callPackage = lib.callPackageWith { inherit pkgs; }; in callPackage ./set.nix { dir = ./.; }';
    const set = '{ pkgs, dir }: pkgs.poetry2nix.mkPoetryEnv { projectDir = dir; }';
    const { uses } = readProject({ 'default.nix': calls, 'set.nix': set });
    expect(uses.map(({ projectDir }) => projectDir)).toEqual([{ known: true, value: '/p' }]);
  });

  it('knows nothing of a workspace whose set is made elsewhere', () => {
    const use = useOf(
      '{ uv2nix, mkSet }: mkSet (uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; })',
    );
    expect(use.projectDir).toEqual({ known: true, value: '/p' });
    expect(use.overrides.understood).toBe(false);
  });
});

describe('overlays before the overlay of the lock', () => {
  const OVERLAY =
    '(final: prev: { foo = prev.foo.overrideAttrs (old: { buildInputs = [ pkgs.zlib ]; }); })';
  const LOCK = '(workspace.mkPyprojectOverlay { sourcePreference = "sdist"; })';

  it.each([
    ['one list', `base.overrideScope (lib.composeManyExtensions [ ${OVERLAY} ${LOCK} ])`],
    ['a set of its own', `(base.overrideScope ${OVERLAY}).overrideScope ${LOCK}`],
    [
      'a set with a name',
      `let first = base.overrideScope ${OVERLAY}; in first.overrideScope ${LOCK}`,
    ],
    ['a composition', `base.overrideScope (lib.composeExtensions ${OVERLAY} ${LOCK})`],
  ])('give nothing in %s', (_name, set) => {
    const { overrides } = useOf(
      `{ lib, pkgs, base, uv2nix }: let workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; }; in ${set}`,
    );
    expect(overrides.understood).toBe(true);
    expect(overrides.entries.map(({ normalized, isLost }) => [normalized, isLost])).toEqual([
      ['foo', true],
    ]);
  });

  it('are another matter behind it', () => {
    const { overrides } = useOf(
      `{ lib, pkgs, base, uv2nix }: let workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; }; in (base.overrideScope ${LOCK}).overrideScope ${OVERLAY}`,
    );
    expect(overrides.entries.map(({ isLost }) => isLost)).toEqual([undefined]);
  });
});
