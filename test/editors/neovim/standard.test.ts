import { describe, expect, it } from 'vitest';
import { editorsProblem, parsesAsNix } from '../root.ts';
import { session } from './neovim.ts';

describe.skipIf(editorsProblem() !== null)(
  'Neovim with the configuration of editors/neovim',
  () => {
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
        expect(codes.toSorted()).toEqual([
          'lock-stale',
          'lock-unsatisfied',
          'missing-build-system',
        ]);
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

    describe('on a project with a pylock.toml and a shell', () => {
      const title = 'Provide what pycups needs in shell.nix';
      const seen = session('imgapp-pylock', {
        manifest: 'pyproject.toml',
        lock: 'pylock.toml',
        servers: 2,
        diagnostics: 1,
        hover: '"\\zspillow',
        typed: '"psycop',
        lockHover: '^name = "\\zspillow"',
        action: { at: '"\\zspycups', title, file: 'shell.nix', left: 1 },
      });

      it('attaches at the project, to the lock too', () => {
        expect(seen.report.attached).toContain('pyproject_nix_ls');
        expect(seen.report.root).toBe(seen.desk.project);
        expect(seen.report.lockFileType).toBe('toml');
        expect(seen.report.lockAttached).toContain('pyproject_nix_ls');
      });

      it('shows the diagnostic on the thing to change', () => {
        expect(
          seen.report.diagnostics.map(({ code, severity, text }) => `${severity} ${code}: ${text}`),
        ).toEqual(['ERROR lock-unsatisfied: >=2.25']);
      });

      it('says in the hover of the manifest and of the lock what is needed', () => {
        for (const words of ['7.2.0', '>=7.1.2', 'libjpeg', 'shell.nix'])
          expect(seen.report.hover).toContain(words);
        for (const words of ['7.2.0', 'libjpeg']) expect(seen.report.lockHover).toContain(words);
      });

      it('goes to the lock, shows what it has, and completes names', () => {
        expect(seen.report.definition).toBe('pylock.toml: name = "pillow"');
        expect(seen.report.hints['    "pillow>=7.1.2",']).toContain('7.2.0');
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
  },
);
