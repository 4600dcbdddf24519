import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCases } from './cases.ts';
import { laboratoryFolder, laboratoryOf, TRIXIE } from '../laboratory.ts';
import { writeSection } from './page.ts';
import { provenCase } from './proof.ts';

/*
 * Builds projects with real Nix, uv2nix, pyproject.nix and poetry2nix on Debian's compiler, Python and libraries: without
 * an override, then with what `overrides --write` writes, and imports what came of it. A row each, to `rows/`; a case
 * that has a row is passed over.
 *
 *   PNLS_NIX_SOURCES=FOLDER tsx overrides-db/lab/nix-build/run.ts --files FOLDER… [--again] [--target TARGET] [NAME…]
 *
 * PNLS_NIX_SOURCES is that of test/evaluated-overrides.test.ts; the files are the sdists and wheels of cases.json. Needs
 * `npm run build`, root rights, and the roots of overrides-db/lab/root.sh and scripts/forky-root.sh.
 */

const ROWS = new URL('rows', import.meta.url).pathname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', multiple: true, default: [] },
    again: { type: 'boolean', default: false },
    target: { type: 'string' },
    rows: { type: 'string', default: ROWS },
  },
});
const sources = process.env['PNLS_NIX_SOURCES'];

if (sources === undefined) {
  process.stdout.write(
    'SKIPPED: PNLS_NIX_SOURCES names no folder with checkouts of uv2nix and its like\n',
  );
} else {
  for (const one of openCases()) {
    if (values.target !== undefined && values.target !== one.target) continue;
    if (positionals.length > 0 && !positionals.includes(one.name)) continue;
    const file = join(
      values.rows,
      one.target,
      `${one.name}-${one.version}-${one.distribution}.json`,
    );
    if (existsSync(file) && !values.again) continue;
    try {
      const row = await provenCase(
        laboratoryOf(laboratoryFolder(process.env, homedir()), TRIXIE),
        { sources, files: values.files },
        one,
      );
      mkdirSync(join(values.rows, one.target), { recursive: true });
      writeFileSync(file, `${JSON.stringify(row, null, 2)}\n`);
      process.stdout.write(
        `${one.target} ${one.name} ${one.version}: before ${row.before.outcome}, after ${row.after.outcome}, import ${row.imports?.outcome ?? 'not tried'}, ${row.seconds} s\n`,
      );
    } catch (error) {
      // The laboratory's own failure proves nothing: no row.
      process.stderr.write(
        `${one.target} ${one.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    }
  }
  if (values.rows === ROWS) writeSection();
}
