import { normalizeName } from '../../python/names.ts';
import type { OwnPackage } from '../model.ts';
import { nixString } from '../print.ts';
import type { NamedOverlay, OverlayPackage } from '../read/overlay.ts';
import {
  isAllConditional,
  isNamed,
  ownValue,
  packageNamed,
  takesPackages,
  writtenValues,
} from '../read/overlay.ts';
import { isPackageOf, readOverrideValue } from '../read/override-value.ts';
import type { Operand } from '../read/rows.ts';
import type { Table } from '../read/table.ts';
import { readTable } from '../read/table.ts';
import { needOfKind } from '../request.ts';
import { isInDefault } from '../resolve/body.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import type { Expr } from '../syntax.ts';
import { textOf } from '../tree.ts';
import { addOverlay } from './add-overlay.ts';
import type { Chain } from './addition.ts';
import type { References } from './entry.ts';
import type { OverlayStyle } from './entry-style.ts';
import { styleIn } from './entry-style.ts';
import { extendOverride } from './extend.ts';
import { formalsOf } from './formals.ts';
import { indentBlock, setContainer } from './insert.ts';
import { neededFor } from './needed.ts';
import type { Outcome, Refused } from './outcome.ts';
import { behind, refused } from './outcome.ts';
import { renderPackage } from './package-entry.ts';
import type { PackageRequest, PlaceContext } from './place-request.ts';
import { canHold, placeInTable } from './place-row.ts';
import { namesOf, referencesIn } from './references.ts';
import { indentOfLine } from './style.ts';

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
  const wants = outcomes.map((outcome) => wantsOverlay(outcome, chain));
  if (!wants.includes('certainly')) return outcomes.map((outcome) => outcome ?? CLOSED);
  // A new overlay, once there must be one, takes what those that are there could not.
  const homeless = requests.filter((_request, index) => wants[index] !== 'no');
  const added = draft.attempt(() => addOverlay(chain, homeless, context));
  return outcomes.map((outcome, index) =>
    outcome === null || (wants[index] !== 'no' && added.kind !== 'refused') ? added : outcome,
  );
}

const CLOSED: Outcome = refused('form', 'there is no overlay');

function wantsOverlay(
  outcome: Outcome | null,
  { addition }: Chain,
): 'no' | 'certainly' | 'if-there-is-one' {
  if (outcome === null) return 'certainly';
  const standsBehind = outcome.kind === 'refused' ? outcome.standsBehind : undefined;
  return addition === null ? 'no' : (standsBehind ?? 'no');
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
  const home = preferred(overlays.filter(takesPackages), request, context);
  if (home !== null) return insertEntry(home, request, context);
  const unread = [...overlays.flatMap(closedBecause), ...unknownLayers(chain)];
  const why = unread.find(({ because }) => because !== 'condition') ?? unread[0];
  if (why?.because === 'condition') return chain.addition === null ? why : null;
  if (why !== undefined && !standsAside(chain)) return { ...why, standsBehind: 'if-there-is-one' };
  if (chain.addition !== null) return null;
  const { closed } = chain;
  return why ?? refused(closed?.reason ?? 'form', closed?.why ?? 'no overlay is in reach');
}

/** The overlays where the request has effect: behind what makes the packages, and behind the defaults if those set the same. */
function overlaysFor({ layers }: Chain, request: PackageRequest): readonly NamedOverlay[] {
  const mustFollow = request.needs.some((need) => 'setByDefaults' in need);
  const last = layers.findLastIndex(
    (layer) => layer.kind === 'defaults' && (layer.makesPackages || mustFollow),
  );
  return layers.slice(last + 1).flatMap((layer) => {
    const { kind, overlay } = layer;
    // A package that replaces its default has nothing of it.
    const isOne =
      kind === 'function' &&
      layer.replacesDefaults !== true &&
      layer.conditional !== true &&
      !isInDefault(layer.closure);
    return isOne && isNamed(overlay) ? [overlay] : [];
  });
}

/** What is not known of the layers. */
function unknownLayers({ layers, addition }: Chain): readonly Refused[] {
  return layers.flatMap((layer) => {
    if (layer.kind === 'unknown') return [refused(layer.reason, layer.why)];
    if (layer.kind !== 'function') return [];
    if (!isNamed(layer.overlay)) return [refused('form', 'a function of another shape')];
    return layer.conditional === true && addition === null
      ? [refused('condition', 'a condition chooses the overrides')]
      : [];
  });
}

/** Whether another overlay stands beside those that are there, so that nothing about them need be known. */
function standsAside({ addition }: Chain): boolean {
  return addition !== null && /^(?:element|attribute|shared)$/.test(addition.kind);
}

/** Extends what the overlay has for the package; null where it has nothing. */
function placeByName(
  overlay: NamedOverlay,
  request: PackageRequest,
  context: PlaceContext,
): Outcome | null {
  const found = packageNamed(overlay, request.package);
  if (found === null) return null;
  const { source } = found;
  if (found.entry.conditional)
    return behind(refused('condition', `${request.package} is overridden under a condition`));
  if (source.kind !== 'mapped') return extendEntry(found, overlay, request, context);
  const table = tableOf({ kind: 'table', table: source.table }, overlay, context);
  const outcome =
    table === null
      ? null
      : placeInTable(table, request, false, inOverlay(overlay, context), context);
  return outcome ?? computed(request.package);
}

function computed(name: string): Outcome {
  return behind(refused('computed', `a function computes the override of ${name}`));
}

