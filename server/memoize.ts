/*
 * All that the program keeps of what it has computed is kept by one of these, beside the function that
 * it serves: by the immutable objects that it was made from, never by time or name, so that it cannot be stale.
 * Each names the row of bench/README.md that it pays for (`Bench:`), or what is asked again and again.
 */

/** `compute` for objects, done once for each and kept as long as the object is. */
export function memoized<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const memory = memoryByObject<K, V>();
  return (key) => memoize(memory, key, () => compute(key));
}

/** What is kept for objects, for as long as each of them is. */
export interface Memory<K extends object, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

/**
 * A memory that is itself kept for as long as the program runs. What a WeakMap holds for a key that is young, the
 * collector takes for alive until it collects all of the heap: with a value that leads back to its key, as most do, it
 * promotes what each key typed has made, megabytes at a time, and stops for milliseconds to do it. So the value is a
 * field of the key itself, which nobody else can see and no copy has: of a class whose constructor hands back the object
 * that it is given.
 */
export function memoryByObject<K extends object, V>(): Memory<K, V> {
  class Keeping extends Given {
    #value: V;

    constructor(key: K, value: V) {
      super(key);
      this.#value = value;
    }

    static get(key: K): V | undefined {
      return #value in key ? key.#value : undefined;
    }

    static set(key: K, value: V): void {
      if (#value in key) key.#value = value;
      else void new Keeping(key, value);
    }
  }
  return Keeping;
}

// oxlint-disable-next-line no-extraneous-class
class Given {
  constructor(object: object) {
    return object;
  }
}

/** What is in `memory` for `key`, made and kept where it is not there yet. */
export function memoize<K extends object, V>(
  memory: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V;
export function memoize<K, V>(memory: Map<K, V>, key: K, make: () => V): V;
export function memoize<K, V>(
  memory: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

/** One value, kept while all that it was made of is the same: objects by identity, texts and numbers by what they are. */
export class SingleEntryCache<V> {
  #of: readonly unknown[] | null = null;
  #value: V | null = null;

  get(of: readonly unknown[], make: () => V): V {
    const isSame = this.#of?.length === of.length && this.#of.every((each, n) => each === of[n]);
    if (isSame && this.#value !== null) return this.#value;
    this.#value = make();
    this.#of = of;
    return this.#value;
  }
}

/** A value that is computed when first asked. */
export function lazy<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => (known ??= { value: compute() }).value;
}
