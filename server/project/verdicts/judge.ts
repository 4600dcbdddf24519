import type { Fact, PackageFacts } from '../../../overrides-db/model.ts';
import { nameAt, removedAt } from '../../../overrides-db/nixpkgs-names.ts';
import type { Circumstances } from '../../targets/conditions.ts';
import { holds } from '../../targets/conditions.ts';
import { whatBuilds } from '../../targets/build-system-pkgs.ts';
import { kindOf } from '../../targets/model.ts';
import type { BuildSettings, Distribution, Target } from '../../targets/model.ts';
import type { JudgedNeed } from '../model.ts';
import type { Provider, ProviderAnswer } from './providers/model.ts';
import { askAll } from './providers/model.ts';
import { statusOf } from './status.ts';

/** One package as one use builds it. */
export interface Build {
  /** Null before it is locked. */
  readonly version: Circumstances['version'];
  readonly distribution: Distribution;
  /** Null where neither a Nix file nor a setting names one. */
  readonly target: Target | null;
  /** Whether what the target does by itself is known. */
  readonly defaultsAreKnown: boolean;
  /** Whether a Nix file builds it: else nothing is known to be missing. */
  readonly hasUse: boolean;
  readonly builds: BuildSettings;
  /** The day before which the pinned nixpkgs has all changes, ISO 8601; null where it is not known. */
  readonly nixpkgsUntil: string | null;
  /** What may give it something, the one that is named first where several do. */
  readonly providers: readonly Provider[];
}

/** Every need that may hold for the build, and what stands between it and a warning if the package is built. */
export function judgeNeeds({ facts }: PackageFacts, build: Build): readonly JudgedNeed[] {
  const { target, defaultsAreKnown, hasUse, distribution, providers, version } = build;
  const asked = facts.flatMap((stated) => {
    if (isGone(stated, build.nixpkgsUntil)) return [];
    const fact = ofRelease(stated, version);
    const found = circumstancesWhere(fact, build);
    return found === null
      ? []
      : [{ fact, holds: found.certain, answer: askAll(providers, fact, found.at) }];
  });
  const among = buildSystemsAmong(asked, build, () =>
    askAll(providers, ANY_BUILD_SYSTEM, anywhere(build)),
  );
  return asked.map(({ fact, holds: certain, answer }) => {
    const place = among(fact);
    const status = statusOf({
      fact,
      answer,
      target,
      defaultsAreKnown,
      hasUse,
      distribution,
      holds: certain,
      isOfThisRelease: isOfRelease(fact, version),
      among: place,
    });
    const named = namedAt(fact, build.nixpkgsUntil);
    return { fact: place === 'only-backend' ? { ...named, required: true } : named, status };
  });
}

/** Where several releases say the same, the one that is locked speaks for itself. */
function ofRelease(fact: Fact, version: Build['version']): Fact {
  if (version === null || 'ranges' in version) return fact;
  const { text } = version;
  if (!fact.sources.some(({ also }) => also?.includes(text) === true)) return fact;
  const sources = fact.sources.map((source) =>
    source.also?.includes(text) === true ? { ...source, version: text } : source,
  );
  return { ...fact, sources };
}

/** Whether such a nixpkgs throws at what a recipe of another day took, and has nothing in its place: it cannot be what is needed there. */
function isGone({ need }: Fact, until: string | null): boolean {
  if (until === null || (need.kind !== 'native-input' && need.kind !== 'wheel-library'))
    return false;
  return removedAt(need.attr, until)?.now === null;
}

/** A fact whose attribute has the name that such a nixpkgs has: what is written neither throws nor warns. */
function namedAt(fact: Fact, until: string | null): Fact {
  const { need } = fact;
  if (need.kind !== 'native-input' && need.kind !== 'wheel-library') return fact;
  const attr = nameAt(need.attr, until);
  return attr === need.attr ? fact : { ...fact, need: { ...need, attr } };
}

function isOfRelease({ sources }: Fact, version: Build['version']): boolean {
  if (version === null || 'ranges' in version) return false;
  return sources.some((source) => source.version === version.text);
}

