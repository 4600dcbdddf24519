/**
 * `npx tsx bench/limits.ts [--write] [WORD…]`: `check` of each kind of file at its limit, as full as it can
 * be, with 512 MB of heap: whether it ends, in what time and memory, beside a loop that is the same on
 * every machine. `--write` puts the table into docs/limits.md.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from '../scripts/lib/repository.ts';
import { limitOf } from '../server/session/file-limits.ts';
import { checkInLittleHeap, HEAP_MB, sizesAtLimit } from '../test/support/at-limit.ts';
import { DENSE } from '../test/support/growing-files.ts';
import { calibration } from './lib/calibration.ts';
import { hasShared, sharedPath } from '../test/support/shared.ts';

const words = process.argv.slice(2).filter((argument) => argument !== '--write');
const shapes = DENSE.filter(({ what }) => words.every((word) => what.includes(word)));

const KINDS =
  /^(?:pyproject\.toml|Pipfile|Pipfile\.lock|(?:poetry|uv|pdm|flake)\.lock|requirements\.txt|default\.nix|flake\.nix)$/;

let empty: number | undefined;
const loop = calibration();
const rows = shapes.map((shape) => {
  const { at } = sizesAtLimit(shape);
  const size = Buffer.byteLength(shape.text(at));
  const { status, ms, memoryMb } = checkInLittleHeap(shape, at);
  const isDone = status === 0 || status === 1;
  const row = [
    shape.what,
    `${(size / 1024 / 1024).toFixed(2)} MB`,
    isDone ? `${(ms / 1000).toFixed(1)} s` : 'did not end',
    memoryMb === null ? '–' : `${memoryMb.toFixed(0)} MB`,
    memoryMb === null ? '–' : ((memoryMb - emptyMb()) / (size / 1024 / 1024)).toFixed(0),
  ];
  console.log(`| ${row.join(' | ')} |`);
  return row;
});
const largest = hasShared ? largestRealFiles(sharedPath('corpus')) : [];
const text = [
  `A loop of ten million additions took ${loop.toFixed(0)} ms in the same run (Node ${process.version}).`,
  '',
  `| file, as full as it can be | size at the limit | \`check\` with ${HEAP_MB} MB of heap | memory of the process | bytes a byte |`,
  '| --- | --- | --- | --- | --- |',
  ...rows.map((row) => `| ${row.join(' | ')} |`),
  '',
  '| largest real file of its kind | bytes | limit | times |',
  '| --- | --- | --- | --- |',
  ...largest.map(({ name, bytes }) => {
    const { bytes: limit } = limitOf(`/p/${name}`);
    return `| \`${name}\` | ${bytes} | ${limit} | ${(limit / bytes).toFixed(1)} |`;
  }),
].join('\n');
console.log(`\n${text}`);
if (process.argv.includes('--write')) {
  const page = join(repositoryRoot, 'docs/limits.md');
  const [before = ''] = readFileSync(page, 'utf8').split('<!-- measured -->');
  writeFileSync(page, `${before}<!-- measured -->\n\n${text}\n`);
}

/** Of the process that checks next to nothing. */
function emptyMb(): number {
  const [first] = DENSE;
  return first === undefined ? 0 : (empty ??= checkInLittleHeap(first, 0).memoryMb ?? 0);
}

function largestRealFiles(folder: string): readonly { name: string; bytes: number }[] {
  const sizes = new Map<string, number>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const name = entry.parentPath.endsWith('/requirements')
      ? 'requirements.txt'
      : basename(entry.name);
    if (!KINDS.test(name)) continue;
    const { size } = statSync(join(entry.parentPath, entry.name));
    sizes.set(name, Math.max(sizes.get(name) ?? 0, size));
  }
  return [...sizes].map(([name, bytes]) => ({ name, bytes })).toSorted((a, b) => b.bytes - a.bytes);
}
