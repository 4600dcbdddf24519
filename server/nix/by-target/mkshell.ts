import { applyEdits } from '../../text.ts';
import type { OverrideRequest } from '../model.ts';
import { together } from '../plan/outcome.ts';
import { placeInShells } from '../plan/mkshell.ts';
import { pastedList } from '../plan/paste.ts';
import { nixAttrName, nixString } from '../print.ts';
import { readShells } from '../read/mkshell.ts';
import { needsOfKind, requestedInputs } from '../request.ts';
import type { NixTarget } from './model.ts';
import { INPUTS_ALONE, NOTHING_SPECIAL, USUAL_PYTHON } from './model.ts';

export const mkshell: NixTarget = {
  takes: { ...INPUTS_ALONE, wheels: true },
  overlays: NOTHING_SPECIAL,
  sharesOnePlace: false,
  read: readShells,
  isBesideBuilds: true,
  place: (requests, placing) =>
    // The shell is one, whichever package wants something.
    requests.map((request) => together(placeInShells(request, placing))),
  placeOwn: null,
  newFile: () => newFile(USUAL_PYTHON),
  render,
  renderAll: (requests, plan, python) => {
    const text = newFile(python);
    const made = plan(new Map([[ENTRY, text]]), ENTRY, requests);
    return made.outcome === 'edited' ? applyEdits(text, made.edits.get(ENTRY) ?? []) : '';
  },
};

const ENTRY = '/default.nix';

/** The attributes to paste into the shell. */
function render(request: OverrideRequest): string {
  const lines: string[] = [];
  const tools = requestedInputs(request, 'nativeBuildInputs');
  const libraries = requestedInputs(request, 'buildInputs');
  if (tools.length > 0) lines.push(`packages = ${pastedList(tools)};`);
  if (libraries.length > 0) {
    const attrs = [...new Set(['stdenv.cc.cc.lib', ...libraries])];
    lines.push(`LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath ${pastedList(attrs)};`);
  }
  for (const { name, value } of needsOfKind(request, 'environment'))
    lines.push(`${nixAttrName(name)} = ${nixString(value)};`);
  return lines.join('\n');
}

function newFile(python: string): string {
  return `{
  pkgs ? import <nixpkgs> { },
}:
pkgs.mkShell {
  packages = [
    pkgs.${python}
  ];
}
`;
}
