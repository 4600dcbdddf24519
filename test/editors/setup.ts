import { existsSync } from 'node:fs';
import { editorsProblem, serverMain } from './root.ts';

/** Says once, in a line of its own, why the editors cannot be run; with PNLS_REQUIRE_EDITORS set that is a failure. */
export default function setup(): void {
  const problem = editorsProblem();
  if (problem !== null) {
    const line = `SKIPPED: the editors' tests need the Debian root of scripts/forky-root.sh: ${problem}`;
    if (process.env['PNLS_REQUIRE_EDITORS'] !== undefined) throw new Error(line);
    console.log(line);
    return;
  }
  if (!existsSync(serverMain)) throw new Error(`${serverMain} is missing: npm run build`);
}
