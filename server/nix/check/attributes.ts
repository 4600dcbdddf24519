import type { Span } from '../../text.ts';
import { stringValue } from '../parser/strings.ts';
import type { AttrName, AttrSet, Binding, Expr, Inherit, NixError } from '../syntax.ts';
import { unwrap } from '../tree.ts';

/** The attributes of a set or `let` as Nix joins them: `a.b = 1; a.c = 2;` is one `a` with two attributes. */
export interface JoinedSet {
  readonly isRecursive: boolean;
  readonly attributes: ReadonlyMap<string, JoinedAttribute>;
  /** Attributes whose names are computed. */
  readonly dynamic: readonly { readonly name: AttrName; readonly value: JoinedSet | Expr }[];
}

export type JoinedAttribute = {
  /** Where the name stands first. */
  readonly span: Span;
} & (
  | { readonly kind: 'plain'; readonly value: JoinedSet | Expr }
  | { readonly kind: 'inherited'; readonly from: Inherit }
);

/** Tells a joined set from an expression. */
export function isJoined(value: JoinedSet | Expr): value is JoinedSet {
  return 'attributes' in value;
}

/**
 * Joins bindings as Nix's parser does (nix `src/libexpr/parser-state.hh`, `addAttr`): attribute paths and literal sets
 * of one name merge, anything else that is named twice is an error, which `errors` receives.
 */
export function joinSet(set: AttrSet, text: string, errors: NixError[]): JoinedSet {
  return joinBindings(set.bindings, set.form !== 'plain', text, errors);
}

/** As `joinSet`, for the bindings of a `let`. */
export function joinBindings(
  bindings: readonly (Binding | Inherit)[],
  isRecursive: boolean,
  text: string,
  errors: NixError[],
): JoinedSet {
  const joiner = new Joiner(text, errors);
  const set = emptySet(isRecursive);
  joiner.addAll(set, bindings, []);
  return set;
}

interface GrowingSet {
  isRecursive: boolean;
  attributes: Map<string, JoinedAttribute>;
  dynamic: { name: AttrName; value: JoinedSet | Expr }[];
}

function emptySet(isRecursive: boolean): GrowingSet {
  return { isRecursive, attributes: new Map(), dynamic: [] };
}

class Joiner {
  readonly #text: string;
  readonly #errors: NixError[];
  /** The sets that this joiner makes, which may still grow. */
  readonly #growing = new Map<JoinedSet, GrowingSet>();

  constructor(text: string, errors: NixError[]) {
    this.#text = text;
    this.#errors = errors;
  }

  addAll(set: GrowingSet, bindings: readonly (Binding | Inherit)[], path: readonly string[]): void {
    for (const binding of bindings) {
      if (binding.kind === 'binding') this.#addBinding(set, binding, path);
      else this.#addInherit(set, binding, path);
    }
  }

  #addBinding(set: GrowingSet, binding: Binding, path: readonly string[]): void {
    const names = binding.path.names;
    const last = names.at(-1);
    if (last === undefined || names.length <= binding.path.dots.length) return;
    let target = set;
    const here = [...path];
    for (const name of names.slice(0, -1)) {
      const text = nameText(name, this.#text);
      here.push(text ?? '${…}');
      const nested = this.#nested(target, name, text, here);
      if (nested === null) return;
      target = nested;
    }
    this.#addValue(target, last, binding.value, here);
  }

  /** The set below `name`, made where there is none; null and an error where something else is there. */
  #nested(
    set: GrowingSet,
    name: AttrName,
    text: string | null,
    path: readonly string[],
  ): GrowingSet | null {
    if (text === null) {
      const value = this.#newSet();
      set.dynamic.push({ name, value });
      return value;
    }
    const existing = set.attributes.get(text);
    if (existing === undefined) {
      const value = this.#newSet();
      set.attributes.set(text, { kind: 'plain', span: name.span, value });
      return value;
    }
    const nested = existing.kind === 'plain' ? this.#asGrowing(existing.value) : null;
    if (nested === null) this.#duplicate(name.span, path);
    return nested;
  }

  #addValue(set: GrowingSet, name: AttrName, value: Expr, path: readonly string[]): void {
    const text = nameText(name, this.#text);
    const literal = unwrap(value);
    const isSet = literal.kind === 'attrs' && literal.form !== 'let';
    const joined = isSet ? this.#newSet(literal.form === 'rec') : null;
    const here = [...path, text ?? '${…}'];
    if (text === null) {
      set.dynamic.push({ name, value: joined ?? value });
      if (joined !== null && isSet) this.addAll(joined, literal.bindings, here);
      return;
    }
    const existing = set.attributes.get(text);
    if (existing === undefined) {
      set.attributes.set(text, { kind: 'plain', span: name.span, value: joined ?? value });
      if (joined !== null && isSet) this.addAll(joined, literal.bindings, here);
      return;
    }
    const target = existing.kind === 'plain' ? this.#asGrowing(existing.value) : null;
    if (target === null || !isSet) this.#duplicate(name.span, here);
    else this.addAll(target, literal.bindings, here);
  }

  #addInherit(set: GrowingSet, inherit: Inherit, path: readonly string[]): void {
    for (const name of inherit.names) {
      const text = nameText(name, this.#text);
      if (text === null) continue;
      if (set.attributes.has(text)) this.#duplicate(name.span, [...path, text]);
      else set.attributes.set(text, { kind: 'inherited', span: name.span, from: inherit });
    }
  }

  #newSet(isRecursive = false): GrowingSet {
    const set = emptySet(isRecursive);
    this.#growing.set(set, set);
    return set;
  }

  #asGrowing(value: JoinedSet | Expr): GrowingSet | null {
    return isJoined(value) ? (this.#growing.get(value) ?? null) : null;
  }

  #duplicate(span: Span, path: readonly string[]): void {
    this.#errors.push({ span, message: `attribute ‘${path.join('.')}’ already defined` });
  }
}

/** The text of an attribute name; null where it is computed. */
export function nameText(name: AttrName, text: string): string | null {
  if (name.kind === 'identifier') return name.name;
  if (name.kind === 'string') return stringValue(name, text);
  const inner = unwrap(name.expr);
  return inner.kind === 'string' ? stringValue(inner, text) : null;
}
