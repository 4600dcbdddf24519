import type { Place } from '../read/context.ts';
import type { InsertionPoint } from '../read/insertion.ts';
import type { Unread } from '../read/reason.ts';
import type { Addition, Chain } from './addition.ts';
import { indent } from './entry.ts';
import { overridesArgument } from './overrides-argument.ts';
import { shareArguments } from './share.ts';

/** The chains of overlays that the places are. Calls that lack the same argument get one together. */
export function chainsOf(places: readonly Place[]): readonly Chain[] {
  return shareArguments(places.map(chainOf));
}

function chainOf({ layers, insertion, packages }: Place): Chain {
  const addition = insertion === null ? null : additionAt(insertion);
  return addition !== null && 'reason' in addition
    ? { layers, addition: null, closed: addition, packages }
    : { layers, addition, closed: null, packages };
}

function additionAt(insertion: InsertionPoint): Addition | Unread {
  if (insertion.kind === 'argument') return overridesArgument(insertion);
  if (insertion.kind !== 'attribute') return insertion;
  const { set, scope, name, former } = insertion;
  return {
    kind: 'attribute',
    set,
    scope,
    name,
    head: '',
    valueOf: (overlay, unit) =>
      former === null ? overlay : `${former} ++ [\n${indent(`(${overlay})`, unit)}\n]`,
    also: [],
  };
}
