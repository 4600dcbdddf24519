import { bodyOf, unwrapBody } from '../resolve/body.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { pathTexts, scopeInside } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { Apply, AttrSet, Expr, Lambda } from '../syntax.ts';
import { unwrap } from '../tree.ts';

/** One `.override…` of a package. */
export interface OverrideCall {
  readonly method: string;
  readonly apply: Apply;
  readonly argument: Closure;
}

/** The value of an overlay's attribute, as far as it overrides the package that was there. */
export interface OverrideValue {
  /** The package itself: `prev.foo`. */
  readonly base: Closure;
  /** How many names of a selection at `base` belong to it: `prev.foo.override` selects two. */
  readonly baseNames: number;
  /** The outermost call first. */
  readonly calls: readonly OverrideCall[];
}

const METHODS: ReadonlySet<string> = new Set([
  'override',
  'overrideAttrs',
  'overrideDerivation',
  'overridePythonAttrs',
]);

/** Reads `(prev.foo.override { … }).overridePythonAttrs (old: { … })`, and pypi2nix's `python.overrideDerivation super.foo (old: { … })`. */
export function readOverrideValue(value: Closure): OverrideValue {
  const calls: OverrideCall[] = [];
  const { scope } = value;
  let expr = unwrap(value.expr);
  for (;;) {
    const call = methodCall(expr, scope);
    if (call === null) break;
    calls.push({
      method: call.method,
      apply: call.apply,
      argument: { expr: call.argument, scope },
    });
    if (call.baseNames > 0)
      return { base: { expr: call.base, scope }, baseNames: call.baseNames, calls };
    expr = unwrap(call.base);
  }
  const names = expr.kind === 'select' ? expr.path.names.length : 0;
  return { base: { expr, scope }, baseNames: names, calls };
}

interface MethodCall {
  readonly method: string;
  readonly apply: Apply;
  readonly argument: Expr;
  readonly base: Expr;
  readonly baseNames: number;
}

function methodCall(expr: Expr, scope: Scope): MethodCall | null {
  if (expr.kind !== 'apply') return null;
  const fn = unwrap(expr.fn);
  if (fn.kind === 'select' && fn.or === null) {
    const method = fn.path.names.at(-1);
    const name = method === undefined ? null : attrNameText(method, scope);
    if (name === null || !METHODS.has(name)) return null;
    const baseNames = fn.path.names.length - 1;
    return {
      method: name,
      apply: expr,
      argument: expr.arg,
      base: baseNames === 0 ? fn.target : fn,
      baseNames,
    };
  }
  if (fn.kind !== 'apply') return null;
  const helper = unwrap(fn.fn);
  const last = helper.kind === 'select' ? helper.path.names.at(-1) : undefined;
  if (last === undefined || attrNameText(last, scope) !== 'overrideDerivation') return null;
  return {
    method: 'overrideDerivation',
    apply: expr,
    argument: expr.arg,
    base: fn.arg,
    baseNames: 0,
  };
}

/** Whether the package that is overridden is attribute `name` of the set called `prev` (`prev.foo`, `prev."foo"`, `builtins.getAttr "foo" prev`). */
export function isPackageOf(
  { base, baseNames }: OverrideValue,
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
      baseNames === 1 &&
      names?.[0] !== undefined &&
      isName(names[0])
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
