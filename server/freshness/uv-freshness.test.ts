import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { ALONE } from './uv-around.ts';
import type { UvFreshness } from './uv-freshness.ts';
import { uvFreshness } from './uv-freshness.ts';
import { readUvLock } from '../locks/uv.ts';

const MANIFEST = `[project]
name = "Lamp"
version = "1.0"
requires-python = ">=3.9,<3.13"
dependencies = ["glow[warm]>=1,<2", "wick; python_version < '3.11'", "lens", "oil @ https://example.org/oil.zip"]
[project.optional-dependencies]
night = ["moon>=1; sys_platform == 'linux'"]
[dependency-groups]
test = ["probe", { include-group = "base" }]
base = ["ruler==1.0"]
[tool.uv]
dev-dependencies = ["tape"]
constraint-dependencies = ["deep<2"]
[tool.uv.sources]
lens = { git = "https://example.org/lens.git" }
[build-system]
requires = ["hatchling"]
`;

const LOCK = `version = 1
revision = 3
requires-python = ">=3.9, <3.13"

[manifest]
constraints = [{ name = "deep", specifier = "<2" }]

[[package]]
name = "lamp"
version = "1.0"
source = { editable = "." }

[package.metadata]
requires-dist = [
    { name = "glow", extras = ["warm"], specifier = "<2,>=1.0" },
    { name = "lens", git = "https://example.org/lens.git" },
    { name = "moon", marker = "sys_platform == 'linux' and extra == 'night'", specifier = ">=1" },
    { name = "oil", url = "https://example.org/oil.zip" },
    { name = "wick", marker = "python_full_version < '3.11'" },
]
provides-extras = ["night"]

[package.metadata.requires-dev]
base = [{ name = "ruler", specifier = "==1.0" }]
dev = [{ name = "tape" }]
test = [{ name = "probe" }, { name = "ruler", specifier = "==1.0" }]

[[package]]
name = "deep"
version = "1.5"
`;

function judge(manifest: string, lock: string = LOCK): UvFreshness {
  return uvFreshness(parseToml(manifest), readUvLock('/project/uv.lock', parseToml(lock)));
}

