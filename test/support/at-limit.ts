import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tooManyBytes, tooManyEntries, weightOf } from '../../server/session/file-limits.ts';
import { projectOf, type Growing } from './growing-files.ts';
import { folderWith, removeFolder } from './hostile-project.ts';

/** Megabytes of heap that a file at its limit is read in. */
export const HEAP_MB = 512;

/** What `check` of a project took. */
export interface Checked {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** Of the whole process at its largest, in megabytes; null where it was ended. */
  readonly memoryMb: number | null;
}

/** The greatest `n` for which the file is read, to a hundredth, and the least for which it is not. */
export function sizesAtLimit(growing: Growing): Sizes {
  return sizesWhere((n) => isRead(growing.file, growing.text(n)));
}

/** The same for projects that no other one waits for: light ones. */
export function sizesAtOnce(growing: Growing): Sizes {
  return sizesWhere((n) => weightOfProject(projectOf(growing, n)) <= 1);
}

function weightOfProject(files: Readonly<Record<string, string>>): number {
  const weights = Object.entries(files).map(([file, text]) => weightOf(`/p/${file}`, text));
  return weights.reduce((sum, weight) => sum + weight, 0);
}

interface Sizes {
  readonly at: number;
  readonly above: number;
}

function sizesWhere(isFine: (n: number) => boolean): Sizes {
  let at = 0;
  let above = 100;
  while (isFine(above)) {
    at = above;
    above *= 2;
  }
  while (above - at > at / 100) {
    const middle = Math.floor((at + above) / 2);
    if (isFine(middle)) at = middle;
    else above = middle;
  }
  return { at, above };
}

function isRead(file: string, text: string): boolean {
  const path = `/p/${file}`;
  return (tooManyBytes(path, Buffer.byteLength(text)) ?? tooManyEntries(path, text)) === null;
}

/** Runs `check` on a project with the file of size `n`, in a process with `HEAP_MB` of heap. */
export function checkInLittleHeap(growing: Growing, n: number): Checked {
  const folder = folderWith(projectOf(growing, n));
  const script = join(folder, 'memory.mjs');
  writeFileSync(script, MEMORY);
  const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
  const options = [`--max-old-space-size=${HEAP_MB}`, '--import', 'tsx', '--import', script];
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...options, main, 'check', '--format', 'json', folder],
    { encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 },
  );
  const ms = performance.now() - started;
  removeFolder(folder);
  const kilobytes = /^memory (\d+)$/m.exec(stderr)?.[1];
  const memoryMb = kilobytes === undefined ? null : Number(kilobytes) / 1024;
  return { status, stdout, stderr, ms, memoryMb };
}

const MEMORY = `process.on('exit', () => {
  process.stderr.write('\\nmemory ' + process.resourceUsage().maxRSS + '\\n');
});\n`;
