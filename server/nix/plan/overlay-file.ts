import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import type { Chain } from './chain.ts';
import { readChain } from './chain.ts';
import { enter, readOverrideValue, unwrapBody } from './override-value.ts';
import type { Overlay } from './overlay.ts';
import { entriesOf, entryValue, readOverlay } from './overlay.ts';

const MAX_ARGUMENTS = 4;

/** A file that is an overlay of a Python set itself, or a function to one, with no caller in sight; null where it does not look like one. */
export function overlayFileChain(file: NixFile, resolver: Resolver): Chain | null {
  const { root } = file.tree;
  if (root === null) return null;
  const name = file.path.slice(file.path.lastIndexOf('/'));
  let closure: Closure = unwrapBody({ expr: root, scope: { kind: 'file', file, parent: null } });
  for (let given = 0; given < MAX_ARGUMENTS; given++) {
    const { expr, scope } = closure;
    if (expr.kind !== 'lambda') break;
    const overlay =
      expr.parameter.kind === 'name-parameter' ? readOverlay(closure, resolver) : null;
    if (overlay !== null && overlay.body.expr.kind !== 'lambda')
      return looksPythonic(overlay, name)
        ? { layers: [{ kind: 'overlay', overlay }], growth: null }
        : null;
    closure = unwrapBody({ expr: expr.body, scope: enter(expr, scope) });
  }
  if (closure.expr.kind !== 'apply' && closure.expr.kind !== 'list') return null;
  const chain = readChain(closure, resolver);
  return chain.layers.some(({ kind }) => kind !== 'unknown') ? chain : null;
}

/** By its name, or by what it overrides. `overlay.nix` alone may be one of nixpkgs itself. */
function looksPythonic(overlay: Overlay, name: string): boolean {
  if (/overrid/i.test(name) || overridesSomething(overlay)) return true;
  return /overlay/i.test(name) && overlay.operands.every((operand) => !hasEntries(operand));
}

function hasEntries(operand: Overlay['operands'][number]): boolean {
  return operand.kind === 'set' && operand.set.bindings.length > 0;
}

function overridesSomething(overlay: Overlay): boolean {
  return entriesOf(overlay).some((entry) => {
    const value = entryValue(entry);
    return value !== null && readOverrideValue(value).calls.length > 0;
  });
}
