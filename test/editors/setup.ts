import { existsSync } from 'node:fs';
import { editorsProblem, serverMain } from './root.ts';
import { workbenchProblem } from './vscode/workbench.ts';

/** Says once, in a line of its own for each, which editors cannot be run and why; where the environment requires them that is a failure. */
export default function setup(): void {
  const problem = editorsProblem();
  if (problem !== null)
    skipped(
      `the tests of Neovim, Helix, Emacs and Kakoune need the Debian root of scripts/forky-root.sh: ${problem}`,
      'PNLS_REQUIRE_EDITORS',
    );
  const without = workbenchProblem();
  if (without !== null)
    skipped(
      `the test of VS Code needs scripts/code-server.sh, Chromium and vsce: ${without}`,
      'PNLS_REQUIRE_VSCODE',
    );
  if (problem !== null && without !== null) return;
  if (!existsSync(serverMain)) throw new Error(`${serverMain} is missing: npm run build`);
}

function skipped(why: string, requiredBy: string): void {
  if (process.env[requiredBy] !== undefined) throw new Error(why);
  console.log(`SKIPPED: ${why}`);
}
