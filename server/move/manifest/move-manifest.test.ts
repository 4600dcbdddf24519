import { describe, expect, it } from 'vitest';
import { readPyproject } from '../../manifests/pyproject.ts';
import { applyEdits } from '../../text.ts';
import { parseToml } from '../../toml/parse.ts';
import type { WorkspaceMembers } from '../workspace-members.ts';
import type { BuildBackend } from './build-backends.ts';
import type { MoveNote } from './model.ts';
import { moveManifest } from './move-manifest.ts';

interface Moved {
  readonly text: string;
  readonly notes: readonly MoveNote[];
}

function move(
  text: string,
  poetryMajor: number | null = null,
  lockedVersions: readonly string[] = [],
  members: Partial<WorkspaceMembers> = {},
  buildBackend: BuildBackend = 'poetry-core',
): Moved {
  const document = parseToml(text);
  const surroundings = {
    folderName: 'my project',
    poetryMajor,
    lockedVersions,
    members: { ready: new Set<string>(), kept: new Map<string, string>(), ...members },
    buildBackend,
  };
  const moved = moveManifest(document, readPyproject('/p/pyproject.toml', document), surroundings);
  if (moved.outcome === 'refused') throw new Error(moved.reason);
  return {
    text: moved.outcome === 'moved' ? applyEdits(text, moved.edits) : text,
    notes: moved.notes,
  };
}

const messages = (notes: readonly MoveNote[], kind: MoveNote['kind']): readonly string[] =>
  notes.filter((note) => note.kind === kind).map(({ message }) => message);

const BUILD_SYSTEM = `
[build-system]
requires = ["poetry-core>=2.0"]
build-backend = "poetry.core.masonry.api"
`;

const HEAD = `[tool.poetry]
name = "app"
version = "1.0"

[tool.poetry.dependencies]
python = "^3.9"
`;

const MOVED_HEAD = `[project]
name = "app"
version = "1.0"
requires-python = ">=3.9,<4.0"
`;

