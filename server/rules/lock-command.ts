import type { Lock } from '../locks/model.ts';

const COMMANDS: Readonly<Record<Lock['kind'], string | null>> = {
  poetry: 'poetry lock',
  uv: 'uv lock',
  pdm: 'pdm lock',
  pipfile: 'pipenv lock',
  // Several tools write these, and which one did is not known.
  pylock: null,
  requirements: null,
};

/** ` Run \`…\`.`: what makes the lock anew, to be put behind a sentence; empty where that is not known. */
export function runLockCommand(lock: Pick<Lock, 'kind' | 'command'>): string {
  const command = lock.command ?? COMMANDS[lock.kind];
  return command === null ? '' : ` Run \`${command}\`.`;
}
