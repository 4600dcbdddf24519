import { describe, expect, it } from 'vitest';
import { editorsProblem, parsesAsNix } from '../root.ts';
import { byHand, session } from './neovim.ts';

const POETRY = { manifest: 'pyproject.toml', lock: 'poetry.lock', servers: 2 } as const;

describe.skipIf(editorsProblem() !== null)('Neovim, set up by the command or by hand', () => {
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
    // By hand: what README.md shows.
    const seen = session(
      example,
      {
        ...POETRY,
        diagnostics: 0,
        hover: `^${name}`,
        typed: 'psycop',
        lockHover: `^name = "${name}"`,
      },
      byHand,
    );

    it('shows no diagnostic, and the hover', () => {
      expect(seen.report.attached).toContain('pyproject_nix_ls');
      expect(seen.report.diagnostics).toEqual([]);
      expect(seen.report.lenses).toEqual([]);
      expect(seen.report.hover).toContain(name);
    });
  });
});
