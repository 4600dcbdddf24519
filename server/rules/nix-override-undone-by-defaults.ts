import type { Poetry2nixDefaults } from '../../overrides-db/model.ts';
import type { OverrideEntry } from '../nix/model.ts';
import { findOverrideUndoneByDefaults } from '../nix/mistakes/override-undone-by-defaults.ts';
import type { Project } from '../project/model.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const overrideUndoneByDefaults: Rule = nixRule(
  {
    id: 'override-undone-by-defaults',
    defaultSeverity: 'warning',
    summary: "poetry2nix's defaults run after the override and set the same list anew.",
  },
  ({ analysis, project }) => {
    const fromSource = builtFromSource(project);
    return findOverrideUndoneByDefaults(analysis, (name, list) => {
      const defaults = project.input.knowledge.lookup(name)?.poetry2nix ?? null;
      return fromSource.has(name) && defaults !== null && loses(list, defaults);
    });
  },
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

/** The packages that poetry2nix builds from source: most of its defaults leave wheels alone. */
function builtFromSource(project: Project): ReadonlySet<string> {
  return new Set(
    project
      .verdicts()
      .filter(
        ({ target, distribution }) => target === 'poetry2nix' && distribution.kind === 'sdist',
      )
      .map((verdict) => verdict.package.name),
  );
}
