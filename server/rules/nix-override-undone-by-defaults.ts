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
    return findOverrideUndoneByDefaults(analysis, (name) =>
      fromSource.has(name)
        ? (project.input.knowledge.lookup(name)?.poetry2nix?.replaces ?? [])
        : [],
    );
  },
);

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
