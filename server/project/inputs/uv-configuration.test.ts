import { describe, expect, it } from 'vitest';
import { projectOf } from '../../../test/support/project.ts';
import { parseToml } from '../../toml/parse.ts';
import type { Project, ProjectInput } from '../model.ts';
import { joinProject } from '../project.ts';

function lockWith(lines: string): string {
  return `version = 1
revision = 3
requires-python = ">=3.9"
${lines}
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
[[package]]
name = "foo"
version = "1"
`;
}

function freshness(
  uv: string,
  lock: string,
  configuration?: readonly [file: string, text: string] | null,
): Project['freshness'] {
  const { input } = projectOf({
    manifest: `[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.9"\n[tool.uv]\n${uv}`,
    lock: lockWith(lock),
    lockName: 'uv.lock',
    nix: null,
  });
  return joinProject({ ...input, ...fileOf(configuration) }).freshness;
}

function fileOf(
  configuration: readonly [file: string, text: string] | null | undefined,
): Partial<ProjectInput> {
  if (configuration === undefined) return {};
  if (configuration === null) return { uvConfiguration: '/p/uv.toml' };
  const [file, text] = configuration;
  return {
    uvConfiguration: file,
    files: new Map([[file, { file, document: parseToml(text) }]]),
  };
}

const STATED = 'dependency-metadata = [{ name = "foo", version = "1", requires-dist = [] }]\n';
const LOCKED = '[manifest]\n[[manifest.dependency-metadata]]\nname = "foo"\nversion = "1"\n';

describe('the configuration file of uv', () => {
  it('has the metadata that is stated, and [tool.uv] beside it has not', () => {
    expect(freshness(STATED, LOCKED)).toBe('fresh');
    expect(freshness(STATED, LOCKED, ['/p/uv.toml', ''])).toBe('stale');
    expect(freshness('', LOCKED, ['/p/uv.toml', STATED])).toBe('fresh');
    expect(freshness('', '', ['/p/uv.toml', STATED])).toBe('stale');
    expect(freshness(STATED, '', ['/p/uv.toml', 'offline = true\n'])).toBe('fresh');
  });

  it('has the modes of resolution', () => {
    const lowest = '[options]\nresolution-mode = "lowest"\n';
    expect(freshness('resolution = "lowest"\n', lowest)).toBe('fresh');
    expect(freshness('resolution = "lowest"\n', '')).toBe('stale');
    expect(freshness('resolution = "highest"\n', '')).toBe('fresh');
    expect(freshness('prerelease = "allow"\n', '')).toBe('stale');
    expect(freshness('', '', ['/p/uv.toml', 'resolution = "lowest"\n'])).toBe('stale');
    expect(freshness('', lowest, ['/p/uv.toml', 'resolution = "lowest"\n'])).toBe('fresh');
    // The command line or the user's own file may have said it.
    expect(freshness('', lowest)).toBe('unknown');
  });

  it('has no constraints, overrides and environments of a lock, which uv takes from the manifest', () => {
    const constraints = 'constraint-dependencies = ["foo<2"]\n';
    const locked = '[manifest]\nconstraints = [{ name = "foo", specifier = "<2" }]\n';
    expect(freshness('', '', ['/p/uv.toml', constraints])).toBe('fresh');
    expect(freshness(constraints, locked, ['/p/uv.toml', ''])).toBe('fresh');
    expect(freshness(constraints, '', ['/p/uv.toml', constraints])).toBe('stale');
  });

  it('may be that of a folder above', () => {
    const above = ['/pyproject.toml', `[tool.uv]\n${STATED}`] as const;
    expect(freshness('', LOCKED, above)).toBe('fresh');
    expect(freshness('', '', above)).toBe('stale');
  });

  it('leaves it open where it cannot be read, or uv refuses it', () => {
    const stale = 'resolution = "lowest"\n';
    expect(freshness(stale, '')).toBe('stale');
    expect(freshness(stale, '', null)).toBe('unknown');
    expect(freshness(stale, '', ['/p/uv.toml', 'offline = tru\n'])).toBe('unknown');
    expect(freshness(stale, '', ['/p/uv.toml', 'environments = []\n'])).toBe('unknown');
    expect(freshness(stale, '', ['/p/uv.toml', '[sources]\n'])).toBe('unknown');
  });
});
