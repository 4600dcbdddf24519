import type { Span } from '../../text.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { bodyOfCall, scopeInside } from '../resolve/resolver.ts';
import type { Closure, LambdaScope, NixFile, Scope } from '../resolve/scope.ts';
import { attrNameText, findAttr, isWritten } from '../resolve/scope.ts';
import type { AttrSet, Binding, Expr, Inherit } from '../syntax.ts';
import { textOf } from '../tree.ts';
import { listElements } from './lists.ts';
import { isManifestName } from './manifest-name.ts';
import type { Unread } from './reason.ts';
import { whyUnread } from './reason.ts';
import { nameOf, stringOf } from './reference.ts';
import { literalOf, lookUpAttribute, optionalSet } from './sets.ts';

/** One attribute of a set that is written out, or that a function makes of what is written out. */
export interface Row {
  readonly name: string;
  /** Where the name is written, and the binding, the table's row or the list's element that it stands in. */
  readonly nameSpan: Span;
  readonly span: Span;
  readonly file: NixFile;
  readonly value: Closure;
  /** The name as an expression, for the functions that are called with it. */
  readonly key: Closure;
  /** Whether a condition that is not evaluated decides on it. */
  readonly conditional: boolean;
  /** The name is the one that a manifest gives its project; `name` is the expression. */
  readonly ofManifest?: true;
  readonly source: RowSource;
}

/** How a row comes about, which says what of it can be changed where it stands. */
export type RowSource =
  /** `name = value;`, `name.x = …;` or `inherit name;` in a set that is written out. */
  | { readonly kind: 'binding'; readonly item: Binding | Inherit; readonly scope: Scope }
  /** A row of a table: a function that is written once makes its value. */
  | { readonly kind: 'mapped'; readonly table: MappedSet }
  /** A function makes it of something else, or several calls share what it is written in. */
  | { readonly kind: 'computed' };

/** `mapAttrs fn data`, where `data` is written out. */
export interface MappedSet {
  readonly fn: Closure;
  readonly data: AttrSet;
  /** Inside of `data`. */
  readonly scope: Scope;
}

/** One of the things that are joined by `//`, in which rows can stand. */
export type Operand =
  | { readonly kind: 'set'; readonly set: AttrSet; readonly scope: Scope }
  | { readonly kind: 'table'; readonly table: MappedSet };

export interface Rows {
  readonly rows: readonly Row[];
  /** Where one more row can stand for certain, from left to right. */
  readonly operands: readonly Operand[];
  /** Why these are not all; null if they are. */
  readonly unread: Unread | null;
}

/** The attributes of a literal set, and of what `//`, `mapAttrs`, `genAttrs`, `listToAttrs`, `filterAttrs`, … make of literal sets and lists. */
export function readRows(resolver: Resolver, closure: Closure): Rows {
  return resolver.nested(
    () => readHere(resolver, closure),
    () => unreadRows('computed', 'it refers to itself'),
  );
}

function readHere(resolver: Resolver, closure: Closure): Rows {
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  const again = (inner: Expr): Rows => readRows(resolver, { expr: inner, scope });
  if (expr.kind === 'attrs') {
    const literal = readLiteral(resolver, expr, scope);
    return isShared(resolver, closure, forced) ? computed(literal) : literal;
  }
  if (expr.kind === 'binary' && expr.operator === '//')
    return merged([again(expr.left), again(expr.right)]);
  if (expr.kind === 'if')
    return merged([conditional(again(expr.then)), conditional(again(expr.else))]);
  if (expr.kind !== 'apply') return notRead(resolver, forced);
  const optional = optionalSet(resolver, forced);
  if (optional !== null) return conditional(readRows(resolver, optional));
  return readCall(resolver, forced) ?? notRead(resolver, forced);
}

function notRead(resolver: Resolver, closure: Closure): Rows {
  return { rows: [], operands: [], unread: whyUnread(resolver, closure, 'its entries') };
}

function readCall(resolver: Resolver, { expr, scope }: Closure): Rows | null {
  if (expr.kind !== 'apply') return null;
  const last = { expr: expr.arg, scope };
  const partial = resolver.force({ expr: expr.fn, scope });
  const unary = resolver.calleeName(partial);
  if (unary === 'listToAttrs') return rowsOfPairs(resolver, last);
  if (unary === 'mergeAttrsList') return rowsOfSets(resolver, last);
  if (partial.expr.kind !== 'apply') return null;
  const first = { expr: partial.expr.arg, scope: partial.scope };
  switch (resolver.calleeName({ expr: partial.expr.fn, scope: partial.scope })) {
    case 'mapAttrs':
      return mapped(resolver, first, last);
    case "mapAttrs'":
      return renamed(resolver, first, last);
    case 'genAttrs':
      return generated(resolver, first, last);
    case 'filterAttrs':
      // The predicate is not evaluated.
      return conditional(readRows(resolver, last));
    case 'removeAttrs':
      return without(resolver, first, last);
    default:
      return null;
  }
}

