/** Where a hover is asked for: a project as it is on the disk, and a text in one of its files. */
export interface HoverPlace {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly at: string;
  /** `pyproject.toml` where it is left out. */
  readonly file?: string;
}

interface Release {
  readonly name: string;
  readonly version: string;
  /** The middle of a wheel's name, `cp312-cp312-manylinux_2_28_x86_64`: none where there is no wheel. */
  readonly wheels?: readonly string[];
  readonly hasSdist?: boolean;
  readonly needs?: readonly string[];
}

const LINUX = 'cp312-cp312-manylinux_2_28_x86_64';
const ABI3 = 'cp311-abi3-manylinux_2_28_x86_64';
const WINDOWS = 'cp312-cp312-win_amd64';
const PURE = 'py3-none-any';

/** Releases as PyPI has them, with fewer wheels. */
const RELEASES: readonly Release[] = [
  { name: 'psycopg2', version: '2.9.10', wheels: [WINDOWS] },
  { name: 'mysqlclient', version: '2.2.7', wheels: [WINDOWS] },
  { name: 'pycups', version: '2.0.4' },
  { name: 'promise', version: '2.3' },
  { name: 'python-ldap', version: '3.4.4' },
  { name: 'pygraphviz', version: '1.14' },
  { name: 'bcrypt', version: '4.3.0', wheels: [ABI3] },
  { name: 'tiktoken', version: '0.12.0', wheels: [LINUX] },
  { name: 'cryptography', version: '46.0.5', wheels: [ABI3] },
  { name: 'orjson', version: '3.11.8', wheels: [LINUX] },
  { name: 'lxml', version: '6.1.1', wheels: [LINUX] },
  { name: 'pillow', version: '12.3.0', wheels: [LINUX] },
  { name: 'numpy', version: '2.2.6', wheels: [LINUX] },
  { name: 'scipy', version: '1.15.3', wheels: [LINUX] },
  { name: 'pydantic', version: '2.13.4', wheels: [PURE] },
  { name: 'grpcio', version: '1.76.0', wheels: [LINUX] },
  { name: 'torch', version: '2.13.0', wheels: [LINUX], hasSdist: false },
  {
    name: 'pyside6-essentials',
    version: '6.8.3',
    wheels: ['cp39-abi3-manylinux_2_28_x86_64'],
    hasSdist: false,
  },
  { name: 'pywin32', version: '311', wheels: [WINDOWS], hasSdist: false },
  { name: 'graphene', version: '2.1.9', wheels: [PURE], needs: ['promise'] },
  { name: 'acme-billing', version: '0.4' },
  { name: 'pyzmq', version: '26.4.0', wheels: [LINUX] },
];

function filesOf({ name, version, wheels = [], hasSdist = true }: Release): readonly string[] {
  const stem = `${name.replaceAll('-', '_')}-${version}`;
  return [...(hasSdist ? [`${stem}.tar.gz`] : []), ...wheels.map((tag) => `${stem}-${tag}.whl`)];
}

function releases(names: readonly string[]): readonly Release[] {
  return RELEASES.filter(({ name }) => names.includes(name));
}

const INDEX = 'https://files.example.org';

/** A requirement as uv writes it into a lock: for what it depends on, or with the specifier for what was asked for. */
function lockedRequirement(requirement: string, isAsked: boolean): string {
  const [whole = '', marker] = requirement.split('; ');
  const [, name = '', specifier = ''] = /^([\w-]+)(.*)$/.exec(whole) ?? [];
  const parts = [
    `name = "${name}"`,
    ...(marker === undefined ? [] : [`marker = "${marker.replaceAll('"', "'")}"`]),
    ...(isAsked && specifier !== '' ? [`specifier = "${specifier}"`] : []),
  ];
  return `{ ${parts.join(', ')} }`;
}

