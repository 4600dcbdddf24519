import { normalizeName } from '../../python/names.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText, isWritten, lookUp } from '../resolve/scope.ts';
import type { Apply, AttrSet, Binding, Expr, Identifier, Inherit, Lambda } from '../syntax.ts';
import { enter, unwrapBody } from './override-value.ts';
import type { Table } from './table.ts';
import { readTable } from './table.ts';

/** A function of two arguments whose result changes a Python package set. */
export interface Overlay {
  readonly kind: 'overlay';
  readonly final: Identifier;
  readonly prev: Identifier;
  readonly inner: Lambda;
  /** Inside both arguments. */
  readonly scope: Scope;
  /** What stands behind the arguments, without `let … in`. */
  readonly body: Closure;
  /** The operands of `//`, from left to right. */
  readonly operands: readonly Operand[];
}

export type Operand =
  | { readonly kind: 'set'; readonly set: AttrSet; readonly scope: Scope; readonly outer: Scope }
  /** `lib.optionalAttrs … { … }` */
  | { readonly kind: 'conditional'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'table'; readonly table: Table }
  /** Computed from a literal set: the names are known, the values are not. */
  | { readonly kind: 'computed'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'unknown'; readonly why: string };

export type OperandSet = Extract<Operand, { kind: 'set' }>;

/** One attribute of an overlay. */
export interface Entry {
  /** PEP 503. */
  readonly name: string;
  readonly item: Binding | Inherit;
  readonly operand: OperandSet;
}

/** The overlay that `closure` comes to; null where it comes to something else. */
export function readOverlay(closure: Closure, resolver: Resolver): Overlay | null {
  const { expr, scope } = resolver.force(closure);
  if (expr.kind !== 'lambda' || expr.parameter.kind !== 'name-parameter') return null;
  const within = unwrapBody({ expr: expr.body, scope: enter(expr, scope) });
  const inner = within.expr;
  if (inner.kind !== 'lambda' || inner.parameter.kind !== 'name-parameter') return null;
  const insideBoth = enter(inner, within.scope);
  const body = unwrapBody({ expr: inner.body, scope: insideBoth });
  const prev = inner.parameter.name;
  return {
    kind: 'overlay',
    final: expr.parameter.name,
    prev,
    inner,
    scope: insideBoth,
    body,
    operands: readOperands(body, prev.name, resolver),
  };
}

/** The attributes of an overlay that are written out, in order. */
export function entriesOf(overlay: Overlay): readonly Entry[] {
  return overlay.operands.flatMap((operand) =>
    operand.kind === 'set' ? entriesOfSet(operand) : [],
  );
}

const knownEntries = new WeakMap<OperandSet, readonly Entry[]>();

function entriesOfSet(operand: OperandSet): readonly Entry[] {
  const known = knownEntries.get(operand);
  if (known !== undefined) return known;
  const entries = readEntries(operand);
  knownEntries.set(operand, entries);
  return entries;
}

function readEntries(operand: OperandSet): readonly Entry[] {
  return operand.set.bindings.flatMap((item) => {
    const names = item.kind === 'binding' ? item.path.names.slice(0, 1) : item.names;
    return names.flatMap((name) => {
      const text = attrNameText(name, operand.scope);
      return text === null ? [] : [{ name: normalizeName(text), item, operand }];
    });
  });
}

function readOperands(closure: Closure, prev: string, resolver: Resolver): readonly Operand[] {
  return resolver.nested(
    () => readOperandsOf(unwrapBody(closure), prev, resolver),
    () => [unknown('it refers to itself')],
  );
}

function readOperandsOf(body: Closure, prev: string, resolver: Resolver): readonly Operand[] {
  const { expr, scope } = body;
  switch (expr.kind) {
    case 'attrs':
      return [literal(expr, scope)];
    case 'binary':
      if (expr.operator !== '//') return [unknown('its value is computed')];
      return [expr.left, expr.right].flatMap((side) =>
        readOperands({ expr: side, scope }, prev, resolver),
      );
    case 'apply':
      return [readApplication(expr, scope, prev, resolver)];
    case 'identifier':
      return readNamed(expr.name, body, prev, resolver);
    case 'if':
      return [unknown('a condition chooses its entries')];
    default:
      return [unknown('its entries are not written out')];
  }
}

function literal(set: AttrSet, scope: Scope): Operand {
  const computed = set.bindings.some((item) => {
    const names = item.kind === 'binding' ? item.path.names.slice(0, 1) : item.names;
    return names.some((name) => attrNameText(name, scope) === null);
  });
  if (computed) return unknown('the names of its entries are computed');
  return { kind: 'set', set, scope: scopeInside(set, scope), outer: scope };
}

function readApplication(expr: Apply, scope: Scope, prev: string, resolver: Resolver): Operand {
  const outer = expr.fn.kind === 'apply' ? expr.fn.fn : expr.fn;
  switch (resolver.calleeName({ expr: outer, scope })) {
    case 'optionalAttrs': {
      const [only] = readOperands({ expr: expr.arg, scope }, prev, resolver);
      if (only?.kind === 'set') return { kind: 'conditional', names: namesOf(only) };
      return unknown('what it adds under a condition is not written out');
    }
    case 'mapAttrs':
    case "mapAttrs'":
      return readMapped(expr, scope, prev, resolver);
    default:
      return readImported(expr, scope, resolver);
  }
}

function readMapped(expr: Apply, scope: Scope, prev: string, resolver: Resolver): Operand {
  const table = readTable(expr, scope, prev, resolver);
  if (table !== null) return { kind: 'table', table };
  const data = resolver.force({ expr: expr.arg, scope });
  if (data.expr.kind !== 'attrs') return unknown('its entries are computed');
  const operand = literal(data.expr, data.scope);
  return operand.kind === 'set' ? { kind: 'computed', names: namesOf(operand) } : operand;
}

/** `import ./more.nix { … }` as an operand; what other functions return is taken as computed. */
function readImported(expr: Apply, scope: Scope, resolver: Resolver): Operand {
  const value = resolver.force({ expr, scope });
  const elsewhere = value.scope.file !== scope.file;
  if (value.expr.kind === 'attrs' && elsewhere && isWritten(value.expr))
    return literal(value.expr, value.scope);
  return unknown('a function computes its entries');
}

/** A name that a `let` inside the overlay binds to a set. */
function readNamed(
  name: string,
  { expr, scope }: Closure,
  prev: string,
  resolver: Resolver,
): readonly Operand[] {
  const definition = lookUp(name, scope);
  const value = resolver.force({ expr, scope });
  if (definition.kind !== 'value' || value.expr.kind !== 'attrs' || !isWritten(value.expr))
    return [unknown(`what ‘${name}’ stands for is not written out`)];
  return readOperands(value, prev, resolver);
}

function namesOf(operand: OperandSet): ReadonlySet<string> {
  return new Set(entriesOfSet(operand).map(({ name }) => name));
}

function unknown(why: string): Operand {
  return { kind: 'unknown', why };
}

/** The value of an entry, if it is `name = value;`; null for an inherit and for `name.x = …`. */
export function entryValue({ item, operand }: Entry): Closure | null {
  if (item.kind !== 'binding' || item.path.names.length !== 1) return null;
  return { expr: item.value, scope: operand.scope };
}

/** The parts of a `// ` chain that `expr` consists of. */
export function flattenMerge(expr: Expr): readonly Expr[] {
  const inner = expr.kind === 'paren' ? expr.expr : expr;
  if (inner.kind !== 'binary' || inner.operator !== '//') return [expr];
  return [...flattenMerge(inner.left), ...flattenMerge(inner.right)];
}
