/** What is in `memory` for `key`, made and kept where it is not there yet. */
export function remembered<K extends object, V>(
  memory: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V;
export function remembered<K, V>(memory: Map<K, V>, key: K, make: () => V): V;
export function remembered<K, V>(
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
