import { canonicalAttr } from './attributes.ts';
import { attrOfDlopen, attrOfSharedLibrary } from './build-names.ts';
import type { Reading } from './reading.ts';
import type { ReadNeed } from './sdist-needs.ts';

/**
 * What a wheel takes from the system: the libraries that its files link and that neither it nor its platform
 * tag brings. What it opens by name it may do without.
 */
export function needsOfWheel({ evidence }: Reading): ReadNeed[] {
  const found = new Map<string, ReadNeed>();
  for (const { kind, name, at, if: condition } of evidence) {
    if (kind !== 'links' && kind !== 'opens') continue;
    const attr = attrOfSharedLibrary(name) ?? (kind === 'opens' ? attrOfDlopen(name) : null);
    if (attr === null) continue;
    const need = { kind: 'wheel-library', attr: canonicalAttr(attr) } as const;
    const required = kind === 'links' && condition === undefined;
    if (required || !found.has(need.attr)) found.set(need.attr, { need, required, when: {}, at });
  }
  return [...found.values()];
}
