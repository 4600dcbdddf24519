import type { Fact, Need, PackageFacts, Provision } from '../../overrides-db/model.ts';
import { holds, type Circumstances } from './conditions.ts';
import type { DefaultAnswer, Pin } from './model.ts';
import { carries, meets } from './needs.ts';

/** What `overrides/default.nix` and `overrides/build-systems.json` do about one need of a package, and the build hook. */
export function poetry2nixDefaults(
  { poetry2nix: defaults }: PackageFacts,
  fact: Fact,
  at: Circumstances,
  pin: Pin | null,
): DefaultAnswer {
  if (fact.need.kind === 'build-system' && BUILD_HOOK.has(fact.need.attr)) {
    return { answer: 'provided', because: "poetry2nix's build hook brings it" };
  }
  if (fact.need.kind === 'ignored-library')
    return {
      answer: 'unknown',
      because: 'what its defaults let the patching of wheels pass over is not known',
    };
  if (defaults === null) {
    return { answer: 'not-provided', because: "poetry2nix's defaults do not touch it" };
  }
  if (fact.need.kind === 'cargo-hash' && defaults.cargoVersions !== undefined) {
    return cargoTable(defaults.cargoVersions, at);
  }
  const active = defaults.provides
    .map((provision) => ({ provision, holds: holds(provision.when, at) }))
    .filter((answer) => answer.holds !== false);
  const answers = active.filter(({ provision }) => suffices(provision.need, fact.need));
  const certain = answers.find((answer) => answer.holds === true);
  if (certain !== undefined) return providedSince(certain.provision, pin);
  if (answers.length > 0) {
    return {
      answer: 'unknown',
      because: "poetry2nix's defaults provide it under conditions that are not known here",
    };
  }
  // Its own recipe is tested without this: other sources build with other features, and a hook of the
  // recipe (maturinBuildHook) may build in the back end's place.
  const buildsWithout =
    (isNative(fact.need) || fact.need.kind === 'build-system') &&
    active.some(({ provision }) => isNative(provision.need));
  return {
    answer: buildsWithout ? 'builds-without' : 'not-provided',
    because: "poetry2nix's defaults do not provide it",
  };
}

/** What `pipBuildHook` propagates (hooks/default.nix). */
const BUILD_HOOK: ReadonlySet<string> = new Set(['pip', 'wheel']);

function providedSince({ since, alsoUntil }: Provision, pin: Pin | null): DefaultAnswer {
  const pinned = pin?.date ?? null;
  const isLater = pinned === null || since === undefined || pinned >= since.date;
  if (pin === null || isLater || (alsoUntil !== undefined && pinned < alsoUntil.date)) {
    return { answer: 'provided', because: "poetry2nix's defaults provide it" };
  }
  return {
    answer: 'not-provided',
    because: `poetry2nix provides it since ${since.date.slice(0, 10)}; the pinned revision ${pin.revision.slice(0, 7)} is of ${pinned.slice(0, 10)}`,
  };
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

function cargoTable(versions: readonly string[], at: Circumstances): DefaultAnswer {
  if (at.version === null || 'ranges' in at.version) {
    return { answer: 'unknown', because: 'the version is not locked yet' };
  }
  return versions.includes(at.version.text)
    ? { answer: 'provided', because: "poetry2nix's table has the cargo hash of this version" }
    : {
        answer: 'not-provided',
        because: `poetry2nix's table of cargo hashes does not have ${at.version.text}`,
      };
}
