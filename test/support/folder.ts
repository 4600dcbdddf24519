import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lockFormatsOf } from '../../server/locks/formats.ts';
import { bundledKnowledge, knowledgeOf } from '../../overrides-db/testing.ts';
import type { Project, ProjectInput, Settings, TextFile } from '../../server/project/model.ts';
import { joinProject } from '../../server/project/project.ts';
import { parseToml } from '../../server/toml/parse.ts';

/** What a test leaves at its defaults. */
export const defaultSettings: Settings = {
  target: null,
  systems: ['x86_64-linux'],
  python: null,
  preferWheels: null,
  severity: {},
  ignoredPackages: [],
};

/** The Nix file that people start from. */
export const plainDefaultNix = `{ pkgs ? import <nixpkgs> { } }:

pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
}
`;

/** The locks that are looked for, the first that is there counts. */
const LOCKS = lockFormatsOf('pyproject').flatMap(({ name }) => name ?? []);

/** Joins the `pyproject.toml` and the lock of a folder with Nix files given as text by name. */
export function projectIn(
  folder: string,
  nix: Readonly<Record<string, string>> = {},
  settings: Partial<Settings> = {},
): Project {
  const manifest = join(folder, 'pyproject.toml');
  const lock = LOCKS.map((name) => join(folder, name)).find((file) => existsSync(file));
  return joinProject({
    ...inputOf(tomlFile(manifest), lock === undefined ? [] : [tomlFile(lock)]),
    nixFiles: new Map(Object.entries(nix).map(([name, text]) => [join(folder, name), text])),
    settings: { ...defaultSettings, ...settings },
    knowledge: bundledKnowledge(),
  });
}

function tomlFile(file: string): TextFile {
  return { file, document: parseToml(readFileSync(file, 'utf8')) };
}

/** A manifest that is alone in its folder with these locks; there is nothing else, and nothing is known. */
export function inputOf(manifest: TextFile, locks: readonly TextFile[]): ProjectInput {
  return {
    root: dirname(manifest.file),
    manifest,
    locks,
    candidates: [
      { manifest: manifest.file, locks: locks.map(({ file }) => file), namesTool: false },
    ],
    nixFiles: new Map(),
    pinFiles: new Map(),
    files: new Map(),
    uvConfiguration: null,
    uvMembers: null,
    nixpkgsVersions: null,
    missingFiles: new Set(),
    settings: defaultSettings,
    knowledge: knowledgeOf([]),
  };
}
