import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFormatsOf } from '../../server/locks/formats.ts';
import { bundledKnowledge } from '../../overrides-db/testing.ts';
import type { Project, Settings } from '../../server/project/model.ts';
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
    root: folder,
    manifest: { file: manifest, document: parseToml(readFileSync(manifest, 'utf8')) },
    lock:
      lock === undefined ? null : { file: lock, document: parseToml(readFileSync(lock, 'utf8')) },
    nixFiles: new Map(Object.entries(nix).map(([name, text]) => [join(folder, name), text])),
    pinFiles: new Map(),
    settings: { ...defaultSettings, ...settings },
    knowledge: bundledKnowledge(),
  });
}
