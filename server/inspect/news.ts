import { holds } from '../../overrides-db/conditions.ts';
import type { KnowledgeBase, Need } from '../../overrides-db/model.ts';
import type { ReadNeed } from '../../overrides-db/read-need.ts';
import type { Reading } from '../../overrides-db/reading.ts';
import { needsOfSdist } from '../../overrides-db/sdist-needs.ts';
import { needsOfWheel } from '../../overrides-db/wheel-needs.ts';

/** A need that a package's own file says. */
export interface SaidNeed extends ReadNeed {
  /** Whether the bundled facts say nothing of it for this version. */
  readonly isNew: boolean;
}

/** What a reading says that a package needs, against what is bundled; what is required first. */
export function saidNeeds(
  bundled: KnowledgeBase,
  {
    name,
    version,
    source,
    reading,
  }: {
    readonly name: string;
    readonly version: string;
    readonly source: 'sdist' | 'wheel';
    readonly reading: Reading;
  },
): readonly SaidNeed[] {
  const facts = bundled.lookup(name)?.facts ?? [];
  const known = facts.filter(
    ({ when }) =>
      holds(when, { version, distribution: source, system: null, python: null }) !== 'no',
  );
  const keys = new Set(known.map(({ need }) => keyOf(need)));
  const needs =
    source === 'sdist'
      ? needsOfSdist(
          reading,
          facts.map(({ need }) => need),
        )
      : needsOfWheel(reading);
  return needs
    .map((one) => ({ ...one, isNew: !keys.has(keyOf(one.need)) }))
    .toSorted((a, b) => Number(b.required) - Number(a.required));
}

function keyOf(need: Need): string {
  return `${need.kind} ${'attr' in need ? need.attr : 'name' in need ? need.name : ''}`;
}