function readLiteral(resolver: Resolver, set: AttrSet, scope: Scope): Rows {
  const inner = scopeInside(set, scope);
  const rows: Row[] = [];
  const seen = new Set<string>();
  let unread: Unread | null = null;
  for (const binding of set.bindings) {
    const written = binding.kind === 'inherit' ? binding.names : binding.path.names.slice(0, 1);
    for (const attr of written) {
      const plain = attrNameText(attr, inner);
      const isOfManifest =
        attr.kind === 'interpolation' &&
        isManifestName(resolver, { expr: attr.expr, scope: inner });
      const name = isOfManifest
        ? textOf(scope.file.tree, attr.span)
        : (plain ?? nameOf(resolver, attr, inner));
      if (name === null) unread = COMPUTED_NAMES;
      if (name === null || seen.has(name)) continue;
      seen.add(name);
      const value =
        plain === null
          ? computedValue(binding, inner)
          : findAttr(set.bindings, plain, inner, scope);
      if (value === null) {
        unread = COMPUTED_NAMES;
        continue;
      }
      const span = binding.kind === 'inherit' ? attr.span : binding.span;
      const keyed = attr.kind === 'interpolation' ? attr.expr : literalOf(attr);
      const key = { expr: keyed, scope: inner };
      const nameSpan = attr.span;
      rows.push({
        name,
        nameSpan,
        span,
        file: scope.file,
        value,
        key,
        conditional: false,
        source: { kind: 'binding', item: binding, scope: inner },
        ...(isOfManifest ? { ofManifest: true } : {}),
      });
    }
  }
  return { rows, operands: isWritten(set) ? [{ kind: 'set', set, scope: inner }] : [], unread };
}

const COMPUTED_NAMES: Unread = {
  reason: 'computed',
  why: 'the names of its entries are computed',
};

/** Whether the set stands in a function of the same file that is called more than once, so that what is added to it is added everywhere. */
function isShared(resolver: Resolver, from: Closure, { scope }: Closure): boolean {
  const around = new Set(functionsAround(from.scope).map(({ lambda }) => lambda));
  return functionsAround(scope).some(
    ({ lambda, argument, file }) =>
      argument !== null &&
      file === from.scope.file &&
      !around.has(lambda) &&
      !resolver.isCalledOnce(lambda),
  );
}

