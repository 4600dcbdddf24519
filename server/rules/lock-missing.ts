import type { Project } from '../project/model.ts';
import { LOCK_FORMATS, lockScriptCommand } from '../locks/formats.ts';
import { baseName } from '../project/inputs/text-file.ts';
import { targetOf } from '../targets/registry.ts';
import { runLockCommand } from './lock-command.ts';
import type { Rule, RuleFinding } from './model.ts';
import { dependenciesAnchor } from './anchors.ts';

export const lockMissing: Rule = {
  id: 'lock-missing',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'A Nix file builds the project from a lock that is not there.',
  *check(project) {
    const { manifest, uses } = project;
    if (manifest.kind === LOCK_FORMATS.pipfile.manifest) yield* missingPipfileLock(project);
    const use = uses.find(({ target }) => targetOf(target).reads.needsLock);
    const kind = use === undefined ? undefined : targetOf(use.target).reads.files?.lock;
    if (project.lockFile !== null || use === undefined || kind === undefined) return;
    const script = manifest.kind === 'script' ? baseName(manifest.file) : null;
    const name = script === null ? LOCK_FORMATS[kind].name : `${script}.lock`;
    const lock = script === null ? { kind } : { kind, command: lockScriptCommand(script) };
    yield {
      file: manifest.file,
      span: dependenciesAnchor(project),
      message: `${use.callee} reads ${name}, which is not there.${runLockCommand(lock)}`,
    };
  },
};

/** Pipenv installs from a lock alone, which a library may still do without. */
function* missingPipfileLock(project: Project): Iterable<RuleFinding> {
  const { manifest, lockFile, uses } = project;
  if (lockFile !== null || manifest.dependencies.length === 0) return;
  const { kind, name } = LOCK_FORMATS.pipfile;
  yield {
    file: manifest.file,
    span: dependenciesAnchor(project),
    message: `${name} is not there, so that no version is settled.${runLockCommand({ kind })}`,
    severity: uses.length > 0 ? 'warning' : 'hint',
  };
}
