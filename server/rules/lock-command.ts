import { lockCommand } from '../freshness/lock-freshness.ts';
import type { Lock } from '../locks/model.ts';

/** ` Run \`…\`.`: what makes the lock anew, to be put behind a sentence; empty where that is not known. */
export function runLockCommand(lock: Pick<Lock, 'kind' | 'command'>): string {
  const command = lockCommand(lock);
  return command === null ? '' : ` Run \`${command}\`.`;
}
