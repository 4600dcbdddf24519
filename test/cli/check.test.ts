import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../server/cli/check/report.ts';
import { runCli, type CliResult } from '../support/cli.ts';
import { fixtureFiles, fixtureText, LOCK, MANIFEST, NIX } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

function report({ out }: CliResult): CheckReport {
  return JSON.parse(out) as CheckReport;
}

function codes(result: CliResult): readonly string[] {
  return report(result).diagnostics.map(({ code }) => code);
}

/** A folder of fixtures: `/all/<name>/…`. */
function manyProjects(...names: readonly string[]): MemoryFileSystem {
  const files = names.flatMap((name) =>
    ['pyproject.toml', 'poetry.lock', 'default.nix'].map((file) => [
      `/all/${name}/${file}`,
      fixtureText(name, file),
    ]),
  );
  return new MemoryFileSystem(Object.fromEntries(files) as Record<string, string>);
}

describe('check --format json', () => {
  it('prints projects, packages, needs and diagnostics', () => {
    const result = runCli(fixtureFiles('missing-for-a-transitive-package'), [
      'check',
      '--format',
      'json',
    ]);
    expect(result.code).toBe(1);
    expect(result.err).toBe('');
    expect(JSON.parse(result.out)).toEqual({
      formatVersion: 1,
      projects: [
        {
          root: '/p',
          manifest: MANIFEST,
          lock: LOCK,
          targets: ['poetry2nix'],
          notJudged: [],
          packages: [
            { name: 'booklet', version: '1.4.0', distribution: 'sdist', direct: true, needs: [] },
            {
              name: 'printing',
              version: '2.0.1',
              distribution: 'sdist',
              direct: false,
              needs: [
                {
                  kind: 'native-input',
                  attr: 'cups',
                  required: true,
                  provider: 'nobody',
                  status: 'missing',
                  reason: "poetry2nix's defaults do not provide it",
                  sources: ['uv2nix_hammer_overrides', 'debian'],
                },
                {
                  kind: 'build-system',
                  attr: 'setuptools',
                  required: true,
                  provider: 'target-defaults',
                  status: 'met',
                  reason: "poetry2nix's defaults provide it",
                  sources: ['uv2nix_hammer_overrides', 'debian'],
                },
              ],
            },
          ],
        },
      ],
      diagnostics: [
        {
          file: MANIFEST,
          range: { start: { line: 8, character: 0 }, end: { line: 8, character: 7 } },
          severity: 'warning',
          code: 'missing-native-input',
          message: expect.stringContaining('booklet → printing') as string,
          package: 'printing',
          project: '/p',
        },
      ],
    });
  });

  it('lists what is not locked without a version, and no lock as null', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.remove(LOCK);
    const [project] = report(runCli(fileSystem, ['check', '--format=json'])).projects;
    expect(project).toMatchObject({
      lock: null,
      packages: [{ name: 'printing', version: null, distribution: 'unknown', direct: true }],
    });
  });

  it('has no target without a Nix file, and nothing to say of Nix', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.remove(NIX);
    const result = runCli(fileSystem, ['check', '--format=json']);
    expect(report(result).projects[0]?.targets).toEqual([]);
    expect(codes(result)).toEqual([]);
    expect(result.code).toBe(0);
  });
});

/** Codes that are reported of a project with two kinds of findings. */
function selected(...args: readonly string[]): readonly string[] {
  return codes(runCli(fixtureFiles('several-missing'), ['check', '--format=json', ...args]));
}