function uvLock(names: readonly string[], requirements: readonly string[]): string {
  const packages = releases(names).map((release) => {
    const { name, version, needs = [] } = release;
    const [sdist, ...wheels] = filesOf(release).toSorted((a) => (a.endsWith('.whl') ? 1 : -1));
    const files = sdist?.endsWith('.whl') === true ? [sdist, ...wheels] : wheels;
    return [
      '[[package]]',
      `name = "${name}"`,
      `version = "${version}"`,
      'source = { registry = "https://index.example.org/simple" }',
      ...(needs.length === 0
        ? []
        : [`dependencies = [${needs.map((need) => `{ name = "${need}" }`).join(', ')}]`]),
      ...(sdist === undefined || sdist.endsWith('.whl')
        ? []
        : [`sdist = { url = "${INDEX}/${sdist}", hash = "sha256:00", size = 1 }`]),
      ...(files.length === 0
        ? []
        : [
            `wheels = [${files.map((file) => `{ url = "${INDEX}/${file}", hash = "sha256:00", size = 1 }`).join(', ')}]`,
          ]),
      '',
    ].join('\n');
  });
  return [
    'version = 1',
    'revision = 3',
    'requires-python = ">=3.12"',
    '',
    ...packages,
    '[[package]]',
    'name = "shop"',
    'version = "1"',
    'source = { virtual = "." }',
    `dependencies = [${requirements.map((each) => lockedRequirement(each, false)).join(', ')}]`,
    '',
    '[package.metadata]',
    `requires-dist = [${requirements.map((each) => lockedRequirement(each, true)).join(', ')}]`,
    '',
  ].join('\n');
}

function uvProject(requirements: readonly string[], names: readonly string[]): string[] {
  const list = requirements.map((each) => `  "${each.replaceAll('"', "'")}",\n`).join('');
  return [
    `[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = [\n${list}]\n`,
    uvLock(names, requirements),
  ];
}

const FLAKE = (preference: 'sdist' | 'wheel', overrides = ''): string => `{
  outputs = { nixpkgs, pyproject-nix, uv2nix, pyproject-build-systems, ... }:
    let
      inherit (nixpkgs) lib;
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
      overlay = workspace.mkPyprojectOverlay { sourcePreference = "${preference}"; };
      base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; };
      overrides = final: prev: { ${overrides}};
      pythonSet = base.overrideScope (lib.composeManyExtensions [
        pyproject-build-systems.overlays.default
        overlay
        overrides
      ]);
    in {
      packages.x86_64-linux.default = pythonSet.mkVirtualEnv "shop-env" workspace.deps.default;
    };
}
`;

function uv(
  title: string,
  at: string,
  requirements: readonly string[],
  preference: 'sdist' | 'wheel',
  overrides = '',
  more: readonly string[] = [],
): HoverPlace {
  const names = [...requirements.map((each) => each.split(/[<>=~; ]/)[0] ?? ''), ...more];
  const [manifest = '', lock = ''] = uvProject(requirements, names);
  return {
    title,
    at,
    files: {
      '/p/pyproject.toml': manifest,
      '/p/uv.lock': lock,
      '/p/flake.nix': FLAKE(preference, overrides),
    },
  };
}

function poetry(title: string, name: string, constraint: string, nix: string): HoverPlace {
  const [release] = releases([name]);
  if (release === undefined) throw new Error(name);
  const files = filesOf(release).map((file) => `{file = "${file}", hash = "sha256:00"}`);
  return {
    title,
    at: `${name} =`,
    files: {
      '/p/pyproject.toml': `[tool.poetry]\nname = "shop"\nversion = "1"\n\n[tool.poetry.dependencies]\npython = "^3.12"\n${name} = ${constraint}\n`,
      '/p/poetry.lock': `[[package]]\nname = "${name}"\nversion = "${release.version}"\noptional = false\npython-versions = ">=3.8"\nfiles = [${files.join(', ')}]\n\n[metadata]\nlock-version = "2.0"\npython-versions = "^3.12"\ncontent-hash = "0"\n`,
      '/p/default.nix': nix,
    },
  };
}

