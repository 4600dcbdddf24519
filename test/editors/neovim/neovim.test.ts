import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, fencedBlock, type Desk } from '../desk.ts';
import { editorsProblem, inRoot, parsesAsNix } from '../root.ts';

/** What drive.lua is asked to do. `at` and the hovers are Vim patterns; `diagnostics` is how many are waited for. */
interface Task {
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

const POETRY = { manifest: 'pyproject.toml', lock: 'poetry.lock', servers: 2 } as const;

interface SeenDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly source: string;
  readonly message: string;
  readonly text: string;
}

interface Report {
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

const problem = editorsProblem();

describe.skipIf(problem !== null)('Neovim with the configuration of editors/neovim', () => {
  describe('on a project with something missing', () => {
    const title = 'Provide cups to pycups in default.nix';
    const seen = session('imgapp-broken', {
      ...POETRY,
      diagnostics: 4,
      hover: '^pillow',
      typed: 'psycop',
      lockHover: '^name = "pillow"',
      action: { at: '^pycups', title, file: 'default.nix', left: 3 },
    });

    it('attaches beside the other TOML server, at the project', () => {
      expect(seen.report.attached).toEqual(['pyproject_nix_ls', 'taplo']);
      expect(seen.report.root).toBe(seen.desk.project);
    });

    it('shows each diagnostic on the thing to change', () => {
      expect(
        seen.report.diagnostics.map(({ code, text }) => `${code}: ${text}`).toSorted(),
      ).toEqual([
        'lock-stale: [tool.poetry.dependencies]',
        'lock-unsatisfied: ^2.25.0',
        'missing-build-system: pybktree',
        'missing-native-input: pycups',
      ]);
      for (const { code, severity, source } of seen.report.diagnostics) {
        expect(severity).toBe(code === 'lock-unsatisfied' ? 'ERROR' : 'WARN');
        expect(source).toBe('pyproject-nix-ls');
      }
    });

    it('says in the hover what is locked, needed and provided', () => {
      for (const words of ['7.2.0', '^7.1.2', 'sdist', 'libjpeg', 'setuptools', 'poetry2nix'])
        expect(seen.report.hover).toContain(words);
    });

    it('goes to the definition in the lock', () => {
      expect(seen.report.definition).toBe('poetry.lock: name = "pillow"');
    });

    it('shows the locked version beside a dependency', () => {
      expect(seen.report.hints['pillow = "^7.1.2"']).toContain('7.2.0');
      expect(seen.report.hints['python = "^3.7"']).toBeUndefined();
    });

    it('says above the dependencies how many packages need overrides', () => {
      expect(seen.report.lenses).toEqual(['2 packages need overrides']);
    });

    it('completes the name of a package, typed in insert mode', () => {
      expect(seen.report.completion).toContain('psycopg2');
      expect(seen.report.unchanged).toBe(true);
    });

    it('writes what is missing into the buffer of default.nix', () => {
      expect(seen.report.actions?.[0]).toContain(title);
      expect(seen.report.nix).toContain('pycups');
      expect(seen.report.nix).toContain('cups ]');
      expect(parsesAsNix(seen.report.nix ?? '')).toBe(true);
    });

    it('takes the diagnostic away while default.nix is not saved, and offers nothing twice', () => {
      const codes = seen.report.diagnosticsAfter?.map(({ code }) => code) ?? [];
      expect(codes.toSorted()).toEqual(['lock-stale', 'lock-unsatisfied', 'missing-build-system']);
      expect(seen.report.actionsAfter?.join('\n')).not.toContain(title);
    });

    it('saves the text that the buffer showed', () => {
      expect(seen.desk.onDisk('default.nix').trimEnd()).toBe(seen.report.nix?.trimEnd());
    });

    it('answers in the lock', () => {
      expect(seen.report.lockFileType).toBe('toml');
      expect(seen.report.lockAttached).toContain('pyproject_nix_ls');
      expect(seen.report.lockHover).toContain('7.2.0');
      expect(seen.report.lockHover).toContain('libjpeg');
    });

    it('stops when it is asked to', () => {
      expect(seen.report.stopped).toBe(true);
    });
  });

  describe.each(['imgapp', 'science'])('on %s, which is healthy', (example) => {
    const name = example === 'science' ? 'scipy' : 'pillow';
    const seen = session(example, {
      ...POETRY,
      diagnostics: 0,
      hover: `^${name}`,
      typed: 'psycop',
      lockHover: `^name = "${name}"`,
    });

    it('shows no diagnostic, and the hover', () => {
      expect(seen.report.attached).toContain('pyproject_nix_ls');
      expect(seen.report.diagnostics).toEqual([]);
      expect(seen.report.lenses).toEqual([]);
      expect(seen.report.hover).toContain(name);
    });
  });

  describe('on a requirements file with a shell', () => {
    const title = 'Provide what pycups needs in shell.nix';
    const seen = session('imgapp-pip', {
      manifest: 'requirements.txt',
      lock: 'constraints.txt',
      servers: 1,
      diagnostics: 1,
      hover: '^pillow',
      typed: 'psycop',
      above: '^-c',
      lockHover: '^requests',
      action: { at: '^pycups', title, file: 'shell.nix', left: 1 },
    });

    it('attaches by the name of the file', () => {
      expect(seen.report.attached).toEqual(['pyproject_nix_ls']);
      expect(seen.report.root).toBe(seen.desk.project);
      expect(seen.report.lockAttached).toEqual(['pyproject_nix_ls']);
    });

    it('shows the diagnostic on what to change', () => {
      expect(
        seen.report.diagnostics.map(({ code, severity, text }) => [code, severity, text]),
      ).toEqual([['conflicting-requirements', 'ERROR', '==2.24.0']]);
    });

    it('says in the hover what is pinned, needed and provided', () => {
      for (const words of ['7.2.0', 'wheel', 'libjpeg', 'shell.nix', 'allowed, by their hashes'])
        expect(seen.report.hover).toContain(words);
      expect(seen.report.lockHover).toContain('requests');
    });

    it('shows what is native, and not the version that stands there', () => {
      expect(seen.report.hints['pillow==7.2.0 \\']).toContain('native');
      expect(Object.values(seen.report.hints).join(' ')).not.toContain('7.2.0');
    });

    it('completes the name of a package', () => {
      expect(seen.report.completion).toContain('psycopg2');
      expect(seen.report.unchanged).toBe(true);
    });

    it('writes what a package needs into the buffer of shell.nix', () => {
      expect(seen.report.actions?.join('\n')).toContain(title);
      expect(seen.report.nix).toContain('pkgs.cups');
      expect(parsesAsNix(seen.report.nix ?? '')).toBe(true);
      expect(seen.report.actionsAfter?.join('\n')).not.toContain(title);
      expect(seen.desk.onDisk('shell.nix').trimEnd()).toBe(seen.report.nix?.trimEnd());
    });

    it('stops when it is asked to', () => {
      expect(seen.report.stopped).toBe(true);
    });
  });

  describe('on a Pipfile with a shell', () => {
    const title = 'Provide what pycups needs in shell.nix';
    const seen = session('imgapp-pipenv', {
      manifest: 'Pipfile',
      lock: 'Pipfile.lock',
      servers: 2,
      diagnostics: 2,
      hover: '^pillow',
      typed: 'psycop',
      lockHover: '"pillow"',
      action: { at: '^pycups', title, file: 'shell.nix', left: 2 },
    });

    it('attaches by the name of the file, to the lock too', () => {
      expect(seen.report.attached).toContain('pyproject_nix_ls');
      expect(seen.report.root).toBe(seen.desk.project);
      expect(seen.report.lockFileType).toBe('json');
      expect(seen.report.lockAttached).toContain('pyproject_nix_ls');
    });

    it('shows each diagnostic on the thing to change', () => {
      expect(
        seen.report.diagnostics
          .map(({ code, severity, text }) => `${severity} ${code}: ${text}`)
          .toSorted(),
      ).toEqual(['ERROR lock-unsatisfied: >=2.25', 'WARN lock-stale: [packages]']);
    });

    it('says in the hover of the Pipfile and of the lock what is needed', () => {
      for (const words of ['7.2.0', '~=7.1', 'libjpeg', 'shell.nix'])
        expect(seen.report.hover).toContain(words);
      for (const words of ['7.2.0', 'libjpeg']) expect(seen.report.lockHover).toContain(words);
    });

    it('goes to the lock, shows what it has, and completes names', () => {
      expect(seen.report.definition).toBe('Pipfile.lock:         "pillow": {');
      expect(seen.report.hints['pillow = "~=7.1"']).toContain('7.2.0');
      expect(seen.report.completion).toContain('psycopg2');
      expect(seen.report.unchanged).toBe(true);
    });

    it('writes what a package needs into the buffer of shell.nix', () => {
      expect(seen.report.actions?.join('\n')).toContain(title);
      expect(seen.report.nix).toContain('pkgs.cups');
      expect(parsesAsNix(seen.report.nix ?? '')).toBe(true);
      expect(seen.report.actionsAfter?.join('\n')).not.toContain(title);
      expect(seen.desk.onDisk('shell.nix').trimEnd()).toBe(seen.report.nix?.trimEnd());
    });
  });

  describe('on a project of uv with a flake', () => {
    const title = 'Provide cups to pycups in flake.nix';
    const seen = session('imgapp-uv', {
      manifest: 'pyproject.toml',
      lock: 'uv.lock',
      servers: 2,
      diagnostics: 4,
      hover: '"\\zspillow',
      typed: '"psycop',
      lockHover: '^name = "\\zspycups"',
      action: { at: '"\\zspycups', title, file: 'flake.nix', left: 3 },
    });

    it('attaches at the project, to the lock too', () => {
      expect(seen.report.attached).toContain('pyproject_nix_ls');
      expect(seen.report.root).toBe(seen.desk.project);
      expect(seen.report.lockFileType).toBe('toml');
      expect(seen.report.lockAttached).toContain('pyproject_nix_ls');
    });

    it('shows each diagnostic on the thing to change', () => {
      expect(
        seen.report.diagnostics
          .map(({ code, severity, text }) => `${severity} ${code}: ${text}`)
          .toSorted(),
      ).toEqual([
        'ERROR lock-unsatisfied: >=2.25',
        'WARN lock-stale: [project]',
        'WARN missing-build-system: pybktree',
        'WARN missing-native-input: pycups',
      ]);
    });

    it('says in the hover of the manifest and of the lock what is locked, needed and provided', () => {
      for (const words of ['7.2.0', '>=7.1.2', 'sdist', 'libjpeg', 'setuptools', 'flake.nix'])
        expect(seen.report.hover).toContain(words);
      for (const words of ['2.0.4', 'cups', 'uv2nix'])
        expect(seen.report.lockHover).toContain(words);
    });

    it('goes to the lock, shows what it has, and completes names', () => {
      expect(seen.report.definition).toBe('uv.lock: name = "pillow"');
      expect(seen.report.hints['    "pillow>=7.1.2",']).toContain('7.2.0');
      expect(seen.report.completion).toContain('psycopg2');
      expect(seen.report.unchanged).toBe(true);
    });

    it('writes what is missing into the overlay of the flake, and offers nothing twice', () => {
      expect(seen.report.actions?.[0]).toContain(title);
      expect(seen.report.nix).toContain('pycups = prev.pycups.overrideAttrs');
      expect(seen.report.nix).toContain('pkgs.cups');
      expect(parsesAsNix(seen.report.nix ?? '')).toBe(true);
      const codes = seen.report.diagnosticsAfter?.map(({ code }) => code) ?? [];
      expect(codes.toSorted()).toEqual(['lock-stale', 'lock-unsatisfied', 'missing-build-system']);
      expect(seen.report.actionsAfter?.join('\n')).not.toContain(title);
      expect(seen.desk.onDisk('flake.nix').trimEnd()).toBe(seen.report.nix?.trimEnd());
    });

    it('stops when it is asked to', () => {
      expect(seen.report.stopped).toBe(true);
    });
  });

  describe('on a project of PDM with a shell', () => {
    const seen = session('imgapp-pdm', {
      manifest: 'pyproject.toml',
      lock: 'pdm.lock',
      servers: 2,
      diagnostics: 2,
      hover: '"\\zspillow',
      typed: '"psycop',
      lockHover: '^name = "\\zspillow"',
    });

    it('shows each diagnostic on the thing to change', () => {
      expect(seen.report.attached).toContain('pyproject_nix_ls');
      expect(
        seen.report.diagnostics
          .map(({ code, severity, text }) => `${severity} ${code}: ${text}`)
          .toSorted(),
      ).toEqual(['ERROR lock-unsatisfied: >=2.25', 'WARN lock-stale: [project]']);
    });

    it('says in the hover of the manifest and of the lock what is needed', () => {
      for (const words of ['7.2.0', '>=7.1.2', 'libjpeg', 'shell.nix'])
        expect(seen.report.hover).toContain(words);
      for (const words of ['7.2.0', 'libjpeg']) expect(seen.report.lockHover).toContain(words);
    });

    it('goes to the lock, shows what it has, and completes names', () => {
      expect(seen.report.definition).toBe('pdm.lock: name = "pillow"');
      expect(seen.report.hints['    "pillow>=7.1.2",']).toContain('7.2.0');
      expect(seen.report.completion).toContain('psycopg2');
      expect(seen.report.unchanged).toBe(true);
    });
  });
});

/** Runs Neovim once for the tests of a `describe`. */
function session(example: string, task: Task): { report: Report; desk: Desk } {
  const seen: { report?: Report; desk?: Desk } = {};
  beforeAll(() => {
    const here = desk(example);
    seen.desk = here;
    here.copy('editors/neovim/lsp/pyproject_nix_ls.lua', '.config/nvim/lsp/pyproject_nix_ls.lua');
    here.write('.config/nvim/lsp/taplo.lua', OTHER_SERVER);
    const init = fencedBlock('editors/neovim/README.md', 'lua');
    here.write('.config/nvim/init.lua', `${init}vim.lsp.enable('taplo')\n`);
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
