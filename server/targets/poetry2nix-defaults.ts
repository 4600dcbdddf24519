import {
  dayAt,
  holdsAt,
  placeOf,
  positionOf,
  type Place,
} from '../../overrides-db/poetry2nix-line.ts';
import type {
  Fact,
  Need,
  PackageFacts,
  Poetry2nixDefaults,
  Provision,
} from '../../overrides-db/model.ts';
import { canonicalAttr } from '../../overrides-db/attributes.ts';
import { CHANGES } from '../nix/api.ts';
import { holds, type Circumstances } from './conditions.ts';
import type { DefaultAnswer, Pin } from './model.ts';
import { carries, meets } from './needs.ts';

/**
 * What `overrides/default.nix` and `overrides/build-systems.json` do about one need of a package at the pinned revision,
 * and the build hook. Where the revision is not known, what all that may be meant agree on.
 */
export function poetry2nixDefaults(
  { poetry2nix: defaults }: PackageFacts,
  fact: Fact,
  at: Circumstances,
  pin: Pin | null,
  nixpkgsUntil: string | null,
): DefaultAnswer {
  const { need } = fact;
  const place = placeOf(pin);
  if (need.kind === 'build-system' && BUILD_HOOK.has(need.attr)) {
    return { answer: 'provided', because: "poetry2nix's build hook brings it" };
  }
  if (need.kind === 'ignored-library')
    return {
      answer: 'unknown',
      because: 'what its defaults let the patching of wheels pass over is not known',
    };
  if (need.kind === 'build-system' && IMPLICIT.has(need.attr) && place.last < IMPLICIT_UNTIL) {
    return { answer: 'provided', because: 'poetry2nix gave it to every package at that time' };
  }
  if (defaults === null) {
    return { answer: 'not-provided', because: "poetry2nix's defaults do not touch it" };
  }
  if (need.kind === 'cargo-hash' && defaults.cargoVersions !== undefined) {
    return cargoTable(defaults.cargoVersions, defaults.cargoDuring ?? {}, at, place);
  }
  const active = defaults.provides
    .map((provision): Active => ({
      provision,
      holds: holds(provision.when, at),
      isThere: provision.during === undefined ? 'yes' : holdsAt(provision.during, place),
    }))
    .filter((one) => one.holds !== false);
  const answers = active.filter(({ provision }) => suffices(provision.need, need));
  const there = answers.filter(({ isThere }) => isThere !== 'no');
  if (there.length > 0 && isWithoutPgConfig(need, nixpkgsUntil))
    return {
      answer: 'not-provided',
      because: "poetry2nix's defaults give it postgresql, which has no pg_config in this nixpkgs",
    };
  if (there.some(isCertain)) {
    return { answer: 'provided', because: "poetry2nix's defaults provide it" };
  }
  if (there.length > 0) return { answer: 'unknown', because: whyUncertain(there) };
  const because = whyNotThere(answers, place, pin);
  // What came later was found to be missing.
  if (cameLater(answers, place)) return { answer: 'not-provided', because };
  // Its own recipe is tested without this: other sources build with other features, and a hook of the
  // recipe (maturinBuildHook) may build in the back end's place.
  const buildsWithout =
    (isNative(need) || need.kind === 'build-system') &&
    active.some(
      ({ provision, isThere }) =>
        provision.named !== true && isThere !== 'no' && isNative(provision.need),
    );
  return { answer: buildsWithout ? 'builds-without' : 'not-provided', because };
}

/** Whether its defaults, which name `postgresql` at every revision, give pg_config no longer: nixpkgs put it into a package of its own. */
function isWithoutPgConfig(need: Need, nixpkgsUntil: string | null): boolean {
  return (
    need.kind === 'native-input' &&
    canonicalAttr(need.attr) === 'libpq.pg_config' &&
    nixpkgsUntil !== null &&
    CHANGES.pgConfigMoved < nixpkgsUntil
  );
}

/** A provision that may hold for the build, and whether the revisions that may be meant have it. */
interface Active {
  readonly provision: Provision;
  readonly holds: boolean | null;
  readonly isThere: 'yes' | 'no' | 'some';
}

