import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sdistOf } from '../../server/artifacts/testing.ts';
import { userIndexes } from '../../server/network/user-indexes.ts';
import { thisUser } from '../../server/session/user-folders.ts';

const MAIN = join(import.meta.dirname, '../../dist/main.js');

/** The release of pypiserver that speaks HTML alone, as PEP 503 has it. */
const PYPISERVER = '2.4.2';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'index-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

const SDIST = sdistOf({
  'setup.py':
    'from setuptools import setup, Extension\nsetup(ext_modules=[Extension("lamp", ["lamp.c"], libraries=["pq"])])\n',
  'lamp.c': '',
});

/** A project whose lock, as Poetry writes it, has the name and hash of its files and no address. */
function project(name: string, version: string, file: string, sha256: string): string {
  const root = folder();
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.git/HEAD'), '');
  writeFileSync(
    join(root, 'pyproject.toml'),
    `[tool.poetry]\nname = "p"\nversion = "1"\n\n[tool.poetry.dependencies]\npython = "^3.11"\n${name} = "*"\n`,
  );
  writeFileSync(
    join(root, 'poetry.lock'),
    `[[package]]\nname = "${name}"\nversion = "${version}"\noptional = false\npython-versions = ">=3.8"\nfiles = [{file = "${file}", hash = "sha256:${sha256}"}]\n\n[metadata]\nlock-version = "2.0"\npython-versions = "^3.11"\ncontent-hash = "0"\n`,
  );
  return root;
}

function run(
  cwd: string,
  args: readonly string[],
): { readonly status: number | null; readonly out: string } {
  const home = folder();
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: home, XDG_STATE_HOME: home },
    timeout: 60_000,
  });
  return { status, out: stdout + stderr };
}

describe('a real index', () => {
  const python = process.env['PYPISERVER_PYTHON'] ?? 'python3';
  const found = spawnSync(python, ['-c', 'import pypiserver; print(pypiserver.__version__)'], {
    encoding: 'utf8',
  });
  const isThere = found.status === 0 && found.stdout.trim() === PYPISERVER;
  const title = isThere
    ? 'has what it is asked for'
    : `has what it is asked for (skipped: no python3 with pypiserver ${PYPISERVER}; PYPISERVER_PYTHON names one)`;

  it.skipIf(!isThere)(title, async () => {
    const packages = folder();
    writeFileSync(join(packages, 'lamp-1.0.tar.gz'), SDIST);
    writeFileSync(join(packages, 'lamp-1.1.tar.gz'), SDIST);
    const port = await freePort();
    const server = spawn(
      python,
      ['-m', 'pypiserver', 'run', '-i', '127.0.0.1', '-p', String(port), packages],
      { stdio: 'ignore' },
    );
    onTestFinished(() => {
      server.kill();
    });
    const index = `http://127.0.0.1:${port}/simple/`;
    await expect
      .poll(
        () =>
          fetch(index).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(200);
    const sha256 = createHash('sha256').update(SDIST).digest('hex');
    const root = project('lamp', '1.0', 'lamp-1.0.tar.gz', sha256);
    const read = run(root, ['inspect', '--fetch', '--index-url', index]);
    expect(read.out).toContain(`lamp 1.0: its sdist, from 127.0.0.1:${port}\n`);
    expect(read.out).toContain('libpq');
    expect(read.status).toBe(0);
    const newer = run(root, ['outdated', '--index-url', index]);
    expect(newer.out).toContain('lamp 1.0: 1.1 is newest, and allowed');
    const other = project('lamp', '1.0', 'lamp-1.0.tar.gz', 'f'.repeat(64));
    const refused = run(other, ['inspect', '--fetch', '--index-url', index]);
    expect(refused.out).toContain(`127.0.0.1:${port} has another lamp-1.0.tar.gz`);
    expect(refused.status).toBe(1);
  });
});

describe('the default index of the tools that are installed', async () => {
  const { index } = userIndexes(thisUser());
  const isReached =
    index !== null &&
    (await fetch(index, { method: 'HEAD', signal: AbortSignal.timeout(10_000) }).then(
      ({ ok }) => ok,
      () => false,
    ));
  const title = isReached
    ? 'has a handful of packages, by name and hash'
    : `has a handful of packages, by name and hash (skipped: ${index === null ? 'nothing names it' : 'it is not reached'})`;

  it.skipIf(!isReached)(title, () => {
    // Of these the bytes have not changed since they were published.
    const root = project(
      'six',
      '1.16.0',
      'six-1.16.0.tar.gz',
      '1e61c37477a1626458e36f7b1d82aa5c9b094fa4802892072e49de9c60c4c926',
    );
    const read = run(root, ['inspect', '--fetch', '--all']);
    expect(read.out).toContain('six 1.16.0: its sdist, from ');
    expect(read.out).toContain('setuptools');
    expect(read.status).toBe(0);
    const newer = run(root, ['outdated']);
    expect(newer.out).toMatch(/^six 1\.16\.0: \S+ is newest, and allowed\n/);
    expect(newer.status).toBe(1);
    const audited = run(root, ['audit']);
    expect(audited.out).toContain('Asked whether they are withdrawn: 1 of 1 locked packages.');
    expect(audited.status).toBe(0);
  });
});

/** A port that nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
