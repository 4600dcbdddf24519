import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../text.ts';
import { parseNix } from '../../parse.ts';
import type { MovedCall, NixMoveRequest } from './model.ts';
import { uv2nix } from './uv2nix.ts';
import { moveNixFile } from './move-file.ts';

/** The calls in a text, by the first letter of the function to the closing brace. */
function callsIn(text: string, more: Partial<MovedCall>): readonly MovedCall[] {
  return [...text.matchAll(/[\w.]*\b(mkPoetry[A-Z]\w+) \{[^}]*\}/g)].map(
    ({ index, 0: all, 1: callee = '' }) => ({
      span: { start: index, end: index + all.length },
      callee,
      workspaceRoot: './.',
      preferWheels: false,
      groups: null,
      extras: null,
      ...more,
    }),
  );
}

function move(text: string, more: Partial<MovedCall> = {}, request: Partial<NixMoveRequest> = {}) {
  const moved = moveNixFile(
    {
      text,
      isOfFlake: false,
      calls: callsIn(text, more),
      package: 'app',
      extras: [],
      groups: ['dev'],
      packages: { main: [], extras: new Map(), groups: new Map(), buildSystem: [] },
      overrides: [],
      ...request,
    },
    uv2nix,
  );
  if ('refused' in moved) return { text: '', notes: [moved.refused] };
  return { text: applyEdits(text, moved.edits), notes: moved.notes.map(({ message }) => message) };
}

const FLAKE = `{
  inputs = {
    flake-utils.url = "github:numtide/flake-utils";
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    # The builder.
    poetry2nix = {
      url = "github:nix-community/poetry2nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs = { self, nixpkgs, flake-utils, poetry2nix }:
    flake-utils.lib.eachDefaultSystem (system:
      let
        pkgs = nixpkgs.legacyPackages.\${system};
        inherit (poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }) mkPoetryApplication mkPoetryEnv;
      in
      {
        packages.default = mkPoetryApplication {
          python = pkgs.python311;
          projectDir = self;
          buildInputs = [ pkgs.zlib ];
        };

        devShells.default = pkgs.mkShell {
          packages = [ pkgs.poetry (mkPoetryEnv { projectDir = ./.; python = pkgs.python311; }) ];
        };
      });
}
`;

