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
