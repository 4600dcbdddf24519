import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fencedBlock, type Desk } from '../desk.ts';
import { inRoot } from '../root.ts';

/** The two clients of Emacs, each with what `setup` calls it. */
export const clients = [
  { client: 'eglot', editor: 'emacs' },
  { client: 'lsp-mode', editor: 'emacs-lsp-mode' },
] as const;

/** What a driver is asked to do. Places are regular expressions of Emacs; `diagnostics` is how many are waited for. */
export interface Task {
  readonly manifest: string;
  readonly diagnostics: number;
  readonly hover: string;
  /** What is typed on a line of its own below the hovered one, to be completed. */
  readonly typed?: string;
  /** Another file to visit, and where to ask for the hover there. */
  readonly lock?: string;
  readonly locked?: string;
  /** Where an action is taken, and which file it changes. */
  readonly at: string;
  readonly title: string;
  readonly file: string;
  /** The title of an action that copies. */
  readonly copy?: string;
}

/** What the user sees. Without an answer of the server to either file there is no report. */
export interface Report {
  readonly problem?: string;
  readonly root: string;
  readonly diagnostics: readonly { readonly text: string; readonly message: string }[];
  readonly hover: string | null;
  readonly lockHover?: string | null;
  readonly definition?: string;
  readonly completion?: readonly string[];
  readonly actions: readonly string[];
  readonly copied?: string;
  readonly nix: string | null;
  readonly nixModified: boolean;
}

/** By the command, next to an init file that is there. */
function byCommand(here: Desk, editor: string): void {
  here.write('.emacs.d/init.el', '(setq of-the-user t)\n;;; init.el ends here');
  here.setUp(editor);
}

/** Eglot by hand, as README.md says. */
export function byHand(here: Desk): void {
  const file = 'pyproject-nix-ls-eglot.el';
  here.copy(`editors/emacs/${file}`, `.emacs.d/${file}`);
  here.write('.emacs.d/init.el', fencedBlock('README.md', 'elisp', 'load'));
}

/** lsp-mode with the client that is submitted to it, which starts where its user asks for lsp-mode. */
export function withSubmittedClient(here: Desk): void {
  const file = 'lsp-pyproject-nix.el';
  here.copy(`editors/submissions/lsp-mode/${file}`, `.emacs.d/${file}`);
  const lines = [
    '(load (locate-user-emacs-file "lsp-pyproject-nix"))',
    "(add-hook 'conf-toml-mode-hook #'lsp-deferred)",
    "(add-hook 'toml-ts-mode-hook #'lsp-deferred)",
  ];
  here.write('.emacs.d/init.el', `${lines.join('\n')}\n`);
}

/** Runs Emacs on the project of a desk, once it is configured. */
export function runEmacs(
  here: Desk,
  { client, editor }: (typeof clients)[number],
  task: Task,
  configure: (here: Desk, editor: string) => void = byCommand,
): Report {
  configure(here, editor);
  const report = join(here.home, 'report.json');
  const environment = { ...here.environment, TASK: JSON.stringify(task), REPORT: report };
  const script = join(import.meta.dirname, `drive-${client}.el`);
  const [program, args] = inRoot(environment, ['emacs', '--batch', '-Q', '-l', script]);
  const { stdout, stderr, error } = spawnSync(program, args, {
    cwd: here.project,
    encoding: 'utf8',
    timeout: 100_000,
    input: '',
  });
  if (error !== undefined) throw error;
  if (!existsSync(report))
    throw new Error(`Emacs wrote no report\n${tail(stdout)}\n${tail(stderr)}`);
  const seen = JSON.parse(readFileSync(report, 'utf8')) as Report;
  if (seen.problem !== undefined) throw new Error(`${seen.problem}\n${tail(stderr)}`);
  return seen;
}

function tail(text: string): string {
  return text.slice(-2000);
}
