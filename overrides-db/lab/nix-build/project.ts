import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Case } from './cases.ts';

/** A file of a release that a lock names. */
export interface LockedFile {
  readonly name: string;
  readonly version: string;
  readonly file: string;
}

/** The file that says how the project is built, which overrides are written into. */
export const NIX_FILE = { uv2nix: 'flake.nix', poetry2nix: 'flake.nix' } as const;

/** Writes a project that depends on these files alone, locked, and built by the target without any override. */
export function writeProject(
  folder: string,
  { target }: Pick<Case, 'target'>,
  files: readonly LockedFile[],
): void {
  const texts = target === 'uv2nix' ? uvProject(files) : poetryProject(files);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
}

/** The last of poetry2nix' main line (April 2025); what is locked is what is told to be given by its defaults. */
const POETRY2NIX = 'ce2369db77f45688172384bbeb962bc6c2ea6f94';
/** A day of nixpkgs, seconds since 1970: pg_config is no longer in postgresql. */
const TODAY = 1_785_000_000;

type Locked = Readonly<Record<'owner' | 'repo' | 'rev', string>> & {
  readonly lastModified: number;
};

function flakeLock(inputs: Readonly<Record<string, Locked>>): string {
  const nodes = Object.entries(inputs).map(([name, { lastModified, owner, repo, rev }]) => [
    name,
    {
      locked: { lastModified, narHash: '', owner, repo, rev, type: 'github' },
      original: { owner, repo, type: 'github' },
    },
  ]);
  const root = { inputs: Object.fromEntries(Object.keys(inputs).map((name) => [name, name])) };
  return `${JSON.stringify({ nodes: Object.fromEntries([...nodes, ['root', root]]), root: 'root', version: 7 }, null, 2)}\n`;
}

function uvProject(files: readonly LockedFile[]): Record<string, string> {
  const names = files.map(({ name }) => name);
  return {
    'pyproject.toml': `[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.13"
dependencies = [${files.map(({ name, version }) => `"${name}==${version}"`).join(', ')}]

[tool.uv]
package = false
`,
    'uv.lock': `version = 1
revision = 3
requires-python = ">=3.13"

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
${names.map((name) => `    { name = "${name}" },\n`).join('')}]

[package.metadata]
requires-dist = [
${files.map(({ name, version }) => `    { name = "${name}", specifier = "==${version}" },\n`).join('')}]
${files.map(uvPackage).join('')}`,
    'flake.nix': `{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    pyproject-nix.url = "github:pyproject-nix/pyproject.nix";
    uv2nix.url = "github:pyproject-nix/uv2nix";
    pyproject-build-systems.url = "github:pyproject-nix/build-system-pkgs";
  };

  outputs =
    { nixpkgs, pyproject-nix, uv2nix, pyproject-build-systems, ... }:
    let
      inherit (nixpkgs) lib;
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
      overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
      pythonSet = (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python313; }).overrideScope (
        lib.composeManyExtensions [
          pyproject-build-systems.overlays.wheel
          overlay
        ]
      );
    in
    {
      packages.x86_64-linux.default = pythonSet.mkVirtualEnv "app-env" workspace.deps.default;
    };
}
`,
  };
}

/** Each depends on those after it: what importing it takes is given in that order. */
function uvPackage(
  { name, version, file }: LockedFile,
  index: number,
  all: readonly LockedFile[],
): string {
  const bytes = readFileSync(file);
  const entry = `{ url = "https://packages.example/${basename(file)}", hash = "sha256:${sha256(bytes)}", size = ${bytes.length} }`;
  return `
[[package]]
name = "${name}"
version = "${version}"
source = { registry = "https://packages.example/simple" }
${dependencies(all.slice(index + 1))}${isWheel(file) ? `wheels = [\n    ${entry},\n]` : `sdist = ${entry}`}
`;
}

function dependencies(after: readonly LockedFile[]): string {
  return after.length === 0
    ? ''
    : `dependencies = [\n${after.map(({ name }) => `    { name = "${name}" },\n`).join('')}]\n`;
}

function poetryProject(files: readonly LockedFile[]): Record<string, string> {
  return {
    'pyproject.toml': `[tool.poetry]
name = "app"
version = "0.1.0"
description = ""
authors = []

[tool.poetry.dependencies]
python = "^3.13"
${files.map(({ name, version }) => `${name} = "${version}"\n`).join('')}
[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
`,
    'poetry.lock': `${files.map(poetryPackage).join('')}
[metadata]
lock-version = "2.0"
python-versions = "^3.13"
content-hash = "0000000000000000000000000000000000000000000000000000000000000000"
`,
    'flake.nix': `{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    poetry2nix.url = "github:nix-community/poetry2nix";
  };

  outputs =
    { nixpkgs, poetry2nix, ... }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      inherit (poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }) mkPoetryEnv;
    in
    {
      packages.x86_64-linux.default = mkPoetryEnv {
        projectDir = ./.;
        python = pkgs.python313;
        preferWheels = true;
      };
    };
}
`,
    'flake.lock': flakeLock({
      nixpkgs: { owner: 'NixOS', repo: 'nixpkgs', rev: '0'.repeat(40), lastModified: TODAY },
      poetry2nix: {
        owner: 'nix-community',
        repo: 'poetry2nix',
        rev: POETRY2NIX,
        lastModified: 1743690424,
      },
    }),
  };
}

function poetryPackage(
  { name, version, file }: LockedFile,
  index: number,
  all: readonly LockedFile[],
): string {
  const after = all.slice(index + 1);
  const needs =
    after.length === 0
      ? ''
      : `[package.dependencies]\n${after.map((one) => `${one.name} = "*"\n`).join('')}\n`;
  return `[[package]]
name = "${name}"
version = "${version}"
description = ""
optional = false
python-versions = "*"
files = [
    {file = "${basename(file)}", hash = "sha256:${sha256(readFileSync(file))}"},
]

${needs}`;
}

export function isWheel(file: string): boolean {
  return file.endsWith('.whl');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
