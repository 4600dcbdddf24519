import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText, findAttr } from '../resolve/scope.ts';
import type { AttrName, AttrSet, Identifier, StringExpr } from '../syntax.ts';

/** Whether a set has an attribute: it does, it does not, or that cannot be known. */
export type Lookup =
  | { readonly found: 'value'; readonly value: Closure }
  | { readonly found: 'absent' }
  | { readonly found: 'unknown'; readonly why: string };

const ABSENT: Lookup = { found: 'absent' };

/** Attribute `name` of what `closure` comes to. */
export function lookUpAttribute(resolver: Resolver, closure: Closure, name: string): Lookup {
  return resolver.nested(
    () => lookUpHere(resolver, closure, name),
    () => unknown('it refers to itself'),
  );
}

function lookUpHere(resolver: Resolver, closure: Closure, name: string): Lookup {
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  if (expr.kind === 'attrs') return inLiteral(expr, scope, name);
  if (expr.kind === 'binary' && expr.operator === '//') {
    const right = lookUpAttribute(resolver, { expr: expr.right, scope }, name);
    if (right.found !== 'absent') return right;
    return lookUpAttribute(resolver, { expr: expr.left, scope }, name);
  }
  if (expr.kind === 'apply') {
    const optional = optionalSet(resolver, forced);
    if (optional !== null) {
      const inside = lookUpAttribute(resolver, optional, name);
      return inside.found === 'absent' ? ABSENT : unknown(`a condition decides on ‘${name}’`);
    }
  }
  if (expr.kind === 'if') return unknown('a condition decides on the arguments');
  return unknown('the arguments are made elsewhere');
}

/** The set of `lib.optionalAttrs condition set`. */
export function optionalSet(resolver: Resolver, { expr, scope }: Closure): Closure | null {
  if (expr.kind !== 'apply' || expr.fn.kind !== 'apply') return null;
  const isOptional = resolver.calleeName({ expr: expr.fn.fn, scope }) === 'optionalAttrs';
  return isOptional ? { expr: expr.arg, scope } : null;
}

function inLiteral(set: AttrSet, scope: Scope, name: string): Lookup {
  const value = findAttr(set.bindings, name, scopeInside(set, scope), scope);
  if (value !== null) return { found: 'value', value };
  return attributeNames(set, scope) === null ? unknown('it has computed names') : ABSENT;
}

function unknown(why: string): Lookup {
  return { found: 'unknown', why };
}

/** The names of a literal set, in order, each once; null where one is computed. */
export function attributeNames(set: AttrSet, scope: Scope): readonly string[] | null {
  const names = new Set<string>();
  for (const binding of set.bindings) {
    const own = binding.kind === 'inherit' ? binding.names : binding.path.names.slice(0, 1);
    for (const name of own) {
      const text = attrNameText(name, scope);
      if (text === null) return null;
      names.add(text);
    }
  }
  return [...names];
}

/** One attribute of a set that is read whole. */
export interface Attribute {
  readonly name: string;
  readonly value: Closure;
}

/** The attributes of a literal set, or of literal sets joined by `//`; null where they cannot all be known. */
export function attributesOf(resolver: Resolver, closure: Closure): readonly Attribute[] | null {
  return resolver.nested(
    () => attributesHere(resolver, closure),
    () => null,
  );
}

function attributesHere(resolver: Resolver, closure: Closure): readonly Attribute[] | null {
  const { expr, scope } = resolver.force(closure);
  if (expr.kind === 'binary' && expr.operator === '//') {
    const left = attributesOf(resolver, { expr: expr.left, scope });
    const right = attributesOf(resolver, { expr: expr.right, scope });
    if (left === null || right === null) return null;
    const replaced = new Set(right.map(({ name }) => name));
    return [...left.filter(({ name }) => !replaced.has(name)), ...right];
  }
  if (expr.kind !== 'attrs') return null;
  const inner = scopeInside(expr, scope);
  return (
    attributeNames(expr, inner)?.flatMap((name) => {
      const value = findAttr(expr.bindings, name, inner, scope);
      return value === null ? [] : [{ name, value }];
    }) ?? null
  );
}

/** An attribute's name as the string that `mapAttrs` hands to its function. */
export function literalOf(name: AttrName): StringExpr {
  if (name.kind === 'string') return name;
  const identifier: Identifier | null = name.kind === 'identifier' ? name : null;
  const { start } = name.span;
  return {
    kind: 'string',
    span: name.span,
    style: 'quoted',
    open: { start, end: start },
    parts: identifier === null ? [] : [{ kind: 'text', span: name.span }],
    close: null,
  };
}
