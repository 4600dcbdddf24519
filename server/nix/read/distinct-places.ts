import type { Place } from './context.ts';

/** Each place once: two that put one more overlay at the same expression are one. */
export function distinctPlaces(places: readonly Place[]): readonly Place[] {
  const nodes = places.map(nodeOf);
  return places.filter((_place, index) => {
    const node = nodes[index] ?? null;
    return node === null || nodes.indexOf(node) === index;
  });
}

function nodeOf({ insertion }: Place): object | null {
  if (insertion === null) return null;
  if ('list' in insertion) return insertion.list;
  return 'expr' in insertion ? insertion.expr : null;
}
