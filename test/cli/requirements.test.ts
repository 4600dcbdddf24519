import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../server/cli/check/report.ts';
import { runCli } from '../support/cli.ts';
import { fixtureFiles } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const SHELL = '{ pkgs }:\npkgs.mkShell {\n  packages = [ pkgs.python3 ];\n}\n';

function files(more: Readonly<Record<string, string>> = {}): MemoryFileSystem {
  return new MemoryFileSystem({
    '/p/requirements.txt': '-r base.txt\nprinting==2.0.1\n',
    '/p/base.txt': 'pictures==7.2.0\nbad=1\n',
    '/p/dev-requirements.txt': '-r nowhere.txt\nbooklet>=1\n',
    ...more,
  });
}

function check(fileSystem: MemoryFileSystem, ...args: readonly string[]): CheckReport {
  return JSON.parse(runCli(fileSystem, ['check', '--format', 'json', ...args]).out) as CheckReport;
}

describe('check on requirements files', () => {
  it('judges each of a folder, with what it includes, in one order', () => {
    const { projects, diagnostics } = check(files());
    expect(projects.map(({ manifest, lock }) => [manifest, lock])).toEqual([
      ['/p/requirements.txt', '/p/requirements.txt'],
      ['/p/dev-requirements.txt', '/p/dev-requirements.txt'],
    ]);
    expect(
      projects[0]?.packages.map(({ name, version, direct }) => [name, version, direct]),
    ).toEqual([
      ['printing', '2.0.1', true],
      ['pictures', '7.2.0', true],
      ['bad', null, true],
    ]);
    expect(diagnostics.map(({ file, code, range }) => [file, code, range.start.line])).toEqual([
      ['/p/base.txt', 'invalid-constraint', 1],
      ['/p/dev-requirements.txt', 'missing-include', 0],
    ]);
  });

  it('takes one by its name, and settings from the pyproject.toml beside', () => {
    const settings = '[tool.pyproject-nix-ls.severity]\nmissing-include = "hint"\nodd = "hint"\n';
    const { diagnostics, projects } = check(
      files({ '/p/pyproject.toml': settings }),
      '/p/dev-requirements.txt',
    );
    expect(projects.length).toBe(1);
    expect(diagnostics.map(({ file, code, severity }) => [file, code, severity])).toEqual([
      ['/p/dev-requirements.txt', 'missing-include', 'hint'],
      ['/p/pyproject.toml', 'invalid-setting', 'warning'],
    ]);
  });

  it('counts what the Nix files build, and judges the rest for itself', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write('/p/requirements.txt', 'printing==2.0.1\nbad=1\n');
    const { projects, diagnostics } = check(fileSystem);
    expect(projects.map(({ targets }) => targets)).toEqual([['poetry2nix'], []]);
    expect(diagnostics.map(({ file, code }) => [file, code])).toEqual([
      ['/p/pyproject.toml', 'missing-native-input'],
      ['/p/requirements.txt', 'invalid-constraint'],
    ]);
    const { out } = runCli(fileSystem, ['doctor']);
    expect(out).toContain('  Counts: poetry.lock counts: default.nix uses poetry2nix');
    expect(out).toContain('  Does not count: poetry.lock counts: default.nix uses poetry2nix');
  });

  it('holds what was compiled against the pyproject.toml that it is from', () => {
    const compiled = new MemoryFileSystem({
      '/p/pyproject.toml':
        '[project]\nname = "a"\nversion = "1"\ndependencies = ["printing>=3", "booklet"]\n[project.optional-dependencies]\ndocs = ["wick"]\n',
      '/p/requirements.txt': '#    pip-compile pyproject.toml\nprinting==2.0.1\nbad=1\n',
    });
    const { projects, diagnostics } = check(compiled);
    expect(projects.map(({ manifest, lock }) => [manifest, lock])).toEqual([
      ['/p/pyproject.toml', '/p/requirements.txt'],
    ]);
    // With a line that cannot be read, what is absent is not known to be.
    expect(diagnostics.map(({ file, code }) => [file, code])).toEqual([
      ['/p/pyproject.toml', 'lock-unsatisfied'],
      ['/p/requirements.txt', 'invalid-constraint'],
    ]);
    compiled.write('/p/requirements.txt', '#    pip-compile pyproject.toml\nprinting==3\n');
    expect(check(compiled).diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['not-in-lock', 'booklet is not in requirements.txt. Run `pip-compile pyproject.toml`.'],
    ]);
  });

  it('finds them below folders, once', () => {
    const deep = new MemoryFileSystem({
      '/p/a/requirements.txt': 'printing==2.0.1\n',
      '/p/b/requirements/base.txt': 'printing==2.0.1\n',
      '/p/b/requirements/test.in': 'booklet\n',
      '/p/c/notes.txt': 'printing\n',
    });
    expect(check(deep, '--recursive').projects.map(({ manifest }) => manifest)).toEqual([
      '/p/a/requirements.txt',
      '/p/b/requirements/base.txt',
      '/p/b/requirements/test.in',
    ]);
    expect(check(deep, '/p/b/requirements').projects.length).toBe(2);
    expect(runCli(deep, ['check', '/p/c']).code).toBe(2);
  });

  it('is silenced by a comment, behind hashes too', () => {
    const quiet = new MemoryFileSystem({
      '/p/requirements.txt':
        '-r nowhere.txt  # pyproject-nix-ls: ignore[missing-include]\nlamp==1\nlamp==2 \\\n    --hash=sha256:00  # pyproject-nix-ls: ignore[conflicting-requirements]\n',
    });
    expect(check(quiet).diagnostics).toEqual([]);
  });
});

describe('overrides of requirements files', () => {
  it('extends the shell that is there', () => {
    const { out, code } = runCli(files({ '/p/shell.nix': SHELL }), [
      'overrides',
      '--target',
      'mkshell',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('+  packages = [ pkgs.python3 pkgs.cups pkgs.libjpeg pkgs.zlib ];');
  });

  it('prints what is to be pasted, of the manifests that count', () => {
    const both = files({ '/p/Pipfile': '[packages]\n' });
    expect(runCli(both, ['overrides', '--target', 'mkshell', '/p/requirements.txt']).out).toContain(
      'pkgs.cups',
    );
    expect(runCli(both, ['overrides', '--target', 'mkshell']).out).not.toContain('pkgs.cups');
  });
});
