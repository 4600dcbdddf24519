import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { isBound } from '../resolve/scope.ts';
import type { Expr, Identifier } from '../syntax.ts';
import { unwrap } from '../tree.ts';

/**
 * Whether `name`, or what any caller that is seen gives for it, is no set of nixpkgs: null, a set that is written out,
 * or one with an attribute for each system (`forAllSystems (system: nixpkgs.legacyPackages.${system})`).
 */
export function isOtherThanNixpkgs(name: string, scope: Scope, resolver: Resolver): boolean {
  return isAnyValue(name, scope, resolver, (expr) => isPlainValue(expr) || isMadePerSystem(expr));
}

/** Whether `name`, or what any caller that is seen gives for it, is a value that is written out, and so no package and no library of functions. */
export function isOtherThanPackage(name: string, scope: Scope, resolver: Resolver): boolean {
  return isAnyValue(name, scope, resolver, isPlainValue);
}

function isAnyValue(
  name: string,
  scope: Scope,
  resolver: Resolver,
  is: (expr: Expr) => boolean,
): boolean {
  if (!isBound(name, scope)) return false;
  const identifier: Identifier = { kind: 'identifier', span: { start: 0, end: 0 }, name };
  return isAnyOf({ expr: identifier, scope }, resolver, is);
}

function isAnyOf(closure: Closure, resolver: Resolver, is: (expr: Expr) => boolean): boolean {
  const forced = resolver.force(closure);
  const { expr } = forced;
  if (expr.kind === 'if')
    return [expr.then, expr.else].some((branch) =>
      resolver.nested(
        () => isAnyOf({ expr: branch, scope: forced.scope }, resolver, is),
        () => false,
      ),
    );
  if (expr.kind !== 'identifier' || !isBound(expr.name, forced.scope)) return is(expr);
  const callers = resolver.perCaller(forced);
  return (
    callers.length > 1 &&
    callers.some((caller) =>
      resolver.nested(
        () => isAnyOf(caller, resolver, is),
        () => false,
      ),
    )
  );
}

function isPlainValue(expr: Expr): boolean {
  switch (expr.kind) {
    case 'identifier':
      return /^(?:null|true|false)$/.test(expr.name);
    case 'attrs':
    case 'lambda':
    case 'list':
    case 'float':
    case 'integer':
    case 'path':
    case 'search-path':
    case 'string':
    case 'uri':
      return true;
    default:
      return false;
  }
}

function isMadePerSystem(expr: Expr): boolean {
  if (expr.kind !== 'apply' || unwrap(expr.arg).kind !== 'lambda') return false;
  const fn = unwrap(expr.fn);
  const last = fn.kind === 'select' ? fn.path.names.at(-1) : undefined;
  // `pkgs.extend (final: prev: { … })` is nixpkgs still.
  return !(last?.kind === 'identifier' && last.name === 'extend');
}
