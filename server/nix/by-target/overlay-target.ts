import type { OverrideRequest } from '../model.ts';
import { chainsOf } from '../plan/chain.ts';
import type { Dialect } from '../plan/dialect.ts';
import type { Outcome } from '../plan/outcome.ts';
import { refused, together } from '../plan/outcome.ts';
import { placeInCalls } from '../plan/own-inputs.ts';
import { pastedArguments, pastedEntry, pastedOverlay } from '../plan/paste.ts';
import { placeInChain } from '../plan/place.ts';
import type { PackageRequest } from '../plan/place-request.ts';
import type { Placing } from '../plan/placing.ts';
import type { Place, ReadContext, UseReading } from '../read/context.ts';
import { distinctPlaces } from '../read/distinct-places.ts';
import { overlayFilePlace } from '../read/overlay-composition.ts';
import { isElsewhere } from '../read/use.ts';
import { subjectName } from '../request.ts';
import type { NixTarget, OverlayFacts } from './model.ts';

/** What is a target's own, of those whose overrides are overlays of a Python set. */
export interface OverlayTargetParts {
  readonly dialect: Dialect;
  readonly takes: NixTarget['takes'];
  readonly overlays: OverlayFacts;
  read(context: ReadContext): readonly UseReading[];
  /** Whether a use of another project is certainly not meant: a lock may be that of several. */
  readonly isOfOneProject: boolean;
  /** Where overrides can go that no use shows. */
  placesWithoutUse(context: ReadContext): readonly Place[];
  /** What is not there, where there is no place. */
  readonly noPlace: string;
  /** The calls that build the project and take its inputs; null where none is called so. */
  readonly ownCalls: string | null;
  /** Why nothing is written for the project itself; null where something is. */
  readonly noOwn: string | null;
  newFile(requests: readonly OverrideRequest[]): string;
  /** The overlay as a binding, or as the file that it is. */
  bind(overlay: string): string;
  /** What stands above the rest of a whole project's overrides; empty for nothing. */
  heading(requests: readonly OverrideRequest[]): string;
}

/** A target whose overrides are functions from a package to a package. */
export function overlayTarget(parts: OverlayTargetParts): NixTarget {
  const { dialect, takes, overlays, noOwn, ownCalls } = parts;
  const isArgument = (request: OverrideRequest): boolean => isOwn(request) && ownCalls !== null;
  const render = (request: OverrideRequest): string =>
    isArgument(request) ? pastedArguments(request, dialect) : pastedEntry(request, dialect);
  return {
    takes,
    overlays,
    sharesOnePlace: false,
    read: (context) => parts.read(context),
    isBesideBuilds: false,
    place: (requests, placing) => placeInOverlays(requests, parts, placing),
    placeOwn: placeOwn(parts),
    newFile: (requests) => parts.newFile(requests),
    render,
    renderAll: (requests) => {
      const own = requests.filter(isArgument).map(render);
      const entries = requests
        .filter((request) => !isOwn(request) || (noOwn === null && ownCalls === null))
        .map(render);
      const all = entries.length === 0 ? [] : [parts.bind(pastedOverlay(entries, dialect))];
      return `${parts.heading(requests)}${[...own, ...all].join('\n')}\n`;
    },
  };
}

function isOwn({ subject }: OverrideRequest): boolean {
  return subject.kind === 'project';
}

function placeOwn(parts: OverlayTargetParts): NixTarget['placeOwn'] {
  const { noOwn, ownCalls } = parts;
  if (noOwn !== null) return () => refused('unsupported', noOwn);
  if (ownCalls === null) return null;
  return (request, placing) => {
    const outcomes = placeInCalls(request, parts.read(placing.context), placing);
    return outcomes.length === 0
      ? refused('no-place', `no call of ${ownCalls} is written out`)
      : together(outcomes);
  };
}

function placeInOverlays(
  requests: readonly OverrideRequest[],
  parts: OverlayTargetParts,
  { context, projectDir, draft }: Placing,
): readonly Outcome[] {
  const places = findPlaces(parts, context, projectDir);
  if (places.length === 0) return requests.map(() => refused('no-place', parts.noPlace));
  const named = requests.flatMap((request): readonly PackageRequest[] => {
    const name = subjectName(request);
    return name === null ? [] : [{ ...request, package: name }];
  });
  const { resolver } = context;
  const { dialect } = parts;
  const styles = new Map();
  const byChain = chainsOf(places, resolver).map((chain) => {
    const { packages } = chain;
    return placeInChain(chain, named, { dialect, draft, resolver, styles, packages });
  });
  return requests.map((_request, index) =>
    together(byChain.flatMap((outcomes) => outcomes[index] ?? [])),
  );
}

function findPlaces(
  parts: OverlayTargetParts,
  context: ReadContext,
  projectDir: string | null,
): readonly Place[] {
  const uses = parts
    .read(context)
    .filter(({ use }) => !parts.isOfOneProject || !isElsewhere(use, projectDir));
  const used = distinctPlaces(uses.flatMap((use) => use.places()));
  if (used.length > 0) return used;
  const others = distinctPlaces(parts.placesWithoutUse(context));
  if (others.length > 0) return others;
  const [entry] = context.files;
  const own = entry === undefined ? null : overlayFilePlace(context, entry);
  return own === null ? [] : [own];
}