describe('moveManifest', () => {
  it('keeps comments, order and formatting', () => {
    const { text, notes } = move(`# An application.
[tool.poetry]
name = 'app'   # as on PyPI
version = "1.0"
authors = [
  "Ann <ann@example.org>", # since 2019
  "Ben",
]
homepage = "https://example.org"
packages = [{ include = "app", from = "src" }]

# What it runs with.
[tool.poetry.dependencies]
python = "^3.9" # as tested
requests = { version = "^2.28", extras = ["socks"] }  # proxies

# Not before 5.
django = ">=5,<6"
# flask = "*"

[tool.black]
line-length = 100
${BUILD_SYSTEM}`);
    expect(text).toBe(`# An application.
[project]
name = 'app'   # as on PyPI
version = "1.0"
authors = [
  { name = "Ann", email = "ann@example.org" }, # since 2019
  { name = "Ben" },
]
requires-python = ">=3.9,<4.0" # as tested
# What it runs with.
dependencies = [
    "requests[socks]>=2.28,<3.0",  # proxies

    # Not before 5.
    "django>=5,<6",
    # flask = "*"
]

[project.urls]
Homepage = "https://example.org"

[tool.poetry]
packages = [{ include = "app", from = "src" }]

[tool.black]
line-length = 100
${BUILD_SYSTEM}`);
    expect(notes).toEqual([]);
    expect(move(text)).toEqual({ text, notes: [] });
  });

  it('writes conditions, lists of constraints and places', () => {
    const { text } = move(`${HEAD}tomli = { version = "^2", python = "<3.11" }
pywin32 = { version = "*", platform = "win32" }
numpy = [
    { version = "~1.26", python = "<3.12" }, # the last of 1
    { version = "^2", markers = "python_version >= '3.12'" },
]
lib = { git = "git@github.com:owner/lib.git", tag = "v1", subdirectory = "python" }
own = { path = "../own", develop = true }
wheel = { url = "https://example.org/wheel-1.0-py3-none-any.whl" }
black = { version = "*", allow-prereleases = true }

[tool.poetry.dependencies.long]
version = "^1"
extras = ["x"]
${BUILD_SYSTEM}`);
    expect(text).toBe(`${MOVED_HEAD}dependencies = [
    "tomli>=2,<3; python_version < '3.11'",
    "pywin32; sys_platform == 'win32'",
    "numpy>=1.26,<1.27; python_version < '3.12'",  # the last of 1
    "numpy>=2,<3; python_version >= '3.12'",
    "lib",
    "own",
    "wheel",
    "black",
    "long[x]>=1,<2",
]

[tool.uv]
prerelease-package = { black = "allow" }

[tool.uv.sources]
lib = { git = "ssh://git@github.com/owner/lib.git", tag = "v1", subdirectory = "python" }
own = { path = "../own", editable = true }
wheel = { url = "https://example.org/wheel-1.0-py3-none-any.whl" }
${BUILD_SYSTEM}`);
  });

  it('says where PEP 440 has no words for a constraint, at its place and in the report', () => {
    const { text, notes } = move(`${HEAD}foo = "~1.2 || ^3.0"\n${BUILD_SYSTEM}`);
    expect(text).toContain(
      `    # Poetry's constraint "~1.2 || ^3.0" allows less.\n    "foo>=1.2,<4.0",\n`,
    );
    expect(messages(notes, 'look')).toEqual([
      'foo: Poetry\'s constraint "~1.2 || ^3.0" allows less.',
    ]);
  });

  it('makes requirements of extras, with the comments of what is optional', () => {
    const { text, notes } = move(`${HEAD}# A database.
psycopg2 = { version = "^2.9", optional = true }
redis = { version = "*", optional = true }
unused = { version = "*", optional = true }

[tool.poetry.extras]
postgres = ["psycopg2"]
all = ["psycopg2", "redis", "gone"]
${BUILD_SYSTEM}`);
    expect(text).toBe(`${MOVED_HEAD}
[project.optional-dependencies]
postgres = [
    # A database.
    "psycopg2>=2.9,<3.0",
]
all = ["psycopg2>=2.9,<3.0", "redis"]
${BUILD_SYSTEM}`);
    expect(messages(notes, 'lost')).toEqual([
      'unused is optional and no extra names it: Poetry locks it and never installs it.',
    ]);
  });

  it('makes groups, and says which of them are taken', () => {
    const { text } = move(`${HEAD}
[tool.poetry.dev-dependencies]
black = "23.1"

# Not in CI.
[tool.poetry.group.docs]
optional = true
include-groups = ["test"]

[tool.poetry.group.docs.dependencies]
sphinx = "*"

[tool.poetry.group.test.dependencies]
pytest = "^8"
${BUILD_SYSTEM}`);
    expect(text).toBe(`${MOVED_HEAD}
[dependency-groups]
# Not in CI.
docs = [
    { include-group = "test" },
    "sphinx",
]
test = [
    "pytest>=8,<9",
]
dev = [
    "black==23.1",
]

[tool.uv]
default-groups = ["test", "dev"]
${BUILD_SYSTEM}`);
  });

  it('keeps scripts that are files, and moves those that are none', () => {
    const { text, notes } = move(`${HEAD}
[tool.poetry.scripts]
app = "app:main"
old = { callable = "app:old", extras = ["x"] }
helper = { reference = "bin/helper.sh", type = "file" }

[tool.poetry.plugins."pytest11"]
app = "app.plugin" # for tests
${BUILD_SYSTEM}`);
    expect(text).toBe(`${MOVED_HEAD}dependencies = []

[project.scripts]
app = "app:main"
old = "app:old"

[project.entry-points.pytest11]
app = "app.plugin" # for tests

[tool.poetry.scripts]
helper = { reference = "bin/helper.sh", type = "file" }
${BUILD_SYSTEM}`);
    expect(messages(notes, 'lost')).toEqual([
      'The script old no longer asks for extras: what installs it has to.',
    ]);
    expect(move(text).text).toBe(text);
  });

  it('asks indexes in the order in which Poetry prefers them', () => {
    const { text } = move(
      `${HEAD}torch = { version = "^2", source = "cpu" }

[[tool.poetry.source]]
name = "late"
url = "https://late.example.org/simple"
priority = "supplemental"

[[tool.poetry.source]]
name = "cpu"
url = "https://cpu.example.org/simple"
priority = "explicit"
${BUILD_SYSTEM}`,
      2,
    );
    expect(text).toBe(`${MOVED_HEAD}dependencies = [
    "torch>=2,<3",
]

[tool.uv.sources]
torch = { index = "cpu" }

[[tool.uv.index]]
name = "cpu"
url = "https://cpu.example.org/simple"
explicit = true

[[tool.uv.index]]
name = "late"
url = "https://late.example.org/simple"
${BUILD_SYSTEM}`);
  });

  it('leaves a version to the plugin that makes it, and asks for the back end that reads [project]', () => {
    const { text } = move(`[tool.poetry]
name = "app"
version = "0.0.0"
license = "MIT"

[tool.poetry-dynamic-versioning]
enable = true

[build-system]
requires = ["poetry>=0.12"]
build-backend = "poetry.masonry.api"
`);
    expect(text).toBe(`[project]
name = "app"
license = "MIT"
dynamic = ["version"]
dependencies = []

[tool.poetry]
version = "0.0.0"

[tool.poetry-dynamic-versioning]
enable = true

[build-system]
requires = ["poetry-core>=2.2"]
build-backend = "poetry.core.masonry.api"
`);
  });

  it('gives a project that is no package what uv asks of each', () => {
    const { text, notes } = move(`[tool.poetry]
package-mode = false

[tool.poetry.dependencies]
python = "^3.9"
`);
    expect(text).toBe(`[project]
name = "my-project"
version = "0"
requires-python = ">=3.9,<4.0"

[tool.uv]
package = false
`);
    expect(messages(notes, 'look')).toHaveLength(2);
  });

  it('takes what Poetry 2 leaves to [tool.poetry] into a [project] that is there', () => {
    const { text } = move(`[project]
name = "app"
version = "1.0"
dynamic = ["dependencies"]

[tool.poetry]
name = "ignored"

[tool.poetry.dependencies]
python = "^3.9"
requests = "^2"
${BUILD_SYSTEM}`);
    expect(text).toBe(`[project]
name = "app"
version = "1.0"
dynamic = []
requires-python = ">=3.9,<4.0"
dependencies = [
    "requests>=2,<3",
]
${BUILD_SYSTEM}`);
  });

  it('writes what [tool.poetry] narrows, as Poetry locks it', () => {
    const { text, notes } = move(`[project]
name = "app"
version = "1.0"
requires-python = ">=3.9"
dependencies = [
    "requests[socks]>=2.20", # as published
    "numpy",
    "click; python_version < '3.12'",
    "odd>=1",
]
optional-dependencies = { fast = ["orjson>=3", "ujson"] }

[dependency-groups]
dev = ["pytest>=7"]

[tool.poetry.dependencies]
requests = "^2.28"
numpy = [
    { version = "<2", python = "<3.11" },
    { version = ">=2", python = ">=3.11" },
]
click = { version = "^8", markers = "sys_platform == 'linux'" }
orjson = "<3.9"
odd = "*"

[tool.poetry.group.dev.dependencies]
pytest = "<9"
gone = "*"
${BUILD_SYSTEM}`);
    expect(text).toBe(`[project]
name = "app"
version = "1.0"
requires-python = ">=3.9"
dependencies = [
    "requests[socks]>=2.28,<3.0", # as published
    "numpy<2; python_version < '3.11'",
    "numpy>=2; python_version >= '3.11'",
    "click; python_version < '3.12'",
    "odd>=1",
]
optional-dependencies = { fast = ["orjson>=3,<3.9", "ujson"] }

[dependency-groups]
dev = ["pytest>=7,<9"]
${BUILD_SYSTEM}`);
    expect(messages(notes, 'look')).toEqual([
      'click has a constraint or a condition in [tool.poetry] beside that of its other requirement, where it has to be written now.',
    ]);
    expect(messages(notes, 'done')).toContain(
      'gone of the group dev in [tool.poetry] was left out: Poetry reads what [dependency-groups] lists.',
    );
  });

  it('has the versions that were locked as constraints', () => {
    const { text } = move(HEAD + BUILD_SYSTEM, null, ['a==1.0', 'b==2; sys_platform == "linux"']);
    expect(text).toBe(`${MOVED_HEAD}
[tool.uv]
# What poetry.lock had, for the first \`uv lock\`: take this list out behind it, and lock again.
constraint-dependencies = [
    "a==1.0",
    "b==2; sys_platform == 'linux'",
]
${BUILD_SYSTEM}`);
  });

  it('keeps line breaks of Windows', () => {
    const { text } = move(`${HEAD}requests = "^2"\n${BUILD_SYSTEM}`.replaceAll('\n', '\r\n'));
    expect(text).toBe(
      `${MOVED_HEAD}dependencies = [\n    "requests>=2,<3",\n]\n${BUILD_SYSTEM}`.replaceAll(
        '\n',
        '\r\n',
      ),
    );
  });

  it('does nothing where there is nothing of Poetry, and refuses what it cannot read', () => {
    const plain = '[project]\nname = "app"\nversion = "1"\n';
    expect(move(plain)).toEqual({ text: plain, notes: [] });
    expect(() => move(`${HEAD}foo = \n`)).toThrow('errors of syntax');
    expect(() => move('[tool]\npoetry = { name = "app" }\n')).toThrow('in braces');
  });

  it('makes a workspace of folders in editable mode that uv would take, and says which it would not yet', () => {
    const text = `${HEAD}core = { path = "./libs/core", develop = true }
extra = { path = "libs/extra[1]", develop = true, optional = true }
old = { path = "libs/old", develop = true }
built = { path = "libs/built" }
${BUILD_SYSTEM}`;
    const moved = move(text, null, [], {
      ready: new Set(['./libs/core', 'libs/extra[1]', 'libs/built']),
      kept: new Map([['libs/old', 'it has no [project] yet']]),
    });
    expect(moved.text).toContain(`[tool.uv.workspace]
members = ["libs/core", "libs/extra[[]1[]]"]
`);
    expect(moved.text).toContain('core = { workspace = true }\nextra = { workspace = true }\n');
    expect(moved.text).toContain('old = { path = "libs/old", editable = true }\n');
    expect(moved.text).toContain('built = { path = "libs/built" }\n');
    expect(messages(moved.notes, 'look')).toEqual([
      'core: ./libs/core is a member of a uv workspace now: it is locked with this project, for the Pythons that both take.',
      'extra: libs/extra[1] is a member of a uv workspace now: it is locked with this project, for the Pythons that both take.',
    ]);
    expect(messages(moved.notes, 'done')).toContain(
      'old: libs/old stays a path in editable mode, and is no member of a uv workspace: it has no [project] yet.',
    );
  });
});
