import { normalizeName } from '../../python/names.ts';
import type { OwnPackage } from '../model.ts';
import { nixString } from '../print.ts';
import { needOfKind } from '../request.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { textOf } from '../tree.ts';
import type { Chain, Layer } from './chain.ts';
import type { References } from './entry.ts';
import { renderPackage } from './package-entry.ts';
import type { Habits } from './entry-style.ts';
import { styleIn } from './entry-style.ts';
import { extendOverride } from './extend.ts';
import { growOverlay } from './grow.ts';
import type { AddFormal } from './formals.ts';
import { formalsOf } from './formals.ts';
import { indentBlock, setContainer } from './insert.ts';
import type { Needed } from './needed.ts';
import { neededFor } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import { isPackageOf, readOverrideValue } from './override-value.ts';
import type { Entry, OperandSet, Overlay } from './overlay.ts';
import { entriesOf, entryValue } from './overlay.ts';
import type { PackageRequest, PlaceContext } from './place-request.ts';
import { canHold, placeInTable } from './place-row.ts';
import { namesOf, referencesIn } from './references.ts';
import { indentOfLine } from './style.ts';
import type { Table } from './table.ts';

/** Puts every request where it belongs in one chain of overlays, in the order of the requests. */
export function placeInChain(
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): readonly Outcome[] {
  const { draft } = context;
  const outcomes = requests.map((request) =>
    draft.attempt(() => placeInOverlays(chain, request, context)),
  );
  if (!outcomes.includes(null)) return outcomes.map((outcome) => outcome ?? CLOSED);
  // A new overlay, once there must be one, takes what those that are there could not.
  const homeless = requests.filter((_request, index) => isHomeless(outcomes[index] ?? null));
  const grown = draft.attempt(() => growOverlay(chain, homeless, context));
  return outcomes.map((outcome) => (outcome === null || isHomeless(outcome) ? grown : outcome));
}

const CLOSED: Outcome = refused('there is no overlay');

function isHomeless(outcome: Outcome | null): boolean {
  return outcome === null || (outcome.kind === 'refused' && outcome.isClosed === true);
}

/** Null where no overlay that is there can take the request, but another one may be added. */
function placeInOverlays(
  chain: Chain,
  request: PackageRequest,
  context: PlaceContext,
): Outcome | null {
  const overlays = overlaysFor(chain, request);
  for (const overlay of overlays.toReversed()) {
    const outcome = placeByName(overlay, request, context);
    if (outcome !== null) return outcome;
  }
  const closed = overlays.flatMap((overlay) => closedBecause(overlay) ?? []);
  const open = overlays.filter((overlay) => closedBecause(overlay) === null);
  const home = preferred(open, request, context);
  if (home !== null) return insertEntry(home, request, context);
  const [why] = [...closed, ...unknownLayers(chain)];
  if (why !== undefined && !growsAside(chain))
    return { kind: 'refused', reason: why, isClosed: true };
  return chain.growth === null ? refused(why ?? 'no overlay is in reach') : null;
}

/** The overlays where the request has effect: behind the lock, and behind the defaults if those set the same. */
function overlaysFor({ layers }: Chain, request: PackageRequest): readonly Overlay[] {
  const behind = (kind: Layer['kind']): number =>
    layers.findIndex((layer) => layer.kind === kind) + 1;
  const from = Math.max(behind('lock'), mustFollowDefaults(request) ? behind('defaults') : 0);
  return layers.slice(from).flatMap((layer) => (layer.kind === 'overlay' ? [layer.overlay] : []));
}

function mustFollowDefaults({ needs }: PackageRequest): boolean {
  return needs.some((need) => 'setByDefaults' in need);
}

function unknownLayers({ layers }: Chain): readonly string[] {
  return layers.flatMap((layer) => (layer.kind === 'unknown' ? [layer.why] : []));
}

/** Whether another overlay stands beside those that are there, so that nothing about them need be known. */
function growsAside({ growth }: Chain): boolean {
  return growth !== null && /^(?:element|argument|shared)$/.test(growth.kind);
}

/** Extends what the overlay has for the package; null where it has nothing. */
function placeByName(
  overlay: Overlay,
  request: PackageRequest,
  context: PlaceContext,
): Outcome | null {
  const name = request.package;
  for (const operand of overlay.operands.toReversed()) {
    if (operand.kind === 'conditional' && operand.names.has(name))
      return refused(`${name} is overridden under a condition`);
    if (operand.kind === 'computed' && operand.names.has(name))
      return refused(`a function computes the override of ${name}`);
    if (operand.kind === 'table') {
      const outcome = placeInTable(
        operand.table,
        request,
        false,
        overlay.final.name,
        context.packages,
        overlayReferences(overlay, request, context),
        context.draft,
        context.resolver,
      );
      if (outcome !== null) return outcome;
    }
    if (operand.kind !== 'set') continue;
    const entry = entriesOf({ ...overlay, operands: [operand] }).find(
      (candidate) => candidate.name === name,
    );
    if (entry !== undefined) return extendEntry(entry, overlay, request, context);
  }
  return null;
}

function extendEntry(
  entry: Entry,
  overlay: Overlay,
  request: PackageRequest,
  context: PlaceContext,
): Outcome {
  const name = request.package;
  const value = entryValue(entry);
  const definition = needOfKind(request, 'definition');
  if (definition !== null) return ownEntry(name, definition.of, value);
  if (value === null) return refused(`${name} is taken from somewhere else there`);
  if (value.expr.kind === 'identifier' && value.expr.name === 'null')
    return refused(`${name} is set to null there, which removes it`);
  const override = readOverrideValue(value);
  const isName = (text: string): boolean => normalizeName(text) === name;
  if (override.calls.length === 0 || !isPackageOf(override, overlay.prev.name, isName))
    return refused(`${name} is replaced by something else there`);
  const names = namesOf(overlay, request.target, context.draft);
  const habits = styleOf(overlay, request, context);
  return extendOverride(
    name,
    value,
    override,
    (toolList) => neededFor(request, toolList ?? habits.toolList),
    {
      target: request.target,
      style: habits.style,
      refsAt: (scope) =>
        referencesIn(scope, names, habits.old, context.packages, formalsIn(scope, context)),
      draft: context.draft,
      resolver: context.resolver,
    },
  );
}

