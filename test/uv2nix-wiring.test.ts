import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Project } from '../server/project/model.ts';
import { editableWithoutEditables } from '../server/rules/editable-without-editables.ts';
import { applyEdits } from '../server/text.ts';
import { nixInstantiate } from './support/nix.ts';
import { projectOf } from './support/project.ts';

/**
 * Which packages the environments of a file take, as it is read here and as real uv2nix and pyproject.nix evaluate it.
 * PNLS_NIX_SOURCES names a folder with checkouts of uv2nix, pyproject.nix, build-system-pkgs, corepkgs and nixpkgs-lib.
 */
const SOURCES = process.env['PNLS_NIX_SOURCES'] ?? null;
const HERE = fileURLToPath(new URL('nix/evaluated', import.meta.url));

const HEAD = `{ lib, pkgs, pyproject-nix, uv2nix, pyproject-build-systems }:
let
  load = config: uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; inherit config; };
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python313; };
  system = pyproject-build-systems.overlays.default;
  inherit (lib) composeManyExtensions;
`;

const SET = `  set = base.overrideScope (composeManyExtensions [
    system
    (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })
  ]);
`;

const MANIFEST = `[project]
name = "app"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["oil"]

[project.optional-dependencies]
bright = ["lamp"]

[dependency-groups]
dev = ["wick"]
test = ["moon"]

[tool.uv]
default-groups = ["test"]

[tool.uv.workspace]
members = ["core"]

[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
`;

const CORE = `[project]
name = "core"
version = "1.0"
dependencies = ["soot"]

[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
`;

function locked(name: string, version = '1.0', more = ''): string {
  const url = `https://files.example/${name}-${version}`;
  const hash = `sha256:${'0'.repeat(64)}`;
  return `[[package]]
name = "${name}"
version = "${version}"
source = { registry = "https://idx.example/simple" }
${more}sdist = { url = "${url}.tar.gz", hash = "${hash}", size = 1 }
wheels = [{ url = "${url}-py3-none-any.whl", hash = "${hash}", size = 1 }]

`;
}

const LOCK = `version = 1
revision = 3
requires-python = ">=3.9"

[manifest]
members = ["app", "core"]

[[package]]
name = "app"
version = "1.0"
source = { editable = "." }
dependencies = [{ name = "oil" }]

[package.optional-dependencies]
bright = [{ name = "lamp" }]

[package.dev-dependencies]
dev = [{ name = "wick" }]
test = [{ name = "moon" }]

[[package]]
name = "core"
version = "1.0"
source = { editable = "core" }
dependencies = [{ name = "soot" }]

${locked('lamp')}${locked('moon')}${locked(
  'oil',
  '1.0',
  `dependencies = [
  { name = "young", marker = "python_full_version < '3.13.5'" },
  { name = "old", marker = "python_full_version >= '3.13.5'" },
  { name = "rel", marker = "platform_release == '5.10'" },
]
`,
)}${['old', 'rel', 'soot', 'wick', 'young'].map((name) => locked(name)).join('')}`;

/** Of two extras that exclude each other. */
const CONFLICTING = `version = 1
revision = 3
requires-python = ">=3.9"
resolution-markers = [
  "extra == 'extra-3-app-cpu' and extra != 'extra-3-app-gpu'",
  "extra != 'extra-3-app-cpu' and extra == 'extra-3-app-gpu'",
  "extra != 'extra-3-app-cpu' and extra != 'extra-3-app-gpu'",
]
conflicts = [[
  { package = "app", extra = "cpu" },
  { package = "app", extra = "gpu" },
]]

[[package]]
name = "app"
version = "1.0"
source = { editable = "." }
dependencies = [{ name = "oil" }]

[package.optional-dependencies]
cpu = [{ name = "lamp", version = "1.0", source = { registry = "https://idx.example/simple" } }]
gpu = [{ name = "lamp", version = "2.0", source = { registry = "https://idx.example/simple" } }]

${locked('lamp', '1.0', `resolution-markers = ["extra == 'extra-3-app-cpu' and extra != 'extra-3-app-gpu'"]\n`)}${locked(
  'lamp',
  '2.0',
  `resolution-markers = ["extra != 'extra-3-app-cpu' and extra == 'extra-3-app-gpu'"]\n`,
)}${locked(
  'oil',
  '1.0',
  `dependencies = [
  { name = "soot", marker = "extra == 'extra-3-app-gpu'" },
  { name = "wick", marker = "extra != 'extra-3-app-gpu'" },
]
`,
)}${locked('soot')}${locked('wick')}`;

const CONFLICTING_MANIFEST = `[project]
name = "app"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["oil"]

[project.optional-dependencies]
cpu = ["lamp==1.0"]
gpu = ["lamp==2.0"]

[tool.uv]
conflicts = [[{ extra = "cpu" }, { extra = "gpu" }]]

[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
`;

