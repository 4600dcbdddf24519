import type { Project } from '../../project/model.ts';
import { commandLines, pypi2nixCommand } from '../../project/overrides/pypi2nix-command.ts';
import { planPypi2nixOverrides } from '../../project/overrides/pypi2nix-overrides.ts';
import type { Snapshot } from '../model.ts';
import { lockedAt, placeAt } from '../place.ts';
import type { CodeAction } from './model.ts';
import { placeLabel } from './provide-overrides.ts';

const REWRITE = {
  kind: 'refactor.rewrite',
  isPreferred: false,
  findings: [],
  createsFile: false,
} as const;

/**
 * For projects that pypi2nix builds, and for requirements files that nothing builds yet: its
 * command for the clipboard. pypi2nix's defaults are not known, so that nothing of it is ever
 * warned of: what a package lacks is written where someone asks for it.
 *
 * Before: `requirements_override.nix` with an empty set. After: in it
 * `"printing" = python.overrideDerivation super."printing" (old: { buildInputs = … });`
 *
 * @param copies whether the client puts text into a clipboard.
 */
export function pypi2nixActions(
  snapshot: Snapshot,
  offset: number,
  copies: boolean,
): readonly CodeAction[] {
  const place = placeAt(snapshot, offset);
  if (place === null || !mayUsePypi2nix(place.project)) return [];
  const { project } = place;
  const actions: CodeAction[] = [];
  if (copies && project.lock !== null)
    actions.push({
      ...REWRITE,
      title: 'Copy the pypi2nix command',
      copies: () => commandLines(pypi2nixCommand(project)),
      edits: () => null,
    });
  const [locked] = lockedAt(place);
  if (locked === undefined || !isBuiltByPypi2nix(project)) return actions;
  const plan = planPypi2nixOverrides(project, locked)?.plan;
  if (plan?.outcome !== 'edited') return actions;
  actions.push({
    ...REWRITE,
    title: `Provide what ${locked.name} needs ${placeLabel(project, plan)}`,
    createsFile: plan.creates.size > 0,
    edits: () => plan,
  });
  return actions;
}

function isBuiltByPypi2nix({ uses, settings }: Project): boolean {
  return settings.target === 'pypi2nix' || uses.some(({ target }) => target === 'pypi2nix');
}

function mayUsePypi2nix(project: Project): boolean {
  const { manifest, uses } = project;
  return (manifest.kind === 'requirements' && uses.length === 0) || isBuiltByPypi2nix(project);
}