/** What is to be made anew is there already, or something else is. */
function ownEntry(name: string, { version }: OwnPackage, value: Closure | null): Outcome {
  const text = value === null ? '' : textOf(value.scope.file.tree, value.expr.span);
  return text.includes(nixString(version))
    ? { kind: 'present', reason: `${name} ${version} is made there` }
    : refused(`${name} is overridden there, and not made of ${version}`);
}

/** Whether some overlay of the chain can take a new entry. */
export function takesEntries({ layers }: Chain): boolean {
  return layers.some((layer) => layer.kind === 'overlay' && closedBecause(layer.overlay) === null);
}

/** Why nothing can be inserted into the overlay; null where something can. */
function closedBecause({ operands }: Overlay): string | null {
  const unknown = operands.find((operand) => operand.kind === 'unknown');
  if (unknown?.kind === 'unknown') return unknown.why;
  if (operands.some(({ kind }) => kind !== 'conditional')) return null;
  return 'the overlay has no entries that are written out';
}

/** A table for what tables hold, else the last overlay with an override of the kind, else the last of all. */
function preferred(
  overlays: readonly Overlay[],
  request: PackageRequest,
  context: PlaceContext,
): Overlay | null {
  const withTable = overlays.findLast((overlay) => tableFor(overlay, request, context) !== null);
  if (withTable !== undefined) return withTable;
  const alike = overlays.findLast((overlay) =>
    entriesOf(overlay).some((entry) => {
      const value = entryValue(entry);
      return value !== null && readOverrideValue(value).calls.length > 0;
    }),
  );
  return alike ?? overlays.at(-1) ?? null;
}

/** The table that can hold all that is asked for; null if none can. */
function tableFor(
  { operands, final }: Overlay,
  request: PackageRequest,
  { packages }: PlaceContext,
): Table | null {
  for (const operand of operands.toReversed())
    if (operand.kind === 'table' && canHold(operand.table, request, final.name, packages))
      return operand.table;
  return null;
}

function insertEntry(overlay: Overlay, request: PackageRequest, context: PlaceContext): Outcome {
  const table = tableFor(overlay, request, context);
  if (table !== null) {
    const refs = overlayReferences(overlay, request, context);
    const { draft, resolver, packages } = context;
    const placed = placeInTable(
      table,
      request,
      true,
      overlay.final.name,
      packages,
      refs,
      draft,
      resolver,
    );
    if (placed !== null) return placed;
  }
  const sets = overlay.operands.filter((candidate) => candidate.kind === 'set');
  const { file } = overlay.scope;
  const operand = sets.findLast(({ scope }) => scope.file === file) ?? sets.at(-1);
  const habits = styleOf(overlay, request, context);
  const needed = neededFor(request, habits.toolList);
  if (operand !== undefined) return insertIntoSet(operand, overlay, request, needed, context);
  return mergeSet(overlay, request, needed, context);
}

function insertIntoSet(
  operand: OperandSet,
  overlay: Overlay,
  request: PackageRequest,
  needed: Needed,
  context: PlaceContext,
): Outcome {
  const { draft, packages } = context;
  const container = setContainer(operand.set);
  if (container === null) return refused('the overlay is not closed');
  const { file } = operand.scope;
  const habits = styleOf(overlay, request, context);
  const names = namesOf(overlay, request.target, draft);
  const addFormal = formalsIn(operand.scope, context);
  const refs = referencesIn(operand.scope, names, habits.old, packages, addFormal);
  const block = renderPackage(request.target, request.package, needed, refs, habits.style);
  draft.append(file, operand.set, container, block);
  return { kind: 'edited' };
}

/** ` // { foo = …; }` behind an overlay that is a table alone. */
function mergeSet(
  overlay: Overlay,
  request: PackageRequest,
  needed: Needed,
  context: PlaceContext,
): Outcome {
  const { draft } = context;
  const { expr, scope } = overlay.body;
  const { text } = scope.file.tree;
  const habits = styleOf(overlay, request, context);
  const refs = overlayReferences(overlay, request, context)(scope);
  const block = renderPackage(request.target, request.package, needed, refs, habits.style);
  const { newline, unit } = draft.styleOf(scope.file);
  const base = indentOfLine(text, expr.span.start);
  draft.enclose(scope.file, expr, {
    offset: expr.span.end,
    before: `${newline}${base}// {`,
    block: newline + indentBlock(block, base + unit, newline),
    after: `${newline}${base}}`,
  });
  return { kind: 'edited' };
}

function styleOf(overlay: Overlay, { target }: PackageRequest, context: PlaceContext): Habits {
  const { unit } = context.draft.styleOf(overlay.scope.file);
  return styleIn(target, overlay, unit, context.resolver, context.habits);
}

function overlayReferences(
  overlay: Overlay,
  request: PackageRequest,
  context: PlaceContext,
): (scope: Scope) => References {
  const habits = styleOf(overlay, request, context);
  return (scope) =>
    referencesIn(
      scope,
      namesOf(overlay, request.target, context.draft),
      habits.old,
      context.packages,
      formalsIn(scope, context),
    );
}

function formalsIn(scope: Scope, { resolver, draft }: PlaceContext): AddFormal | null {
  return formalsOf(scope, resolver, draft);
}
