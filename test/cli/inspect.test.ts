import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it, onTestFinished } from 'vitest';
import schema from '../../docs/needs.schema.json' with { type: 'json' };
import { sdistOf } from '../../server/artifacts/testing.ts';
import type { PackageFiles } from '../../server/session/packages/package-files.ts';
import { NEEDS_FILE } from '../../server/inspect/needs-file.ts';
import { runCli, runCliToItsEnd, type CliPlace, type CliResult } from '../support/cli.ts';
import { bytes, serve, text } from '../support/index-server.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const SDIST = sdistOf({
  'setup.py':
    'from setuptools import setup, Extension\nsetup(ext_modules=[Extension("lamp", ["lamp.c"], libraries=["pq"])])\n',
  'lamp.c': '',
});
const SHA256 = createHash('sha256').update(SDIST).digest('hex');

const FILES = {
  '/p/.git/HEAD': '',
  '/p/pyproject.toml':
    '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["lamp"]\n',
  '/p/uv.lock': `version = 1
requires-python = ">=3.12"

[[package]]
name = "lamp"
version = "1.0"
source = { registry = "https://index.example.org/simple" }
sdist = { url = "https://files.example.org/lamp-1.0.tar.gz", hash = "sha256:${SHA256}" }

[[package]]
name = "p"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "lamp" }]

[package.metadata]
requires-dist = [{ name = "lamp" }]
`,
  '/p/default.nix': `{ pkgs, uv2nix, pyproject-nix }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  overlay = workspace.mkPyprojectOverlay { sourcePreference = "sdist"; };
  set = (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope overlay;
in
set.mkVirtualEnv "env" workspace.deps.default
`,
};

/** A machine that has the sdist. */
const HAS: PackageFiles = {
  find: ({ file }) =>
    file === 'lamp-1.0.tar.gz'
      ? { kind: 'whole', bytes: SDIST, sha256: SHA256, where: 'a cache' }
      : null,
};

function inspect(
  disk: MemoryFileSystem,
  args: readonly string[] = [],
  packageFiles: PackageFiles = HAS,
): CliResult {
  return runCli(disk, ['inspect', ...args], { packageFiles });
}

describe('inspect', () => {
  it('says what an sdist says, with its place, and what is new', () => {
    const { code, out } = inspect(new MemoryFileSystem(FILES));
    expect(out).toBe(
      `lamp 1.0: its sdist, from a cache
  libpq       setup.py:2  new
  setuptools  setup.py:1  new
`,
    );
    expect(code).toBe(0);
  });

  it('says it as JSON', () => {
    const { out } = inspect(new MemoryFileSystem(FILES), ['--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      formatVersion: 1,
      files: [{ name: 'lamp', version: '1.0', sha256: SHA256, checked: true, complete: true }],
      notFound: [],
    });
  });

  it('says what this machine has not', () => {
    const { code, out } = inspect(new MemoryFileSystem(FILES), [], { find: () => null });
    expect(out).toBe('Not on this machine: lamp 1.0. --fetch fetches what the lock pins.\n');
    expect(code).toBe(1);
  });

  it('is asked of a package that is locked', () => {
    const { code, err } = inspect(new MemoryFileSystem(FILES), ['--package', 'lamps']);
    expect(err).toContain('no package lamps is locked');
    expect(code).toBe(2);
  });

  it('writes what the whole team then knows, and a second time nothing', () => {
    const disk = new MemoryFileSystem(FILES);
    const before = runCli(disk, ['check', '--format', 'json']);
    expect(before.out).not.toContain('libpq');
    const { code, out } = inspect(disk, ['--write']);
    expect(code).toBe(0);
    const written = disk.read(`/p/${NEEDS_FILE}`);
    expect(written.ok).toBe(true);
    const isValid = new Ajv({ strict: true }).compile(schema);
    expect(isValid(JSON.parse(written.ok ? written.text : ''))).toBe(true);
    expect(out).toContain(`Created /p/${NEEDS_FILE}`);
    const after = runCli(disk, ['check']);
    expect(after.out).toContain(
      'libpq is missing: lamp 1.0 is built from its sdist by uv2nix. (libpq: this project.)',
    );
    expect(inspect(disk, ['--write', '--all']).out).not.toContain(NEEDS_FILE);
  });

  it('drops a row whose file is no longer locked, from the file and from what is known', () => {
    const disk = new MemoryFileSystem(FILES);
    inspect(disk, ['--write']);
    disk.write('/p/uv.lock', FILES['/p/uv.lock'].replaceAll(SHA256, 'c'.repeat(64)));
    expect(runCli(disk, ['check']).out).not.toContain('libpq');
    const gone = inspect(disk, ['--write'], { find: () => null });
    expect(gone.out).toContain(`Edited /p/${NEEDS_FILE}`);
    const read = disk.read(`/p/${NEEDS_FILE}`);
    expect(read.ok && read.text).toBe('{\n  "schemaVersion": 1,\n  "packages": []\n}\n');
  });

  it('leaves a file of another schema, with a hint', () => {
    const disk = new MemoryFileSystem({ ...FILES, [`/p/${NEEDS_FILE}`]: '{"schemaVersion": 9}' });
    const { code, err } = inspect(disk, ['--write']);
    expect(code).toBe(2);
    expect(err).toContain('is left as it is: its schemaVersion is 9, and only 1 is known');
    expect(runCli(disk, ['check']).out).toContain('hint[unreadable-file]');
  });
});

