import { fileOfLocked } from '../locks/file-of.ts';
import type { LockedPackage } from '../locks/model.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { Project } from '../project/model.ts';
import { whyLocked } from '../project/verdicts/why.ts';
import { dependenciesAnchor } from './anchors.ts';
import type { RuleFinding } from './model.ts';

/**
 * What is said of a package as a whole: at the dependency that is or brings it, and again at its own table in the lock;
 * at the dependencies as a whole where there is neither.
 *
 * @param name PEP 503
 * @param locked which of several that are locked, the first without it
 */
export function* atPackage(
  project: Project,
  { name, locked }: { readonly name: string; readonly locked?: LockedPackage },
  message: string,
): Iterable<RuleFinding> {
  const { lock, manifest } = project;
  const about = { package: name, message };
  const own = locked ?? lock?.byName.get(name)?.[0];
  const why = lock === null ? null : whyLocked(project, name);
  if (why === null && (lock === null || own === undefined)) {
    yield { ...about, file: manifest.file, span: dependenciesAnchor(project) };
    return;
  }
  const atLock =
    lock === null || own === undefined
      ? null
      : { file: fileOfLocked(lock, own), span: own.nameSpan };
  if (why !== null) {
    const brought = why.path.length > 1 ? ` Brought by ${why.path.join(' → ')}.` : '';
    const place = { file: fileOf(manifest, why.direct), span: why.direct.nameSpan };
    yield { ...about, ...place, message: `${message}${brought}` };
  }
  // A requirements file may be its own lock: there is no second place to say it.
  if (atLock !== null && atLock.span !== why?.direct.nameSpan)
    yield { ...about, ...atLock, duplicate: why !== null };
}
