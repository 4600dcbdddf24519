import { nixString } from '../../print.ts';
import { nixAttrName } from '../../print.ts';
import { type DestinationNix, takenBy } from './destination.ts';
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

/** A plain `buildPythonApplication`, with what the manifest depends on written out. */
export const nixpkgs: DestinationNix = {
  inputs: [],
  fetched: [],
  shared: 'interpreter',
  bindings: (calls, request) => [interpreterBinding(calls, request)],
  expression,
  runsChecks: true,
  writesPackages: true,
  remarks: packageRemarks,
};

function expression(call: ReadCall, request: NixMoveRequest): string {
  const { packages } = request;
  const { extras, groups } = takenBy(call, request);
  const taken = [
    ...new Set([
      ...packages.main,
      ...extras.flatMap((extra) => packages.extras.get(extra) ?? []),
      ...groups.flatMap((group) => packages.groups.get(group) ?? []),
    ]),
  ];
  if (call.result !== 'application')
    return asWanted(
      call,
      `interpreter.withPackages (ps: ${listOf('ps', taken)})`,
      listOf('interpreter.pkgs', taken),
    );
  const attributes = [
    `pname = ${nixString(request.package)};`,
    `version = (pkgs.lib.importTOML ${pathIn(call.call.workspaceRoot, 'pyproject.toml')}).project.version;`,
    `src = ${call.call.workspaceRoot};`,
    'pyproject = true;',
    `build-system = ${listOf('interpreter.pkgs', packages.buildSystem)};`,
    `dependencies = ${listOf('interpreter.pkgs', taken)};`,
    ...builderAttributes(call),
  ];
  return changed(
    `interpreter.pkgs.buildPythonApplication {\n  ${indented(attributes.join('\n'), '  ')}\n}`,
    call,
  );
}

function pathIn(folder: string, name: string): string {
  return folder === './.' ? `./${name}` : `${folder}/${name}`;
}

/** `[ ps.oil ps."7zip" ]` */
function listOf(set: string, names: readonly string[]): string {
  if (names.length === 0) return '[ ]';
  return `[ ${names.map((name) => `${set}.${nixAttrName(name)}`).join(' ')} ]`;
}
