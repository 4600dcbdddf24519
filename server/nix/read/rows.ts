import type { Span } from '../../text.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { bodyOfCall, scopeInside } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import { attrNameText, findAttr } from '../resolve/scope.ts';
import type { AttrSet, Binding, Expr, Inherit } from '../syntax.ts';
import { textOf } from '../tree.ts';
import { listElements } from './lists.ts';
import { isManifestName } from './manifest-name.ts';
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
}

export interface Rows {
  readonly rows: readonly Row[];
  /** Why these are not all; empty if they are. */
  readonly why: string;
}

/** The attributes of a literal set, and of what `//`, `mapAttrs`, `genAttrs`, `listToAttrs`, `filterAttrs`, … make of literal sets and lists. */
export function readRows(resolver: Resolver, closure: Closure): Rows {
  return resolver.nested(
    () => readHere(resolver, closure),
    () => unread('it refers to itself'),
  );
}

function readHere(resolver: Resolver, closure: Closure): Rows {
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  const again = (inner: Expr): Rows => readRows(resolver, { expr: inner, scope });
  if (expr.kind === 'attrs') return readLiteral(resolver, expr, scope);
  if (expr.kind === 'binary' && expr.operator === '//')
    return merged([again(expr.left), again(expr.right)]);
  if (expr.kind === 'if')
    return merged([conditional(again(expr.then)), conditional(again(expr.else))]);
  if (expr.kind !== 'apply') return unread('the overlay’s body is not a set');
  const optional = optionalSet(resolver, forced);
  if (optional !== null) return conditional(readRows(resolver, optional));
  return readCall(resolver, forced) ?? unread('the overlay’s set is computed');
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

function readLiteral(resolver: Resolver, set: AttrSet, scope: Closure['scope']): Rows {
  const inner = scopeInside(set, scope);
  const rows: Row[] = [];
  const seen = new Set<string>();
  let why = '';
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
      if (name === null) why = 'the overlay has computed names';
      if (name === null || seen.has(name)) continue;
      seen.add(name);
      const value =
        plain === null
          ? computedValue(binding, inner)
          : findAttr(set.bindings, plain, inner, scope);
      if (value === null) {
        why = 'the overlay has computed names';
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
        ...(isOfManifest ? { ofManifest: true } : {}),
      });
    }
  }
  return { rows, why };
}

/** Of `"py-${name}" = …;`, where the name has no more parts. */
function computedValue(item: Binding | Inherit, scope: Closure['scope']): Closure | null {
  if (item.kind === 'inherit' || item.path.names.length > 1) return null;
  return { expr: item.value, scope };
}

/** `mapAttrs (name: value: …) set` */
function mapped(resolver: Resolver, fn: Closure, set: Closure): Rows | null {
  const { rows, why } = readRows(resolver, set);
  const values = rows.map(({ key, value }) => called(resolver, fn, [key, value]));
  if (!values.every((value) => value !== null)) return null;
  return { rows: rows.map((row, index) => ({ ...row, value: values[index] ?? row.value })), why };
}

/** `mapAttrs' (name: value: nameValuePair … …) set` */
function renamed(resolver: Resolver, fn: Closure, set: Closure): Rows | null {
  const { rows, why } = readRows(resolver, set);
  const renamedRows = rows.map((row) => {
    const pair = called(resolver, fn, [row.key, row.value]);
    const parts = pair === null ? null : pairOf(resolver, pair);
    return parts === null ? null : { ...row, ...parts };
  });
  return renamedRows.every((row) => row !== null) ? { rows: renamedRows, why } : null;
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
          ...placeOf(resolver, element),
        };
  });
  return rows.every((row) => row !== null) ? { rows: firstOfEach(rows), why: '' } : null;
}

/** `listToAttrs [ { name = …; value = …; } … ]` */
function rowsOfPairs(resolver: Resolver, list: Closure): Rows | null {
  const elements = listElements(resolver, list);
  if (elements === null) return null;
  const rows = elements.map((element): Row | null => {
    const parts = pairOf(resolver, element);
    return parts === null ? null : { ...parts, conditional: element.conditional };
  });
  // Of equal names the first one counts (`builtins.listToAttrs`).
  return rows.every((row) => row !== null) ? { rows: firstOfEach(rows), why: '' } : null;
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
  const { rows, why } = readRows(resolver, set);
  return { rows: rows.filter(({ name }) => !gone.includes(name)), why };
}

/** `nameValuePair name value`, and the set that it makes. */
function pairOf(resolver: Resolver, pair: Closure): Omit<Row, 'conditional'> | null {
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
    why: parts.find(({ why }) => why !== '')?.why ?? '',
  };
}

function conditional({ rows, why }: Rows): Rows {
  return { rows: rows.map((row) => ({ ...row, conditional: true })), why };
}

function firstOfEach(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<string>();
  return rows.filter(({ name }) => !seen.has(name) && seen.add(name));
}

function unread(why: string): Rows {
  return { rows: [], why };
}
