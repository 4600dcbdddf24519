import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../server/session/file-system.ts';
import { runCli } from '../support/cli.ts';
import { fixtureFiles, fixtureText } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const BROKEN = '[project\nname = "x"\n';
const SETTINGS = '[tool.black\nline-length = 100\n';

/** A disk that does not say what is in one folder. */
function without(disk: MemoryFileSystem, folder: string): FileSystem {
  return {
    read: (file) => disk.read(file),
    bytes: (file) => disk.bytes(file),
    stamp: (path) => disk.stamp(path),
    kind: (path) => disk.kind(path),
    link: (path) => disk.link(path),
    real: (path) => disk.real(path),
    commit: (changes) => disk.commit(changes),
    list: (path) => (path === folder ? null : disk.list(path)),
  };
}

describe('a folder that cannot be listed', () => {
  it('is told, with 2, by a walk over all', () => {
    const disk = new MemoryFileSystem({
      '/p/a/pyproject.toml': fixtureText('healthy', 'pyproject.toml'),
      '/p/closed/pyproject.toml': BROKEN,
    });
    const { code, err } = runCli(without(disk, '/p/closed'), ['check', '--recursive']);
    expect([code, err]).toEqual([2, 'pyproject-nix-ls check: /p/closed cannot be listed.\n']);
    expect(runCli(disk, ['check', '--recursive', '/p/a'])).toMatchObject({ err: '' });
  });

  it.skipIf(process.getuid?.() !== 0 || !existsSync(MAIN))('is told of a real one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'closed-'));
    chmodSync(folder, 0o755);
    for (const name of ['open', 'closed']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'requirements.txt'), 'lamp==1\n');
    }
    chmodSync(join(folder, 'closed'), 0o700);
    const nobody = {
      cwd: folder,
      uid: 65534,
      gid: 65534,
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    } as const;
    const args = [MAIN, 'check', '--recursive'];
    const { status, stderr } = spawnSync(process.execPath, args, nobody);
    expect(stderr).toBe(`pyproject-nix-ls check: ${join(folder, 'closed')} cannot be listed.\n`);
    expect(status).toBe(2);
    rmSync(folder, { recursive: true });
  });

  it.skipIf(process.platform !== 'linux' || !existsSync(MAIN))(
    'is told of one whose name is no UTF-8',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'bytes-'));
      mkdirSync(join(folder, 'ok\uFFFD'));
      mkdirSync(Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.of(0xff)]));
      const args = [MAIN, 'check', '--recursive'];
      const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
      expect(run.stderr).toContain(`${folder}/bad\uFFFD cannot be listed.\n`);
      expect(run.stderr).not.toContain('ok\uFFFD');
      expect(run.status).toBe(2);
      rmSync(folder, { recursive: true });
    },
  );
});

describe('a file whose name is no UTF-8', () => {
  it.skipIf(process.platform !== 'linux' || !existsSync(MAIN))('is told of', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bytes-'));
    cpSync(new URL('../../examples/imgapp', import.meta.url), folder, { recursive: true });
    const bytes = Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.of(0xff)]);
    writeFileSync(Buffer.concat([bytes, Buffer.from('.nix')]), '{ }');
    writeFileSync(join(folder, 'ok\uFFFD.nix'), '{ }');
    const run = spawnSync(process.execPath, [MAIN, 'check'], { cwd: folder, encoding: 'utf8' });
    expect(run.stdout).toContain('bad\uFFFD.nix cannot be read: its name is not UTF-8.');
    expect(run.stdout).not.toContain('ok\uFFFD');
    expect(run.status).toBe(2);
    rmSync(folder, { recursive: true });
  });
});

describe('a broken pyproject.toml', () => {
  const disk = new MemoryFileSystem({
    '/p/alone/pyproject.toml': BROKEN,
    '/p/locked/pyproject.toml': BROKEN,
    '/p/locked/uv.lock': 'version = 1\n',
    '/p/settings/pyproject.toml': SETTINGS.replace('black\n', 'black]\n'),
  });
  const INVALID = /error\[invalid-toml\]/g;

  it.each([['/p/alone'], ['/p/alone/pyproject.toml'], ['/p/locked'], ['/p/locked/uv.lock']])(
    'is a project where %s is named',
    (path) => {
      const { code, out, err } = runCli(disk, ['check', path]);
      expect([code, err]).toEqual([1, '']);
      expect(out.match(INVALID)).toHaveLength(1);
      expect(runCli(disk, ['check', '--fail-on', 'never', path]).code).toBe(0);
    },
  );

  it('is one beside a lock in a walk over all, and no more than settings elsewhere', () => {
    const { code, out } = runCli(disk, ['check', '--recursive']);
    expect(code).toBe(1);
    expect(out).toMatch(/^locked\/pyproject\.toml:1:1: error\[invalid-toml\]/);
    expect(out.match(INVALID)).toHaveLength(1);
  });

  it('that is whole, and declares none, is none', () => {
    expect(runCli(disk, ['check', '/p/settings'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('declares no Python project'),
    });
  });
});

describe('a lock', () => {
  it('of brackets alone is told', () => {
    const disk = new MemoryFileSystem({
      '/p/Pipfile': '[packages]\nlamp = "*"\n',
      '/p/Pipfile.lock': '['.repeat(200_000),
    });
    const { code, out } = runCli(disk, ['check']);
    expect(code).toBe(1);
    expect(out).toContain('Pipfile.lock:1:201: error[invalid-json]');
  });

  it('with the markers of a merge is not judged as if it were whole', () => {
    const disk = fixtureFiles('not-satisfied');
    const lock = disk.text('/p/poetry.lock') ?? '';
    expect(runCli(disk, ['check']).out).toContain('error[lock-unsatisfied]');
    const [first = '', ...packages] = lock.split('[[package]]');
    const [ours = ''] = packages;
    const conflict = `<<<<<<< ours\n[[package]]${ours}=======\n[[package]]${ours}>>>>>>> theirs\n`;
    const rest = packages.slice(1).map((each) => `[[package]]${each}`);
    disk.write('/p/poetry.lock', [first, conflict, ...rest].join(''));
    const { code, out } = runCli(disk, ['check']);
    expect(code).toBe(1);
    expect(out).toContain('error[invalid-toml] Merge conflict');
    expect(out).not.toMatch(/lock-stale|not-in-lock|dangling-dependency/);
  });
});

describe('explain', () => {
  it.each(['a b==1', '../x', 'pillow 9 10', 'a @ https://b.test/c.whl'])(
    'takes %j for no package',
    (name) => {
      const { code, out, err } = runCli(new MemoryFileSystem(), ['explain', name]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain("write NAME, NAME==VERSION or 'NAME>=VERSION'");
    },
  );
});
