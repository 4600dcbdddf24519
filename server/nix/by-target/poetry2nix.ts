import { DIALECTS } from '../plan/dialect.ts';
import { readPoetry2nix } from '../read/poetry2nix.ts';
import type { NixTarget } from './model.ts';
import { overlayTarget } from './overlay-target.ts';
import { pinned } from './pinned.ts';

export const poetry2nix: NixTarget = overlayTarget({
  dialect: DIALECTS.poetry2nix,
  takes: {
    wheels: true,
    brokenCycles: true,
    definitions: false,
    dependencies: true,
    relaxedDependencies: true,
    ignoredLibraries: true,
  },
  overlays: {
    methods: { own: ['overridePythonAttrs'], likely: ['override'] },
    hasPackagesOfLock: true,
    arguments: { wheel: 'preferWheel', method: 'overridePythonAttrs' },
    wheelsOfCall: 'preferWheels',
    dropsArguments: true,
    lacksBuildInputs: false,
    hasDefaultsBehind: true,
  },
  read: readPoetry2nix,
  isOfOneProject: true,
  placesWithoutUse: () => [],
  noPlace: 'no call of mkPoetryApplication, mkPoetryEnv or mkPoetryPackages, and no overlay',
  ownCalls: 'mkPoetryApplication',
  noOwn: null,
  newFile: () => NEW_FILE,
  bind: (overlay) => `overrides = poetry2nix.defaultPoetryOverrides.extend (${overlay});`,
  heading: () => '',
});

// nixpkgs has no poetry2nix of its own since 2023-10-26, so that `pkgs.poetry2nix` throws.
const NEW_FILE = `{
  pkgs ? import <nixpkgs> { },
}:
let
  poetry2nix = import (${pinned('nix-community/poetry2nix')}) {
    inherit pkgs;
  };
in
poetry2nix.mkPoetryApplication {
  projectDir = ./.;
}
`;
