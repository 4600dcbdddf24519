import type { InputList } from '../../../overrides-db/model.ts';
import { normalizeName } from '../../python/names.ts';
import type { OverrideEntry } from '../model.ts';
import { bodyOf } from '../resolve/body.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { lookUp } from '../resolve/scope.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Lambda } from '../syntax.ts';
import { IGNORED_LIBRARIES, readIgnoredLibraries } from './ignored-libraries.ts';
import type { Inputs } from './inputs.ts';
import { inEither, readInputs } from './inputs.ts';
import { overrideCallOf } from './override-call.ts';
import { nameOf, referenceOf } from './reference.ts';
import { attributesOf, lookUpAttribute, optionalSet } from './sets.ts';

/** The lists of a package's build that an override adds to. */
export type ListName = InputList | 'build-system';

/** What the value of one overlay entry does to its package. */
export interface Override {
  readonly lists: ReadonlyMap<ListName, Inputs>;
  readonly preferWheel: boolean | null;
  readonly sets: ReadonlySet<string>;
  /** What it sets `autoPatchelfIgnoreMissingDeps` to; null where it does not. */
  readonly ignored: Inputs | null;
  readonly opaque: boolean;
}

/** The overlay that an entry stands in: what its two parameters are called decides what `prev.foo` is. */
export interface OverlayParameters {
  /** The function that brings the package set before the overlay (`prev`, `super`). */
  readonly previous: Lambda;
}

const LISTS: ReadonlySet<string> = new Set<ListName>([
  'buildInputs',
  'nativeBuildInputs',
  'propagatedBuildInputs',
  'build-system',
]);

const UNCHANGED: Override = {
  lists: new Map(),
  preferWheel: null,
  sets: new Set(),
  ignored: null,
  opaque: false,
};
const OPAQUE: Override = { ...UNCHANGED, opaque: true };

/** Reads `prev.foo.overridePythonAttrs (old: { … })` and what else may stand as the value of package `name`. */
export function readOverride(
  resolver: Resolver,
  value: Closure,
  name: string,
  overlay: OverlayParameters,
): Override {
  return new OverrideReader(resolver, name, overlay).read(value);
}

/** The libraries that an override lets autoPatchelf miss, in the shape of the model. */
export function ignoredOf({ ignored }: Override): Pick<OverrideEntry, 'ignoredLibraries'> {
  if (ignored === null) return {};
  const { attrs: patterns, complete } = ignored;
  return { ignoredLibraries: { patterns, complete } };
}

/** The lists of an override in the shape of the model. */
export function listsOf({ lists }: Override): OverrideEntry['lists'] {
  return [...lists].map(([list, { attrs, complete, keepsOld }]) => ({
    list,
    attrs,
    complete,
    replaces: !keepsOld,
  }));
}

class OverrideReader {
  readonly #resolver: Resolver;
  readonly #name: string;
  readonly #overlay: OverlayParameters;

  constructor(resolver: Resolver, name: string, overlay: OverlayParameters) {
    this.#resolver = resolver;
    this.#name = normalizeName(name);
    this.#overlay = overlay;
  }