describe('uvFreshness', () => {
  it('knows the Pythons of a group, which uv writes on what is in it and what it includes', () => {
    const uv = '[tool.uv.dependency-groups]\ntest = { requires-python = ">=3.11" }\n';
    const marker = `marker = "python_full_version >= '3.11'"`;
    const test = `test = [{ name = "probe", ${marker} }, { name = "ruler", ${marker}, specifier = "==1.0" }]`;
    const lock = LOCK.replace(/^test = .*$/m, test);
    expect(lock).not.toBe(LOCK);
    expect(judge(MANIFEST + uv, lock).state).toBe('fresh');
    expect(judge(MANIFEST + uv).differences.map(({ name }) => name)).toEqual(['probe', 'ruler']);
    expect(judge(MANIFEST, lock).differences.map(({ name }) => name)).toEqual(['probe', 'ruler']);
    expect(judge(`${MANIFEST}${uv}base = { requires-python = "new" }\n`, lock).state).toBe(
      'unknown',
    );
    const twice = MANIFEST.replace(
      'base = [',
      'both = [{ include-group = "base" }, { include-group = "test" }]\nbase = [',
    );
    expect(judge(twice + uv, lock).state).toBe('unknown');
  });

  it('finds a lock fresh that says the same in other words', () => {
    expect(judge(MANIFEST)).toMatchObject({ state: 'fresh', differences: [] });
  });

  it.each([
    ['a version', 'warm]>=1,<2', 'warm]>=1,<3', 'requirement glow null'],
    ['extras of a requirement', 'glow[warm]', 'glow', 'requirement glow null'],
    ['a marker', "< '3.11'", "< '3.10'", 'requirement wick null'],
    ['a new requirement', '"lens"', '"lens", "new"', 'requirement new null'],
    ['a requirement that is gone', '"lens", ', '', 'requirement lens null'],
    ['a requirement of an extra', 'moon>=1', 'moon>=2', 'requirement moon night'],
    ['the name of an extra', 'night =', 'day =', 'extras day null'],
    ['a group', '"probe"', '"probe>1"', 'requirement probe test'],
    ['an included group', 'ruler==1.0', 'ruler==2.0', 'requirement ruler test'],
    ['the old development group', '"tape"', '"rope"', 'requirement rope dev'],
    ['a constraint', 'deep<2', 'deep<3', 'constraint deep null'],
    ['the range of Python', '<3.13', '<3.14', 'requires-python null null'],
    ['the name', '"Lamp"', '"Lantern"', 'project lantern null'],
    ['the version', 'version = "1.0"', 'version = "1.1"', 'version 1.1 null'],
    ['the kind of the project', /\[build-system\][^]*$/, '', 'package null null'],
    ['a place that is gone', /\[tool\.uv\.sources\]\nlens.*/, '', 'requirement lens null'],
    ['a place', 'org/lens.git', 'org/glass.git', 'requirement lens null'],
    ['a branch of a repository', '.git" }', '.git", branch = "b" }', 'requirement lens null'],
    ['a URL', 'oil.zip', 'oil-2.zip', 'requirement oil null'],
    ['an empty group', 'base = [', 'none = []\nbase = [', 'group none null'],
  ])('sees %s change', (_, from, to, difference) => {
    const { state, differences } = judge(MANIFEST.replace(from, to));
    expect(state).toBe('stale');
    const said = differences.map(({ kind, name, place }) => `${kind} ${name} ${place}`);
    expect(said).toContain(difference);
  });

  it.each([
    ['a range in other words', '>=3.9,<3.13', '>=3.9.0, <3.13.dev0'],
    ['a range with a hole', '>=3.9,<3.13', '>=3.9,!=3.11.1,<3.13'],
    ['a version in other words', 'version = "1.0"', 'version = "1"'],
    ['a marker in other words', "python_version < '3.11'", "python_full_version<'3.11.0'"],
  ])('takes %s for what it means', (_, from, to) => {
    const manifest = MANIFEST.replace(from, to);
    expect(judge(manifest).state).toBe('fresh');
  });

  it('knows a project that is no longer the one that is locked', () => {
    const other = LOCK.replace('source = { editable = "." }', 'source = { editable = "else" }');
    expect(judge(MANIFEST, other)).toMatchObject({ state: 'stale' });
  });

  it('sees a workspace that is none any more, and leaves its range alone', () => {
    const lock = LOCK.replace('[manifest]', '[manifest]\nmembers = ["lamp", "shade"]');
    expect(judge(MANIFEST, lock).differences).toEqual([
      { kind: 'members', name: null, place: null },
    ]);
    const workspace = `${MANIFEST}[tool.uv.workspace]\nmembers = ["shade"]\n`;
    expect(judge(workspace.replace('<3.13', '<3.14'), lock).state).toBe('unknown');
    expect(judge(workspace.replace('<3.13', '<3.12'), lock).state).toBe('stale');
  });

  it.each([
    [
      'a source of some environments',
      MANIFEST.replace('.git" }', '.git", marker = "os_name == \'nt\'" }'),
      LOCK,
    ],
    [
      'a mode that stands elsewhere',
      MANIFEST,
      LOCK.replace('[manifest]', '[options]\nresolution-mode = "lowest"\n[manifest]'),
    ],
    ['a manifest with errors', `${MANIFEST}x =\n`, LOCK],
    ['a requirement that cannot be read', MANIFEST.replace('glow[warm]', 'glow[warm'), LOCK],
    [
      'requirements that a tool makes',
      MANIFEST.replace('version = "1.0"', 'dynamic = ["dependencies"]').replace(
        /^dependencies.*$/m,
        '',
      ),
      LOCK,
    ],
    ['a manifest without a project', '[tool.uv]\n', LOCK],
    ['a lock of another version', MANIFEST, LOCK.replace('version = 1', 'version = 2')],
    ['a lock with errors', MANIFEST, `${LOCK}x =\n`],
  ])('says nothing of %s', (_, manifest, lock) => {
    expect(judge(manifest, lock)).toMatchObject({ state: 'unknown', differences: [] });
  });

  it('leaves open what a marker without meaning asks', () => {
    const manifest = MANIFEST.replace("< '3.11'", "< '<3.11'");
    expect(judge(manifest).state).toBe('fresh');
  });
});

/** What differs where `[tool.uv]` ends in these lines, and the lock's head in those. */
function settings(uv: string, head: string): readonly (string | null)[] {
  const manifest = `[project]\nname = "lamp"\nversion = "1.0"\n[tool.uv]\n${uv}\n`;
  const lock = `version = 1\nrequires-python = ">=3.9"\n${head}\n[[package]]\nname = "lamp"\nversion = "1.0"\nsource = { virtual = "." }\n[[package]]\nname = "oil"\nversion = "1.0"\n`;
  return judge(manifest, lock).differences.map(({ kind, name }) => name ?? kind);
}

