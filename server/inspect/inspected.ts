import type { Reading } from '../../overrides-db/reading.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import type { WantedFile } from './wanted.ts';

/** A file that was read. */
export interface Inspected {
  readonly file: WantedFile;
  readonly reading: Reading;
  /** For people: where it was found. */
  readonly where: string;
  /** Whether its bytes have the hash of the lock. */
  readonly isChecked: boolean;
}

/** A file that is not there to be read. */
export interface NotFound {
  readonly file: WantedFile;
  /** A clause for people, without a full stop. */
  readonly why: string;
}

/** Why a file is not read that nobody was to fetch. */
export const NOT_HERE = 'it is not on this machine';

/** Whether what is known of a release was read in it, or proved by building it. */
export function isReadBefore(
  { input: { knowledge } }: Project,
  { name, version }: Pick<LockedPackage, 'name' | 'version'>,
): boolean {
  const facts = knowledge.lookup(name)?.facts ?? [];
  return facts.some(({ sources }) =>
    sources.some(
      (source) =>
        version !== null && (source.version === version || source.also?.includes(version) === true),
    ),
  );
}
