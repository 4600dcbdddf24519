import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { Session } from '../server/session/session.ts';
import { fixtureKnowledge } from './support/fixture-knowledge.ts';
import { MemoryFileSystem } from './support/memory-file-system.ts';
import { nixInstantiate } from './support/nix.ts';

/**
 * Which packages a renderer of pyproject.nix takes from nixpkgs, as it is read here and as real pyproject.nix evaluates it.
 * PNLS_NIX_SOURCES names a folder with checkouts of pyproject.nix and nixpkgs-lib.
 */
const SOURCES = process.env['PNLS_NIX_SOURCES'] ?? null;
const RENDERERS = fileURLToPath(new URL('nix/evaluated/renderers.nix', import.meta.url));

const MANIFEST = `[project]
name = "app"
version = "1.0"
requires-python = ">=3.12"
dependencies = ["oil", "old; python_version < '3.12'", "lamp[bright]; sys_platform == 'linux'"]

[project.optional-dependencies]
more = ["moon", "win; sys_platform == 'win32'"]
other = ["soot"]

[dependency-groups]
dev = ["wick"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`;

const POETRY_MANIFEST = `[tool.poetry]
name = "app"
version = "1.0"
description = ""
authors = []

[tool.poetry.dependencies]
python = "^3.12"
oil = "*"

[tool.poetry.group.dev.dependencies]
wick = "*"

[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
`;

interface Row {
  readonly name: string;
  readonly nix: string;
  readonly manifest?: string;
  /** Without what builds the project, and Python. */
  readonly taken: readonly string[];
}

function file(body: string, loader = 'loadPyproject'): string {
  return `{ lib, pkgs, pyproject-nix }:
let
  project = pyproject-nix.lib.project.${loader} { projectRoot = ./.; };
  python = pkgs.python312;
in
${body}
`;
}

const ROWS: readonly Row[] = [
  {
    name: 'withPackages',
    nix: file('python.withPackages (project.renderers.withPackages { inherit python; })'),
    taken: ['lamp', 'oil'],
  },
  {
    name: 'withPackages behind a with, of an extra and a group',
    nix: file(
      'with project.renderers; python.withPackages (withPackages { inherit python; extras = [ "more" ]; groups = [ "dev" ]; })',
    ),
    taken: ['lamp', 'moon', 'oil', 'wick'],
  },
  {
    name: 'withPackages of the library, which is given the project',
    nix: file(
      'python.withPackages (pyproject-nix.lib.renderers.withPackages { inherit project python; extras = [ "other" ]; })',
    ),
    taken: ['lamp', 'oil', 'soot'],
  },
  {
    name: 'buildPythonPackage, inherited',
    nix: file(
      'let inherit (project.renderers) buildPythonPackage; in python.pkgs.buildPythonPackage (buildPythonPackage { inherit python; groups = [ "dev" ]; })',
    ),
    taken: ['lamp', 'oil', 'wick'],
  },
  {
    name: 'a project of Poetry, whose groups are extras',
    nix: file(
      'python.withPackages (project.renderers.withPackages { inherit python; extras = [ "dev" ]; })',
      'loadPoetryPyproject',
    ),
    manifest: POETRY_MANIFEST,
    taken: ['oil', 'wick'],
  },
];

describe.each(ROWS)('$name', ({ nix, manifest = MANIFEST, taken }) => {
  it('is read so', () => {
    const files = new MemoryFileSystem({
      // Of an empty list every package that is taken is said to lack.
      '/p/pyproject.toml': `${manifest}\n[tool.pyproject-nix-ls]\nnixpkgs-versions = "none.json"\n`,
      '/p/none.json': '{}',
      '/p/default.nix': nix,
    });
    const found = new Session(files, fixtureKnowledge)
      .project('/p/pyproject.toml')
      .findings()
      .flatMap(({ code, package: name }) => (code === 'not-in-nixpkgs' ? [name] : []));
    expect(found.toSorted()).toEqual(taken);
  });
});

describe.skipIf(SOURCES === null || nixInstantiate === null)('real pyproject.nix', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'renderers-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  it.each(ROWS)('takes with $name what was read', ({ nix, manifest = MANIFEST, taken }) => {
    const folder = mkdtempSync(join(scratch, 'project-'));
    writeFileSync(join(folder, 'pyproject.toml'), manifest);
    writeFileSync(join(folder, 'default.nix'), nix);
    const names = 'hatchling lamp moon oil old poetry-core python soot wick win'.split(' ');
    const list = names.map((name) => JSON.stringify(name)).join(' ');
    const expression = `import ${RENDERERS} { sources = ${SOURCES ?? ''}; file = ${folder}/default.nix; names = [ ${list} ]; }`;
    const args = ['--eval', '--strict', '--json', '-E', expression];
    const output = execFileSync(nixInstantiate ?? '', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const found = (JSON.parse(output) as readonly string[]).filter(
      (name) => !/^(?:hatchling|poetry-core|python)$/.test(name),
    );
    expect(found.toSorted()).toEqual(taken);
  });
});
