import type { Fact, Need, PackageFacts, SourceId } from '../../overrides-db/model.ts';
import { knowledgeOf } from '../../overrides-db/testing.ts';
import type { JudgedNeed, Project, Settings } from '../../server/project/model.ts';
import { isMissing, providerOf } from '../../server/project/verdicts/status.ts';
import { joinProject } from '../../server/project/project.ts';
import { parseToml } from '../../server/toml/parse.ts';
import { defaultSettings, inputOf, plainDefaultNix } from './folder.ts';

/** One package of a lock that a test writes. */
export interface Locked {
  readonly name: string;
  readonly version?: string;
  readonly files?: readonly string[];
  /** Lines of `[package.dependencies]`. */
  readonly needs?: readonly string[];
  /** More lines of the `[[package]]` table. */
  readonly lines?: readonly string[];
}

/** A `poetry.lock` of version 2.0 without a content-hash that counts. */
export function lockText(packages: readonly Locked[]): string {
  const tables = packages.map(({ name, version = '1.0', files, needs = [], lines = [] }) =>
    [
      '[[package]]',
      `name = "${name}"`,
      `version = "${version}"`,
      'optional = false',
      'python-versions = ">=3.8"',
      `files = [${(files ?? [`${name}-${version}.tar.gz`]).map((file) => `{file = "${file}", hash = "sha256:00"}`).join(', ')}]`,
      ...lines,
      ...(needs.length > 0 ? ['', '[package.dependencies]', ...needs] : []),
      '',
    ].join('\n'),
  );
  return `${tables.join('\n')}\n[metadata]\nlock-version = "2.0"\npython-versions = "^3.8"\ncontent-hash = "0"\n`;
}

/** A Poetry manifest with these lines in its dependency table, and whatever follows. */
export function manifestText(dependencies: readonly string[], rest = ''): string {
  return `[tool.poetry]\nname = "app"\nversion = "1"\n\n[tool.poetry.dependencies]\npython = "^3.8"\n${dependencies.join('\n')}\n${rest}`;
}

export function factsOf(
  name: string,
  facts: readonly Fact[],
  poetry2nix: PackageFacts['poetry2nix'] = null,
): PackageFacts {
  return { name, facts, poetry2nix, unmapped: [], notes: [] };
}

export function fact(need: Need, sources: readonly SourceId[], more: Partial<Fact> = {}): Fact {
  return { need, required: true, when: {}, sources: sources.map((id) => ({ id })), ...more };
}

export interface ProjectTexts {
  readonly manifest: string;
  readonly lock?: string;
  /** `poetry.lock` where it is left out. */
  readonly lockName?: string;
  readonly nix?: string | null;
  /** `default.nix` where it is left out. */
  readonly nixName?: string;
  readonly pins?: ReadonlyMap<string, string>;
  readonly facts?: readonly PackageFacts[];
  readonly settings?: Partial<Settings>;
}

/** A project in `/p`; its Nix file is the plain one unless `nix` says otherwise. */
export function projectOf({
  manifest,
  lock,
  lockName = 'poetry.lock',
  nix = plainDefaultNix,
  nixName = 'default.nix',
  pins = new Map(),
  facts = [],
  settings = {},
}: ProjectTexts): Project {
  return joinProject({
    ...inputOf(
      { file: '/p/pyproject.toml', document: parseToml(manifest) },
      lock === undefined ? [] : [{ file: `/p/${lockName}`, document: parseToml(lock) }],
    ),
    nixFiles: new Map(nix === null ? [] : [[`/p/${nixName}`, nix]]),
    pinFiles: pins,
    settings: { ...defaultSettings, ...settings },
    knowledge: knowledgeOf(facts),
  });
}

/** A `flake.lock` that pins a poetry2nix of that second since 1970. */
export function poetry2nixOf(lastModified: number): ReadonlyMap<string, string> {
  const locked = {
    type: 'github',
    owner: 'nix-community',
    repo: 'poetry2nix',
    rev: 'a'.repeat(40),
    lastModified,
  };
  const nodes = { root: { inputs: { poetry2nix: 'poetry2nix' } }, poetry2nix: { locked } };
  return new Map([['/p/flake.lock', JSON.stringify({ version: 7, root: 'root', nodes })]]);
}

/** A `flake.lock` that pins a uv2nix of that day (ISO 8601). */
export function uv2nixOf(day: string): ReadonlyMap<string, string> {
  const lastModified = Date.parse(day) / 1000;
  const locked = {
    type: 'github',
    owner: 'pyproject-nix',
    repo: 'uv2nix',
    rev: 'a'.repeat(40),
    lastModified,
  };
  const nodes = { root: { inputs: { uv2nix: 'uv2nix' } }, uv2nix: { locked } };
  return new Map([['/p/flake.lock', JSON.stringify({ version: 7, root: 'root', nodes })]]);
}

/** Who provides a need, and `!` where it is warned of. */
export function providerMark(need: JudgedNeed): string {
  return `${providerOf(need)}${isMissing(need) ? '!' : ''}`;
}