const POETRY2NIX = '{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; }\n';
const POETRY2NIX_WHEELS =
  '{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; preferWheels = true; }\n';
const SHELL = '{ pkgs }: pkgs.mkShell { packages = [ pkgs.python312 ]; }\n';

function pip(title: string, name: string, shell = SHELL): HoverPlace {
  const [release] = releases([name]);
  return {
    title,
    at: name,
    file: 'requirements.txt',
    files: { '/p/requirements.txt': `${name}==${release?.version}\n`, '/p/shell.nix': shell },
  };
}

const PSYCOPG2 =
  'psycopg2 = prev.psycopg2.overrideAttrs (old: { buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.libpq ]; nativeBuildInputs = old.nativeBuildInputs ++ [ pkgs.libpq.pg_config ] ++ final.resolveBuildSystem { setuptools = [ ]; }; }); ';

/** Twenty packages and more, each in a project that it is met in. */
export const PLACES: readonly HoverPlace[] = [
  uv('psycopg2, uv2nix, nothing provided', 'psycopg2', ['psycopg2>=2.9'], 'wheel'),
  uv('psycopg2, uv2nix, with an override', 'psycopg2', ['psycopg2>=2.9'], 'wheel', PSYCOPG2),
  poetry('psycopg2, poetry2nix', 'psycopg2', '"^2.9"', POETRY2NIX),
  pip('psycopg2, pip in a shell', 'psycopg2'),
  uv('mysqlclient, uv2nix', 'mysqlclient', ['mysqlclient>=2.2'], 'wheel'),
  poetry('pycups, poetry2nix', 'pycups', '"^2.0"', POETRY2NIX),
  uv('graphene, which brings promise', 'graphene', ['graphene<3'], 'wheel', '', ['promise']),
  {
    ...uv('promise, in the lock', 'promise', ['graphene<3'], 'wheel', '', ['promise']),
    file: 'uv.lock',
  },
  uv('python-ldap, uv2nix', 'python-ldap', ['python-ldap~=3.4'], 'wheel'),
  uv('pygraphviz, uv2nix', 'pygraphviz', ['pygraphviz'], 'wheel'),
  uv('bcrypt, from its sdist', 'bcrypt', ['bcrypt>=4'], 'sdist'),
  uv('tiktoken, from its sdist', 'tiktoken', ['tiktoken'], 'sdist'),
  uv('tiktoken, a wheel', 'tiktoken', ['tiktoken'], 'wheel'),
  poetry('cryptography, poetry2nix', 'cryptography', '"*"', POETRY2NIX),
  poetry('orjson, poetry2nix with wheels', 'orjson', '"~3.11"', POETRY2NIX_WHEELS),
  uv('lxml, a wheel', 'lxml', ['lxml>=6,<7'], 'wheel'),
  uv('pillow, a wheel', 'pillow', ['pillow'], 'wheel'),
  poetry('pillow, poetry2nix', 'pillow', '"^12"', POETRY2NIX),
  pip('pillow, pip in a shell', 'pillow'),
  uv('numpy, a wheel', 'numpy', ['numpy'], 'wheel'),
  uv('scipy, from its sdist', 'scipy', ['scipy'], 'sdist'),
  uv('pydantic, pure Python', 'pydantic', ['pydantic>=2'], 'wheel'),
  uv('grpcio, a wheel', 'grpcio', ['grpcio'], 'wheel'),
  uv('torch, which has no sdist', 'torch', ['torch'], 'wheel'),
  uv('pyside6-essentials, a wheel', 'pyside6-essentials', ['pyside6-essentials'], 'wheel'),
  uv('pywin32, on Windows alone', 'pywin32', ['pywin32; sys_platform == "win32"'], 'wheel'),
  uv('pyzmq, from its sdist', 'pyzmq', ['pyzmq'], 'sdist'),
  uv('acme-billing, of which nothing is known', 'acme-billing', ['acme-billing'], 'wheel'),
  poetry('acme-billing, poetry2nix', 'acme-billing', '"*"', POETRY2NIX),
];