interface Row {
  readonly name: string;
  /** Behind `HEAD`. */
  readonly nix: string;
  /** Whether the lock is the one with extras that exclude each other. */
  readonly excluding?: boolean;
  /** What is certainly built, `name-version`, without the workspace's own. */
  readonly built: string;
  /** What may be built or not, as far as is known here. */
  readonly open?: string;
}

function withEnvironments(...specs: readonly string[]): string {
  return `${SET}in { environments = [ ${specs.map((spec) => `(set.mkVirtualEnv "env" ${spec})`).join(' ')} ]; }`;
}

/** A set with these arguments of `mkPyprojectOverlay`. */
function withOverlay(args: string, spec: string): string {
  return `  own = base.overrideScope (composeManyExtensions [
    system
    (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; ${args} })
  ]);
in { environments = [ (own.mkVirtualEnv "env" ${spec}) ]; }`;
}

const ROWS: readonly Row[] = [
  {
    name: 'default dependencies, of an interpreter whose patch release is open',
    nix: withEnvironments('workspace.deps.default'),
    built: 'moon-1.0 oil-1.0 soot-1.0',
    open: 'old-1.0 rel-1.0 young-1.0',
  },
  {
    name: 'several environments',
    nix: withEnvironments('{ app = [ "dev" ]; }', '{ core = [ ]; }'),
    built: 'oil-1.0 soot-1.0 wick-1.0',
    open: 'old-1.0 rel-1.0 young-1.0',
  },
  {
    name: 'all dependencies, one member otherwise',
    nix: withEnvironments('(workspace.deps.all // { app = [ "bright" ]; })'),
    built: 'lamp-1.0 oil-1.0 soot-1.0',
    open: 'old-1.0 rel-1.0 young-1.0',
  },
  {
    name: 'pythonVersion',
    nix: withOverlay('pythonVersion = "3.13.2";', '{ app = [ ]; }'),
    built: 'oil-1.0 young-1.0',
    open: 'rel-1.0',
  },
  {
    name: 'environ',
    nix: withOverlay('environ = { platform_release = "5.10"; };', '{ app = [ ]; }'),
    built: 'oil-1.0 rel-1.0',
    open: 'old-1.0 young-1.0',
  },
  {
    name: 'environ and pythonVersion, which counts more',
    nix: withOverlay(
      'environ = { platform_release = "6.1"; python_full_version = "3.13.1"; }; pythonVersion = "3.13.9";',
      '{ app = [ ]; }',
    ),
    built: 'oil-1.0 old-1.0',
  },
  {
    name: 'one of two extras that exclude each other',
    nix: withOverlay('dependencies = { app = [ "gpu" ]; };', '{ app = [ "gpu" ]; }'),
    excluding: true,
    built: 'lamp-2.0 oil-1.0 soot-1.0',
  },
  {
    name: 'the other one',
    nix: withOverlay('dependencies = { app = [ "cpu" ]; };', '{ app = [ "cpu" ]; }'),
    excluding: true,
    built: 'lamp-1.0 oil-1.0 wick-1.0',
  },
];

describe.each(ROWS)('$name', (row) => {
  it('is read so', () => {
    const states = new Map<string, string>();
    for (const { package: each, built, locked: one } of projectFor(row).verdicts())
      if (one?.source?.type === 'registry') states.set(`${each.name}-${each.version}`, built.state);
    expect(namesOf(states, 'yes')).toBe(row.built);
    expect(namesOf(states, 'unknown')).toBe(row.open ?? '');
  });
});

interface FormatRow {
  readonly name: string;
  readonly nix: string;
  /** For each set the kinds of file of lamp and of moon. */
  readonly formats: readonly string[];
}

function setOf(workspace: string, preference: string): string {
  return `(base.overrideScope (composeManyExtensions [ system ((${workspace}).mkPyprojectOverlay { sourcePreference = "${preference}"; }) ]))`;
}

/** A set whose workspace has this configuration. */
function withConfig(config: string, preference: string): string {
  return `in { environments = [ ]; sets = [ ${setOf(`load (${config})`, preference)} ]; }`;
}

const FORMAT_ROWS: readonly FormatRow[] = [
  {
    name: 'two sets of different preference',
    nix: `  wheels = ${setOf('workspace', 'wheel')};
  sdists = ${setOf('workspace', 'sdist')};
in { environments = [ (wheels.mkVirtualEnv "env" workspace.deps.default) ]; sets = [ wheels sdists ]; }`,
    formats: ['lamp wheel moon wheel', 'lamp sdist moon sdist'],
  },
  {
    name: 'no-binary-package',
    nix: withConfig('{ no-binary-package = [ "lamp" ]; }', 'wheel'),
    formats: ['lamp sdist moon wheel'],
  },
  {
    name: 'no-build-package of a function',
    nix: withConfig('c: c // { no-build-package = c.no-build-package ++ [ "moon" ]; }', 'sdist'),
    formats: ['lamp sdist moon wheel'],
  },
  {
    name: 'no-build, before the preference',
    nix: withConfig('{ no-build = true; }', 'sdist'),
    formats: ['lamp wheel moon wheel'],
  },
  {
    name: 'no-binary, before the preference',
    nix: withConfig('{ no-binary = true; }', 'wheel'),
    formats: ['lamp sdist moon sdist'],
  },
  {
    name: 'a preference of one package',
    nix: `${SET}  own = set.overrideScope (final: prev: { moon = prev.moon.override { sourcePreference = "sdist"; }; });
in { environments = [ ]; sets = [ own ]; }`,
    formats: ['lamp wheel moon sdist'],
  },
];