function functionsAround(scope: Scope): readonly LambdaScope[] {
  const found: LambdaScope[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    if (at.kind === 'lambda') found.push(at);
  return found;
}

/** Rows that cannot be changed where they stand. */
function computed({ rows, unread }: Rows): Rows {
  return {
    rows: rows.map((row) => ({ ...row, source: { kind: 'computed' } })),
    operands: [],
    unread,
  };
}

/** The value of `"py-${name}" = …;`, where the name has no more parts. */
function computedValue(item: Binding | Inherit, scope: Scope): Closure | null {
  if (item.kind === 'inherit' || item.path.names.length > 1) return null;
  return { expr: item.value, scope };
}

/** `mapAttrs (name: value: …) set` */
function mapped(resolver: Resolver, fn: Closure, set: Closure): Rows | null {
  const read = readRows(resolver, set);
  const values = read.rows.map(({ key, value }) => called(resolver, fn, [key, value]));
  if (!values.every((value) => value !== null)) return null;
  const [operand, ...more] = read.operands;
  const isTable = operand?.kind === 'set' && more.length === 0;
  const table = isTable ? { fn, data: operand.set, scope: operand.scope } : null;
  const rows = read.rows.map((row, index): Row => ({
    ...row,
    value: values[index] ?? row.value,
    source:
      row.source.kind === 'binding' && table?.data.bindings.includes(row.source.item) === true
        ? { kind: 'mapped', table }
        : { kind: 'computed' },
  }));
  return { rows, operands: table === null ? [] : [{ kind: 'table', table }], unread: read.unread };
}

/** `mapAttrs' (name: value: nameValuePair … …) set` */
function renamed(resolver: Resolver, fn: Closure, set: Closure): Rows | null {
  const { rows, unread } = readRows(resolver, set);
  const renamedRows = rows.map((row): Row | null => {
    const pair = called(resolver, fn, [row.key, row.value]);
    const parts = pair === null ? null : pairOf(resolver, pair);
    return parts === null ? null : { ...row, ...parts, source: { kind: 'computed' } };
  });
  return renamedRows.every((row) => row !== null)
    ? { rows: renamedRows, operands: [], unread }
    : null;
}

/** `genAttrs [ "a" "b" ] (name: …)` */
function generated(resolver: Resolver, names: Closure, fn: Closure): Rows | null {
  const elements = listElements(resolver, names);
  if (elements === null) return null;
  const rows = elements.map((element): Row | null => {
    const name = stringOf(resolver, element);
    const value = called(resolver, fn, [element]);
    return name === null || value === null
      ? null
      : {
          name,
          value,
          key: element,
          conditional: element.conditional,
          source: { kind: 'computed' },
          ...placeOf(resolver, element),
        };
  });
  return rows.every((row) => row !== null)
    ? { rows: firstOfEach(rows), operands: [], unread: null }
    : null;
}

/** `listToAttrs [ { name = …; value = …; } … ]` */
function rowsOfPairs(resolver: Resolver, list: Closure): Rows | null {
  const elements = listElements(resolver, list);
  if (elements === null) return null;
  const rows = elements.map((element): Row | null => {
    const parts = pairOf(resolver, element);
    return parts === null
      ? null
      : { ...parts, conditional: element.conditional, source: { kind: 'computed' } };
  });
  // Of equal names the first one counts (`builtins.listToAttrs`).
  return rows.every((row) => row !== null)
    ? { rows: firstOfEach(rows), operands: [], unread: null }
    : null;
}

function rowsOfSets(resolver: Resolver, list: Closure): Rows | null {
  const elements = listElements(resolver, list);
  if (elements === null) return null;
  return merged(
    elements.map((element) => {
      const rows = readRows(resolver, element);
      return element.conditional ? conditional(rows) : rows;
    }),
  );
}

/** `removeAttrs set [ "a" ]` */
function without(resolver: Resolver, set: Closure, names: Closure): Rows | null {
  const gone = listElements(resolver, names)?.map((name) => stringOf(resolver, name));
  if (gone === undefined || !gone.every((name) => name !== null)) return null;
  const { rows, unread } = readRows(resolver, set);
  return { rows: rows.filter(({ name }) => !gone.includes(name)), operands: [], unread };
}

/** `nameValuePair name value`, and the set that it makes. */
function pairOf(resolver: Resolver, pair: Closure): Omit<Row, 'conditional' | 'source'> | null {
  const parts = pairParts(resolver, pair);
  if (parts === null) return null;
  const name = stringOf(resolver, parts.name);
  return name === null
    ? null
    : { name, value: parts.value, key: parts.name, ...placeOf(resolver, parts.name) };
}

function pairParts(
  resolver: Resolver,
  pair: Closure,
): { readonly name: Closure; readonly value: Closure } | null {
  const { expr, scope } = resolver.force(pair);
  if (expr.kind === 'apply' && expr.fn.kind === 'apply') {
    const callee = resolver.calleeName({ expr: expr.fn.fn, scope });
    if (callee !== 'nameValuePair') return null;
    return { name: { expr: expr.fn.arg, scope }, value: { expr: expr.arg, scope } };
  }
  const name = lookUpAttribute(resolver, { expr, scope }, 'name');
  const value = lookUpAttribute(resolver, { expr, scope }, 'value');
  if (name.found !== 'value' || value.found !== 'value') return null;
  return { name: name.value, value: value.value };
}

/** Where a name is written: the string that it comes from, else the expression that makes it. */
function placeOf(
  resolver: Resolver,
  name: Closure,
): { readonly nameSpan: Span; readonly span: Span; readonly file: NixFile } {
  const { expr, scope } = resolver.force(name);
  return { nameSpan: expr.span, span: expr.span, file: scope.file };
}

/** What a function that is written out answers; null for any other. */
function called(resolver: Resolver, fn: Closure, args: readonly Closure[]): Closure | null {
  let result = fn;
  for (const argument of args) {
    const forced = resolver.force(result);
    if (forced.expr.kind !== 'lambda') return null;
    result = bodyOfCall(forced, forced.expr, argument);
  }
  return result;
}

/** `a // b`: an attribute of `b` takes the place of that in `a`, unless a condition decides on it. */
function merged(parts: readonly Rows[]): Rows {
  const byName = new Map<string, Row[]>();
  for (const { rows } of parts) {
    for (const { name, conditional: isConditional } of rows)
      if (!isConditional) byName.delete(name);
    for (const row of rows) {
      const same = byName.get(row.name);
      if (same === undefined) byName.set(row.name, [row]);
      else same.push(row);
    }
  }
  return {
    rows: [...byName.values()].flat(),
    operands: parts.flatMap(({ operands }) => operands),
    unread: parts.find(({ unread }) => unread !== null)?.unread ?? null,
  };
}

function conditional({ rows, unread }: Rows): Rows {
  return { rows: rows.map((row) => ({ ...row, conditional: true })), operands: [], unread };
}

function firstOfEach(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<string>();
  return rows.filter(({ name }) => !seen.has(name) && seen.add(name));
}

function unreadRows(reason: Unread['reason'], why: string): Rows {
  return { rows: [], operands: [], unread: { reason, why } };
}
