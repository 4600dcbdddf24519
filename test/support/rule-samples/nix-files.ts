import {
  files,
  flakeLock,
  poetryCall,
  poetryLock,
  poetryManifest,
  poetryOverlay,
  projectManifest,
  uvFlake,
  uvLock,
  type Locked,
  type RuleSample,
} from './model.ts';

/** A project of Poetry that depends on one package, with a Nix file. */
function poetry([name, version, ...lines]: Locked, nix: string, more: RuleSample = {}): RuleSample {
  return {
    'pyproject.toml': poetryManifest([`${name} = "*"`]),
    'poetry.lock': poetryLock([name, version, ...lines]),
    'default.nix': nix,
    ...more,
  };
}

/** A project of uv that depends on one package, of which the lock has one file. */
function uv(name: string, file: string, flake: string, range = '>=3.12', more = ''): RuleSample {
  return {
    'pyproject.toml': projectManifest([name], more),
    'uv.lock': uvLock(range, [name, file]),
    'flake.nix': flake,
  };
}

const REQUESTS: Locked = ['requests', '2.31.0', files('requests-2.31.0-py3-none-any.whl')];
const PSYCOPG2: Locked = ['psycopg2', '2.9.9', files('psycopg2-2.9.9.tar.gz')];
const LXML: Locked = ['lxml', '5.3.0', files('lxml-5.3.0.tar.gz')];
const CLICK = 'click-8.1.7-py3-none-any.whl';

function overriding(name: string, attributes: string): string {
  return `${name} = prev.${name}.overridePythonAttrs (old: { ${attributes} });`;
}

function uvOverriding(name: string, attributes: string): string {
  return `(final: prev: { ${name} = prev.${name}.overrideAttrs (old: { ${attributes} }); })`;
}

const NIXPKGS_2611 = flakeLock({ nixpkgs: ['NixOS/nixpkgs', '2026-11-30'] });

function byHand(callee: string, attributes: string, dependencies: readonly string[]): RuleSample {
  return {
    'pyproject.toml': `${projectManifest(dependencies)}
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`,
    'default.nix': `{ pkgs }:
pkgs.python3Packages.${callee} {
  pname = "app";
  version = "1.0.0";
  src = ./.;
  ${attributes}
}
`,
  };
}

/** A flake by hand, with nixpkgs of that day. */
function asFlake(outputs: string, more: RuleSample = {}): RuleSample {
  return {
    'pyproject.toml': poetryManifest(['requests = "*"']),
    'poetry.lock': poetryLock(REQUESTS),
    'flake.nix': outputs,
    ...more,
  };
}

