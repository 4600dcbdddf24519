import type { Place } from '../read/context.ts';
import type { InsertionPoint } from '../read/insertion.ts';
import type { Unread } from '../read/reason.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Addition, Chain } from './addition.ts';
import { indent } from './entry.ts';
import { overridesArgument } from './overrides-argument.ts';
import { shareArguments } from './share.ts';

/** The chains of overlays that the places are. Calls that lack the same argument get one together. */
export function chainsOf(places: readonly Place[], resolver: Resolver): readonly Chain[] {
  return shareArguments(places.map((place) => chainOf(place, resolver)));
}

function chainOf({ layers, insertion, packages }: Place, resolver: Resolver): Chain {
  const addition = insertion === null ? null : additionAt(insertion, resolver);
  return addition !== null && 'reason' in addition
    ? { layers, addition: null, closed: addition, packages }
    : { layers, addition, closed: null, packages };
}

function additionAt(insertion: InsertionPoint, resolver: Resolver): Addition | Unread {
  if (insertion.kind === 'argument') return overridesArgument(insertion, resolver);
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