/**
 * PEP 517: no sdist builds without a build system, so that one witness of which it is will do. What
 * is optional is only taken for it where nothing is known to be required (pytest-runner is not).
 */
function buildSystemsAmong(
  asked: readonly { readonly fact: Fact; readonly answer: ProviderAnswer }[],
  { hasUse, target }: Build,
  anyOther: () => ProviderAnswer,
): (fact: Fact) => 'only-backend' | 'alternative' | null {
  const backends = asked.filter(({ fact: { need } }) => need.kind === 'build-system');
  const mayBeThere = ({ answer }: ProviderAnswer): boolean =>
    answer === 'yes' || (answer === 'maybe' && hasUse);
  const there = backends.flatMap(({ fact: { need }, answer }) =>
    'attr' in need && !INSTALLERS.has(need.attr) && mayBeThere(answer) ? [need.attr] : [],
  );
  // Cython and NumPy build nothing by themselves: beside them something else may, that no fact is about.
  const isBeside = (own: string): boolean => {
    const others = there.filter((attr) => attr !== own);
    return (
      target !== null &&
      others.length > 0 &&
      (others.some((attr) => whatBuilds(attr) !== 'tool') || mayBeThere(anyOther()))
    );
  };
  const isOneRequired = backends.some(({ fact }) => fact.required);
  return (fact) => {
    if (fact.need.kind !== 'build-system') return null;
    if (isBeside(fact.need.attr)) return isOfAnyVersion(fact) ? 'alternative' : null;
    if (there.length > 0 && whatBuilds(fact.need.attr) === 'tool') return null;
    return fact.required || !isOneRequired ? 'only-backend' : null;
  };
}

/**
 * Whether a build system is stated without the release that it begins with. poetry2nix's table lists what a
 * package has been built with over the years (docutils: setuptools, flit-core) and gives all of it to
 * every version: beside one that is provided, another such is no sign that this version wants it.
 */
function isOfAnyVersion({ need, sources, when }: Fact): boolean {
  return (
    need.kind === 'build-system' &&
    !sources.some(({ id }) => id === 'review' || id === 'project') &&
    (when.versions ?? [{}]).some(({ from }) => from === undefined)
  );
}

/** Some build system, whichever and wherever. */
const ANY_BUILD_SYSTEM: Fact = {
  need: { kind: 'any-build-system', attr: 'setuptools' },
  required: true,
  when: {},
  sources: [{ id: 'pep517' }],
};

function anywhere({ version, builds: { systems, pythons } }: Build): Circumstances {
  const [system = 'x86_64-linux'] = systems;
  return { version, system, distribution: 'sdist', python: pythons[0] ?? null };
}

/** Build requirements that build nothing themselves. */
const INSTALLERS: ReadonlySet<string> = new Set(['pip', 'wheel']);

const EITHER_KIND = ['sdist', 'wheel'] as const;

/** The first circumstances in which the fact holds; `certain` false where it only may; null where it cannot. */
function circumstancesWhere(
  fact: Fact,
  { version, distribution, builds }: Build,
): { readonly at: Circumstances; readonly certain: boolean } | null {
  const isOfWheel = fact.need.kind === 'wheel-library' || fact.need.kind === 'ignored-library';
  if (isOfWheel && distribution.kind === 'sdist') return null;
  let possible: Circumstances | null = null;
  const kinds = distribution.kind === 'either' ? EITHER_KIND : [kindOf(distribution)];
  for (const [system, kind] of builds.systems.flatMap((each) =>
    kinds.map((one) => [each, one] as const),
  )) {
    const cases = (builds.pythons.length === 0 ? [null] : builds.pythons).map((python) => ({
      version,
      system,
      distribution: kind,
      python,
    }));
    const answers = cases.map((at) => holds(fact.when, at));
    const [first] = cases;
    // Interpreters that disagree leave it open; a need of one configured system is a need.
    if (first !== undefined && answers.every((answer) => answer === true)) {
      return { at: { ...first, python: cases.length === 1 ? first.python : null }, certain: true };
    }
    possible ??= cases.find((_, index) => answers[index] !== false) ?? null;
  }
  return possible === null ? null : { at: possible, certain: false };
}