/** Where what is wrong stands in a Nix file, or is what a Nix file does not provide. */
export const nixSamples: Readonly<Record<string, RuleSample>> = {
  'missing-build-system': poetry(['pybktree', '1.1', files('pybktree-1.1.tar.gz')], poetryCall('')),
  'missing-native-input': poetry(['pycups', '2.0.4', files('pycups-2.0.4.tar.gz')], poetryCall('')),
  'failed-build': poetry(
    ['python-ldap', '3.4.4', files('python-ldap-3.4.4.tar.gz')],
    poetryCall(''),
  ),
  'unknown-build-system': uv('acme-billing', 'acme_billing-1.0.tar.gz', uvFlake('overlay')),
  'unknown-cargo-hash': poetry(
    ['tiktoken', '0.6.0', files('tiktoken-0.6.0.tar.gz')],
    poetryCall(''),
  ),
  'wheel-missing-library': uv(
    'pyside6-essentials',
    'pyside6_essentials-6.8.3-cp39-abi3-manylinux_2_28_x86_64.whl',
    uvFlake('overlay'),
  ),
  'wheel-of-unknown-cpu': poetry(
    [
      'markupsafe',
      '3.0.3',
      files(
        'markupsafe-3.0.3-cp312-cp312-manylinux_2_31_riscv64.manylinux_2_39_riscv64.whl',
        'markupsafe-3.0.3.tar.gz',
      ),
    ],
    poetryCall(''),
  ),
  'no-usable-distribution': uv(
    'pywin32',
    'pywin32-308-cp312-cp312-win_amd64.whl',
    uvFlake('overlay'),
  ),
  'darwin-frameworks-removed': poetry(
    LXML,
    poetryOverlay(
      overriding('lxml', 'buildInputs = [ pkgs.darwin.apple_sdk.frameworks.Security ];'),
    ),
    { 'flake.lock': NIXPKGS_2611 },
  ),
  'nixpkgs-attribute-removed': poetry(
    LXML,
    poetryOverlay(overriding('lxml', 'buildInputs = [ pkgs.alsaLib ];')),
    { 'flake.lock': NIXPKGS_2611 },
  ),
  'fetch-cargo-tarball-removed': poetry(
    ['orjson', '3.10.0', files('orjson-3.10.0.tar.gz')],
    poetryOverlay(
      overriding(
        'orjson',
        'cargoDeps = pkgs.rustPlatform.fetchCargoTarball { inherit (old) src; hash = pkgs.lib.fakeHash; };',
      ),
    ),
    { 'flake.lock': NIXPKGS_2611 },
  ),
  'pg-config-moved': poetry(
    PSYCOPG2,
    poetryOverlay(overriding('psycopg2', 'nativeBuildInputs = [ pkgs.postgresql ];')),
    { 'flake.lock': NIXPKGS_2611 },
  ),
  'literal-ld-library-path': {
    ...poetry(REQUESTS, poetryCall('')),
    'shell.nix': `{ pkgs, lib }:
pkgs.mkShell {
  packages = [ pkgs.poetry ];
  LD_LIBRARY_PATH = "\${lib.makeLibraryPath [ pkgs.zlib ]}:$LD_LIBRARY_PATH";
}
`,
  },
  'shell-without-libraries': {
    ...uv('numpy', 'numpy-2.1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl', ''),
    'shell.nix':
      '{ pkgs ? import <nixpkgs> { } }:\npkgs.mkShell {\n  packages = [ pkgs.python312 pkgs.uv ];\n}\n',
  },
  'intel-darwin-dropped': asFlake(
    `{
  outputs = { self, nixpkgs, poetry2nix }:
    let systems = [ "x86_64-linux" "aarch64-darwin" "x86_64-darwin" ];
    in {
      packages = nixpkgs.lib.genAttrs systems (system:
        let pkgs = nixpkgs.legacyPackages.\${system};
        in { default = (poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }).mkPoetryApplication { projectDir = ./.; }; });
    };
}
`,
    { 'flake.lock': NIXPKGS_2611 },
  ),
  'poetry2nix-flake-attribute': asFlake(`{
  outputs = { nixpkgs, poetry2nix, ... }: {
    packages.x86_64-linux.default = poetry2nix.mkPoetryApplication { projectDir = ./.; };
  };
  inputs.poetry2nix.url = "github:nix-community/poetry2nix";
}
`),
  'poetry2nix-no-project': poetry(
    REQUESTS,
    `${poetryCall('')}`.replace('projectDir = ./.;', 'python = pkgs.python312;'),
  ),
  'poetry2nix-not-in-nixpkgs': asFlake(
    `{
  outputs = { self, nixpkgs, poetry2nix }:
    let pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in { packages.x86_64-linux.default = pkgs.poetry2nix.mkPoetryApplication { projectDir = self; }; };
}
`,
    { 'flake.lock': flakeLock({ nixpkgs: ['NixOS/nixpkgs', '2024-06-01'] }) },
  ),
  'override-missing-or': uv(
    'lxml',
    'lxml-5.3.0.tar.gz',
    uvFlake(
      `overlay ${uvOverriding('lxml', 'buildInputs = old.buildInputs ++ [ pkgs.libxml2 ];')}`,
    ),
  ),
  'override-name-not-normalised': poetry(
    ['flask-login', '0.6.3', files('Flask_Login-0.6.3-py3-none-any.whl')],
    poetryOverlay(overriding('Flask_Login', 'doCheck = false;')),
  ),
  'override-no-effect': poetry(LXML, poetryOverlay(overriding('lxml', 'preferWheel = true;'))),
  'override-not-a-function': poetry(LXML, poetryCall('overrides = [ { lxml = null; } ];')),
  'override-recursion': poetry(
    LXML,
    poetryOverlay('lxml = final.lxml.overridePythonAttrs (old: { doCheck = false; });'),
  ),
  'override-undone-by-defaults': poetry(
    ['pygame', '2.6.0', files('pygame-2.6.0.tar.gz')],
    poetryCall(
      `overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: { ${overriding('pygame', 'buildInputs = [ pkgs.SDL2 pkgs.portmidi pkgs.fluidsynth ];')} });`,
    ),
  ),
  'override-unknown-package': poetry(LXML, poetryOverlay(overriding('lxmll', 'doCheck = false;'))),
  'override-unneeded': poetry(
    ['pybind11', '2.13.6', files('pybind11-2.13.6.tar.gz')],
    poetryOverlay(
      overriding('pybind11', 'buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];'),
    ),
    { 'flake.lock': flakeLock({ poetry2nix: ['nix-community/poetry2nix', '2025-04-03'] }) },
  ),
  'override-wrong-list': poetry(
    LXML,
    poetryOverlay(
      overriding('lxml', 'nativeBuildInputs = (old.buildInputs or [ ]) ++ [ pkgs.pkg-config ];'),
    ),
  ),
  'editable-overlay-order': uv(
    'click',
    CLICK,
    uvFlake(
      'editable overlay',
      'python312',
      'editable = workspace.mkEditablePyprojectOverlay { root = "$REPO_ROOT"; };',
    ),
  ),
  'editable-without-editables': {
    'pyproject.toml': `${projectManifest(['click'])}
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`,
    'uv.lock': uvLock('>=3.12', ['click', CLICK]).replace('virtual', 'editable'),
    'flake.nix': uvFlake(
      'pyproject-build-systems.overlays.default overlay editable',
      'python312',
      'editable = workspace.mkEditablePyprojectOverlay { root = "$REPO_ROOT"; };',
    ),
  },
  'overlay-before-lock': uv(
    'lxml',
    'lxml-5.3.0.tar.gz',
    uvFlake(`${uvOverriding('lxml', 'doCheck = false;')} overlay`),
  ),
  'python-outside-lock': uv('click', CLICK, uvFlake('overlay'), '>=3.13'),
  'unsupported-by-nix': uv(
    'click',
    CLICK,
    uvFlake('overlay'),
    '>=3.12',
    '\n[tool.uv.sources]\nclick = {\n  git = "https://example.org/click",\n  rev = "8.1.7",\n}\n',
  ),
  'unsupported-by-poetry2nix': {
    'pyproject.toml': projectManifest(['requests>=2']),
    'poetry.lock': poetryLock(REQUESTS),
    'default.nix': poetryCall(''),
  },
  'unsupported-by-uv2nix': {
    ...uv(
      'click',
      CLICK,
      uvFlake('overlay'),
      '>=3.12',
      '\n[tool.uv.extra-build-dependencies]\nclick = [{ requirement = "setuptools", match-runtime = true }]\n',
    ),
    'flake.lock': flakeLock({ uv2nix: ['pyproject-nix/uv2nix', '2026-07-20'] }),
  },
  'dependency-not-listed': byHand(
    'buildPythonApplication',
    'pyproject = true;\n  build-system = [ pkgs.python3Packages.hatchling ];\n  dependencies = [ pkgs.python3Packages.requests ];',
    ['requests', 'click'],
  ),
  'dependency-not-asked-for': byHand(
    'buildPythonApplication',
    'pyproject = true;\n  build-system = [ pkgs.python3Packages.hatchling ];\n  dependencies = [ pkgs.python3Packages.requests pkgs.python3Packages.click ];',
    ['requests'],
  ),
  'other-build-backend': byHand(
    'buildPythonApplication',
    'pyproject = true;\n  build-system = [ pkgs.python3Packages.setuptools ];\n  dependencies = [ ];',
    [],
  ),
  'python-format-missing': {
    ...byHand('buildPythonApplication', 'dependencies = [ ];', []),
    'flake.lock': NIXPKGS_2611,
  },
  'pytest-flags-array-removed': {
    ...byHand('buildPythonApplication', 'pyproject = true;\n  pytestFlagsArray = [ "-x" ];', []),
    'flake.lock': NIXPKGS_2611,
  },
  'not-in-nixpkgs': renderer(['discord.py']),
  'nixpkgs-unsatisfied': renderer(['requests>=3']),
};

/** A project that pyproject.nix' `withPackages` takes from a nixpkgs whose versions are listed. */
function renderer(dependencies: readonly string[]): RuleSample {
  return {
    'pyproject.toml': projectManifest(
      dependencies,
      '\n[tool.pyproject-nix-ls]\nnixpkgs-versions = "versions.json"\n',
    ),
    'versions.json': JSON.stringify({ requests: '2.32.5', discordpy: '2.6.4' }),
    'flake.nix': `{
  outputs = { self, nixpkgs, pyproject-nix }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      python = pkgs.python3;
      project = pyproject-nix.lib.project.loadPyproject { projectRoot = ./.; };
    in
    { packages.x86_64-linux.default =
        python.withPackages (project.renderers.withPackages { inherit python; }); };
}
`,
  };
}