function extendEntry(
  found: OverlayPackage,
  overlay: NamedOverlay,
  request: PackageRequest,
  context: PlaceContext,
): Outcome {
  const name = request.package;
  const value = ownValue(found);
  const definition = needOfKind(request, 'definition');
  if (definition !== null) return ownEntry(name, definition.of, value);
  if (value?.expr.kind === 'identifier' && value.expr.name === 'null')
    return refused('replaced', `${name} is set to null there, which removes it`);
  if (value === null) {
    if (found.entry.opaque)
      return refused('replaced', `${name} is taken from somewhere else there`);
    return found.source.kind === 'computed'
      ? computed(name)
      : behind(refused('form', `${name} is taken from somewhere else there`));
  }
  const override = readOverrideValue(value);
  const isName = (text: string): boolean => normalizeName(text) === name;
  const isWritten =
    override.calls.length > 0 && isPackageOf(override, overlay.parameters.prev.name, isName);
  if (!isWritten && found.entry.opaque)
    return refused('replaced', `${name} is replaced by something else there`);
  const { style, refsAt } = inOverlay(overlay, context);
  return extendOverride(
    name,
    value,
    override,
    (toolList) => neededFor(request, context.dialect, toolList ?? style.toolList),
    {
      dialect: context.dialect,
      style: style.entry,
      refsAt,
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
    : refused('replaced', `${name} is overridden there, and not made of ${version}`);
}

/** Why nothing can be inserted into the overlay. */
function closedBecause(overlay: NamedOverlay): readonly Refused[] {
  const { unread } = overlay;
  if (unread !== null) return [refused(unread.reason, unread.why)];
  return isAllConditional(overlay) ? [refused('condition', 'a condition chooses its entries')] : [];
}

/** A table for what tables hold, else the last overlay with an override of the kind, else the last of all. */
function preferred(
  overlays: readonly NamedOverlay[],
  request: PackageRequest,
  context: PlaceContext,
): NamedOverlay | null {
  const withTable = overlays.findLast((overlay) => tableFor(overlay, request, context) !== null);
  if (withTable !== undefined) return withTable;
  const alike = overlays.findLast((overlay) =>
    writtenValues(overlay).some((value) => readOverrideValue(value).calls.length > 0),
  );
  return alike ?? overlays.at(-1) ?? null;
}

/** The table that can hold all that is asked for; null if none can. */
function tableFor(
  overlay: NamedOverlay,
  request: PackageRequest,
  context: PlaceContext,
): Table | null {
  for (const operand of overlay.operands.toReversed()) {
    const table = tableOf(operand, overlay, context);
    if (table !== null && canHold(table, request, overlay.parameters.final.name, context))
      return table;
  }
  return null;
}

function tableOf(
  operand: Operand,
  { parameters }: NamedOverlay,
  { resolver }: PlaceContext,
): Table | null {
  return operand.kind === 'table' ? readTable(operand.table, parameters.prev.name, resolver) : null;
}

function insertEntry(
  overlay: NamedOverlay,
  request: PackageRequest,
  context: PlaceContext,
): Outcome {
  const writing = inOverlay(overlay, context);
  const table = tableFor(overlay, request, context);
  if (table !== null) {
    const placed = placeInTable(table, request, true, writing, context);
    if (placed !== null) return placed;
  }
  const sets = overlay.operands.filter((candidate) => candidate.kind === 'set');
  const { file } = overlay.scope;
  const operand = sets.findLast(({ scope }) => scope.file === file) ?? sets.at(-1);
  if (operand === undefined) return mergeSet(overlay, request, writing, context);
  const container = setContainer(operand.set);
  if (container === null) return refused('invalid-nix', 'the overlay is not closed');
  const block = renderIn(operand.scope, request, writing, context);
  context.draft.append(operand.scope.file, operand.set, container, block);
  return { kind: 'edited' };
}

/** ` // { foo = …; }` behind what an overlay comes to that has no set of its own. */
function mergeSet(
  { body: { expr, scope } }: NamedOverlay,
  request: PackageRequest,
  writing: OverlayWriting,
  context: PlaceContext,
): Outcome {
  const { draft } = context;
  const { file } = scope;
  const block = renderIn(scope, request, writing, context);
  const { newline, unit } = draft.styleOf(file);
  const base = indentOfLine(file.tree.text, expr.span.start);
  const isLoose = bindsLooser(expr);
  if (isLoose) draft.insert(file, expr.span.start, '(');
  draft.enclose(file, expr, {
    offset: expr.span.end,
    before: `${isLoose ? ')' : ''}${newline}${base}// {`,
    block: newline + indentBlock(block, base + unit, newline),
    after: `${newline}${base}}`,
  });
  return { kind: 'edited' };
}

/** Whether ` // …` behind the expression would take less than all of it. */
function bindsLooser(expr: Expr): boolean {
  return expr.kind === 'binary' ? expr.operator !== '//' : expr.kind === 'if';
}

/** How things are written in one overlay. */
export interface OverlayWriting {
  readonly style: OverlayStyle;
  /** What the overlay calls the set with all overlays. */
  readonly final: string;
  readonly refsAt: (scope: Scope) => References;
}

function inOverlay(
  overlay: NamedOverlay,
  { dialect, draft, resolver, styles, packages }: PlaceContext,
): OverlayWriting {
  const { unit } = draft.styleOf(overlay.scope.file);
  const style = styleIn(dialect, overlay, unit, resolver, styles);
  return {
    style,
    final: overlay.parameters.final.name,
    refsAt: (scope) =>
      referencesIn(
        scope,
        namesOf(overlay, dialect, draft),
        style.old,
        resolver,
        packages,
        formalsOf(scope, resolver, draft),
      ),
  };
}

function renderIn(
  scope: Scope,
  request: PackageRequest,
  { style, refsAt }: OverlayWriting,
  { dialect }: PlaceContext,
): string {
  const needed = neededFor(request, dialect, style.toolList);
  return renderPackage(dialect, request.package, needed, refsAt(scope), style.entry);
}
