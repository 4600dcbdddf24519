import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, fencedBlock, type Desk } from './desk.ts';
import { editorsProblem, inRoot } from './root.ts';

const DRV = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-python3.11-pycups-2.0.1.drv';
const LOG = [
  'pycups> cupsmodule.c:20:10: fatal error: cups/cups.h: No such file or directory',
  `error: builder for '${DRV}' failed with exit code 1;`,
  '',
].join('\n');

interface Report {
  readonly problem?: string;
  readonly before: number;
  /** The text that a diagnostic is on, and what it says. */
  readonly told: readonly string[];
  readonly after?: readonly string[];
}

describe.skipIf(editorsProblem() !== null)('what docs/editors.md says of failed builds', () => {
  let here: Desk;
  beforeAll(() => {
    here = desk('imgapp-broken');
    writeFileSync(join(here.project, 'build.log'), LOG);
  });
  afterAll(() => here.clear());

  it('shows in Neovim what the log says, until the lock changes', () => {
    here.copy('editors/neovim/lsp/pyproject_nix_ls.lua', '.config/nvim/lsp/pyproject_nix_ls.lua');
    const init = fencedBlock('editors/neovim/README.md', 'lua');
    here.write('.config/nvim/init.lua', init + fencedBlock('docs/editors.md', 'lua'));
    const report = run(['nvim', '--headless', '-S', script('neovim/explain.lua')]);
    expect(report.before).toBe(0);
    expect(report.told).toEqual([expect.stringMatching(/^pycups: pycups 2\.0\.1 failed to build/)]);
    expect(report.told[0]).toContain('cups');
    expect(report.after).toEqual([]);
  });

  it('shows in Emacs what the log says', () => {
    const file = 'pyproject-nix-ls-eglot.el';
    here.copy(`editors/emacs/${file}`, `.emacs.d/${file}`);
    here.write('.emacs.d/explain.el', fencedBlock('docs/editors.md', 'elisp'));
    const report = run(['emacs', '--batch', '-Q', '-l', script('emacs/explain-eglot.el')]);
    expect(report.before).toBe(0);
    expect(report.told).toEqual([
      expect.stringMatching(/^pycups: .*pycups 2\.0\.1 failed to build/),
    ]);
  });

  function run(command: readonly string[]): Report {
    const path = join(here.home, 'report.json');
    writeFileSync(path, '{"problem": "there is no report"}');
    const [file, args] = inRoot({ ...here.environment, TASK: '{}', REPORT: path }, command);
    const options = { cwd: here.project, encoding: 'utf8', timeout: 90_000, input: '' } as const;
    const { stderr } = spawnSync(file, args, options);
    const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
    if (report.problem !== undefined) throw new Error(`${report.problem}\n${stderr.slice(-2000)}`);
    return report;
  }
});

function script(name: string): string {
  return join(import.meta.dirname, name);
}
