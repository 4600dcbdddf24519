import { bodyOf, unwrapBody } from '../resolve/body.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { pathTexts, scopeInside } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { Apply, AttrSet, Expr, Lambda } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { OverrideCall } from './override-call.ts';
import { overrideCallOf } from './override-call.ts';

/** The value of an overlay's attribute, as far as it overrides the package that was there. */
export interface OverrideValue {
  /** The package itself: `prev.foo`. */
  readonly base: Closure;
  /** The outermost call first. */
  readonly calls: readonly OverrideCall[];
}

/** Reads `(prev.foo.override { … }).overridePythonAttrs (old: { … })` as it is written. */
export function readOverrideValue(value: Closure): OverrideValue {
  const calls: OverrideCall[] = [];
  let base = value;
  for (let call = overrideCallOf(base); call !== null; call = overrideCallOf(base)) {
    calls.push(call);
    ({ base } = call);
  }
  return { base: { expr: unwrap(base.expr), scope: base.scope }, calls };
}

/** Whether the package that is overridden is attribute `name` of the set called `prev` (`prev.foo`, `prev."foo"`, `builtins.getAttr "foo" prev`). */
export function isPackageOf(
  { base }: OverrideValue,
  prev: string,
  isName: (text: string) => boolean,
): boolean {
  const { expr, scope } = base;
  if (expr.kind === 'select') {
    const target = unwrap(expr.target);
    const names = pathTexts(expr.path, scope);
    return (
      target.kind === 'identifier' &&
      target.name === prev &&
      names?.length === 1 &&
      isName(names[0] ?? '')
    );
  }
  if (expr.kind !== 'apply' || expr.fn.kind !== 'apply') return false;
  const set = unwrap(expr.arg);
  const name = unwrap(expr.fn.arg);
  return (
    set.kind === 'identifier' &&
    set.name === prev &&
    name.kind === 'string' &&
    isName(attrNameText(name, scope) ?? '')
  );
}

/** What an override's function makes: its literal set, and the word for the attributes before. */
export interface OverrideBody {
  /** Null for a set without a function. */
  readonly lambda: Lambda | null;
  readonly sets: readonly BodySet[];
}

export interface BodySet {
  readonly set: AttrSet;
  readonly scope: Scope;
  /** Under a condition (`lib.optionalAttrs … { }`). */
  readonly conditional: boolean;
}

/** The literal sets that an override's argument comes to; null where it is not read whole. */
export function readBody(argument: Closure, resolver: Resolver): OverrideBody | null {
  let { expr, scope } = argument;
  let lambda: Lambda | null = null;
  expr = unwrap(expr);
  if (expr.kind === 'lambda') {
    lambda = expr;
    ({ expr, scope } = bodyOf({ scope }, lambda));
  }
  const sets = literalSets({ expr, scope }, false, resolver);
  return sets === null ? null : { lambda, sets };
}

function literalSets(
  closure: Closure,
  conditional: boolean,
  resolver: Resolver,
): readonly BodySet[] | null {
  const { expr, scope } = unwrapBody(closure);
  if (expr.kind === 'attrs') return [{ set: expr, scope: scopeInside(expr, scope), conditional }];
  if (expr.kind === 'binary' && expr.operator === '//') {
    const left = literalSets({ expr: expr.left, scope }, conditional, resolver);
    const right = literalSets({ expr: expr.right, scope }, conditional, resolver);
    return left === null || right === null ? null : [...left, ...right];
  }
  if (expr.kind !== 'apply' || resolver.calleeName({ expr: fnOf(expr), scope }) !== 'optionalAttrs')
    return null;
  return literalSets({ expr: expr.arg, scope }, true, resolver);
}

function fnOf(expr: Apply): Expr {
  return expr.fn.kind === 'apply' ? expr.fn.fn : expr.fn;
}
