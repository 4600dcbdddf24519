import type { Fact } from '../../../overrides-db/model.ts';
import type { Distribution, Target } from '../../targets/model.ts';
import type { JudgedNeed, NeedStatus, Unprovided, Verdict } from '../model.ts';
import type { ProviderAnswer } from './providers/model.ts';
import { sourceNames, SOURCES, witnesses } from '../../../overrides-db/sources.ts';

/** All that decides what stands between a need and a warning, but for whether the package is built. */
export interface Evidence {
  readonly fact: Fact;
  /** What those who may provide it say. */
  readonly answer: ProviderAnswer;
  readonly target: Target | null;
  /** Whether what the target does by itself is known. */
  readonly defaultsAreKnown: boolean;
  /** Whether a Nix file builds the package. */
  readonly hasUse: boolean;
  readonly distribution: Distribution;
  /** Whether it holds on every interpreter that may be meant, for a configured system. */
  readonly holds: boolean;
  /** Whether the package's own files, or a build, say so of the very release that is locked. */
  readonly isOfThisRelease: boolean;
  /** How a need for a build system stands beside the others of the package. */
  readonly among: 'only-backend' | 'alternative' | null;
}

/** The first row that applies of the table in ARCHITECTURE.md, “When a need becomes a warning”. */
export function statusOf(evidence: Evidence): NeedStatus {
  const { fact, answer, target, defaultsAreKnown, hasUse, distribution, holds, among } = evidence;
  const { isOfThisRelease } = evidence;
  if (answer.answer === 'yes') {
    const { by, because, file } = answer;
    return { kind: 'met', by, because, file };
  }
  const provider = unprovided(answer, hasUse);
  const notNeeded = (because: string): NeedStatus => ({ kind: 'not-needed', because, provider });
  const uncertain = (because: string): NeedStatus => ({ kind: 'uncertain', because, provider });

  if (among === 'alternative') return notNeeded('another build system is there');
  if (among !== 'only-backend' && !fact.required) return notNeeded('it is for an optional feature');
  if (answer.answer === 'no' && answer.buildsWithout)
    return notNeeded(
      `the recipe of ${target?.label ?? 'the target'} builds the package without it`,
    );

  if (target === null) return { kind: 'unknown', because: NO_USE };
  // What the defaults of such a target do is open anyway, and who asks for its overrides means to read them.
  const isAsked = !hasUse && !defaultsAreKnown;
  if (answer.answer === 'maybe' && !isAsked) return { kind: 'unknown', because: provider.because };

  if (distribution.kind === 'unknown' || distribution.kind === 'unusable')
    return uncertain(`which file is built is not known: ${distribution.why}`);
  if (!holds) return uncertain('whether it holds depends on the version, the system or the Python');
  if (among !== 'only-backend' && !isAttested(fact, target))
    return uncertain(
      `no source that builds packages as they are published says so: ${sourceNames(fact.sources)}`,
    );

  if (fact.likely === true)
    return {
      kind: 'unprovided',
      because: fact.sources.some(({ id }) => id === 'review')
        ? 'it depends on the release of nixpkgs'
        : 'who says so names no version, and no release near this one was read',
      provider,
    };
  if (!hasUse) return { kind: 'unprovided', because: NO_USE, provider };
  if (!defaultsAreKnown && !(isOfThisRelease && isLackedForCertain(evidence, target))) {
    const because = `what ${target.label} does by itself is not all known`;
    return { kind: 'unprovided', because, provider };
  }
  return { kind: 'missing', because: provider.because };
}

/**
 * Whether a package lacks what nothing is seen to give it, where the target may do more than is known. In a shell cargo
 * itself fetches the crates; that cargo is there is a need of its own. What may be installed from a wheel as well as
 * from the sdist is not known to need anything.
 */
function isLackedForCertain({ fact: { need }, distribution }: Evidence, { asks }: Target): boolean {
  const fetchesCrates = asks.subject === 'shell' && need.kind === 'cargo-hash';
  return !fetchesCrates && distribution.kind !== 'either';
}

/**
 * The last rows, which alone hang on the manifest and the settings: what is missing is warned of
 * where the package is surely built and the user has not asked to be left alone with it.
 */
export function ifBuilt(status: NeedStatus, built: Built | 'ignored'): NeedStatus {
  if (status.kind !== 'missing') return status;
  const provider = { by: 'nobody', because: status.because } as const;
  if (built === 'ignored')
    return { kind: 'unprovided', because: 'the settings ignore the package', provider };
  switch (built.state) {
    case 'yes':
      return status;
    case 'no':
      return { kind: 'not-needed', because: `it is not built: ${built.why}`, provider };
    case 'unknown':
      return {
        kind: 'unprovided',
        because: `whether it is built is not known: ${built.why}`,
        provider,
      };
  }
}

type Built = Verdict['built'];

const NO_USE = 'no Nix file uses the project';

function unprovided(
  answer: Exclude<ProviderAnswer, { readonly answer: 'yes' }>,
  hasUse: boolean,
): Unprovided {
  if (!hasUse) return { by: 'unknown', because: NO_USE };
  return answer.answer === 'maybe'
    ? { by: 'unknown', because: answer.because }
    : { by: 'nobody', because: answer.because ?? 'nothing provides it' };
}

/**
 * The package itself, the target's own source, a review, the project itself, or two sources of which one builds the
 * package as it is published. Distributions and Spack also build with libraries that an sdist
 * brings along (PyNaCl and libsodium, xxhash), so that their agreement does not show a need.
 */
function isAttested({ sources }: Fact, { provides: { ownSource } }: Target): boolean {
  const ids = witnesses(sources);
  if ([...ids].some((id) => SOURCES[id].attestsAlone)) return true;
  if (ownSource !== null && ids.has(ownSource)) return true;
  return ids.size >= 2 && [...ids].some((id) => SOURCES[id].buildsAsPublished);
}

/** Who provides a need: `nobody`, or `unknown`, where nobody surely does. */
export function providerOf({
  status,
}: JudgedNeed): 'target-defaults' | 'project-nix' | Unprovided['by'] {
  switch (status.kind) {
    case 'met':
      return status.by;
    case 'missing':
      return 'nobody';
    case 'unknown':
      return 'unknown';
    case 'not-needed':
    case 'unprovided':
    case 'uncertain':
      return status.provider.by;
  }
}

/** Whether it is warned of. */
export function isMissing({ status }: JudgedNeed): boolean {
  return status.kind === 'missing';
}

/** Whether an override has to provide it as far as is known, be it warned of or not. */
export function isUnprovided({ status }: JudgedNeed): boolean {
  return status.kind === 'missing' || status.kind === 'unprovided';
}
