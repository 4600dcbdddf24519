import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, type Desk } from '../desk.ts';
import { editorsProblem, inRoot, parsesAsNix } from '../root.ts';

interface Report {
  readonly problem?: string;
  readonly attached: boolean;
  readonly root: string;
  readonly diagnostics: readonly { readonly text: string; readonly message: string }[];
  readonly hover: string | null;
  readonly definition: string;
  readonly completion: readonly string[];
  readonly actions: readonly string[];
  readonly copied: string;
  readonly nix: string | null;
  readonly nixModified: boolean;
}

const title = 'Provide cups to pycups in default.nix';
const copy = 'Copy what pycups needs for uv2nix';
const manifest = 'pyproject.toml';
const task = {
  manifest,
  diagnostics: 4,
  hover: '^pillow',
  typed: 'psycop',
  at: '^pycups',
  title,
  copy,
};
/** Without anything to type, the driver stops at the hover. */
const pip = { manifest: 'requirements.txt', diagnostics: 1, hover: '^pillow' };

describe.skipIf(editorsProblem() !== null).each([
  { client: 'eglot', file: 'pyproject-nix-ls-eglot.el' },
  { client: 'lsp-mode', file: 'pyproject-nix-ls-lsp-mode.el' },
])('Emacs with $client and editors/emacs/$file', ({ client, file }) => {
  let here: Desk;
  let report: Report;
  beforeAll(() => {
    here = desk('imgapp-broken');
    here.copy(`editors/emacs/${file}`, `.emacs.d/${file}`);
    report = drive(here, client, task);
  });
  afterAll(() => here.clear());

  it('attaches at the project', () => {
    expect(report.attached).toBe(true);
    expect(report.root).toBe(here.project);
  });

  it('shows each diagnostic on the thing to change', () => {
    const texts = report.diagnostics.map(({ text }) => text);
    expect(texts).toContain('pycups');
    expect(texts).toContain('pybktree');
    expect(texts).toHaveLength(4);
  });

  it('shows the hover', () => {
    for (const words of ['7.2.0', 'sdist', 'libjpeg', 'setuptools'])
      expect(report.hover).toContain(words);
  });

  it('goes to the definition in the lock', () => {
    expect(report.definition).toBe('poetry.lock: name = "pillow"');
  });

  it('completes the name of a package', () => {
    expect(report.completion).toContain('psycopg2');
  });

  it('copies an override', () => {
    expect(report.copied).toContain('pkgs.cups');
  });

  it('writes what is missing into an unsaved buffer of default.nix', () => {
    expect(report.actions[0]).toBe(title);
    expect(report.nix).toContain('pycups');
    expect(report.nix).toContain('cups ]');
    expect(parsesAsNix(report.nix ?? '')).toBe(true);
    expect(report.nixModified).toBe(true);
    expect(here.onDisk('default.nix')).not.toContain('pycups');
  });

  it('answers in a requirements file', () => {
    const other = desk('imgapp-pip');
    other.copy(`editors/emacs/${file}`, `.emacs.d/${file}`);
    const seen = drive(other, client, pip);
    other.clear();
    expect(seen.attached).toBe(true);
    expect(seen.diagnostics.map(({ text }) => text)).toEqual(['==2.24.0']);
    for (const words of ['7.2.0', 'libjpeg', 'shell.nix']) expect(seen.hover).toContain(words);
  });
});

function drive(here: Desk, client: string, asked: object): Report {
  const report = join(here.home, 'report.json');
  const environment = { ...here.environment, TASK: JSON.stringify(asked), REPORT: report };
  const script = join(import.meta.dirname, `drive-${client}.el`);
  const [file, args] = inRoot(environment, ['emacs', '--batch', '-Q', '-l', script]);
  const { stdout, stderr, error } = spawnSync(file, args, {
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