describe('inspect --fetch', () => {
  const name = 'lamp-1.0.tar.gz';

  const page = (address: string): string =>
    JSON.stringify({
      meta: { 'api-version': '1.1' },
      name: 'lamp',
      files: [{ filename: name, url: address, hashes: { sha256: SHA256 }, size: SDIST.length }],
    });

  it('takes the address of the lock on a host that the user names', async () => {
    const server = await serve({ [`/f/${name}`]: bytes(SDIST) });
    const disk = diskWith(`${server.address}/simple`, `${server.address}/f`);
    const { code, out, err } = await runCliToItsEnd(disk, ['inspect', '--fetch'], {
      ...userWith(null, homeFolder()),
      configuration: { indexHosts: [server.host] },
    });
    expect(out).toContain(
      `lamp 1.0: its sdist, from ${server.host}\n  libpq       setup.py:2  new\n`,
    );
    expect(err).toMatch(/^1 of 1 files, \d+ bytes in \d+\.\d s\n$/);
    expect(code).toBe(0);
    expect(server.asked).toEqual([`/f/${name}`]);
  });

  it('learns from the default index where its files are, and holds them to the hash of the lock', async () => {
    const files = await serve({ [`/f/${name}`]: bytes(SDIST) });
    const index = await serve({
      '/simple/lamp/': text(page(`${files.address}/f/${name}`), {
        'content-type': 'application/vnd.pypi.simple.v1+json',
      }),
    });
    const disk = diskWith(`${index.address}/simple`, `${files.address}/f`);
    const place = {
      ...userWith(`${index.address}/simple`, homeFolder()),
      configuration: { indexHosts: [files.host] },
    };
    disk.write(
      '/p/uv.lock',
      readText(disk, '/p/uv.lock').replaceAll(
        /url = "[^"]*", hash/g,
        'path = "lamp-1.0.tar.gz", hash',
      ),
    );
    const { code, out } = await runCliToItsEnd(disk, ['inspect', '--fetch'], place);
    expect(out).toContain(`from ${files.host}\n`);
    expect(code).toBe(0);
    expect(index.asked).toEqual(['/simple/lamp/']);
  });

  it('asks the index where a file has moved to', async () => {
    const server = await serve({
      [`/new/${name}`]: bytes(SDIST),
      '/simple/lamp/': (_, response) =>
        response
          .writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' })
          .end(page(`/new/${name}`)),
    });
    const disk = diskWith(`${server.address}/simple`, `${server.address}/old`);
    const { code } = await runCliToItsEnd(disk, ['inspect', '--fetch'], {
      ...userWith(null, homeFolder()),
      configuration: { indexHosts: [server.host] },
    });
    expect(code).toBe(0);
    expect(server.asked).toEqual([`/old/${name}`, '/simple/lamp/', `/new/${name}`]);
  });

  it('asks about a host that the project alone names, and asks nobody where nobody answers', async () => {
    const server = await serve({ [`/f/${name}`]: bytes(SDIST) });
    const disk = diskWith(`https://${server.host}/simple`, `https://${server.host}/f`);
    const questions: string[] = [];
    const run = (place: CliPlace): Promise<CliResult> =>
      runCliToItsEnd(disk, ['inspect', '--fetch'], { ...userWith(null, homeFolder()), ...place });
    const silent = await run({});
    expect(silent.code).toBe(1);
    const inside = 'is an address of this machine or network';
    expect(silent.out).toContain(inside);
    const asked = await run({
      confirm: (question) => {
        questions.push(question);
        return true;
      },
    });
    // What is of this house is not even asked about.
    expect(asked.out).toContain(inside);
    expect(questions).toEqual([]);
    expect(server.asked).toEqual([]);
  });

  it('says which host was not agreed to, and by what it is', async () => {
    const disk = diskWith('https://index.example.org/simple', 'https://files.example.org');
    const { code, out } = await runCliToItsEnd(
      disk,
      ['inspect', '--fetch'],
      userWith(null, homeFolder()),
    );
    expect(out).toBe(
      'Not read, as files.example.org is named by the project and was not agreed to; --allow-host files.example.org does: lamp 1.0.\n',
    );
    expect(code).toBe(1);
  });

  it('reads nothing that has another hash, and nothing larger than it may be', async () => {
    const server = await serve({
      '/other/lamp-1.0.tar.gz': bytes(Buffer.from('another file')),
      '/large/lamp-1.0.tar.gz': bytes(SDIST),
    });
    const run = (folder: string, args: readonly string[] = []): Promise<CliResult> =>
      runCliToItsEnd(
        diskWith(`${server.address}/simple`, `${server.address}/${folder}`),
        ['inspect', '--fetch', ...args],
        { ...userWith(null, homeFolder()), configuration: { indexHosts: [server.host] } },
      );
    const other = await run('other');
    expect(other.out).toContain('is another file: its hash is not that of the lock');
    expect(other.code).toBe(1);
    const large = await run('large', ['--max-size', '10']);
    expect(large.out).toBe(
      `Not read, as it has ${SDIST.length} bytes; --max-size takes more: lamp 1.0.\n`,
    );
  });

  it('says that nothing names an index, where a lock has no addresses', async () => {
    const disk = diskWith('x', 'y');
    disk.write(
      '/p/uv.lock',
      readText(disk, '/p/uv.lock')
        .replaceAll(/url = "[^"]*", hash/g, 'path = "lamp-1.0.tar.gz", hash')
        .replace('source = { registry = "x" }', 'source = { registry = "../index" }'),
    );
    const { out, code } = await runCliToItsEnd(
      disk,
      ['inspect', '--fetch'],
      userWith(null, homeFolder()),
    );
    expect(out).toBe(
      'Not read, as nothing says where the default index is; --index-url does: lamp 1.0.\n',
    );
    expect(code).toBe(1);
  });

  it('wants a size that is one', async () => {
    const { code, err } = await runCliToItsEnd(new MemoryFileSystem(FILES), [
      'inspect',
      '--max-size',
      'much',
    ]);
    expect(err).toContain('--max-size takes a size, such as 50M, and not "much"');
    expect(code).toBe(2);
  });
});

function readText(disk: MemoryFileSystem, file: string): string {
  const read = disk.read(file);
  return read.ok ? read.text : '';
}

/** A user with folders of their own, whose index is at `index`. */
function userWith(index: string | null, home: string): CliPlace {
  return {
    user: {
      environment: { ...(index === null ? {} : { PIP_INDEX_URL: index }), XDG_CONFIG_DIRS: '' },
      platform: 'linux',
      home,
    },
  };
}

function homeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inspect-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The project's files, its lock with these addresses. */
function diskWith(index: string, files: string): MemoryFileSystem {
  const lock = FILES['/p/uv.lock']
    .replaceAll('https://index.example.org/simple', index)
    .replaceAll('https://files.example.org', files);
  return new MemoryFileSystem({ ...FILES, '/p/uv.lock': lock });
}
