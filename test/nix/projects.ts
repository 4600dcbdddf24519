/** Small Nix projects of our own, one for each way to build Python, to read, to break and to edit in tests. */
export const PROJECTS: ReadonlyMap<string, string> = new Map([
  [
    'poetry2nix',
    `{ pkgs ? import <nixpkgs> { } }:
let
  inherit (pkgs) lib poetry2nix;
  # What the locked packages forget to say.
  build-requirements = {
    flask-thing = [ "setuptools" ];
    other-thing = [ "setuptools" "wheel" ];
  };
in
poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  python = pkgs.python311;
  preferWheels = false;
  groups = [ "main" "web" ];
  overrides = poetry2nix.overrides.withDefaults (final: prev:
    builtins.mapAttrs
      (name: requirements: prev.\${name}.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ map (each: final.\${each}) requirements;
      }))
      build-requirements
    // {
      pillow = prev.pillow.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.libjpeg pkgs.zlib.dev ];
        postPatch = ''
          substituteInPlace setup.py --replace "''\${x}" "\${pkgs.zlib}"
        '';
      });
      quick = prev.quick.override { preferWheel = true; };
    });
}
`,
  ],
  [
    'uv2nix',
    `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  outputs = { self, nixpkgs, uv2nix, pyproject-nix, pyproject-build-systems, ... }:
    let
      inherit (nixpkgs) lib;
      workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
      overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
      fixes = final: prev: {
        lxml = prev.lxml.overrideAttrs (old: {
          nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem { cython = [ ]; };
          buildInputs = (old.buildInputs or [ ]) ++ (with pkgs; [ libxml2 libxslt ]);
        });
      };
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      pythonSet = (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope (
        lib.composeManyExtensions [ pyproject-build-systems.overlays.default overlay fixes ]
      );
    in
    { packages.x86_64-linux.default = pythonSet.mkVirtualEnv "env" workspace.deps.default; };
}
`,
  ],
  [
    'nixpkgs',
    `final: prev: {
  pythonPackagesExtensions = prev.pythonPackagesExtensions ++ [
    (python-final: python-prev: {
      lxml = python-prev.lxml.overridePythonAttrs (old: {
        build-system = (old.build-system or [ ]) ++ [ python-final.cython ];
      });
    })
  ];
}
`,
  ],
  [
    'dream2nix',
    `{ config, lib, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  deps = { nixpkgs, ... }: { inherit (nixpkgs) libpq; python = nixpkgs.python312; };
  name = "app";
  mkDerivation.src = ./.;
  pip.requirementsFiles = [ "requirements.txt" ];
  pip.overrides.psycopg2.mkDerivation = {
    nativeBuildInputs = [ config.deps.libpq.pg_config ];
    buildInputs = [ config.deps.libpq ];
  };
}
`,
  ],
  [
    'mkshell',
    `{ pkgs ? import <nixpkgs> { } }:
pkgs.mkShell {
  packages = with pkgs; [ python312 poetry ];
  LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath [ pkgs.stdenv.cc.cc.lib pkgs.zlib ];
}
`,
  ],
]);
