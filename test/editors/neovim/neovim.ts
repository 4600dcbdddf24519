import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { desk, fencedBlock, type Desk } from '../desk.ts';
import { inRoot } from '../root.ts';

/** What drive.lua is asked to do. `at` and the hovers are Vim patterns; `diagnostics` is how many are waited for. */
export interface Task {
  readonly manifest: string;
  readonly lock: string;
  /** How many servers attach to the manifest. */
  readonly servers: number;
  readonly diagnostics: number;
  readonly hover: string;
  /** What is typed on a line of its own below the hovered one, or below `above`, to be completed. */
  readonly typed: string;
  readonly above?: string;
  readonly lockHover: string;
  readonly action?: {
    readonly at: string;
    readonly title: string;
    /** The file that it changes. */
    readonly file: string;
    /** How many diagnostics are left. */
    readonly left: number;
  };
}

interface SeenDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly source: string;
  readonly message: string;
  readonly text: string;
}

export interface Report {
  readonly problem?: string;
  readonly attached: readonly string[];
  readonly root: string;
  readonly diagnostics: readonly SeenDiagnostic[];
  readonly hover: string | null;
  readonly hints: Readonly<Record<string, string>>;
  readonly lenses: readonly string[];
  readonly definition: string;
  readonly completion: readonly string[];
  readonly unchanged: boolean;
  readonly actions?: readonly string[];
  readonly nix?: string | null;
  readonly diagnosticsAfter?: readonly SeenDiagnostic[];
  readonly actionsAfter?: readonly string[];
  readonly lockFileType: string;
  readonly lockAttached: readonly string[];
  readonly lockHover: string | null;
  readonly stopped: boolean;
}

const OTHER = "vim.lsp.enable('taplo')\n";

/** By hand, as README.md says, beside another server. */
export function byHand(here: Desk): void {
  here.copy('editors/neovim/lsp/pyproject_nix_ls.lua', '.config/nvim/lsp/pyproject_nix_ls.lua');
  here.write('.config/nvim/init.lua', fencedBlock('README.md', 'lua', 'vim.lsp.enable') + OTHER);
}

/** By the command, in a configuration with another server. */
export function byCommand(here: Desk): void {
  here.write('.config/nvim/init.lua', OTHER);
  here.setUp('neovim');
}

/** Runs Neovim once for the tests of a `describe`. */
export function session(
  example: string,
  task: Task,
  configure: (here: Desk) => void = byCommand,
): { report: Report; desk: Desk } {
  const seen: { report?: Report; desk?: Desk } = {};
  beforeAll(() => {
    const here = desk(example);
    seen.desk = here;
    here.write('.config/nvim/lsp/taplo.lua', OTHER_SERVER);
    configure(here);
    seen.report = drive(here, task);
  });
  afterAll(() => seen.desk?.clear());
  return {
    get report() {
      if (seen.report === undefined) throw new Error('Neovim did not run');
      return seen.report;
    },
    get desk() {
      if (seen.desk === undefined) throw new Error('there is no desk');
      return seen.desk;
    },
  };
}

const OTHER_SERVER =
  "return { cmd = { 'taplo' }, filetypes = { 'toml' }, root_markers = { 'pyproject.toml' } }\n";

function drive(here: Desk, task: Task): Report {
  const report = join(here.home, 'report.json');
  const environment = { ...here.environment, TASK: JSON.stringify(task), REPORT: report };
  const script = join(import.meta.dirname, 'drive.lua');
  const [file, args] = inRoot(environment, ['nvim', '--headless', '-S', script]);
  const { stderr, error } = spawnSync(file, args, {
    cwd: here.project,
    encoding: 'utf8',
    timeout: 90_000,
  });
  if (error !== undefined) throw error;
  const seen = JSON.parse(readFileSync(report, 'utf8')) as Report;
  if (seen.problem !== undefined) throw new Error(`${seen.problem}\n${stderr}`);
  return seen;
}
