import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText, isWritten } from '../resolve/scope.ts';
import type { Apply, AttrSet, Expr } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Call } from './calls.ts';
import type { PackagesName } from './packages-name.ts';
import { packagesBefore } from './packages-name.ts';

/** The operands of `//` that a call's arguments consist of, each a literal set or (null) not known. */
export type Arguments = readonly (Closure & {
  readonly set: AttrSet | null;
  readonly isInline: boolean;
})[];

/** Reads a call's argument through names and `//`. */
export function readArguments(argument: Closure, resolver: Resolver): Arguments {
  return flattenMerge(argument.expr).flatMap((operand) => {
    const written = { expr: operand, scope: argument.scope };
    const { expr, scope } = resolver.force(written);
    if (expr.kind === 'binary' && expr.operator === '//')
      return resolver
        .nested<Arguments>(
          () => readArguments({ expr, scope }, resolver),
          () => [{ expr, scope, set: null, isInline: false }],
        )
        .map((part) => ({ ...part, isInline: false }));
    const set = expr.kind === 'attrs' && isWritten(expr) ? expr : null;
    return [{ expr, scope, set, isInline: unwrap(operand) === expr }];
  });
}

/** From left to right. */
function flattenMerge(expr: Expr): readonly Expr[] {
  const inner = expr.kind === 'paren' ? expr.expr : expr;
  if (inner.kind !== 'binary' || inner.operator !== '//') return [expr];
  return [...flattenMerge(inner.left), ...flattenMerge(inner.right)];
}

/** A set of a call's arguments, which takes one more. */
export interface ArgumentsPlace {
  readonly set: AttrSet;
  /** Inside of `set`. */
  readonly scope: Scope;
  /** Whether it is written in the call itself, so that nothing else has it. */
  readonly isInline: boolean;
  /** What nixpkgs is called at the call, beside `pkgs`; null where nothing is known. */
  readonly packages: PackagesName | null;
}

/** The last set that is written in the call itself, else what its arguments end with; null where that is not written out. */
export function argumentsPlace(
  resolver: Resolver,
  { expr, scope }: Pick<Call, 'expr' | 'scope'>,
): ArgumentsPlace | null {
  const operands = readArguments({ expr: expr.arg, scope }, resolver);
  const inline = operands.findLast(({ set, isInline }) => set !== null && isInline);
  const written = inline ?? operands.at(-1);
  if (written?.set == null) return null;
  return {
    set: written.set,
    scope: scopeInside(written.set, written.scope),
    isInline: written.isInline,
    packages: packagesOf(expr, scope),
  };
}

/** `pkgs` of `pkgs.poetry2nix.mkPoetryApplication`, `pkgs.python3Packages.buildPythonPackage`, `pkgs.mkShell`. */
function packagesOf({ fn }: Apply, scope: Scope): PackagesName | null {
  const called = unwrap(fn);
  if (called.kind !== 'select') return null;
  const { names } = called.path;
  const set = names.findIndex((name) => OF_NIXPKGS.test(attrNameText(name, scope) ?? ''));
  return set === -1 ? null : packagesBefore(called, names.length - set, scope);
}

const OF_NIXPKGS = /^(?:poetry2nix|mkShell(?:NoCC)?|(?:python|pypy)\d*(?:Packages)?)$/;