  read(value: Closure): Override {
    return this.#resolver.nested(
      () => this.#readValue(value),
      () => OPAQUE,
    );
  }

  #readValue(value: Closure): Override {
    if (this.#isPrevious(value)) return UNCHANGED;
    const forced = this.#resolver.force(value);
    const { expr, scope } = forced;
    if (expr.kind === 'if')
      return inEitherCase(
        this.read({ expr: expr.then, scope }),
        this.read({ expr: expr.else, scope }),
      );
    if (expr.kind === 'apply') return this.#readCall(forced);
    return this.#isPrevious(forced) ? UNCHANGED : OPAQUE;
  }

  /** `prev.foo`, for the package that is being overridden. */
  #isPrevious(value: Closure): boolean {
    const reference = referenceOf(this.#resolver, value);
    if (reference === null || reference.root.kind !== 'parameter') return false;
    const { root, names } = reference;
    return (
      root.lambda === this.#overlay.previous &&
      root.formal === null &&
      names.length === 1 &&
      normalizeName(names[0] ?? '') === this.#name
    );
  }

  #readCall(forced: Closure): Override {
    const call = overrideCallOf(forced);
    const base = call === null ? OPAQUE : this.read(call.base);
    if (call === null || base.opaque) return OPAQUE;
    const { method, argument } = call;
    return over(
      base,
      method === 'override' ? this.#readArguments(argument) : this.#readAttributes(argument),
    );
  }

  /** The arguments of `.override { … }`: poetry2nix has `preferWheel`, uv2nix `sourcePreference`. */
  #readArguments(arg: Closure): Override {
    const forced = this.#resolver.force(arg);
    const set = forced.expr.kind === 'lambda' ? bodyOf(forced, forced.expr) : forced;
    if (attributesOf(this.#resolver, set) === null) return OPAQUE;
    const preferWheel = lookUpAttribute(this.#resolver, set, 'preferWheel');
    const preference = lookUpAttribute(this.#resolver, set, 'sourcePreference');
    if (preferWheel.found === 'value')
      return wheelPreference(readBoolean(this.#resolver, preferWheel.value));
    if (preference.found === 'value')
      return wheelPreference(readPreference(this.#resolver, preference.value));
    return UNCHANGED;
  }

  /** The function or set of attributes of `.overridePythonAttrs`. */
  #readAttributes(arg: Closure): Override {
    const forced = this.#resolver.force(arg);
    if (forced.expr.kind !== 'lambda') return this.#readSet(forced, null);
    const body = bodyOf(forced, forced.expr);
    const inner = this.#resolver.force(body);
    // `finalAttrs: prevAttrs: { … }`
    if (inner.expr.kind === 'lambda') return this.#readSet(bodyOf(inner, inner.expr), inner.expr);
    return this.#readSet(body, forced.expr);
  }

  #readSet(set: Closure, old: Lambda | null): Override {
    return this.#resolver.nested(
      () => this.#readSetHere(set, old),
      () => OPAQUE,
    );
  }

  #readSetHere(set: Closure, old: Lambda | null): Override {
    if (this.#isOld(set, old)) return UNCHANGED;
    const forced = this.#resolver.force(set);
    const { expr, scope } = forced;
    const again = (inner: Closure): Override => this.#readSet(inner, old);
    if (expr.kind === 'attrs') return this.#readLiteral(forced, old);
    if (expr.kind === 'binary' && expr.operator === '//')
      return replacedBy(again({ expr: expr.left, scope }), again({ expr: expr.right, scope }));
    if (expr.kind === 'if')
      return inEitherCase(again({ expr: expr.then, scope }), again({ expr: expr.else, scope }));
    const optional = optionalSet(this.#resolver, forced);
    if (optional !== null) return inEitherCase(again(optional), UNCHANGED);
    return OPAQUE;
  }

  /** `old` itself, in `old // { … }`. */
  #isOld(set: Closure, old: Lambda | null): boolean {
    const reference = old === null ? null : referenceOf(this.#resolver, set);
    if (reference === null || reference.root.kind !== 'parameter') return false;
    const { root, names } = reference;
    return root.lambda === old && root.formal === null && names.length === 0;
  }

  #readLiteral(set: Closure, old: Lambda | null): Override {
    const attributes = attributesOf(this.#resolver, set);
    if (attributes === null) return OPAQUE;
    const lists = new Map<ListName, Inputs>();
    const sets = new Set<string>();
    let ignored: Inputs | null = null;
    for (const { name, value } of attributes) {
      if (name === IGNORED_LIBRARIES) ignored = readIgnoredLibraries(this.#resolver, value, old);
      if (isListName(name)) lists.set(name, readInputs(this.#resolver, value, { list: name, old }));
      else sets.add(name);
      // `env.NAME` reaches the build as NAME does.
      if (name === 'env') for (const variable of this.#environment(value)) sets.add(variable);
    }
    return { lists, sets, ignored, preferWheel: null, opaque: false };
  }

  #environment(value: Closure): readonly string[] {
    const { expr, scope } = this.#resolver.force(value);
    const added = expr.kind === 'binary' && expr.operator === '//' ? expr.right : expr;
    return attributesOf(this.#resolver, { expr: added, scope })?.map(({ name }) => name) ?? [];
  }
}

/** `true` or `false`; null for what is not literal. */
export function readBoolean(resolver: Resolver, value: Closure): boolean | null {
  const { expr, scope } = resolver.force(value);
  if (expr.kind !== 'identifier' || (expr.name !== 'true' && expr.name !== 'false')) return null;
  const { kind } = lookUp(expr.name, scope);
  return kind === 'free' || kind === 'with' ? expr.name === 'true' : null;
}

/** Whether a `sourcePreference` prefers wheels. */
export function readPreference(resolver: Resolver, value: Closure): boolean | null {
  const { expr, scope } = resolver.force(value);
  if (expr.kind !== 'string') return null;
  const text = nameOf(resolver, expr, scope);
  return text === 'wheel' ? true : text === 'sdist' ? false : null;
}

function wheelPreference(preferWheel: boolean | null): Override {
  return preferWheel === null ? OPAQUE : { ...UNCHANGED, preferWheel };
}

function isListName(name: string): name is ListName {
  return LISTS.has(name);
}

/** One override applied after another. */
function over(before: Override, after: Override): Override {
  const lists = new Map(before.lists);
  for (const [list, inputs] of after.lists) lists.set(list, appended(lists.get(list), inputs));
  return {
    lists,
    sets: new Set([...before.sets, ...after.sets]),
    ignored: after.ignored === null ? before.ignored : appended(before.ignored, after.ignored),
    preferWheel: after.preferWheel ?? before.preferWheel,
    opaque: before.opaque || after.opaque,
  };
}

/** A list behind what was there before it. */
function appended(former: Inputs | null | undefined, inputs: Inputs): Inputs {
  if (former == null || !inputs.keepsOld) return inputs;
  return {
    attrs: [...former.attrs, ...inputs.attrs],
    complete: former.complete && inputs.complete,
    keepsOld: former.keepsOld,
  };
}

/** `a // b`: a list in `b` takes the place of that in `a`. */
function replacedBy(a: Override, b: Override): Override {
  return {
    lists: new Map([...a.lists, ...b.lists]),
    sets: new Set([...a.sets, ...b.sets]),
    ignored: b.ignored ?? a.ignored,
    preferWheel: b.preferWheel ?? a.preferWheel,
    opaque: a.opaque || b.opaque,
  };
}

/** One of two, and nobody knows which: only what both do is certain. */
function inEitherCase(a: Override, b: Override): Override {
  const kept: Inputs = { attrs: [], complete: true, keepsOld: true };
  const lists = new Map<ListName, Inputs>();
  for (const list of new Set([...a.lists.keys(), ...b.lists.keys()]))
    lists.set(list, inEither(a.lists.get(list) ?? kept, b.lists.get(list) ?? kept));
  return {
    lists,
    sets: new Set([...a.sets, ...b.sets]),
    ignored:
      a.ignored === null && b.ignored === null
        ? null
        : inEither(a.ignored ?? kept, b.ignored ?? kept),
    preferWheel: a.preferWheel === b.preferWheel ? a.preferWheel : null,
    opaque: a.opaque || b.opaque || a.preferWheel !== b.preferWheel,
  };
}
