import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluate, HERE, runNix, SOURCES } from './nix/evaluated/evaluate.ts';
import { LOG_ROWS } from './nix/evaluated/log-rows.ts';
import type { Setting } from './nix/evaluated/settings.ts';
import { runCli } from './support/cli.ts';
import { MemoryFileSystem } from './support/memory-file-system.ts';
import { nixInstantiate } from './support/nix.ts';

/**
 * `explain --log --write` for each target and kind of finding: the log of a failed build is read, the file is written,
 * and real Nix evaluates it before and after with the real target. PNLS_NIX_SOURCES is that of
 * evaluated-overrides.test.ts.
 */
const isReady = SOURCES !== null && nixInstantiate !== null;
if (!isReady)
  console.log('SKIPPED: what is written from logs (needs nix-instantiate and PNLS_NIX_SOURCES)');

const DRV = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz';

/** What `explain --log --write` of this log makes of the files of a project in `/p`. */
function written(
  files: Readonly<Record<string, string>>,
  target: Setting['target'],
  log: readonly string[],
): { readonly texts: Readonly<Record<string, string>>; readonly told: string } {
  const fileSystem = new MemoryFileSystem();
  for (const [name, text] of Object.entries(files)) fileSystem.write(join('/p', name), text);
  fileSystem.write('/log', `${log.join('\n')}\n`);
  const args = ['explain', '--log', '/log', '/p', '--target', target, '--write'];
  const { code, out, err } = runCli(fileSystem, args);
  expect(code).toBe(1);
  const texts = Object.keys(files).map((name) => [name, fileSystem.text(join('/p', name)) ?? '']);
  return { texts: Object.fromEntries(texts), told: out + err };
}

/** The manifest and lock of a setting; those of uv for a target that reads none. */
function projectFiles({ project, rename }: Setting): Readonly<Record<string, string>> {
  const folder = join(HERE, project ?? 'uv');
  const named = (text: string): string =>
    rename === undefined ? text : text.replaceAll(/[a-z]+-pkg/g, rename);
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, named(readFileSync(join(folder, name), 'utf8'))]),
  );
}

describe.skipIf(!isReady)('what is written from the log of a failed build', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'evaluated-logs-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  it.each(
    LOG_ROWS.map(
      (row) => [`${row.setting.target}, ${row.setting.name}: ${row.kind.name}`, row] as const,
    ),
  )(
    '%s',
    (_name, { setting, kind }) => {
      const files = { ...projectFiles(setting), ...setting.files };
      const name = setting.rename?.(kind.package) ?? kind.package;
      const { texts, told } = written(files, setting.target, [
        ...kind.lines.map((line) => `${name}> ${line}`),
        `error: builder for '${DRV}-python3.13-${name}-1.0.drv' failed with exit code 1;`,
      ]);
      const watched = setting.target === 'mkshell' ? 'shell' : name;
      const before = evaluated(files, setting, watched);
      const after = evaluated(texts, setting, watched);
      if (typeof after === 'string') throw new Error(`${after}\n${told}`);
      const is = after[watched];
      if (is === undefined) throw new Error('nothing evaluated');
      expect(kind.arrived(is), `${JSON.stringify(is)}\n${told}`).toBe(true);
      const was = typeof before === 'string' ? undefined : before[watched];
      if (was !== undefined) expect(kind.arrived(was)).toBe(false);
    },
    60_000,
  );

  it('ignores a collision in the environment that has it', () => {
    const [setting] = LOG_ROWS.flatMap((row) =>
      row.setting.name === 'pyprojectOverrides' ? row.setting : [],
    );
    const set = setting?.files['default.nix'] ?? '';
    const nix = set
      .replace('\nin\n', '\n  pythonSet =\n')
      .concat(';\nin\npythonSet.mkVirtualEnv "socks-env" { socks = [ ]; }\n')
      .replace('\n)\n;', '\n);');
    const files = { ...projectFiles({ ...setting, project: 'uv' } as Setting), 'default.nix': nix };
    const { texts } = written(files, 'uv2nix', [
      'socks-env> FileCollisionError: Two or more packages are trying to provide the same file with different contents',
      `socks-env> Files: ${DRV}-odd-pkg-1.0/lib/python3.13/site-packages/tests/a.py ${DRV}-both-pkg-1.0/lib/python3.13/site-packages/tests/a.py`,
      `error: builder for '${DRV}-socks-env.drv' failed with exit code 1;`,
    ]);
    expect(environment(files)).toMatchObject({ ignored: [] });
    expect(environment(texts)).toEqual({
      derivation: expect.stringMatching(/\.drv$/),
      ignored: ['lib/python3.13/site-packages/tests/a.py'],
    });
  }, 60_000);

  function evaluated(
    files: Readonly<Record<string, string>>,
    setting: Setting,
    name: string,
  ): ReturnType<typeof evaluate> {
    return evaluate(setting, onDisk(files), [name]);
  }

  function environment(files: Readonly<Record<string, string>>): unknown {
    const file = join(onDisk(files), 'default.nix');
    return runNix(`import ${HERE}/environment.nix { sources = ${SOURCES ?? ''}; file = ${file}; }`);
  }

  function onDisk(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(scratch, 'project-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  }
});