describe('check', () => {
  it('prints for people', () => {
    const { out, code } = runCli(fixtureFiles('missing-build-system'), ['check']);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(
        /^pyproject\.toml:9:1: warning\[missing-build-system\] hatchling is missing: tree-of-bk 1\.1 /,
      ),
      '1 warning in 1 project.',
      '1 of these: pyproject-nix-ls overrides --write',
      '',
    ]);
    expect(runCli(fixtureFiles('healthy'), ['check']).out).toBe('Nothing found in 1 project.\n');
  });

  it('has colour on a terminal alone', () => {
    const colours = '\u001b[33m';
    expect(runCli(fixtureFiles('missing-build-system'), ['check'], { colour: true }).out).toContain(
      colours,
    );
    expect(runCli(fixtureFiles('missing-build-system'), ['check']).out).not.toContain('\u001b');
  });

  it.each([
    ['warning', 1],
    ['error', 0],
    ['information', 1],
    ['hint', 1],
    ['never', 0],
  ])('--fail-on %s', (severity, code) => {
    expect(
      runCli(fixtureFiles('missing-build-system'), ['check', '--fail-on', severity]).code,
    ).toBe(code);
  });

  it('selects and ignores codes', () => {
    expect(selected()).toEqual(['missing-native-input', 'missing-build-system']);
    expect(selected('--select', 'missing-build-system,lock-stale')).toEqual([
      'missing-build-system',
    ]);
    expect(selected('--ignore=missing-build-system')).toEqual(['missing-native-input']);
    expect(
      selected(
        '--select=missing-build-system',
        '--select',
        'missing-native-input',
        '--ignore=missing-native-input',
      ),
    ).toEqual(['missing-build-system']);
    // What is left out fails nothing.
    const ignored = ['check', '--ignore', 'missing-build-system'];
    expect(runCli(fixtureFiles('missing-build-system'), ignored).code).toBe(0);
  });

  it.each(['pyproject.toml', 'poetry.lock', 'default.nix', '.', '/p', '/p/', '../p'])(
    'takes %s for the project',
    (path) => {
      const result = runCli(fixtureFiles('missing-build-system'), ['check', '--format=json', path]);
      expect(report(result).projects.map(({ root }) => root)).toEqual(['/p']);
    },
  );

  it('checks a project once, whatever names it', () => {
    const result = runCli(fixtureFiles('missing-build-system'), [
      'check',
      '--format=json',
      '.',
      'default.nix',
      '/p',
    ]);
    expect(report(result).projects).toHaveLength(1);
  });

  it('checks all below with --recursive, in a stable order', () => {
    const fileSystem = manyProjects('missing-build-system', 'healthy', 'several-missing');
    const result = runCli(fileSystem, ['check', '-r', '--format=json', '/all']);
    expect(report(result).projects.map(({ root }) => root)).toEqual([
      '/all/healthy',
      '/all/missing-build-system',
      '/all/several-missing',
    ]);
    expect(report(result).diagnostics.map(({ file }) => file)).toEqual([
      '/all/missing-build-system/pyproject.toml',
      '/all/several-missing/pyproject.toml',
      '/all/several-missing/pyproject.toml',
    ]);
    expect(runCli(fileSystem, ['check', '/all']).code).toBe(2);
  });

  it('looks into no template of projects, unless it is named', () => {
    const template = '/all/{{cookiecutter.slug}}/pyproject.toml';
    const fileSystem = manyProjects('healthy');
    fileSystem.write(template, '[project]\nname = "{{cookiecutter.name}}"\nversion = "1"\n');
    const below = runCli(fileSystem, ['check', '-r', '--format=json', '/all']);
    expect(report(below).projects.map(({ root }) => root)).toEqual(['/all/healthy']);
    const named = runCli(fileSystem, ['check', '--format=json', template]);
    expect(report(named).diagnostics.map(({ code }) => code)).toContain('invalid-name');
  });

  it('prints the same whatever order the files are listed in', () => {
    const names = ['missing-build-system', 'healthy', 'several-missing'];
    const args = ['check', '-r', '--format=json', '/all'];
    const listed = runCli(manyProjects(...names), args).out;
    class Reversed extends MemoryFileSystem {
      override list(directory: string) {
        return super.list(directory)?.toReversed() ?? null;
      }
    }
    const files = names.flatMap((name) =>
      ['pyproject.toml', 'poetry.lock', 'default.nix'].map((file) => [
        `/all/${name}/${file}`,
        fixtureText(name, file),
      ]),
    );
    const reversed = new Reversed(Object.fromEntries(files) as Record<string, string>);
    expect(runCli(reversed, args).out).toBe(listed);
  });

  it('shows on a terminal how far it is, and leaves nothing of it', () => {
    const fileSystem = manyProjects('missing-build-system', 'healthy', 'several-missing');
    const args = ['check', '--recursive', '/all'];
    const quiet = runCli(fileSystem, args);
    const { err, out } = runCli(fileSystem, args, { progress: true });
    expect(quiet.err).toBe('');
    expect(out).toBe(quiet.out);
    expect(err.split('\r\u001B[K')).toEqual([
      '',
      '[........................] 0/3 projects',
      '[########................] 1/3 projects',
      '[################........] 2/3 projects',
      '[########################] 3/3 projects',
      '',
    ]);
  });

  it('shows no progress of a single project', () => {
    const { err } = runCli(fixtureFiles('healthy'), ['check'], { progress: true });
    expect(err).toBe('');
  });

  it('prints JSON of what it could read, says what it could not, and exits with 2', () => {
    const fileSystem = manyProjects('missing-build-system');
    const result = runCli(fileSystem, [
      'check',
      '--format=json',
      '/all/missing-build-system',
      '/nowhere',
    ]);
    expect(result.code).toBe(2);
    expect(codes(result)).toEqual(['missing-build-system']);
    expect(result.err).toContain('/nowhere does not exist');
    const nothing = runCli(fileSystem, ['check', '--format=json', '/nowhere']);
    expect(report(nothing)).toEqual({ formatVersion: 1, projects: [], diagnostics: [] });
  });

  it('exits with 2 where the lock is a directory, and reports it', () => {
    const fileSystem = fixtureFiles('healthy');
    fileSystem.remove(LOCK);
    fileSystem.write(`${LOCK}/inside`, '');
    const result = runCli(fileSystem, ['check', '--format=json']);
    expect(result.code).toBe(2);
    expect(codes(result)).toEqual(['unreadable-file']);
    expect(result.err).toContain(`${LOCK} is a directory`);
  });

  it('takes a manifest with a byte order mark and CRLF', () => {
    const fileSystem = fixtureFiles('missing-build-system');
    const text = fixtureText('missing-build-system', 'pyproject.toml');
    fileSystem.write(MANIFEST, `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    const result = runCli(fileSystem, ['check', '--format=json']);
    expect(report(result).diagnostics).toMatchObject([
      { code: 'missing-build-system', range: { start: { line: 8, character: 0 } } },
    ]);
  });

  it.each([
    [{ [MANIFEST]: '' }, 'declares no Python project'],
    [{ [MANIFEST]: '[tool.black]\n' }, 'declares no Python project'],
    [{ '/p/setup.py': '' }, 'There is no pyproject.toml, Pipfile or requirements file in /p'],
  ])('says that %j is no project', (files, message) => {
    const result = runCli(new MemoryFileSystem(files), ['check']);
    expect(result.code).toBe(2);
    expect(result.err).toContain(message);
  });

  it.each([
    [['check', '--no-such']],
    [['check', '--format', 'yaml']],
    [['check', '--fail-on', 'always']],
    [['check', '--select', 'no-such-code']],
    [['check', '--target', 'nixos']],
    [['check', '--format']],
  ])('refuses %j', (args) => {
    const { code, out, err } = runCli(fixtureFiles('healthy'), args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  });

  it('says a shared Nix file once', () => {
    const fileSystem = fixtureFiles('missing-build-system');
    const twice = runCli(fileSystem, ['check', '--format=json', '/p', '/p/default.nix']);
    expect(codes(twice)).toEqual(['missing-build-system']);
  });
});

describe('check for machines', () => {
  it('writes GitHub commands', () => {
    const { out } = runCli(fixtureFiles('missing-build-system'), ['check', '--format=github']);
    expect(out).toMatch(
      /^::warning file=pyproject\.toml,line=9,endLine=9,col=1,endColumn=11,title=missing-build-system::hatchling is missing: tree-of-bk/,
    );
    expect(out.trimEnd().split('\n')).toHaveLength(1);
  });
});
