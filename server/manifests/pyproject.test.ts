import { describe, expect, it } from 'vitest';
import type { Dependency, Manifest } from './model.ts';
import { at, manifestOf } from './testing.ts';

const POETRY = `[tool.poetry]
name = "Lamp_Shop"
version = "0.3.0"
readme = ["README.md", "CHANGES.md"]

[tool.poetry.dependencies]
python = "^3.10"
glow = "^1.2"
"Polish" = { version = ">=2,<3", extras = ["wax", "oil"], optional = true, source = "private" }
bulb = { git = "https://example.org/bulb.git", tag = "v1", subdirectory = "py", develop = true }
shade = { path = "../shade" }
cord = { file = "dist/cord.whl" }
plug = { url = "https://example.org/plug-1.0.tar.gz" }
dimmer = { markers = "sys_platform == 'linux'", allow-prereleases = true }
switch = [
    { version = "<2", python = "<3.11" },
    { version = ">=2", python = ">=3.11", platform = "linux" },
]

[tool.poetry.dev-dependencies]
pytest = "*"

[tool.poetry.group.Docs]
optional = true
include-groups = ["test"]

[tool.poetry.group.Docs.dependencies.sphinx]
version = "^7"

[tool.poetry.group.test.dependencies]
mock = "*"

[tool.poetry.extras]
shine = ["Polish"]

[[tool.poetry.source]]
name = "private"
url = "https://packages.example.org/simple"

[tool.poetry.scripts]
lamp = "lamp:main"
old = { callable = "lamp:old", extras = ["shine"] }

[build-system]
requires = ["poetry-core>=1.0.0"]
build-backend = "poetry.core.masonry.api"
`;

const STANDARD = `[project]
name = "lamp"
version = "1.0"
requires-python = ">=3.11"
readme = { file = "README.rst", content-type = "text/x-rst" }
dynamic = ["classifiers"]
dependencies = [
    "glow[strong, soft] >=1.2,<2 ; python_version < '3.13'",
    'polish @ git+https://example.org/polish.git@v2#subdirectory=py',
]

[project.optional-dependencies]
Shine = ["wax ~=1.0"]

[project.scripts]
lamp = "lamp:main"

[dependency-groups]
test = ["pytest>=8", { include-group = "lint" }]
lint = ["ruff"]
`;

