import { posix } from 'node:path';
import { bodyOf } from '../resolve/body.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import type { Place, ReadContext } from './context.ts';
import type { Composition, Layer } from './layers.ts';
import { readOverrides } from './layers.ts';
import type { Overlay } from './overlay.ts';
import { isNamed, writtenValues } from './overlay.ts';
import { readOverrideValue } from './override-value.ts';
import { poetryLayers } from './poetry2nix.ts';

/** The overlays that a file comes to, whatever its arguments. */
export function overlayLayers(resolver: Resolver, file: NixFile): readonly Layer[] {
  return fileComposition(resolver, file).layers.filter(({ kind }) => kind === 'function');
}

function fileComposition(resolver: Resolver, file: NixFile): Composition {
  const { root } = file.tree;
  if (root === null) return { layers: [], insertion: null };
  const closure: Closure = { expr: root, scope: { kind: 'file', file, parent: null } };
  return poetryLayers(resolver, withoutArguments(resolver, closure));
}

/** A file that is overlays of a Python set itself, or a function to some, as a place for overrides; null where it does not look like one. */
export function overlayFilePlace({ resolver }: ReadContext, file: NixFile): Place | null {
  const { layers: composed, insertion } = fileComposition(resolver, file);
  const { layers } = readOverrides(resolver, composed);
  const [only, ...more] = layers;
  const isFunction = only?.kind === 'function' && more.length === 0;
  // The file is the overlay, and nothing in it composes that with others.
  if (isFunction)
    return isNamed(only.overlay) && looksPythonic(only.overlay, file.path)
      ? { layers, insertion: null, packages: null }
      : null;
  return layers.some(({ kind }) => kind !== 'unknown')
    ? { layers, insertion, packages: null }
    : null;
}

/** By its name, or by what it overrides. `overlay.nix` alone may be one of nixpkgs itself. */
function looksPythonic(overlay: Overlay, path: string): boolean {
  const name = posix.basename(path);
  const overrides = writtenValues(overlay).some(
    (value) => readOverrideValue(value).calls.length > 0,
  );
  if (/overrid/i.test(name) || overrides) return true;
  return /overlay/i.test(name) && overlay.packages.length === 0;
}

/** The overlay inside `{ pkgs }: final: prev:` and `pkgs: final: prev:`: the function whose body takes one more. */
function withoutArguments(resolver: Resolver, closure: Closure): Closure {
  let current = resolver.force(closure);
  for (let count = 0; count < 10 && current.expr.kind === 'lambda'; count++) {
    const inner = resolver.force(bodyOf(current, current.expr));
    if (inner.expr.kind !== 'lambda')
      return current.expr.parameter.kind === 'formals-parameter' ? inner : current;
    const innermost = resolver.force(bodyOf(inner, inner.expr));
    const isOverlay =
      current.expr.parameter.kind === 'name-parameter' &&
      inner.expr.parameter.kind === 'name-parameter' &&
      innermost.expr.kind !== 'lambda';
    if (isOverlay) return current;
    current = inner;
  }
  return current;
}