function isCertain({ provision, holds: doesHold, isThere }: Active): boolean {
  return provision.named !== true && doesHold === true && isThere === 'yes';
}

function whyUncertain(there: readonly Active[]): string {
  if (there.every(({ provision }) => provision.named === true))
    return "poetry2nix's defaults of that time name it in what they do for the package";
  return there.some(({ holds: doesHold, isThere }) => doesHold === true && isThere === 'some')
    ? 'some revisions of poetry2nix provide it, and which one is used is not known'
    : "poetry2nix's defaults provide it under conditions that are not known here";
}

function cameLater(answers: readonly Active[], { last }: Place): boolean {
  return answers.some(
    ({ provision: { named, during = [] } }) =>
      named !== true && during.some(([from]) => from > last),
  );
}

function whyNotThere(answers: readonly Active[], place: Place, pin: Pin | null): string {
  const runs = answers.flatMap(({ provision }) => provision.during ?? []);
  const since = runs.map(([from]) => from).filter((from) => from > place.last);
  const until = runs.flatMap(([, end]) => (end !== undefined && end <= place.first ? [end] : []));
  if (since.length + until.length === 0) return "poetry2nix's defaults do not provide it";
  const said =
    since.length > 0
      ? `poetry2nix provides it since ${dayAt(Math.min(...since))}`
      : `poetry2nix provided it until ${dayAt(Math.max(...until))}`;
  if (pin === null || pin.others !== undefined) return said;
  const day = pin.date?.slice(0, 10) ?? (place.exact ? dayAt(place.last) : null);
  const pinned = `the pinned revision ${pin.revision.slice(0, 7)}`;
  return day === null ? said : `${said}; ${pinned} is of ${day}`;
}

/** What `pipBuildHook` propagates (hooks/default.nix). */
const BUILD_HOOK: ReadonlySet<string> = new Set(['pip', 'wheel']);

/** What every package had among its inputs (mk-poetry-dep.nix) until the refactoring of 7 October 2022, 8f1b7268. */
const IMPLICIT: ReadonlySet<string> = new Set(['setuptools', 'setuptools-scm']);
const IMPLICIT_UNTIL = positionOf('8f1b7268445ff54b44a096346ab876999b7719c4') ?? 0;

/** Whether it is surely a revision of poetry2nix' own that gives a package no build system but by name. */
export function namesBuildSystems(pin: Pin | null): boolean {
  const { first, exact } = placeOf(pin);
  return exact && first >= IMPLICIT_UNTIL;
}

/** Whether a default that does `provided` does what is `needed`; an environment variable may carry a library's path. */
function suffices(provided: Need, needed: Need): boolean {
  if (meets(provided, needed)) return true;
  return (
    provided.kind === 'environment' &&
    (needed.kind === 'native-input' || needed.kind === 'wheel-library') &&
    [...provided.value.matchAll(/pkgs\.([\w'-]+(?:\.[\w'-]+)*)/g)].some(([, attr = '']) =>
      carries(attr, needed.attr),
    )
  );
}

function isNative({ kind }: Need): boolean {
  return kind === 'native-input' || kind === 'wheel-library' || kind === 'environment';
}

function cargoTable(
  versions: readonly string[],
  during: NonNullable<Poetry2nixDefaults['cargoDuring']>,
  at: Circumstances,
  place: Place,
): DefaultAnswer {
  if (at.version === null || 'ranges' in at.version) {
    return { answer: 'unknown', because: 'the version is not locked yet' };
  }
  const { text } = at.version;
  const runs = Object.hasOwn(during, text) ? during[text] : undefined;
  const isThere = runs === undefined ? null : holdsAt(runs, place);
  if (isThere === 'some')
    return { answer: 'unknown', because: 'some revisions of poetry2nix have its cargo hash' };
  return isThere === 'yes' || (isThere === null && versions.includes(text))
    ? { answer: 'provided', because: "poetry2nix's table has the cargo hash of this version" }
    : {
        answer: 'not-provided',
        because: `poetry2nix's table of cargo hashes does not have ${text}`,
      };
}