describe('moveNixFile', () => {
  it('makes inputs, one set of packages, and of each call what it made', () => {
    const { text, notes } = move(
      FLAKE,
      {},
      {
        overrides: ['# as in overlay.nix', 'foo = prev.foo.overrideAttrs (old: {\n  x = 1;\n});'],
      },
    );
    expect(text).toBe(`{
  inputs = {
    flake-utils.url = "github:numtide/flake-utils";
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    # The builder.
    pyproject-nix = {
      url = "github:pyproject-nix/pyproject.nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    uv2nix = {
      url = "github:pyproject-nix/uv2nix";
      inputs.pyproject-nix.follows = "pyproject-nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    pyproject-build-systems = {
      url = "github:pyproject-nix/build-system-pkgs";
      inputs.pyproject-nix.follows = "pyproject-nix";
      inputs.uv2nix.follows = "uv2nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs = { self, nixpkgs, flake-utils, pyproject-nix, uv2nix, pyproject-build-systems }:
    flake-utils.lib.eachDefaultSystem (system:
      let
        pkgs = nixpkgs.legacyPackages.\${system};
        workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
        pyprojectOverrides = final: prev: {
          # as in overlay.nix
          foo = prev.foo.overrideAttrs (old: {
            x = 1;
          });
          app = prev.app.overrideAttrs (old: {
            buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
          });
        };
        pythonSet = (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python311; }).overrideScope (
          pkgs.lib.composeManyExtensions [
            pyproject-build-systems.overlays.sdist
            (workspace.mkPyprojectOverlay { sourcePreference = "sdist"; })
            pyprojectOverrides
          ]
        );
      in
      {
        packages.default = (pkgs.callPackages pyproject-nix.build.util { }).mkApplication {
          venv = pythonSet.mkVirtualEnv "app-env" { app = [ ]; };
          package = pythonSet.app;
        };

        devShells.default = pkgs.mkShell {
          packages = [ pkgs.poetry (pythonSet.mkVirtualEnv "app-env" { app = [ "dev" ]; }) ];
        };
      });
}
`);
    expect(notes).toEqual([
      'The environment has the project itself too, as it is when the environment is built; poetry2nix left it out.',
    ]);
  });

  it('names inputs as the outputs do, and takes a selected environment for one', () => {
    const { text, notes } = move(
      `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.p2n.url = "github:nix-community/poetry2nix";
  inputs.p2n.inputs.nixpkgs.follows = "nixpkgs";
  outputs = inputs: let
    pkgs = import inputs.nixpkgs { overlays = [ inputs.p2n.overlays.default ]; };
  in {
    packages.x86_64-linux.default = (pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; doCheck = false; }).dependencyEnv;
  };
}
`,
      { preferWheels: true, extras: [] },
    );
    expect(text).toContain('  inputs.uv2nix = {\n    url = "github:pyproject-nix/uv2nix";\n');
    expect(text).not.toContain('p2n');
    expect(text).toContain('overlays = [  ];');
    expect(text).toContain('inputs.pyproject-build-systems.overlays.wheel');
    expect(text).toContain('default = pythonSet.mkVirtualEnv "app-env" { app = [ ]; };');
    expect(notes).toEqual([]);
  });

  it('says where poetry2nix is named still', () => {
    const { notes } = move(
      FLAKE.replace(
        'packages = [ pkgs.poetry',
        'x = poetry2nix.lib.cleanPythonSources { src = ./.; }; packages = [ pkgs.poetry',
      ),
    );
    expect(notes).toContain('poetry2nix is still named here, for which its input stays.');
  });

  it('leaves what it cannot move as it is', () => {
    expect(move(FLAKE.replace('mkPoetryEnv {', 'mkPoetryPackages {')).notes).toEqual([
      'what is read of mkPoetryPackages is not written at it',
    ]);
    expect(
      move('{ pkgs }: pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; }', {}, { isOfFlake: true })
        .notes,
    ).toEqual(['a flake reads it, whose inputs it would need']);
    expect(move(`${FLAKE}}`).notes).toEqual(['it has errors of syntax']);
  });

  it('changes the project in the overlay where a call was changed at its place', () => {
    const { text } = move(`{ pkgs ? import <nixpkgs> { } }:
(pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; }).overrideAttrs (old: {
  postInstall = "true";
})
`);
    expect(text).toContain(`app = prev.app.overrideAttrs (old: {
      postInstall = "true";
    });`);
    expect(text).toContain('package = pythonSet.app;');
    expect(text.match(/postInstall/g)).toHaveLength(1);
  });

  it('makes a list with one environment of the packages, and leaves what takes more of them', () => {
    const { text } = move(
      '{ pkgs ? import <nixpkgs> { } }:\n(pkgs.poetry2nix.mkPoetryPackages { projectDir = ./.; }).poetryPackages\n',
    );
    expect(text).toMatch(/\[\s*\(?pythonSet\.mkVirtualEnv "app-env" \{[^}]*\}\)?\s*\]\n$/);
    const other = move(
      '{ pkgs ? import <nixpkgs> { } }:\n(pkgs.poetry2nix.mkPoetryPackages { projectDir = ./.; }).pyProject\n',
    );
    expect(other.text).toBe('');
  });

  it.each(['x" ]; y = [ "', 'a ${builtins.abort "b"}', "''", 'if', 'a\\'])(
    'writes the name %j as a string or an attribute of that name, and nothing else',
    (name) => {
      const { text } = move(
        '{ pkgs ? import <nixpkgs> { } }:\npkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; }\n',
        { extras: [name] },
        { extras: [name] },
      );
      expect(parseNix(text).errors).toEqual([]);
      const escaped = name.replaceAll(/["\\]/g, '\\$&').replaceAll('${', '\\${');
      expect(text === '' || text.includes(`"${escaped}"`)).toBe(true);
      expect(text.replaceAll(`"${escaped}"`, '')).not.toContain('builtins.abort');
    },
  );
});