function named(manifest: Manifest, name: string): Dependency {
  const found = manifest.dependencies.find(({ normalized }) => normalized === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('readPyproject, of Poetry', () => {
  const manifest = manifestOf(POETRY);

  it('reads the project', () => {
    expect(manifest).toMatchObject({
      kind: 'pyproject',
      complete: true,
      tool: 'poetry',
      name: { text: 'Lamp_Shop', normalized: 'lamp-shop' },
      version: { text: '0.3.0' },
      requiresPython: { text: '^3.10' },
      projectRequiresPython: null,
    });
    expect(at(POETRY, manifest.name?.span)).toBe('Lamp_Shop');
    expect(at(POETRY, manifest.requiresPython?.span)).toBe('^3.10');
    expect(manifest.readmes.map(({ text }) => text)).toEqual(['README.md', 'CHANGES.md']);
    expect(manifest.problems.filter(({ code }) => code !== 'project-migration')).toMatchObject([
      { code: 'deprecated-section' },
      { code: 'deprecated-key' },
    ]);
  });

  it('reads every form of dependency, python apart', () => {
    expect(manifest.dependencies.map(({ name, form, group }) => [name, form, group])).toEqual([
      ['glow', 'version', 'main'],
      ['Polish', 'version', 'main'],
      ['bulb', 'git', 'main'],
      ['shade', 'path', 'main'],
      ['cord', 'file', 'main'],
      ['plug', 'url', 'main'],
      ['dimmer', 'options-only', 'main'],
      ['switch', 'version', 'main'],
      ['switch', 'version', 'main'],
      ['sphinx', 'version', 'docs'],
      ['mock', 'version', 'test'],
      ['pytest', 'version', 'dev'],
    ]);
  });

  it('knows the smallest place of each part', () => {
    const polish = named(manifest, 'polish');
    expect(at(POETRY, polish.nameSpan)).toBe('"Polish"');
    expect(at(POETRY, polish.constraint?.span)).toBe('>=2,<3');
    expect(polish.extras.map(({ span }) => at(POETRY, span))).toEqual(['wax', 'oil']);
    expect(at(POETRY, polish.source?.span)).toBe('private');
    expect(at(POETRY, polish.span)).toMatch(/^"Polish" = \{ .* \}$/);
    expect(polish).toMatchObject({ optional: true, allowPrereleases: null, marker: null });
    expect(at(POETRY, named(manifest, 'sphinx').nameSpan)).toBe('sphinx');
  });

  it.each([
    [', branch = "main", rev = "abc", tag = "v1"', 'abc'],
    [', branch = "main", tag = "v1"', 'v1'],
    [', branch = "main", rev = ""', 'main'],
    ['', undefined],
  ])('takes of the revisions "%s" the one that Poetry locks', (keys, revision) => {
    const [kite] = manifestOf(
      `[tool.poetry.dependencies]\nkite = { git = "https://example.org/kite.git"${keys} }\n`,
    ).dependencies;
    expect(kite?.reference?.revision?.text).toBe(revision);
  });

  it('reads direct references', () => {
    expect(named(manifest, 'bulb').reference).toMatchObject({
      location: 'https://example.org/bulb.git',
      revision: { kind: 'tag', text: 'v1' },
      subdirectory: 'py',
      develop: true,
    });
    expect(named(manifest, 'shade').reference).toMatchObject({ location: '../shade' });
    expect(at(POETRY, named(manifest, 'plug').reference?.span)).toBe(
      'https://example.org/plug-1.0.tar.gz',
    );
  });

  it('joins conditions to one marker', () => {
    const switches = manifest.dependencies.filter(({ name }) => name === 'switch');
    expect(switches.map(({ marker }) => marker?.text)).toEqual([
      'python_version < "3.11"',
      'python_version >= "3.11" and sys_platform == "linux"',
    ]);
    expect(switches.map(({ marker }) => at(POETRY, marker?.span))).toEqual(['<3.11', '>=3.11']);
    expect(named(manifest, 'dimmer').marker?.text).toBe("sys_platform == 'linux'");
    expect(named(manifest, 'dimmer').allowPrereleases).toBe(true);
  });

  it('reads groups, extras, sources, scripts and the build system', () => {
    expect(
      manifest.groups.map(({ name, optional, legacy, includes }) => [
        name,
        optional,
        legacy,
        includes.map((include) => include.name),
      ]),
    ).toEqual([
      ['Docs', true, false, ['test']],
      ['test', false, false, []],
      ['dev', false, true, []],
    ]);
    expect(manifest.extras).toMatchObject([
      { name: 'shine', origin: 'tool.poetry', members: [{ name: 'Polish', normalized: 'polish' }] },
    ]);
    expect(manifest.sources).toMatchObject([{ name: 'private' }]);
    expect(manifest.scripts.map(({ name, value }) => [name, value])).toEqual([
      ['lamp', 'lamp:main'],
      ['old', 'lamp:old'],
    ]);
    expect(manifest.buildSystem?.requires.map(({ name }) => name)).toEqual(['poetry-core']);
    expect(at(POETRY, manifest.buildSystem?.backend?.span)).toBe('poetry.core.masonry.api');
  });
});

describe('readPyproject, of the standards', () => {
  const manifest = manifestOf(STANDARD);

  it('reads the project', () => {
    expect(manifest).toMatchObject({
      tool: null,
      name: { text: 'lamp' },
      version: { text: '1.0' },
      requiresPython: { text: '>=3.11' },
      projectRequiresPython: { text: '>=3.11' },
      readmes: [{ text: 'README.rst' }],
      dynamic: [{ text: 'classifiers' }],
      scripts: [{ name: 'lamp', value: 'lamp:main' }],
    });
  });

  it('reads requirements with the place of each part', () => {
    const glow = named(manifest, 'glow');
    expect(at(STANDARD, glow.nameSpan)).toBe('glow');
    expect(at(STANDARD, glow.constraint?.span)).toBe('>=1.2,<2');
    expect(glow.extras.map(({ span }) => at(STANDARD, span))).toEqual(['strong', 'soft']);
    expect(at(STANDARD, glow.marker?.span)).toBe("python_version < '3.13'");
    expect(at(STANDARD, glow.span)).toMatch(/^"glow.*"$/);
    expect(named(manifest, 'polish')).toMatchObject({
      form: 'git',
      reference: {
        location: 'https://example.org/polish.git',
        revision: { kind: 'rev', text: 'v2' },
        subdirectory: 'py',
      },
    });
  });

  it('reads extras and groups', () => {
    expect(named(manifest, 'wax')).toMatchObject({ extra: 'Shine', group: 'main', optional: true });
    expect(named(manifest, 'pytest')).toMatchObject({ group: 'test', origin: 'dependency-groups' });
    expect(manifest.extras).toMatchObject([
      { name: 'Shine', normalized: 'shine', members: [{ name: 'wax' }], origin: 'project' },
    ]);
    expect(manifest.groups).toMatchObject([
      { name: 'test', includes: [{ name: 'lint' }] },
      { name: 'lint', includes: [] },
    ]);
  });
});

describe('readPyproject, of uv', () => {
  const text = `[project]
name = "lamp"
dependencies = ["glow", "polish", "wax>=1", "many"]
[tool.uv]
dev-dependencies = ["pytest"]
[tool.uv.sources]
Glow = { path = "../glow", editable = true }
polish = { git = "https://example.org/p.git", branch = "main" }
wax = { index = "private" }
many = [{ path = "a" }, { path = "b" }]
[[tool.uv.index]]
name = "private"
url = "https://packages.example.org"
`;

  it('reads sources, indexes and the older dev group', () => {
    const manifest = manifestOf(text);
    expect(manifest.tool).toBe('uv');
    expect(named(manifest, 'glow')).toMatchObject({
      form: 'path',
      reference: { location: '../glow', develop: true },
    });
    expect(named(manifest, 'polish')).toMatchObject({
      form: 'git',
      reference: { revision: { kind: 'branch', text: 'main' } },
    });
    expect(named(manifest, 'wax')).toMatchObject({ form: 'version', source: { name: 'private' } });
    expect(named(manifest, 'many')).toMatchObject({ form: 'path', reference: { location: 'a' } });
    expect(named(manifest, 'pytest')).toMatchObject({ group: 'dev', origin: 'tool.uv' });
    expect(manifest.groups).toMatchObject([{ name: 'dev', legacy: true }]);
    expect(manifest.sources).toMatchObject([{ name: 'private' }]);
    expect(manifest.problems).toEqual([]);
  });
});

function pythonOf(value: string): string | undefined {
  return manifestOf(`[tool.poetry.dependencies]\npython = ${value}\n`).requiresPython?.text;
}

describe('readPyproject, of odd files', () => {
  it.each([
    ['', null],
    ['[tool.ruff]\nline-length = 100', null],
    ['[build-system]\nbuild-backend = "poetry.core.masonry.api"', 'poetry'],
    ['[build-system]\nbuild-backend = "uv_build"', 'uv'],
    ['[build-system]\nbuild-backend = "pdm.backend"', 'pdm'],
    ['[tool.pdm]', 'pdm'],
    ['[project]\nname = "x"\n[tool.uv]\n[tool.poetry]', 'poetry'],
  ])('tells the tool of %j', (text, tool) => {
    expect(manifestOf(text).tool).toBe(tool);
  });

  it('says nothing of a file that is of no Python project', () => {
    const manifest = manifestOf('[package]\nname = "crate"\n[dependencies]\nserde = "1"\n');
    expect(manifest).toMatchObject({
      name: null,
      dependencies: [],
      problems: [],
      buildSystem: null,
    });
  });

  it('keeps what is whole of a file with errors', () => {
    const manifest = manifestOf(
      '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\na = "1"\nb = \nc = "3"\n',
    );
    expect(manifest.complete).toBe(false);
    expect(manifest.dependencies.map(({ name }) => name)).toEqual(['a', 'c']);
    // Without its version the file would be wrong, but part of it is not known.
    expect(manifest.problems.map(({ code }) => code)).not.toContain('missing-metadata');
  });

  it('points at the whole string where escapes hide its parts', () => {
    const text = '[project]\ndependencies = ["gl\\u006Fw >=1"]\n';
    const [glow] = manifestOf(text).dependencies;
    expect(glow?.name).toBe('glow');
    expect(at(text, glow?.nameSpan)).toBe('"gl\\u006Fw >=1"');
    expect(at(text, glow?.constraint?.span)).toBe('"gl\\u006Fw >=1"');
  });

  it('lives with odd types everywhere', () => {
    const manifest = manifestOf(`[tool.poetry]
name = 1
version = []
readme = { a = 1 }
dependencies = [1]
dev-dependencies = "x"
extras = { a = "b", c = [1, "d"] }
group = { a = 1, b = { dependencies = 3, include-groups = [1, "c"], optional = "yes" } }
source = [1, { name = 2 }, { name = "s" }]
scripts = { a = 1, b = { type = "file" } }
[project]
name = {}
dependencies = "x"
optional-dependencies = ["x"]
dynamic = "version"
requires-python = 3
[dependency-groups]
a = 1
b = [1, { include-group = 2 }, { other = "x" }]
[build-system]
requires = "x"
build-backend = 1
`);
    expect(manifest).toMatchObject({
      name: null,
      version: null,
      requiresPython: null,
      dependencies: [],
      readmes: [],
      dynamic: [],
      scripts: [],
      buildSystem: { requires: [], backend: null },
      sources: [{ name: 's' }],
    });
    expect(manifest.extras.map(({ name, members }) => [name, members.length])).toEqual([
      ['a', 0],
      ['c', 1],
    ]);
  });

  it('reads the last of several Python ranges, or the one that Poetry fails on', () => {
    expect(pythonOf('["^3.8", "^3.9"]')).toBe('^3.9');
    expect(pythonOf('["oops", "^3.9"]')).toBe('oops');
    expect(pythonOf('{ version = "^3.9" }')).toBeUndefined();
  });

  it('takes no key for a method of objects', () => {
    const manifest = manifestOf(`[tool.poetry.dependencies]
__proto__ = "1"
constructor = { toString = "x" }
hasOwnProperty = [{ __proto__ = "1" }, 3]
[tool.poetry.group.__proto__.dependencies]
valueOf = "*"
`);
    expect(manifest.dependencies.map(({ name }) => name)).toEqual([
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'hasOwnProperty',
      'valueOf',
    ]);
  });
});
