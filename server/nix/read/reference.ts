import { stringValue } from '../parser/strings.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { lookUp } from '../resolve/scope.ts';
import type { AttrName, Expr, Lambda, Select } from '../syntax.ts';

/** How many names and selections are followed to find what an expression refers to. */
const MAX_STEPS = 200;

/** What an expression such as `prev.foo` or `pkgs.libpq.pg_config` refers to: attributes of something. */
export interface Reference {
  readonly root: ReferenceRoot;
  /** The attributes selected from it, outermost first. */
  readonly names: readonly string[];
}

export type ReferenceRoot =
  /** A function's whole parameter (`formal` null), or one of its formals. */
  | { readonly kind: 'parameter'; readonly lambda: Lambda; readonly formal: string | null }
  /** A name that nothing in the text binds. */
  | { readonly kind: 'free'; readonly name: string }
  /** A name that some `with` around it brings. */
  | { readonly kind: 'with'; readonly name: string }
  /** Anything else: a call, a set, a literal. */
  | { readonly kind: 'expression'; readonly closure: Closure };

/**
 * What `closure` refers to, through `let`, `inherit`, parentheses, `getAttr` and the arguments of local functions.
 * Parameters are not followed to callers elsewhere. Null where a selected name is not known.
 */
export function referenceOf(resolver: Resolver, closure: Closure): Reference | null {
  let names: readonly string[] = [];
  let current = closure;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { expr, scope } = current;
    const selected = selection(resolver, current);
    if (selected !== null) {
      const texts = namesOf(resolver, selected.names, scope);
      if (!texts.every((text) => text !== null)) return null;
      names = [...texts, ...names];
      current = { expr: selected.target, scope };
      continue;
    }
    if (expr.kind !== 'identifier') {
      const entered = enter(current);
      if (entered === null) return { root: { kind: 'expression', closure: current }, names };
      current = entered;
      continue;
    }
    const followed = followName(resolver, expr.name, scope);
    if ('kind' in followed) return { root: followed, names };
    current = followed;
  }
  return null;
}

/** The names that are selected, null for each that is not known. A system is one, whichever it is: `legacyPackages.${system}`. */
function namesOf(
  resolver: Resolver,
  names: readonly (AttrName | Closure)[],
  scope: Scope,
): readonly (string | null)[] {
  const texts = names.map((name) => nameOf(resolver, name, scope));
  return texts.map((text, index) =>
    text === null && PER_SYSTEM.test(texts[index - 1] ?? '') ? SYSTEM : text,
  );
}

/** The outputs of a flake that have an attribute for each system. */
const PER_SYSTEM = /^(?:legacyPackages|packages)$/;
const SYSTEM = '${system}';

/** The set and the names of a selection; `getAttr name set` is one too. */
function selection(
  resolver: Resolver,
  { expr, scope }: Closure,
): { readonly target: Expr; readonly names: readonly (AttrName | Closure)[] } | null {
  if (expr.kind === 'select' && expr.or === null)
    return { target: expr.target, names: expr.path.names };
  if (expr.kind !== 'apply' || expr.fn.kind !== 'apply') return null;
  const isGetAttr = resolver.calleeName({ expr: expr.fn.fn, scope }) === 'getAttr';
  return isGetAttr ? { target: expr.arg, names: [{ expr: expr.fn.arg, scope }] } : null;
}

/** What stands behind parentheses, `let … in` and `with`. */
function enter({ expr, scope }: Closure): Closure | null {
  const { file } = scope;
  if (expr.kind === 'paren') return { expr: expr.expr, scope };
  if (expr.kind === 'assert') return { expr: expr.body, scope };
  if (expr.kind === 'let')
    return { expr: expr.body, scope: { kind: 'bindings', file, parent: scope, node: expr } };
  if (expr.kind === 'with')
    return { expr: expr.body, scope: { kind: 'with', file, parent: scope, node: expr } };
  return null;
}

function followName(resolver: Resolver, name: string, scope: Scope): Closure | ReferenceRoot {
  const definition = lookUp(name, scope);
  if (definition.kind === 'value') return definition.value;
  if (definition.kind !== 'parameter') return { kind: definition.kind, name };
  const { argument, lambda } = definition.scope;
  const root: ReferenceRoot = { kind: 'parameter', lambda, formal: definition.formal };
  if (argument === null) return root;
  if (definition.formal === null) return argument;
  return resolver.attribute(argument, definition.formal) ?? definition.fallback ?? root;
}

/** The text of an attribute name, an interpolated one evaluated as far as that is static. */
export function nameOf(resolver: Resolver, name: AttrName | Closure, scope: Scope): string | null {
  if ('expr' in name && 'scope' in name) return stringOf(resolver, name);
  if (name.kind === 'identifier') return name.name;
  return stringOf(resolver, { expr: name.kind === 'string' ? name : name.expr, scope });
}

/** The text of a string whose interpolations are static; null for anything else. */
export function stringOf(resolver: Resolver, closure: Closure): string | null {
  return resolver.nested(
    () => stringHere(resolver, closure),
    () => null,
  );
}

function stringHere(resolver: Resolver, closure: Closure): string | null {
  const { expr, scope } = resolver.force(closure);
  const { text } = scope.file.tree;
  if (expr.kind === 'uri') return text.slice(expr.span.start, expr.span.end);
  if (expr.kind !== 'string') return null;
  const plain = stringValue(expr, text);
  if (plain !== null) return plain;
  const parts = expr.parts.map((part) =>
    part.kind === 'interpolation'
      ? stringOf(resolver, { expr: part.expr, scope })
      : stringValue({ ...expr, parts: [part] }, text),
  );
  return parts.every((part) => part !== null) ? parts.join('') : null;
}

/** What is selected from, without the last name: `a.b` of `a.b.c`. */
export function withoutLastName(
  select: Select,
): { readonly target: Expr; readonly last: AttrName } | null {
  const last = select.path.names.at(-1);
  if (last === undefined) return null;
  if (select.path.names.length === 1) return { target: select.target, last };
  const names = select.path.names.slice(0, -1);
  const end = names.at(-1)?.span.end ?? select.span.end;
  const span = { start: select.span.start, end };
  const path = {
    ...select.path,
    names,
    dots: select.path.dots.slice(0, -1),
    span: { start: select.path.span.start, end },
  };
  return { target: { ...select, span, path, or: null }, last };
}
