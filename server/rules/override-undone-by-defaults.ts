import type { Poetry2nixDefaults } from '../../overrides-db/model.ts';
import type { OverrideEntry } from '../nix/api.ts';
import { findOverrideUndoneByDefaults } from '../nix/api.ts';
import { isBuiltFromSource } from './built-from-source.ts';
import type { Rule } from './model.ts';
import { nixProjectRule } from './nix-mistakes.ts';

export const overrideUndoneByDefaults: Rule = nixProjectRule(
  {
    id: 'override-undone-by-defaults',
    defaultSeverity: 'warning',
    summary: "poetry2nix's defaults run after the override and set the same list anew.",
  },
  ({ analysis, project }) =>
    // Most of the defaults leave wheels alone.
    findOverrideUndoneByDefaults(analysis, (name, list, target) => {
      const defaults = project.input.knowledge.lookup(name)?.poetry2nix ?? null;
      return defaults !== null && loses(list, defaults) && isBuiltFromSource(name, target, project);
    }),
);

/** Whether the defaults set the list outright, and not to what the override puts there too. */
function loses(
  { list, attrs, complete }: OverrideEntry['lists'][number],
  { replaces, provides }: Poetry2nixDefaults,
): boolean {
  if (list === 'build-system' || !replaces.includes(list)) return false;
  const set = provides.flatMap(({ need, written }) =>
    need.kind === 'native-input' && need.as === list
      ? [need.attr, written]
      : need.kind === 'build-system' && list === 'nativeBuildInputs'
        ? [need.attr]
        : [],
  );
  return !complete || attrs.some((attr) => !set.includes(attr));
}
