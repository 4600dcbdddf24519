import { normalizeName } from '../../python/names.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText, lookUp } from '../resolve/scope.ts';
import { bodyOf, unwrapBody } from '../resolve/body.ts';
import { childrenOf } from '../resolve/children.ts';
import type { AttrSet, Binding, Expr, Identifier, Lambda } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { OverrideValue } from './override-value.ts';
import { readBody, readOverrideValue } from './override-value.ts';
import type { MappedSet } from './rows.ts';

/** `mapAttrs (name: tools: prev.${name}.override…Attrs (… ++ tools)) { foo = [ … ]; }` */
export interface Table {
  readonly data: AttrSet;
  readonly scope: Scope;
  /** How a row names its build tools: `[ "setuptools" ]`, `[ final.setuptools ]`, or `{ setuptools = [ ]; }` for `resolveBuildSystem`. */
  readonly form: 'strings' | 'packages' | 'resolved';
  /** Whether a row of strings may hold derivations too (the function tests `isString`). */
  readonly takesDerivations: boolean;
  /** The attribute that the rows are added to. */
  readonly list: string;
}

/** Functions that are given the names in a row of strings. */
const STRING_READERS: ReadonlySet<string> = new Set([
  'attrVals',
  'getAttr',
  'getAttrs',
  'isString',
]);

/** The bindings of one package in a table: one, or one for each dotted name. */
export interface TableRow {
  readonly bindings: readonly Binding[];
}

/** Reads a mapped set as a table of build requirements; null for everything that is not surely one. `prev` is what the overlay calls the set before it. */
export function readTable(
  { fn, data, scope }: MappedSet,
  prev: string,
  resolver: Resolver,
): Table | null {
  const mapper = readMapper(resolver.force(fn));
  if (mapper === null) return null;
  const value = readOverrideValue(resolver.force(mapper.body));
  const [call, ...more] = value.calls;
  if (call === undefined || more.length > 0 || !/^override(?:Python)?Attrs$/.test(call.method))
    return null;
  if (!overridesMappedPackage(value, mapper.name, prev, resolver)) return null;
  const target = addedList(call.argument, mapper.tools, resolver);
  if (target === null) return null;
  const form = formOf(target);
  if (form === null) return null;
  return {
    data,
    scope,
    form,
    takesDerivations: form === 'packages' || target.testsStrings,
    list: target.list,
  };
}

/** The row of a package; null if it has none. */
export function rowOf(table: Table, isName: (text: string) => boolean): TableRow | null {
  const bindings = table.data.bindings.filter((item): item is Binding => {
    const [first] = item.kind === 'binding' ? item.path.names : [];
    const text = first === undefined ? null : attrNameText(first, table.scope);
    return text !== null && isName(text);
  });
  return bindings.length === 0 ? null : { bindings };
}

/** Whether the table names the package by an `inherit`, so that its row stands elsewhere. */
export function inheritsRow(table: Table, name: string): boolean {
  return table.data.bindings.some(
    (item) =>
      item.kind === 'inherit' &&
      item.names.some(
        (inherited) => normalizeName(attrNameText(inherited, table.scope) ?? '') === name,
      ),
  );
}

interface Mapper {
  readonly name: Identifier;
  readonly tools: { readonly name: string; readonly lambda: Lambda };
  readonly body: Closure;
}

function readMapper({ expr, scope }: Closure): Mapper | null {
  if (expr.kind !== 'lambda' || expr.parameter.kind !== 'name-parameter') return null;
  const within = unwrapBody(bodyOf({ scope }, expr));
  const inner = within.expr;
  if (inner.kind !== 'lambda' || inner.parameter.kind !== 'name-parameter') return null;
  return {
    name: expr.parameter.name,
    tools: { name: inner.parameter.name.name, lambda: inner },
    body: bodyOf(within, inner),
  };
}

