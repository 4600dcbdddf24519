import { createHash } from 'node:crypto';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import schema from '../../docs/needs.schema.json' with { type: 'json' };
import { sdistOf } from '../../server/artifacts/testing.ts';
import type { PackageFiles } from '../../server/cli/inspect/package-files.ts';
import { NEEDS_FILE } from '../../server/inspect/needs-file.ts';
import { runCli, type CliResult } from '../support/cli.ts';
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
    expect(out).toBe('Not on this machine: lamp 1.0.\n');
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