describe('the settings of uv', () => {
  it.each([
    ['', ''],
    ['prerelease = "if-necessary"', ''],
    ['prerelease = "if-necessary-or-explicit"', ''],
    ['exclude-dependencies = ["nowhere"]', ''],
    ['constraint-dependencies = ["nowhere<2"]', ''],
    ['exclude-newer-package = { oil = false }', ''],
    ['exclude-newer = "7 days"', '[options]\nexclude-newer-span = "P7D"'],
    ['exclude-newer = "1 day 2 hours"', '[options]\nexclude-newer-span = "P1DT2H"'],
    ['exclude-newer = "2026-06-01T00:00:00Z"', '[options]\nexclude-newer = "2026-01-01T00:00:00Z"'],
    [
      'environments = ["sys_platform == \'linux\'"]',
      'supported-markers = ["sys_platform == \'linux\'"]',
    ],
    [
      'environments = "platform_system == \'Linux\'"',
      'supported-markers = ["sys_platform == \'linux\'"]',
    ],
    [
      'conflicts = [[{ extra = "a" }, { extra = "b" }]]',
      'conflicts = [[{ package = "lamp", extra = "b" }, { package = "lamp", extra = "a" }]]',
    ],
    [
      'dependency-metadata = [{ name = "Oil" }]',
      '[[manifest.dependency-metadata]]\nname = "oil"\n',
    ],
  ])('are the same: %j, %j', (uv, head) => {
    expect(settings(uv, head)).toEqual([]);
  });

  it.each([
    ['exclude-dependencies = ["oil"]', '', 'oil'],
    ['prerelease = "allow"', '', 'prerelease'],
    ['prerelease-package = { oil = "allow" }', '', 'prerelease-package'],
    ['fork-strategy = "fewest"', '', 'fork-strategy'],
    ['exclude-newer = "2026-01-01T00:00:00Z"', '', 'exclude-newer'],
    [
      'exclude-newer = "1 week"',
      '[options]\nexclude-newer = "2026-01-01T00:00:00Z"',
      'exclude-newer',
    ],
    ['exclude-newer = "1 week"', '[options]\nexclude-newer-span = "P7D"', 'exclude-newer'],
    ['exclude-newer-package = { oil = "2026-01-01T00:00:00Z" }', '', 'exclude-newer-package'],
    [
      'dependency-metadata = [{ name = "oil", requires-dist = ["wax>=2"] }]',
      '[[manifest.dependency-metadata]]\nname = "oil"\nrequires-dist = ["wax>=1"]\n',
      'oil',
    ],
    ['environments = ["sys_platform == \'linux\'"]', '', 'environments'],
    ['', 'supported-markers = ["sys_platform == \'linux\'"]', 'environments'],
    [
      'environments = ["sys_platform == \'darwin\'"]',
      'supported-markers = ["sys_platform == \'linux\'"]',
      'environments',
    ],
    ['required-environments = ["sys_platform == \'linux\'"]', '', 'required-environments'],
    ['conflicts = [[{ extra = "a" }, { extra = "b" }]]', '', 'conflicts'],
    [
      'conflicts = [[{ extra = "a" }, { extra = "b" }]]',
      'conflicts = [[{ package = "lamp", extra = "a" }, { package = "lamp", extra = "c" }]]',
      'conflicts',
    ],
    ['', 'conflicts = [[{ package = "lamp", extra = "a" }]]', 'conflicts'],
    ['dependency-metadata = [{ name = "oil" }]', '', 'oil'],
    ['', '[[manifest.dependency-metadata]]\nname = "oil"\n', 'oil'],
  ])('differ: %j, %j', (uv, head, name) => {
    expect(settings(uv, head)).toEqual([name]);
  });
});

const WORKSPACE_LOCK =
  'version = 1\nrequires-python = ">=3.9"\n[manifest]\nmembers = ["lamp", "root"]\nconstraints = [{ name = "deep", specifier = "<2" }]\n[[package]]\nname = "lamp"\nsource = { editable = "packages/lamp" }\n[package.metadata]\nrequires-dist = [{ name = "wick", specifier = ">=1" }]\n';

function member(folder: string, manifest: string): string {
  const lock = readUvLock('/project/uv.lock', parseToml(WORKSPACE_LOCK));
  const around = { ...ALONE, root: parseToml('[tool.uv.workspace]\nmembers = ["packages/*"]\n') };
  return uvFreshness(parseToml(manifest), lock, { folder, around }).state;
}

describe('a member of a workspace', () => {
  it('is held against its own package', () => {
    const manifest =
      '[project]\nname = "lamp"\nrequires-python = ">=3.8"\ndependencies = ["wick>=1"]\n';
    expect(member('packages/lamp', manifest)).toBe('fresh');
    expect(member('packages/lamp', manifest.replace('>=1"', '>=2"'))).toBe('stale');
    expect(member('packages/other', manifest)).toBe('stale');
  });
});
