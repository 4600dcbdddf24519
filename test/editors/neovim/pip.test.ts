import { describe, expect, it } from 'vitest';
import { editorsProblem, parsesAsNix } from '../root.ts';
import { session } from './neovim.ts';

describe.skipIf(editorsProblem() !== null)(
  'Neovim with the configuration of editors/neovim',
  () => {
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
  },
);
