import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, type Desk } from '../desk.ts';
import { editorsProblem, parsesAsNix } from '../root.ts';
import { byHand, clients, runEmacs, withSubmittedClient, type Report } from './emacs.ts';

const title = 'Provide cups to pycups in default.nix';
const copy = 'Copy what pycups needs for uv2nix';
const task = {
  manifest: 'pyproject.toml',
  diagnostics: 4,
  hover: '^pillow',
  typed: 'psycop',
  at: '^pycups',
  title,
  file: 'default.nix',
  copy,
};

describe.skipIf(editorsProblem() !== null).each(clients)(
  'Emacs with $client, set up by the command',
  (client) => {
    let here: Desk;
    let report: Report;
    beforeAll(() => {
      here = desk('imgapp-broken');
      report = runEmacs(here, client, task);
    });
    afterAll(() => here.clear());

    it('attaches at the project', () => {
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
  },
);

describe.skipIf(editorsProblem() !== null).each([
  ['the block of README.md', clients[0], byHand],
  ['the client that is submitted to lsp-mode', clients[1], withSubmittedClient],
] as const)('Emacs with %s', (_, client, configure) => {
  it('shows diagnostics and hover, and writes what is missing', () => {
    const here = desk('imgapp-broken');
    const report = runEmacs(here, client, task, configure);
    here.clear();
    expect(report.diagnostics).toHaveLength(task.diagnostics);
    expect(report.hover).toContain('libjpeg');
    expect(report.nix).toContain('cups ]');
  });
});
