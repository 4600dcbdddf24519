import type { Fact, PackageFacts } from '../../overrides-db/model.ts';
import { holds, type Circumstances } from './conditions.ts';
import { chooseFile } from './files.ts';
import type { DefaultAnswer, Pin, Target } from './model.ts';
import { sameNeed } from './needs.ts';

/**
 * poetry2nix: sdists first (mk-poetry-dep.nix, `fileInfo`), unless `preferWheels` on the call or
 * `preferWheel` on the package says otherwise; `wheel` itself always from source. Its defaults are
 * `overrides/default.nix` and `overrides/build-systems.json`.
 */
export const poetry2nix: Target = {
  id: 'poetry2nix',
  label: 'poetry2nix',
  defaultsAreKnown: true,
  distribution(locked, use, builds) {
    const override = use?.overrides.entries.findLast(
      (entry) => entry.normalized === locked.name && entry.preferWheel !== null,
    );
    const onCall = use === null ? { known: true as const, value: false } : use.preferWheels;
    if (override === undefined && !onCall.known) {
      return { kind: 'unknown', why: `whether wheels are preferred is not known: ${onCall.why}` };
    }
    const preferred = override?.preferWheel ?? (onCall.known && onCall.value);
    const preferWheel = preferred && locked.name !== 'wheel';
    const why = reasonForPreference(preferWheel, override !== undefined, locked.name);
    return chooseFile(locked, preferWheel ? 'wheel' : 'sdist', why, builds);
  },
  defaults: poetry2nixDefaults,
};

function reasonForPreference(preferWheel: boolean, overridden: boolean, name: string): string {
  if (name === 'wheel') return 'poetry2nix builds wheel itself from source';
  if (overridden) return preferWheel ? 'preferWheel is set for it' : 'preferWheel is off for it';
  return preferWheel ? 'preferWheels is set' : 'poetry2nix prefers sdists';
}

function poetry2nixDefaults(
  { poetry2nix: defaults }: PackageFacts,
  fact: Fact,
  at: Circumstances,
  pin: Pin | null,
): DefaultAnswer {
  if (defaults === null) {
    return { answer: 'not-provided', because: "poetry2nix's defaults do not touch it" };
  }
  if (fact.need.kind === 'cargo-hash' && defaults.cargoVersions !== undefined) {
    return cargoTable(defaults.cargoVersions, at);
  }
  const answers = defaults.provides
    .filter((provision) => sameNeed(provision.need, fact.need))
    .map((provision) => ({ provision, holds: holds(provision.when, at) }));
  const certain = answers.find((answer) => answer.holds === true);
  if (certain !== undefined) {
    const since = certain.provision.since;
    if (since !== undefined && pin?.date !== null && pin !== null && pin.date < since.date) {
      return {
        answer: 'not-provided',
        because: `poetry2nix provides it since ${since.date.slice(0, 10)}; the pinned revision ${pin.revision.slice(0, 7)} is of ${pin.date.slice(0, 10)}`,
      };
    }
    return { answer: 'provided', because: "poetry2nix's defaults provide it" };
  }
  if (answers.some((answer) => answer.holds === null)) {
    return {
      answer: 'unknown',
      because: "poetry2nix's defaults provide it under conditions that are not known here",
    };
  }
  return { answer: 'not-provided', because: "poetry2nix's defaults do not provide it" };
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
