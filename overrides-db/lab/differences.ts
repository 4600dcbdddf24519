import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NeedRow, Row } from '../build-row.ts';
import { proofOf } from '../built-facts.ts';
import { canonicalAttr } from '../attributes.ts';
import { readRows } from './rows.ts';

/*
 * Lists where a build and what was said before it differ, and what became of each: a correction, or the word left to
 * others, with why.
 *
 *   tsx overrides-db/lab/differences.ts     writes DIFFERENCES.md beside it
 */

const ROWS = new URL('rows', import.meta.url).pathname;
const PAGE = new URL('DIFFERENCES.md', import.meta.url).pathname;

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(PAGE, differencesPage(readRows(ROWS)));

export function readPage(): string {
  return readFileSync(PAGE, 'utf8');
}

export function differencesPage(rows: readonly Row[]): string {
  const all = rows.flatMap((row) =>
    row.needs.flatMap((need): string[][] => {
      const told = difference(row, need);
      return told === null ? [] : [[`${row.name} ${row.version}`, need.attrs.join(', '), ...told]];
    }),
  );
  return `# What building said otherwise

Each need of which a build said something else than what was called required when it was built, and what became of it.
\`npx tsx overrides-db/lab/differences.ts\` writes this page from \`rows/\`.

${table([['release', 'need', 'before', 'the build', 'since'], ...all])}`;
}

/** Said before, found out, and what is said since; null where both agree. */
function difference(row: Row, need: NeedRow): [string, string, string] | null {
  const has = (attrs: readonly string[]): boolean =>
    need.attrs.some((attr) => attrs.some((one) => canonicalAttr(one) === canonicalAttr(attr)));
  const wasRequired = has(row.required);
  if ((need.verdict === 'needed') === wasRequired) return null;
  const before = wasRequired ? 'required' : has(row.known) ? 'optional' : 'not known';
  const proof = proofOf(need);
  const since = proof === null ? `as before: ${whyNoProof(need)}` : proof;
  return [before, found(need), since];
}

function found({ verdict, line, loses }: NeedRow): string {
  switch (verdict) {
    case 'needed':
      return `fails without: \`${(line ?? '').replaceAll('`', "'").replaceAll('|', '¦').slice(0, 110)}\``;
    case 'loaded':
      return 'builds without, and cannot be imported';
    case 'feature':
      return `builds without, and lacks ${(loses ?? []).slice(0, 3).join(', ')}`;
    case 'unused':
      return 'comes to the same without';
  }
}

function whyNoProof({ verdict, instead, links, headers, programs, pkgConfig }: NeedRow): string {
  if (verdict === 'needed') return 'another library asks for it in its own pkg-config file';
  if (verdict === 'loaded') return 'it is needed when it runs';
  if (instead !== undefined) return `one of it and ${instead.join(', ')} has to be there`;
  if (verdict === 'feature') return 'modules are missing without';
  if (programs !== undefined) return 'its program was run, and what that found Debian has in /usr';
  if (links !== undefined && headers === undefined && pkgConfig === undefined)
    return 'the root itself has the library';
  return 'the build looked into it, and found the same in /usr';
}

/** Columns are padded as the formatter pads them. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('');
}
