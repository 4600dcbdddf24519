import { normalizeName } from '../../python/names.ts';
import type { OverrideEntry } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile, Scope } from '../resolve/scope.ts';
import type { Identifier, Lambda } from '../syntax.ts';
import { ignoredOf, listsOf, readOverride } from './override.ts';
import { bodyOf, unwrapBody } from '../resolve/body.ts';
import { isSplice } from './python-set.ts';
import type { Unread } from './reason.ts';
import type { Operand, Row, RowSource } from './rows.ts';
import { readRows } from './rows.ts';

/** One overlay: a function of two package sets, and the packages that it overrides. */
export interface Overlay {
  readonly file: NixFile;
  /** The function of the first parameter (`final`), and the one inside it (`prev`). */
  readonly final: Lambda;
  readonly previous: Lambda;
  /** What the two package sets are called; null where one of them is taken apart. */
  readonly parameters: { readonly final: Identifier; readonly prev: Identifier } | null;
  /** Inside both functions. */
  readonly scope: Scope;
  /** What stands behind the parameters, without `let … in`. */
  readonly body: Closure;
  readonly packages: readonly OverlayPackage[];
  /** Where one more package can stand, from left to right; none where functions make all of them. */
  readonly operands: readonly Operand[];
  /** Why not all of it could be read; null if it could. */
  readonly unread: Unread | null;
}

/** One package in an overlay. */
export interface OverlayPackage {
  readonly entry: OverrideEntry;
  /** What it is bound to. */
  readonly value: Closure;
  readonly source: RowSource;
}

/** How an overlay stands to the target's defaults. */
export interface OverlayPosition {
  readonly beforeDefaults: boolean;
  /** Whether what makes the packages runs behind it. */
  readonly beforePackages: boolean;
  /** What it names has nothing of the defaults, so that its inputs are not known from them. */
  readonly replacesDefaults: boolean;
  /** Whether a condition that is not evaluated decides on the whole overlay. */
  readonly conditional: boolean;
}

/** Reads an overlay; null where `closure` is not a function of two parameters. */
export function readOverlay(
  resolver: Resolver,
  closure: Closure,
  position: OverlayPosition,
): Overlay | null {
  const outer = resolver.force(closure);
  if (outer.expr.kind !== 'lambda') return null;
  const inner = resolver.force(bodyOf(outer, outer.expr));
  if (inner.expr.kind !== 'lambda') return null;
  const parts = { resolver, previous: inner.expr, ...position };
  const inside = bodyOf(inner, inner.expr);
  const { rows, operands, unread } = readRows(resolver, inside);
  const splices = rows.filter(({ name }) => isSplice(name));
  return {
    file: inner.scope.file,
    final: outer.expr,
    previous: inner.expr,
    parameters: parametersOf(outer.expr, inner.expr),
    scope: inside.scope,
    body: unwrapBody(inside),
    operands,
    packages: rows.filter((row) => !splices.includes(row)).map((row) => packageOf(row, parts)),
    unread: unread ?? (splices.every((row) => isExtended(resolver, row)) ? null : UNREAD_SPLICE),
  };
}

function parametersOf(
  { parameter: final }: Lambda,
  { parameter: prev }: Lambda,
): Overlay['parameters'] {
  if (final.kind !== 'name-parameter' || prev.kind !== 'name-parameter') return null;
  return { final: final.name, prev: prev.name };
}

const UNREAD_SPLICE: Unread = {
  reason: 'computed',
  why: 'what it makes of the set for one pair of platforms is not read',
};

/** `pythonPkgsHostHost = prev.pythonPkgsHostHost.overrideScope …`: whoever looks for that call finds its overlay. */
function isExtended(resolver: Resolver, { value }: Row): boolean {
  const { expr, scope } = resolver.force(value);
  return expr.kind === 'apply' && resolver.calleeName({ expr: expr.fn, scope }) === 'overrideScope';
}

interface Parts extends OverlayPosition {
  readonly resolver: Resolver;
  readonly previous: Lambda;
}

function packageOf(
  { name, nameSpan, span, file, value, conditional, ofManifest, source }: Row,
  { resolver, previous, conditional: isConditional, ...position }: Parts,
): OverlayPackage {
  const override = readOverride(resolver, value, name, { previous });
  const entry: OverrideEntry = {
    name,
    normalized: ofManifest === true ? name : normalizeName(name),
    file: file.path,
    nameSpan,
    span,
    beforeDefaults: position.beforeDefaults,
    ...(position.beforePackages ? { isLost: true } : {}),
    lists: listsOf(override),
    preferWheel: override.preferWheel,
    sets: [...override.sets],
    ...ignoredOf(override),
    opaque: override.opaque || position.replacesDefaults,
    conditional: conditional || isConditional,
    ...(ofManifest === true ? { ofManifest } : {}),
  };
  return { entry, value, source };
}

/** What the overlay has for the package of a PEP 503 name: of several, what counts. Null where it has nothing. */
export function packageNamed({ packages }: Overlay, name: string): OverlayPackage | null {
  return packages.findLast(({ entry }) => entry.normalized === name) ?? null;
}

/** The values of packages that are written as `name = value;` each. */
export function writtenValues({ packages }: Overlay): readonly Closure[] {
  return packages.flatMap((found) => ownValue(found) ?? []);
}

/** The value of a package that is its own, so that it can be changed where it stands; null for what an `inherit`, dotted names or a function make. */
export function ownValue({ source, value }: OverlayPackage): Closure | null {
  if (source.kind !== 'binding') return null;
  const { item } = source;
  return item.kind === 'binding' && item.path.names.length === 1 ? value : null;
}

/** An overlay that names both of its package sets. */
export type NamedOverlay = Overlay & {
  readonly parameters: NonNullable<Overlay['parameters']>;
};

export function isNamed(overlay: Overlay | null): overlay is NamedOverlay {
  return overlay !== null && overlay.parameters !== null;
}

/** Whether one more package can be written into the overlay: into one of its sets, else behind all that it comes to. */
export function takesPackages(overlay: Overlay): overlay is NamedOverlay {
  return isNamed(overlay) && overlay.unread === null && !isAllConditional(overlay);
}

/** Whether a condition chooses what the whole overlay comes to. */
export function isAllConditional({ body, operands }: Overlay): boolean {
  return body.expr.kind === 'if' && operands.length === 0;
}
