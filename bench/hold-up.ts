/**
 * `npm run build && npx tsx bench/hold-up.ts [WORD…]`: the longest that a hover in one project waits while a
 * file of another one is opened, for files at their limit, as full as they can be, and for files as tools
 * write them, of four times the size of the largest that we have seen.
 */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../scripts/lib/repository.ts';
import { sizesAtLimit } from '../test/support/at-limit.ts';
import { DENSE, projectOf, type Growing } from '../test/support/growing-files.ts';
import { folderWith, removeFolder } from '../test/support/hostile-project.ts';
import { LanguageServer } from './lib/language-server.ts';

/** Milliseconds from one hover to the next, and without a long one until it is taken to be over. */
const EVERY = 5;
const QUIET = 1500;

/** Bytes: four times the largest real file of the kind, where the filling is as tools write it. */
const AS_WRITTEN: ReadonlyMap<string, number> = new Map([
  ['lock: packages as Poetry writes them', 4 * 450_988],
  ['requirements: pins with hashes', 4 * 16_080],
]);

const words = process.argv.slice(2);
for (const shape of DENSE.filter(({ what }) => words.every((word) => what.includes(word)))) {
  const written = AS_WRITTEN.get(shape.what);
  const sizes = [sizesAtLimit(shape).at, ...(written === undefined ? [] : [written])];
  for (const size of sizes) {
    const megabytes = (Buffer.byteLength(shape.text(size)) / 1024 / 1024).toFixed(2);
    console.log(
      `${shape.what} | ${megabytes} MB | ${(await longestWait(shape, size)).toFixed(0)} ms`,
    );
  }
}

async function longestWait(shape: Growing, size: number): Promise<number> {
  const folder = folderWith(projectOf(shape, size));
  const beside = folderWith({});
  cpSync(join(repositoryRoot, 'examples/imgapp'), beside, { recursive: true });
  const server = new LanguageServer(
    [process.execPath, join(repositoryRoot, 'dist/main.js'), '--stdio'],
    beside,
  );
  await server.initialize(beside);
  const quiet = join(beside, 'pyproject.toml');
  const uri = pathToFileURL(quiet).href;
  server.open(uri, readFileSync(quiet, 'utf8'));
  const hover = { textDocument: { uri }, position: { line: 8, character: 1 } };
  const timed = async (): Promise<number> => {
    const since = performance.now();
    await server.request('textDocument/hover', hover);
    return performance.now() - since;
  };
  await timed();
  await setTimeout(500);
  const large = join(folder, shape.file);
  server.open(pathToFileURL(large).href, readFileSync(large, 'utf8'));
  let longest = 0;
  for (let last = performance.now(); performance.now() - last < QUIET; await setTimeout(EVERY)) {
    const waited = await timed();
    if (waited > 20) last = performance.now();
    longest = Math.max(longest, waited);
  }
  await server.stop();
  for (const made of [folder, beside]) removeFolder(made);
  return longest;
}
