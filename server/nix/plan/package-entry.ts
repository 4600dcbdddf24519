import type { EntryStyle, References } from './entry.ts';
import { renderEntry } from './entry.ts';
import type { Dialect } from './dialect.ts';
import type { Needed } from './needed.ts';
import { renderOwnPackage } from './own-package.ts';
import { nixAttrName } from '../print.ts';

/** One attribute of an overlay: `name` overridden, or made anew where that is what is needed. LF, from column 0. */
export function renderPackage(
  dialect: Dialect,
  name: string,
  needed: Needed,
  refs: References,
  style: EntryStyle,
): string {
  return needed.own === null
    ? renderEntry(dialect, name, needed, refs, style)
    : `${nixAttrName(name)} = ${renderOwnPackage(name, needed.own, needed, refs, style)};`;
}
