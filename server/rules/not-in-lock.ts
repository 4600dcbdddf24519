import { fileOf } from '../manifests/file-of.ts';
import { runLockCommand } from './lock-command.ts';
import type { Rule } from './model.ts';

export const notInLock: Rule = {
  id: 'not-in-lock',
  about: 'lock',
  defaultSeverity: 'error',
  summary: 'A dependency of the project is not in the lock.',
  *check({ dependencies, lock, manifest }) {
    if (lock === null) return;
    const name = lock.file.slice(lock.file.lastIndexOf('/') + 1);
    for (const { dependency, status } of dependencies) {
      if (status !== 'not-in-lock') continue;
      yield {
        file: fileOf(manifest, dependency),
        span: dependency.nameSpan,
        message: `${dependency.name} is not in ${name}.${runLockCommand(lock)}`,
        package: dependency.normalized,
      };
    }
  },
};
