import type { NixFiles, TargetId, TargetUse } from '../../nix/api.ts';
import { lockFormatOf } from '../../locks/formats.ts';
import { targetOf } from '../../targets/registry.ts';
import { isConstraintsName, manifestKindOf } from './kinds.ts';
import type { Candidate } from '../model.ts';
import { baseName } from './text-file.ts';

/** A manifest and a lock of a folder that are built, and by what. */
export interface ActiveLock {
  readonly manifest: string;
  readonly lock: string | null;
  readonly uses: readonly TargetUse[];
  /** For people, behind a colon: `default.nix uses poetry2nix`. */
  readonly why: string;
}

/**
 * Which manifests and locks of a folder count: those that its Nix files build from. Where none
 * says, those of the target that the user has set, and else the first manifest (of requirements
 * files all) with its first lock.
 *
 * @param uses those of the folder, of any target.
 */
export function activeLocksIn(
  candidates: readonly Candidate[],
  uses: readonly TargetUse[],
  target: TargetId | null,
  nixFiles: NixFiles,
): readonly ActiveLock[] {
  const [scripts, others] = [true, false].map((of) =>
    candidates.filter(({ manifest }) => (manifestKindOf(manifest) === 'script') === of),
  );
  return [
    ...activeOf(
      others ?? [],
      uses.filter(({ script }) => script === undefined),
      target,
      nixFiles,
    ),
    ...(scripts ?? []).map(({ manifest, locks: [lock = null] }) => ({
      manifest,
      lock,
      uses: uses.filter(({ script }) => script?.file === manifest || script?.file === null),
      why: 'a script is a project of its own',
    })),
  ];
}

function activeOf(
  candidates: readonly Candidate[],
  uses: readonly TargetUse[],
  target: TargetId | null,
  nixFiles: NixFiles,
): readonly ActiveLock[] {
  const counting = new Map<string, ActiveLock>();
  for (const use of uses) {
    const { chosen, why } = usedBy(use, candidates, nixFiles);
    for (const candidate of chosen) {
      const lock = lockFor(candidate, use.target);
      const key = `${candidate.manifest} ${lock ?? ''}`;
      const known = counting.get(key);
      counting.set(
        key,
        known === undefined
          ? { manifest: candidate.manifest, lock, uses: [use], why }
          : { ...known, uses: [...known.uses, use] },
      );
    }
  }
  const built = counting.size > 0 ? [...counting.values()] : byDefault(candidates, target);
  return withIncluded(built, candidates);
}

/** What a file that counts includes counts with it. */
function withIncluded(
  built: readonly ActiveLock[],
  candidates: readonly Candidate[],
): readonly ActiveLock[] {
  const counting = [...built];
  const known = new Set(built.map(({ manifest }) => manifest));
  for (const { manifest, uses } of counting) {
    const includes = candidates.find((each) => each.manifest === manifest)?.includes ?? [];
    for (const candidate of candidates) {
      if (known.has(candidate.manifest)) continue;
      if (![candidate.manifest, ...candidate.locks].some((file) => includes.includes(file)))
        continue;
      known.add(candidate.manifest);
      const lock = lockFor(candidate, null);
      const why = `${baseName(manifest)} includes it`;
      counting.push({ manifest: candidate.manifest, lock, uses, why });
    }
  }
  return counting;
}

function byDefault(
  candidates: readonly Candidate[],
  target: TargetId | null,
): readonly ActiveLock[] {
  const read = target === null ? null : targetOf(target).reads.files;
  const wanted = candidates.filter(({ manifest }) => manifestKindOf(manifest) === read?.manifest);
  const chosen = wanted.length > 0 ? wanted : primary(candidates);
  return chosen.map((candidate) => {
    const { manifest, namesTool, locks } = candidate;
    const lock = lockFor(candidate, target);
    const isSet = wanted.length > 0 && target !== null;
    const isNamed = !isSet && namesTool && lock === locks[0];
    const why = isSet
      ? `the target is set to ${targetOf(target).label}`
      : `no Nix file says which, and ${isNamed ? `${baseName(manifest)} names its tool` : 'it comes first'}`;
    return { manifest, lock, uses: [], why };
  });
}

/** The first manifest; requirements files stand beside each other and not one for another. */
function primary(candidates: readonly Candidate[]): readonly Candidate[] {
  const [first] = candidates;
  if (first === undefined) return [];
  if (manifestKindOf(first.manifest) !== 'requirements') return [first];
  return installed(
    candidates.filter(({ manifest }) => manifestKindOf(manifest) === 'requirements'),
  );
}

/** Without files of constraints, unless there is nothing else. */
function installed(candidates: readonly Candidate[]): readonly Candidate[] {
  const found = candidates.filter(({ manifest }) => !isConstraintsName(manifest));
  return found.length > 0 ? found : candidates;
}

function usedBy(
  { target, file, manifest: named }: TargetUse,
  candidates: readonly Candidate[],
  nixFiles: NixFiles,
): { readonly chosen: readonly Candidate[]; readonly why: string } {
  const own = candidates.filter((candidate) => candidate.manifest === named);
  if (own.length > 0) return { chosen: own, why: `${baseName(file)} reads it` };
  const read = targetOf(target).reads.files;
  const readable =
    read === null
      ? candidates
      : installed(candidates.filter(({ manifest }) => manifestKindOf(manifest) === read.manifest));
  const { label } = targetOf(target);
  const isChoice = readable.length > 1;
  const text = isChoice ? (nixFiles.get(file) ?? '') : '';
  const inText = readable.filter(
    ({ manifest, locks }) =>
      isChoice && [manifest, ...locks].some((path) => names(text, baseName(path))),
  );
  if (inText.length > 0) return { chosen: inText, why: `${baseName(file)} names it` };
  const why = `${baseName(file)} uses ${label}`;
  if (read !== null && readable.length > 0) return { chosen: readable, why };
  return { chosen: primary(candidates), why: `${why}, and it comes first` };
}

/** Whether a Nix text has the name of a file in it, not as the end of a longer one. */
function names(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
    if (!/[\w.-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + name.length] ?? ''))
      return true;
  return false;
}

/** The lock that the target reads, where it is there; else the first. */
function lockFor({ locks }: Candidate, target: TargetId | null): string | null {
  const read = target === null ? null : targetOf(target).reads.files;
  return locks.find((lock) => lockFormatOf(lock)?.kind === read?.lock) ?? locks[0] ?? null;
}
