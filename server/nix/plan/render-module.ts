import type { OverrideRequest } from '../model.ts';
import { EMPTY_MODULE, EMPTY_OWN_MODULE } from './new-file.ts';
import { planOverrides } from './plan.ts';

const ENTRY = '/default.nix';
const INDENT = '  ';

/** The attributes that a dream2nix module gets for one request; empty where nothing can be written. LF, from column 0. */
export function renderModuleOverride(request: OverrideRequest): string {
  const text = request.subject.kind === 'project' ? EMPTY_OWN_MODULE : EMPTY_MODULE;
  const plan = planOverrides(new Map([[ENTRY, text]]), ENTRY, [request]);
  const edits = plan.outcome === 'edited' ? (plan.edits.get(ENTRY) ?? []) : [];
  return edits
    .flatMap(({ newText }) => newText.split('\n'))
    .map((line) => (line.startsWith(INDENT) ? line.slice(INDENT.length) : line))
    .join('\n')
    .trim();
}