describe.each(FORMAT_ROWS)('$name', ({ nix, formats }) => {
  it('is read so', () => {
    const verdicts = projectFor({ nix }).verdicts();
    const uses = [...new Set(verdicts.map(({ use }) => use))];
    const read = uses.map((use) =>
      ['lamp', 'moon']
        .flatMap((name) => {
          const own = verdicts.filter((each) => each.use === use && each.package.name === name);
          return own.map(({ distribution }) => `${name} ${distribution.kind}`);
        })
        .join(' '),
    );
    expect(read.toSorted()).toEqual(formats.toSorted());
  });
});

function namesOf(states: ReadonlyMap<string, string>, wanted: string): string {
  return [...states]
    .flatMap(([name, state]) => (state === wanted ? [name] : []))
    .toSorted()
    .join(' ');
}

function projectFor({ nix, excluding = false }: Pick<Row, 'nix' | 'excluding'>): Project {
  return projectOf({
    manifest: excluding ? CONFLICTING_MANIFEST : MANIFEST,
    lock: excluding ? CONFLICTING : LOCK,
    lockName: 'uv.lock',
    nix: HEAD + nix,
  });
}

const EDITABLE = `  editable = set.overrideScope (workspace.mkEditablePyprojectOverlay { root = "$REPO"; });
in {
  environments = [ ];
  sets = [ ];
  editable = editable.app;
  environment = editable.mkVirtualEnv "env" workspace.deps.all;
}`;

const HATCH_MANIFEST = MANIFEST.replace(
  /requires = .*\n.*/,
  'requires = ["hatchling"]\nbuild-backend = "hatchling.build"',
);

const PLAIN = { 'pyproject.toml': MANIFEST, 'core/pyproject.toml': CORE, 'uv.lock': LOCK };

interface Evaluated {
  /** The build inputs of the project. */
  readonly editable: readonly string[];
  readonly built: readonly string[];
  readonly formats: readonly Readonly<Record<string, string>>[];
}

describe.skipIf(SOURCES === null || nixInstantiate === null)('real uv2nix', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'wiring-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  it.each(ROWS)('builds of $name what was read', ({ nix, built, open, excluding = false }) => {
    const found = evaluated(
      excluding ? { 'pyproject.toml': CONFLICTING_MANIFEST, 'uv.lock': CONFLICTING } : PLAIN,
      HEAD + nix,
    ).built.filter((name) => !/^(?:app|core)-/.test(name));
    expect(found).toEqual(expect.arrayContaining(built.split(' ')));
    const possible = [...built.split(' '), ...(open ?? '').split(' ')];
    expect(found.filter((name) => !possible.includes(name))).toEqual([]);
  });

  it.each(FORMAT_ROWS)('makes of $name what was read', ({ nix, formats }) => {
    const found = evaluated(PLAIN, HEAD + nix).formats.map((set) =>
      Object.entries(set)
        .map(([name, format]) => `${name} ${format === 'pyproject' ? 'sdist' : format}`)
        .join(' '),
    );
    expect(found).toEqual(formats);
  });

  it('gives an editable package what the quick fix writes, and hatchling brings no editables', () => {
    const files = { ...PLAIN, 'pyproject.toml': HATCH_MANIFEST };
    const nix = HEAD + SET + EDITABLE;
    const project = projectOf({
      manifest: HATCH_MANIFEST,
      lock: LOCK,
      lockName: 'uv.lock',
      nix,
    });
    const [finding, ...more] = [...editableWithoutEditables.check(project)];
    expect(more).toEqual([]);
    const edits = finding?.fixes?.[0]?.edits ?? [];
    expect(evaluated(files, nix).editable).not.toContain('editables');
    expect(evaluated(files, nix).editable).toContain('hatchling');
    expect(evaluated(files, applyEdits(nix, edits)).editable).toContain('editables');
  });

  function evaluated(files: Readonly<Record<string, string>>, nix: string): Evaluated {
    const folder = mkdtempSync(join(scratch, 'project-'));
    for (const [name, text] of Object.entries({ ...files, 'default.nix': nix })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const expression = `import ${HERE}/wiring.nix { sources = ${SOURCES ?? ''}; file = ${folder}/default.nix; names = [ "lamp" "moon" ]; }`;
    const args = ['--eval', '--strict', '--json', '-E', expression];
    const output = execFileSync(nixInstantiate ?? '', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return JSON.parse(output) as Evaluated;
  }
});
