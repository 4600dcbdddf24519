import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCases } from './cases.ts';
import type { ProofRow } from './proof.ts';

const ROWS = new URL('rows', import.meta.url).pathname;
const PAGE = new URL('../../../docs/evaluated-overrides.md', import.meta.url).pathname;
const HEADING = '## Built';

/** The section of docs/evaluated-overrides.md about what was built, out of the rows. */
export function builtSection(rows: readonly ProofRow[] = readProofs()): string {
  const proved = rows.filter(isProved).length;
  const table = (['uv2nix', 'poetry2nix'] as const).map((target) => tableOf(target, rows));
  return `${HEADING}

Real uv2nix, pyproject.nix and poetry2nix (at the revisions above) built these releases with Nix 2.34, in its sandbox, on a
package set whose compiler, Python 3.13 and libraries are Debian trixie's and whose hooks are corepkgs'
(\`overrides-db/lab/nix-build\`): the project as it is, then with what \`overrides --write\` wrote into it, then an import of
the result. ${proved} of ${rows.length} fail before and build and import after. The seconds are those of the second build and the import, on
a machine that did other work. An attribute that Debian's package stands for is not thereby in nixpkgs, and a Debian
library brings along what it depends on.
${table.join('')}`;
}

/** Whether it failed before, and builds and imports after. */
function isProved({ before, after, imports }: ProofRow): boolean {
  return before.outcome !== 'built' && after.outcome === 'built' && imports?.outcome === 'built';
}

export function readProofs(folder: string = ROWS): ProofRow[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .toSorted()
    .map((path): ProofRow => JSON.parse(readFileSync(join(folder, path), 'utf8')));
}

/** Puts the section of today's rows into the page. */
export function writeSection(): void {
  const page = readFileSync(PAGE, 'utf8');
  const start = page.indexOf(`\n${HEADING}\n`);
  const before = start < 0 ? page : page.slice(0, start);
  writeFileSync(PAGE, `${before.trimEnd()}\n\n${builtSection()}`);
}

function tableOf(target: ProofRow['target'], rows: readonly ProofRow[]): string {
  const of = rows.filter((row) => row.target === target);
  if (of.length === 0) return '';
  const cells = of.map((row) => [
    `${row.name} ${row.version}${row.distribution === 'wheel' ? ' (wheel)' : ''}`,
    shown(row.before),
    given(row.wrote),
    shown(row.after),
    row.imports === undefined ? '–' : shown(row.imports),
    `${row.seconds}`,
  ]);
  const remarks = of.flatMap((row) => {
    const remark = openCases().find(
      (one) => one.target === row.target && one.name === row.name && one.version === row.version,
    )?.remark;
    return remark === undefined || isProved(row) ? [] : [`- ${row.name}: ${remark}\n`];
  });
  return `\n### Built with ${target}\n\n${padded([['release', 'before', 'what was written', 'after', 'import', 'seconds'], ...cells])}${remarks.length > 0 ? `\n${remarks.join('')}` : ''}`;
}

function shown({ outcome, line }: ProofRow['before']): string {
  if (outcome === 'built') return 'yes';
  return `\`${(line ?? outcome).replaceAll('|', '¦').replaceAll('`', "'").slice(0, 110)}\``;
}

/** The names in the lines that were written. */
function given(wrote: readonly string[]): string {
  const text = wrote.join(' ');
  const resolved = [...text.matchAll(/([\w-]+) = \[ \]/g)].map(([, name]) => name);
  const named = [...text.matchAll(/\b(?:pkgs|final|prev)\.([\w-]+(?:\.[\w-]+)*)/g)].flatMap(
    ([, name]) =>
      name === undefined || /override|resolveBuildSystem|^lib\./.test(name) ? [] : [name],
  );
  const all = [...new Set([...resolved, ...named])].filter((name) => name !== undefined);
  return all.length === 0 ? '–' : all.join(', ');
}

/** A Markdown table, its columns padded as the formatter pads them. */
function padded(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...body] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('');
}
