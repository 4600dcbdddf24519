import { applyEdits } from '../../text.ts';
import type { OverrideRequest } from '../model.ts';
import { placeInModules, placeInOwnModule } from '../plan/dream2nix.ts';
import { readDream2nix } from '../read/dream2nix.ts';
import { requestedInputs } from '../request.ts';
import type { NixTarget, Planner } from './model.ts';
import { INPUTS_ALONE, NOTHING_SPECIAL } from './model.ts';
import { pinned } from './pinned.ts';

export const dream2nix: NixTarget = {
  takes: {
    ...INPUTS_ALONE,
    wheels: true,
    dependencies: true,
    relaxedDependencies: true,
    ignoredLibraries: true,
  },
  overlays: NOTHING_SPECIAL,
  sharesOnePlace: true,
  read: readDream2nix,
  isBesideBuilds: false,
  place: placeInModules,
  placeOwn: placeInOwnModule,
  newFile: () => NEW_FILE,
  render,
  renderAll: (requests, plan) => {
    const inModule = requests.filter((request) => !isOwn(request));
    const own = requests.filter(isOwn).map(ownModule).join('');
    return own + (inModule.length === 0 ? '' : filledIn(inModule, plan));
  },
};

function isOwn({ subject }: OverrideRequest): boolean {
  return subject.kind === 'project';
}

const ENTRY = '/default.nix';
const INDENT = '  ';

/** The attributes that a module gets for one request; empty where nothing can be written. */
function render(request: OverrideRequest, plan: Planner): string {
  const text = request.subject.kind === 'project' ? EMPTY_OWN_MODULE : EMPTY_MODULE;
  const made = plan(new Map([[ENTRY, text]]), ENTRY, [request]);
  const edits = made.outcome === 'edited' ? (made.edits.get(ENTRY) ?? []) : [];
  return edits
    .flatMap(({ newText }) => newText.split('\n'))
    .map((line) => (line.startsWith(INDENT) ? line.slice(INDENT.length) : line))
    .join('\n')
    .trim();
}

/** What is written into a module that has nothing yet. */
function filledIn(requests: readonly OverrideRequest[], plan: Planner): string {
  const made = plan(new Map([[ENTRY, EMPTY_MODULE]]), ENTRY, requests);
  return made.outcome === 'edited' ? applyEdits(EMPTY_MODULE, made.edits.get(ENTRY) ?? []) : '';
}

/** What the project itself needs, which its own module says in a form that each writes differently. */
function ownModule(request: OverrideRequest): string {
  const lists = ['nativeBuildInputs', 'buildInputs', 'propagatedBuildInputs'] as const;
  return lists
    .map((list) => ({ list, attrs: requestedInputs(request, list) }))
    .filter(({ attrs }) => attrs.length > 0)
    .map(({ list, attrs }) => `# mkDerivation.${list} of the project itself: ${attrs.join(' ')}\n`)
    .join('');
}

/** A module of dream2nix without anything but the import that overrides need. */
const EMPTY_MODULE = `{ config, lib, dream2nix, ... }:
{
  imports = [ dream2nix.modules.dream2nix.pip ];
}
`;

/** A module that builds a project of its own, without anything but what overrides need. */
const EMPTY_OWN_MODULE: string = EMPTY_MODULE.replace(/\}\n$/, '  mkDerivation.src = ./.;\n}\n');

const NEW_FILE = `{
  pkgs ? import <nixpkgs> { },
}:
let
  dream2nix = import (${pinned('nix-community/dream2nix')});
  module =
    { config, lib, dream2nix, ... }:
    let
      pyproject = lib.importTOML ./pyproject.toml;
    in
    {
      imports = [ dream2nix.modules.dream2nix.pip ];
      inherit (pyproject.project) name version;
      deps = { nixpkgs, ... }: {
        python = nixpkgs.python3;
      };
      mkDerivation.src = lib.cleanSource ./.;
      buildPythonPackage.pyproject = true;
      pip = {
        requirementsList =
          (pyproject.build-system.requires or [ ]) ++ (pyproject.project.dependencies or [ ]);
        flattenDependencies = true;
      };
    };
in
# Lock with: nix run -f default.nix lock
dream2nix.lib.evalModules {
  packageSets.nixpkgs = pkgs;
  modules = [
    module
    {
      paths.projectRoot = ./.;
      paths.projectRootFile = "pyproject.toml";
      paths.package = ./.;
    }
  ];
}
`;
