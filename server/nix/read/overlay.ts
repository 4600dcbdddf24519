import { normalizeName } from '../../python/names.ts';
import type { OverrideEntry } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import type { Lambda } from '../syntax.ts';
import { bodyOf, listsOf, readOverride } from './override.ts';
import { isSplice } from './python-set.ts';
import type { Row } from './rows.ts';
import { readRows } from './rows.ts';

/** One overlay: a function of two package sets, and the packages that it overrides. */
export interface Overlay {
  readonly file: NixFile;
  /** The function of the first parameter (`final`), and the one inside it (`prev`). */
  readonly final: Lambda;
  readonly previous: Lambda;
  readonly packages: readonly OverlayPackage[];
  /** Why not all of it could be read; empty if it could. */
  readonly why: string;
}

/** One package in an overlay. */
export interface OverlayPackage {
  readonly entry: OverrideEntry;
  /** What it is bound to. */
  readonly value: Closure;
}

/** How an overlay stands to the target's defaults. */
export interface OverlayPosition {
  readonly beforeDefaults: boolean;
  /** What it names has nothing of the defaults, so that its inputs are not known from them. */
  readonly replacesDefaults: boolean;
  /** Whether a condition that is not evaluated decides on the whole overlay. */
  readonly conditional: boolean;
}

/** Reads an overlay; null where `closure` is no function of two parameters. */
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
  const { rows, why } = readRows(resolver, bodyOf(inner, inner.expr));
  const splices = rows.filter(({ name }) => isSplice(name));
  return {
    file: inner.scope.file,
    final: outer.expr,
    previous: inner.expr,
    packages: rows.filter((row) => !splices.includes(row)).map((row) => packageOf(row, parts)),
    why: why === '' && !splices.every((row) => isExtended(resolver, row)) ? UNREAD_SPLICE : why,
  };
}

const UNREAD_SPLICE = 'what it makes of the set for one pair of platforms is not read';

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
  { name, nameSpan, span, file, value, conditional, ofManifest }: Row,
  { resolver, previous, beforeDefaults, replacesDefaults, conditional: isConditional }: Parts,
): OverlayPackage {
  const override = readOverride(resolver, value, name, { previous });
  const entry: OverrideEntry = {
    name,
    normalized: ofManifest === true ? name : normalizeName(name),
    file: file.path,
    nameSpan,
    span,
    beforeDefaults,
    lists: listsOf(override),
    preferWheel: override.preferWheel,
    sets: [...override.sets],
    opaque: override.opaque || replacesDefaults,
    conditional: conditional || isConditional,
    ...(ofManifest === true ? { ofManifest } : {}),
  };
  return { entry, value };
}
