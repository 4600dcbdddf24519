import type { BuildNote, Project } from '../project/model.ts';
import { dependenciesAnchor } from './anchors.ts';
import { atPackage } from './at-package.ts';
import type { Rule, RuleFinding } from './model.ts';

export const failedBuild: Rule = {
  id: 'failed-build',
  about: 'build',
  defaultSeverity: 'error',
  summary: 'The log of the last build says that a package failed in it.',
  *check(project) {
    for (const note of project.input.failedBuilds ?? []) yield* toldOf(note, project);
  },
};

/** At the place in a Nix file that it is about; else where the package is. */
function* toldOf(
  { package: name, at, message }: BuildNote,
  project: Project,
): Iterable<RuleFinding> {
  if (at !== null) yield { ...at, message };
  else if (name === null)
    yield { file: project.manifest.file, span: dependenciesAnchor(project), message };
  else yield* atPackage(project, { name }, message);
}
