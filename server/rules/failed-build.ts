import { fileOfLocked } from '../locks/file-of.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { BuildNote, Project } from '../project/model.ts';
import { whyLocked } from '../project/verdicts/why.ts';
import { dependenciesAnchor } from './anchors.ts';
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

/**
 * At the place in a Nix file that it is about; else at the dependency that is or brings the package, and again at its
 * own table in the lock.
 */
function* toldOf(note: BuildNote, project: Project): Iterable<RuleFinding> {
  const { package: name, at, message } = note;
  const { lock, manifest } = project;
  if (at !== null) {
    yield { ...at, message };
    return;
  }
  if (name === null) {
    yield { file: manifest.file, span: dependenciesAnchor(project), message };
    return;
  }
  const about = { package: name, message };
  const locked = lock?.byName.get(name)?.[0];
  const why = lock === null ? null : whyLocked(project, name);
  if (why === null && (lock === null || locked === undefined)) {
    yield { ...about, file: manifest.file, span: dependenciesAnchor(project) };
    return;
  }
  const atLock =
    lock === null || locked === undefined
      ? null
      : { file: fileOfLocked(lock, locked), span: locked.nameSpan };
  if (why !== null) {
    const brought = why.path.length > 1 ? ` Brought by ${why.path.join(' → ')}.` : '';
    const place = { file: fileOf(manifest, why.direct), span: why.direct.nameSpan };
    yield { ...about, ...place, message: `${message}${brought}` };
  }
  // A requirements file may be its own lock: there is no second place to say it.
  if (atLock !== null && atLock.span !== why?.direct.nameSpan)
    yield { ...about, ...atLock, duplicate: why !== null };
}
