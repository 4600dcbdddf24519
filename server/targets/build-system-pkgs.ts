/**
 * The build back ends, with what they depend on, that github:pyproject-nix/build-system-pkgs brings
 * to a package set of pyproject.nix (its uv.lock at 90ffdee, 2026-08-17). `resolveBuildSystem` fails
 * for a name that neither these nor the project's own lock have.
 */
export const BUILD_SYSTEM_PKGS: ReadonlySet<string> = new Set(
  `babel build calver cffi click cmake colorama cython deprecation distlib distro dunamai editables
  exceptiongroup expandvars extension-helpers flit-core flit-scm grpcio grpcio-tools
  hatch-fancy-pypi-readme hatch-jupyter-builder hatch-nodejs-version hatch-protobuf
  hatch-requirements-txt hatch-vcs hatchling importlib-metadata installer jinja2 jupyter-packaging
  lark libcst manifestoo-core markdown-it-py markupsafe maturin mdurl meson meson-python nanobind
  ninja numpy packaging pathspec pbr pdm-backend pdm-pep517 pip pkgconfig platformdirs pluggy plux
  poetry-core poetry-dynamic-versioning protobuf py-build-cmake py-generator-build-backend pybind11
  pycparser pygments pyproject-hooks pyproject-metadata pytest-runner pyyaml pyyaml-ft rich
  scikit-build scikit-build-core semantic-version setuptools setuptools-git setuptools-rust
  setuptools-scm toml tomli tomli-w tomlkit tqdm trove-classifiers typing-extensions uv-build
  uv-dynamic-versioning vcs-versioning versioneer wheel whool zipp`.split(/\s+/),
);

/** What a Python package or an attribute of nixpkgs is to the build of an sdist, by its name. */
export function whatBuilds(name: string): 'build-system' | 'tool' | 'unknown' {
  if (TOOLS.has(name)) return 'tool';
  return BUILD_SYSTEM_PKGS.has(name) || name === 'flit' || name === 'poetry'
    ? 'build-system'
    : 'unknown';
}

/** What back ends run, import or build with, and nothing that builds an sdist by itself; also of nixpkgs, by the same name. */
const TOOLS: ReadonlySet<string> = new Set(
  `autoPatchelfHook autoreconfHook babel build cargo cffi click cmake colorama cppy cython cython_0 deprecation
  distlib distro dunamai editables exceptiongroup expandvars gfortran grpcio grpcio-tools importlib-metadata
  installer jinja2 lark libcst libpq.pg_config manifestoo-core markdown-it-py markupsafe maturinBuildHook mdurl
  meson mypy nanobind ninja numpy oldest-supported-numpy packaging pathspec pip pkg-config pkgconfig
  platformdirs pluggy plux postgresql protobuf pybind11 pycparser pygments pyproject-hooks pyproject-metadata
  pytest-runner pythran pyyaml pyyaml-ft rich rustPlatform.cargoSetupHook rustc scipy semantic-version
  setuptools-git swig toml tomli tomli-w tomlkit torch tqdm trove-classifiers typing-extensions wheel which
  zipp`.split(/\s+/),
);
