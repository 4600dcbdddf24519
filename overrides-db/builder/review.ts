import { readFileSync, writeFileSync } from 'node:fs';
import { openKnowledge } from '../lookup.ts';
import type { Fact, KnowledgeBase } from '../model.ts';
import { canonicalAttr, carriedBy } from '../attributes.ts';
import { buildBytes, readKnowledge } from './load.ts';

/*
 * Writes what REVIEW.md says of our own facts anew: the columns `ours` and `verdict` of its tables, the counts of both, and
 * the paragraph of coverage. What nixpkgs takes is a person's or an evaluation's word and stays.
 *
 *   tsx overrides-db/builder/review.ts
 */

const folder = new URL('..', import.meta.url).pathname;
const file = `${folder}REVIEW.md`;

main();

function main(): void {
  const base = readKnowledge(folder);
  const knowledge = openKnowledge(buildBytes(base));
  const counts = new Map<string, Map<string, number>>();
  let table = '';
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => {
      if (line.startsWith('## ')) table = line.slice(3);
      const cells = line.split('|').map((cell) => cell.trim());
      if (table === 'Result' || cells.length !== 8 || !/^\d+$/.test(cells[2] ?? '')) return line;
      const row = rewritten(cells, knowledge);
      const kinds = counts.get(table) ?? new Map<string, number>();
      const [kind = ''] = row.verdict.split(' ');
      counts.set(table, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
      return row.line;
    });
  writeFileSync(file, lines.join('\n'));
  for (const [name, kinds] of counts)
    process.stdout.write(`${name}: ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(', ')}\n`);
  process.stdout.write(`${coverage(knowledge)}\n`);
}

function rewritten(
  cells: readonly string[],
  knowledge: KnowledgeBase,
): { readonly line: string; readonly verdict: string } {
  const [, name = '', projects = '', , theirs = '', seen = ''] = cells;
  const facts = knowledge.lookup(name)?.facts ?? [];
  const ours = requiredOnLinux(facts);
  const verdict = verdictOf(facts, ours, theirs, seen);
  const shown = ours.length === 0 ? '–' : ours.map((attr) => `\`${attr}\``).join(' ');
  return { line: `| ${[name, projects, shown, theirs, seen, verdict].join(' | ')} |`, verdict };
}

/** As the tables have them: an input of some versions alone has a star. */
function requiredOnLinux(facts: readonly Fact[]): string[] {
  const result = new Map<string, boolean>();
  for (const { need, required, likely, when } of facts) {
    if (!required || likely === true || need.kind !== 'native-input') continue;
    if (when.systems !== undefined && !when.systems.includes('x86_64-linux')) continue;
    result.set(need.attr, (result.get(need.attr) ?? false) || when.versions !== undefined);
  }
  return [...result].map(([attr, partly]) => (partly ? `${attr}*` : attr)).toSorted();
}

function verdictOf(
  facts: readonly Fact[],
  ours: readonly string[],
  theirs: string,
  seen: string,
): string {
  const own = ours.map((attr) => attr.replace(/\*$/, ''));
  const nixpkgs = [...theirs.matchAll(/`([^`]+)`/g)].map(([, attr = '']) => attr);
  const extra = own.filter((attr) => !isIn(attr, nixpkgs));
  const read = extra.filter((attr) => isRead(attr, facts));
  const beyond = nixpkgs.filter((attr) => !isIn(attr, own));
  const known = facts.flatMap(({ need }) => (need.kind === 'native-input' ? [need.attr] : []));
  const unknown = beyond.filter((attr) => !isIn(attr, known));
  if (seen === '–') return extra.length > 0 && extra.length === read.length ? 'read' : 'unknown';
  if (extra.length > read.length)
    return `wrong (${extra.filter((attr) => !read.includes(attr)).join(' ')})`;
  if (read.length > 0) return `read (${read.join(' ')})`;
  if (unknown.length > 0) return `missing (${unknown.join(' ')})`;
  return beyond.length === 0 ? 'right' : `right (optional: ${beyond.join(' ')})`;
}

function isIn(attr: string, list: readonly string[]): boolean {
  return list.some((one) => carriedBy(one).includes(canonicalAttr(attr)));
}

/** Whether the package's own files say so. */
function isRead(attr: string, facts: readonly Fact[]): boolean {
  return facts.some(
    ({ need, required, sources }) =>
      required &&
      need.kind === 'native-input' &&
      need.attr === attr &&
      sources.some(({ id }) => id === 'sdist' || id === 'lab'),
  );
}

function coverage(knowledge: KnowledgeBase): string {
  const count = {
    all: 0,
    backend: 0,
    native: 0,
    attr: 0,
    required: 0,
    unmapped: 0,
    read: 0,
    wheel: 0,
  };
  for (const name of knowledge.names()) {
    const found = knowledge.lookup(name);
    if (found === null) continue;
    const { facts, unmapped } = found;
    const inputs = facts.filter(({ need }) => need.kind === 'native-input');
    count.all++;
    if (facts.some(({ need }) => need.kind === 'build-system')) count.backend++;
    if (inputs.length + unmapped.length > 0) count.native++;
    if (inputs.length > 0) count.attr++;
    if (inputs.some(({ required }) => required)) count.required++;
    if (unmapped.length > 0) count.unmapped++;
    if (facts.some(({ sources }) => sources.some(({ id }) => id === 'sdist'))) count.read++;
    if (facts.some(({ sources }) => sources.some(({ id }) => id === 'wheel'))) count.wheel++;
  }
  return JSON.stringify(count);
}