/** Whether what is overridden is `prev.${name}` or `getAttr name prev`. */
function overridesMappedPackage(
  { base }: OverrideValue,
  name: Identifier,
  prev: string,
  resolver: Resolver,
): boolean {
  const followed = base.expr.kind === 'identifier' ? resolver.force(base) : base;
  const expr = unwrap(followed.expr);
  if (expr.kind === 'select') {
    const target = unwrap(expr.target);
    const [first] = expr.path.names;
    return (
      expr.path.names.length === 1 &&
      isNamed(target, prev) &&
      first?.kind === 'interpolation' &&
      isNamed(unwrap(first.expr), name.name)
    );
  }
  if (expr.kind !== 'apply' || expr.fn.kind !== 'apply') return false;
  return (
    resolver.calleeName({ expr: expr.fn.fn, scope: followed.scope }) === 'getAttr' &&
    isNamed(unwrap(expr.fn.arg), name.name) &&
    isNamed(unwrap(expr.arg), prev)
  );
}

function isNamed(expr: Expr, name: string): boolean {
  return expr.kind === 'identifier' && expr.name === name;
}

function formOf({ resolved, readsStrings, isOperand }: AddedList): Table['form'] | null {
  if (resolved) return 'resolved';
  if (readsStrings) return 'strings';
  return isOperand ? 'packages' : null;
}

interface AddedList {
  readonly list: string;
  readonly resolved: boolean;
  readonly readsStrings: boolean;
  readonly testsStrings: boolean;
  /** Added as it is, by `++`. */
  readonly isOperand: boolean;
}

/** The one attribute that the mapped value goes into, and how it is read. */
function addedList(
  argument: Closure,
  tools: Mapper['tools'],
  resolver: Resolver,
): AddedList | null {
  const body = readBody(argument, resolver);
  if (body === null || body.sets.length !== 1) return null;
  const [only] = body.sets;
  const using = only?.set.bindings.flatMap((item) => {
    if (item.kind !== 'binding' || item.path.names.length !== 1) return [];
    const [name] = item.path.names;
    const list = name === undefined ? null : attrNameText(name, only.scope);
    const use = findUse({ expr: item.value, scope: only.scope }, tools, resolver);
    return list === null || use === null ? [] : [{ list, ...use }];
  });
  return using?.length === 1 ? (using[0] ?? null) : null;
}

/** How the mapped value is used inside an expression; null where it is not. */
function findUse(
  root: Closure,
  tools: Mapper['tools'],
  resolver: Resolver,
): Omit<AddedList, 'list'> | null {
  let found = false;
  const use = { resolved: false, readsStrings: false, testsStrings: false, isOperand: false };
  const isTools = (closure: Closure): boolean => {
    const { expr, scope } = resolver.force(closure);
    if (expr.kind !== 'identifier' || expr.name !== tools.name) return false;
    const definition = lookUp(expr.name, scope);
    return definition.kind === 'parameter' && definition.scope.lambda === tools.lambda;
  };
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const { expr, scope } = node;
    if (expr.kind === 'identifier' && isTools(node)) found = true;
    if (expr.kind === 'binary' && expr.operator === '++')
      use.isOperand ||= [expr.left, expr.right].some((side) => isTools({ expr: side, scope }));
    if (expr.kind === 'apply' && isTools({ expr: expr.arg, scope }))
      use.resolved ||= resolver.calleeName({ expr: expr.fn, scope }) === 'resolveBuildSystem';
    if (expr.kind === 'select' || expr.kind === 'identifier') {
      const called = resolver.calleeName(node);
      use.testsStrings ||= called === 'isString';
      use.readsStrings ||= called !== null && STRING_READERS.has(called);
    }
    if (expr.kind === 'select')
      use.readsStrings ||= expr.path.names.some((name) => name.kind === 'interpolation');
    for (const child of childrenOf(node)) pending.push(child);
  }
  return found ? use : null;
}
