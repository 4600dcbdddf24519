import type { OverrideRequest } from '../model.ts';
import { DIALECTS } from '../plan/dialect.ts';
import { nixAttrName } from '../print.ts';
import { nixpkgsPlaces, readNixpkgs } from '../read/nixpkgs.ts';
import { subjectName } from '../request.ts';
import type { NixTarget } from './model.ts';
import { NOTHING_SPECIAL } from './model.ts';
import { overlayTarget } from './overlay-target.ts';

export const nixpkgs: NixTarget = overlayTarget({
  dialect: DIALECTS.nixpkgs,
  takes: {
    wheels: false,
    brokenCycles: false,
    definitions: true,
    dependencies: true,
    relaxedDependencies: true,
    ignoredLibraries: true,
  },
  overlays: NOTHING_SPECIAL,
  read: readNixpkgs,
  isOfOneProject: false,
  placesWithoutUse: nixpkgsPlaces,
  noPlace: 'no packageOverrides, no pythonPackagesExtensions and no interpreter of nixpkgs',
  ownCalls: 'buildPythonApplication or buildPythonPackage',
  noOwn: null,
  newFile: environment,
  bind: (overlay) => `packageOverrides = ${overlay};`,
  heading: () => '',
});

/** An environment with the packages that are asked for. */
function environment(requests: readonly OverrideRequest[]): string {
  const names = requests.flatMap((request) => subjectName(request) ?? []);
  const packages = [...new Set(names)].map((name) => `  ps.${nixAttrName(name)}\n`).join('');
  return `{
  pkgs ? import <nixpkgs> { },
}:
let
  python = pkgs.python3.override {
    packageOverrides = final: prev: { };
  };
in
python.withPackages (ps: [
${packages}])
`;
}
