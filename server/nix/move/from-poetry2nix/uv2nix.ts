import { nixAttrName, nixString } from '../../print.ts';
import { pinned } from '../../by-target/pinned.ts';
import { overriding } from './call-arguments.ts';
import { type DestinationNix, nixNames, pythonOf, takenBy } from './destination.ts';
import { indented } from './flake.ts';
import type { NixMoveRequest } from './model.ts';
import type { ReadCall } from './read-call.ts';

/** A Python set that is made of `uv.lock`, and virtual environments of it. */
export const uv2nix: DestinationNix = {
  inputs: [
    { name: 'pyproject-nix', repository: 'pyproject-nix/pyproject.nix' },
    { name: 'uv2nix', repository: 'pyproject-nix/uv2nix' },
    { name: 'pyproject-build-systems', repository: 'pyproject-nix/build-system-pkgs' },
  ],
  fetched: [
    `pyproject-nix = import (${pinned('pyproject-nix/pyproject.nix')}) {\n  inherit (pkgs) lib;\n};`,
    `uv2nix = import (${pinned('pyproject-nix/uv2nix')}) {\n  inherit (pkgs) lib;\n  inherit pyproject-nix;\n};`,
    `pyproject-build-systems = import (${pinned('pyproject-nix/build-system-pkgs')}) {\n  inherit (pkgs) lib;\n  inherit pyproject-nix uv2nix;\n};`,
  ],
  shared: 'pythonSet',
  bindings: setBindings,
  expression,
  runsChecks: false,
  writesPackages: false,
  remarks,
};

function setBindings(
  calls: readonly ReadCall[],
  { overrides, package: name }: NixMoveRequest,
  prefix: string,
): readonly string[] {
  const [first] = calls;
  const kind = first?.call.preferWheels === true ? 'wheel' : 'sdist';
  const own = [...new Set(calls.flatMap(({ args }) => args.own.map(overriding)))];
  const isRecursive = calls.some(({ args }) => args.isRecursive && args.own.length > 0);
  const changes = [...new Set(calls.flatMap(({ changes: each }) => each))];
  const entries = [...overrides, ...projectEntries(name, own, isRecursive, changes)];
  const hasOverlay = entries.length > 0;
  return [
    `workspace = ${prefix}uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ${first?.call.workspaceRoot ?? './.'}; };`,
    ...(hasOverlay
      ? [`pyprojectOverrides = final: prev: {\n  ${indented(entries.join('\n'), '  ')}\n};`]
      : []),
    [
      `pythonSet = (pkgs.callPackage ${prefix}pyproject-nix.build.packages { python = ${pythonOf(calls)}; }).overrideScope (`,
      '  pkgs.lib.composeManyExtensions [',
      `    ${prefix}pyproject-build-systems.overlays.${kind}`,
      `    (workspace.mkPyprojectOverlay { sourcePreference = "${kind}"; })`,
      ...(hasOverlay ? ['    pyprojectOverrides'] : []),
      '  ]',
      ');',
    ].join('\n'),
  ];
}

/** The project's own entry: what its call gave to its build, and what was changed of what the call made. */
function projectEntries(
  name: string,
  own: readonly string[],
  isRecursive: boolean,
  changes: readonly string[],
): readonly string[] {
  if (own.length === 0 && changes.length === 0) return [];
  const set = isRecursive ? 'rec {' : '{';
  const given =
    own.length === 0
      ? `prev.${nixAttrName(name)}`
      : `prev.${nixAttrName(name)}.overrideAttrs (old: ${set}\n  ${indented(own.join('\n'), '  ')}\n})`;
  const changed = changes.reduce((value, change) => `(${value}).overrideAttrs (${change})`, given);
  return [`${nixAttrName(name)} = ${changed.replace(/^\((prev\.[\w-]+)\)/, '$1')};`];
}

function expression(call: ReadCall, request: NixMoveRequest, prefix: string): string {
  const { package: name } = request;
  const { extras, groups } = takenBy(call, request);
  const set = call.args.isEditable
    ? '(pythonSet.overrideScope (workspace.mkEditablePyprojectOverlay { root = "$REPO_ROOT"; }))'
    : 'pythonSet';
  const environment = `${set}.mkVirtualEnv ${nixString(`${name}-env`)} { ${nixAttrName(name)} = ${nixNames([...extras, ...groups])}; }`;
  switch (call.result) {
    case 'environment':
      return environment;
    case 'shell':
      return `pkgs.mkShell {\n  packages = [ (${environment}) ];\n}`;
    case 'list':
      return `[ (${environment}) ]`;
    case 'application':
      return [
        `(pkgs.callPackages ${prefix}pyproject-nix.build.util { }).mkApplication {`,
        `  venv = ${environment};`,
        `  package = pythonSet.${nixAttrName(name)};`,
        '}',
      ].join('\n');
  }
}

function remarks({ call, args }: ReadCall): readonly string[] {
  return [
    ...(call.callee === 'mkPoetryEnv' && !args.isEditable
      ? [
          'The environment has the project itself too, as it is when the environment is built; poetry2nix left it out.',
        ]
      : []),
    ...(call.callee === 'mkPoetryPackages'
      ? ['In place of a list of packages stands a list with one environment of them.']
      : []),
    ...(args.isEditable
      ? [
          'The editable environment wants REPO_ROOT to be set where it is used (export REPO_ROOT=$(git rev-parse --show-toplevel)), and a build back end that builds editable packages.',
        ]
      : []),
  ];
}
