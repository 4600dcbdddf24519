import { pinned } from '../../by-target/pinned.ts';
import { type DestinationNix, nixNames, takenBy } from './destination.ts';
import { indented } from './flake.ts';
import type { NixMoveRequest } from './model.ts';
import {
  asWanted,
  builderAttributes,
  changed,
  interpreterBinding,
  packageRemarks,
} from './packages-of-nixpkgs.ts';
import type { ReadCall } from './read-call.ts';

/** nixpkgs' packages, in the names that the manifest has for them. */
export const pyprojectNix: DestinationNix = {
  inputs: [{ name: 'pyproject-nix', repository: 'pyproject-nix/pyproject.nix' }],
  fetched: [
    `pyproject-nix = import (${pinned('pyproject-nix/pyproject.nix')}) {\n  inherit (pkgs) lib;\n};`,
  ],
  shared: 'interpreter',
  bindings: (calls, request, prefix) => [
    `project = ${prefix}pyproject-nix.lib.project.loadPyproject { projectRoot = ${calls[0]?.call.workspaceRoot ?? './.'}; };`,
    interpreterBinding(calls, request),
  ],
  expression,
  runsChecks: true,
  writesPackages: false,
  remarks: packageRemarks,
};

function expression(call: ReadCall, request: NixMoveRequest): string {
  const { extras, groups } = takenBy(call, request);
  const given = [
    'python = interpreter;',
    ...(extras.length === 0 ? [] : [`extras = ${nixNames(extras)};`]),
    ...(groups.length === 0 ? [] : [`groups = ${nixNames(groups)};`]),
  ].join(' ');
  if (call.result !== 'application') {
    const packages = `project.renderers.withPackages { ${given} }`;
    return asWanted(
      call,
      `interpreter.withPackages (${packages})`,
      `(${packages} interpreter.pkgs)`,
    );
  }
  const rendered = `project.renderers.buildPythonPackage { ${given} }`;
  const own = builderAttributes(call);
  const argument =
    own.length === 0
      ? rendered
      : `\n  ${rendered}\n  // {\n    ${indented(own.join('\n'), '    ')}\n  }\n`;
  return changed(`interpreter.pkgs.buildPythonApplication (${argument})`, call);
}
