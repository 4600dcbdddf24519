import { applyEdits } from '../../text.ts';
import type { OverrideRequest } from '../model.ts';
import { placeInModules } from '../plan/devenv.ts';
import { together } from '../plan/outcome.ts';
import { pastedList } from '../plan/paste.ts';
import { nixAttrName, nixString } from '../print.ts';
import { readDevenv } from '../read/devenv.ts';
import { needsOfKind, requestedInputs } from '../request.ts';
import type { NixTarget } from './model.ts';
import { INPUTS_ALONE, NOTHING_SPECIAL, USUAL_PYTHON } from './model.ts';

export const devenv: NixTarget = {
  takes: { ...INPUTS_ALONE, wheels: true },
  overlays: NOTHING_SPECIAL,
  sharesOnePlace: false,
  read: readDevenv,
  isBesideBuilds: true,
  place: (requests, placing) =>
    requests.map((request) => together(placeInModules(request, placing))),
  placeOwn: null,
  newFile: () => newFile(USUAL_PYTHON),
  render,
  renderAll: (requests, plan, python) => {
    const text = newFile(python);
    const made = plan(new Map([[ENTRY, text]]), ENTRY, requests);
    return made.outcome === 'edited' ? applyEdits(text, made.edits.get(ENTRY) ?? []) : '';
  },
};

const ENTRY = '/devenv.nix';

/** The attributes to paste into the module. */
function render(request: OverrideRequest): string {
  const lists = ['nativeBuildInputs', 'buildInputs'] as const;
  const attrs = lists.flatMap((list) => requestedInputs(request, list));
  const lines = attrs.length === 0 ? [] : [`packages = ${pastedList([...new Set(attrs)])};`];
  for (const { name, value } of needsOfKind(request, 'environment'))
    lines.push(`env.${nixAttrName(name)} = ${nixString(value)};`);
  return lines.join('\n');
}

function newFile(python: string): string {
  const chosen = python === USUAL_PYTHON ? '' : `    package = pkgs.${python};\n`;
  return `{ pkgs, ... }:
{
  languages.python = {
    enable = true;
${chosen}    venv.enable = true;
  };
}
`;
}
