import { isNixIdentifier } from '../print.ts';
import { isOtherThanNixpkgs, isOtherThanPackage } from '../read/other-values.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { NixFile, Scope } from '../resolve/scope.ts';
import { isBound, lookUp, meansTheSame } from '../resolve/scope.ts';
import type { Expr, Identifier } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Dialect } from './dialect.ts';
import type { Draft } from './draft.ts';
import type { References } from './entry.ts';
import type { NamedOverlay } from '../read/overlay.ts';
import type { PackagesName } from '../read/packages-name.ts';

/** The names that an overlay's entries are written with. */
export interface OverlayNames {
  readonly final: string;
  readonly prev: string;
}

/**
 * How entries in `scope` reach nixpkgs: bare in a `with pkgs;`, by `pkgs` where that is bound, by `packages` (another
 * name for it in reach, or null), by a formal that `addFormal` makes, else through the Python set.
 */
export function referencesIn(
  scope: Scope,
  { final, prev }: OverlayNames,
  old: string,
  resolver: Resolver,
  packages: PackagesName | null = null,
  addFormal: ((name: string) => boolean) | null = null,
): References {
  const inWith = isInsidePackages(scope, resolver);
  const known = packagesName(scope, resolver, packages);
  const pkgs = known ?? `${final}.pkgs`;
  const nixpkgs = (attr: string): string => {
    const [head = attr] = attr.split('.');
    const definition = lookUp(head, scope);
    const isFree = definition.kind === 'with' || definition.kind === 'free';
    if (inWith && isFree) return attr;
    const isFormal =
      definition.kind === 'parameter' &&
      definition.formal !== null &&
      !isOtherThanPackage(head, scope, resolver);
    if (isFormal && !isBound('pkgs', scope)) return attr;
    const isAdded = known === null && isFree && head !== 'lib' && addFormal?.(head) === true;
    return isAdded ? attr : `${pkgs}.${attr}`;
  };
  return {
    final,
    prev,
    old,
    nixpkgs,
    lib: isBoundPackage('lib', scope, resolver) ? 'lib' : nixpkgs('lib'),
    resolveBuildSystem: isBound('resolveBuildSystem', scope)
      ? 'resolveBuildSystem'
      : `${final}.resolveBuildSystem`,
  };
}

/** A name for nixpkgs in reach of `scope`: `pkgs`, else `other` if it means the same there; null if neither is, or something else is seen to be given for it. */
export function packagesName(
  scope: Scope,
  resolver: Resolver,
  other: PackagesName | null = null,
): string | null {
  if (isBound('pkgs', scope) && !isOtherThanNixpkgs('pkgs', scope, resolver)) return 'pkgs';
  if (other === null || other.scope.file !== scope.file) return null;
  const isMeant = other.names.every(
    (name) => meansTheSame(name, scope, other.scope) && !isOtherThanNixpkgs(name, scope, resolver),
  );
  return isMeant ? other.text : null;
}

/** Whether `name` is bound in `scope`, and nothing that is seen makes it something else than a package or the library. */
export function isBoundPackage(name: string, scope: Scope, resolver: Resolver): boolean {
  return isBound(name, scope) && !isOtherThanPackage(name, scope, resolver);
}

/** Whether the innermost `with` around is one of nixpkgs. */
export function isInsidePackages(scope: Scope, resolver: Resolver): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    if (at.kind === 'with') return isPackages(at.node.scope, at.parent, resolver);
  return false;
}

/** `pkgs`, `import <nixpkgs> { }`, `nixpkgs.legacyPackages.${system}`, … */
function isPackages(expr: Expr, scope: Scope, resolver: Resolver): boolean {
  const inner = unwrap(expr);
  if (inner.kind === 'identifier')
    return inner.name === 'pkgs' && !isOtherThanNixpkgs('pkgs', scope, resolver);
  if (inner.kind === 'apply') return isPackagesImport(inner);
  if (inner.kind !== 'select') return false;
  return inner.path.names.some(
    (name) => name.kind === 'identifier' && /^(?:pkgs|legacyPackages)$/.test(name.name),
  );
}

function isPackagesImport(expr: Expr): boolean {
  if (expr.kind === 'apply') return isPackagesImport(expr.fn) || isPackagesImport(expr.arg);
  return expr.kind === 'search-path' && expr.path === 'nixpkgs';
}

/** The argument names of a new overlay in `scope`: another pair where the usual one is taken, so that nothing around becomes unreachable. */
export function freshNames(scope: Scope): OverlayNames {
  const pairs = [
    ['final', 'prev'],
    ['pyfinal', 'pyprev'],
    ['pythonFinal', 'pythonPrev'],
  ] as const;
  const free = pairs.find((pair) => pair.every((name) => !isBound(name, scope)));
  const [final, prev] = free ?? ['overlayFinal', 'overlayPrev'];
  return { final, prev };
}

/**
 * The names of an overlay that is there. `_final: _prev:` lose the underscores if nothing used them yet. For a mere `_`
 * the other argument stands in, except where only the first is sure to have `resolveBuildSystem`.
 */
export function namesOf(
  overlay: NamedOverlay,
  { resolvesBuildSystems }: Dialect,
  draft: Draft,
): OverlayNames {
  const { final, prev } = overlay.parameters;
  const bare = [final, prev].map(({ name }) => name.replace(/^_+/, ''));
  const [bareFinal = '', barePrev = ''] = bare;
  const underscored = [final, prev].every(({ name }) => name.startsWith('_'));
  if (
    underscored &&
    bare.every(isNixIdentifier) &&
    canRename(overlay, [...bare, final.name, prev.name])
  ) {
    const { file } = overlay.scope;
    rename(draft, file, final, bareFinal);
    rename(draft, file, prev, barePrev);
    return { final: bareFinal, prev: barePrev };
  }
  if (final.name !== '_') return { final: final.name, prev: prev.name };
  if (resolvesBuildSystems && canRename(overlay, ['final'])) {
    rename(draft, overlay.scope.file, final, 'final');
    return { final: 'final', prev: prev.name };
  }
  return { final: prev.name, prev: prev.name };
}

/** Whether none of `names` occurs behind the overlay's first argument, the second argument itself aside. */
function canRename(
  { parameters: { final, prev }, previous, scope }: NamedOverlay,
  names: readonly string[],
): boolean {
  const { tokens, text } = scope.file.tree;
  return !tokens.some(
    ({ kind, start, end }) =>
      kind === 'identifier' &&
      start >= final.span.end &&
      end <= previous.span.end &&
      start !== prev.span.start &&
      names.includes(text.slice(start, end)),
  );
}

function rename(draft: Draft, file: NixFile, identifier: Identifier, name: string): void {
  draft.edit(file, { span: identifier.span, newText: name });
}
