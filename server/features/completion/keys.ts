/** Keys of tables that this program knows, with what each means: `[key, documentation]`. */
export type Keys = readonly (readonly [key: string, documentation: string])[];

/** A dependency's table (Poetry, "Dependency specification"). */
export const DEPENDENCY_KEYS: Keys = [
  ['version', 'The versions that may be installed: `^1.2`, `>=1.2,<2`, `*`.'],
  ['extras', 'The extras of the package that are installed with it.'],
  ['optional', 'Whether it is installed only with an extra that names it.'],
  ['markers', 'A PEP 508 marker: the dependency counts where it holds.'],
  ['python', 'The Python versions for which the dependency counts.'],
  ['platform', 'The `sys.platform` for which the dependency counts.'],
  ['source', 'The package index that it is taken from.'],
  ['allow-prereleases', 'Whether pre-releases may be chosen when locking.'],
  ['git', 'The address of a Git repository that it is taken from.'],
  ['branch', 'The branch of the Git repository.'],
  ['tag', 'The tag of the Git repository.'],
  ['rev', 'The commit of the Git repository.'],
  ['subdirectory', 'The folder of the repository or archive that holds the package.'],
  ['path', 'A local folder or archive that it is taken from.'],
  ['develop', 'Whether a local folder or repository is installed in editable mode.'],
  ['url', 'The address of an archive that it is taken from.'],
];

/** `[tool.poetry]`. */
const POETRY_KEYS: Keys = [
  ['name', 'The name of the package.'],
  ['version', 'The version of the package (PEP 440).'],
  ['description', 'What the package is, in one line.'],
  ['license', 'The licence, as an SPDX identifier.'],
  ['authors', 'A list of `Name <address>`.'],
  ['maintainers', 'A list of `Name <address>`.'],
  ['readme', 'The readme, or a list of files that make it up.'],
  ['homepage', 'The address of the homepage.'],
  ['repository', 'The address of the source repository.'],
  ['documentation', 'The address of the documentation.'],
  ['keywords', 'Words that the package is found by.'],
  ['classifiers', 'Trove classifiers.'],
  ['packages', 'The modules and packages that are put into the distribution.'],
  ['include', 'Further files that are put into the distribution.'],
  ['exclude', 'Files that are left out of the distribution.'],
  ['package-mode', 'Whether the project is a package, or only a set of dependencies.'],
  ['requires-poetry', 'The versions of Poetry that may work on the project.'],
  ['dependencies', 'What the project needs to run.'],
  ['dev-dependencies', 'What is needed to work on the project. Poetry 1.2 has groups instead.'],
  ['group', 'Groups of dependencies, each with a `dependencies` table.'],
  ['extras', 'Named sets of optional dependencies.'],
  ['scripts', 'Commands that are installed with the package.'],
  ['plugins', 'Entry points.'],
  ['source', 'Package indexes.'],
  ['urls', 'Further addresses, by name.'],
  ['build', 'A script that is run when the package is built.'],
];

/** `[external]` (PEP 725). */
const EXTERNAL_TABLE: Keys = [
  ['build-requires', 'What runs while the project is built: compilers, CMake, pkg-config.'],
  ['host-requires', 'What the project is built against: libraries that it links.'],
  ['dependencies', 'What the project needs to run.'],
  ['optional-build-requires', 'Lists of what runs while an optional part is built, by name.'],
  ['optional-host-requires', 'Lists of what an optional part is built against, by name.'],
  ['optional-dependencies', 'Lists of what an extra needs to run, by name.'],
  ['dependency-groups', 'Lists of what people need to work on the project, by name (PEP 735).'],
];

/** A group of `[tool.poetry.group]`. */
const GROUP_KEYS: Keys = [
  ['dependencies', 'What the group needs.'],
  ['optional', 'Whether the group has to be asked for.'],
  ['include-groups', 'Groups whose dependencies this one has too.'],
];

/** What of `[tool.uv]` decides how packages are built, by uv and by uv2nix. */
const UV_BUILD_KEYS: Keys = [
  [
    'extra-build-dependencies',
    'What single packages are built with beside what they say: a table of lists of requirements. uv2nix gives it to their builds.',
  ],
  ['extra-build-variables', 'Variables of the environment that single packages are built with.'],
  ['no-build', 'Whether nothing is built from an sdist. uv2nix then prefers wheels.'],
  ['no-build-package', 'Packages that are not built from an sdist: uv2nix prefers their wheels.'],
  ['no-binary', 'Whether no wheel is installed. uv2nix then prefers sdists.'],
  ['no-binary-package', 'Packages whose wheels are not installed: uv2nix prefers their sdists.'],
  ['no-build-isolation-package', 'Packages that uv builds in the environment itself.'],
  ['config-settings', 'Settings that are handed to every build back end (PEP 517).'],
  ['config-settings-package', 'Settings that are handed to the back ends of single packages.'],
  ['build-constraint-dependencies', 'Constraints on what packages are built with.'],
  ['dependency-metadata', 'Metadata of packages that uv would have to build to know it.'],
  ['default-groups', 'The groups that are installed unless something else is asked for.'],
  ['environments', 'Markers of the environments that are locked for.'],
  ['required-environments', 'Markers of environments that need a wheel where there is no sdist.'],
  ['package', 'Whether the project itself is built and installed.'],
];

/** The keys of the table at `path`; null for a table that is not known. */
export function keysOf(path: readonly string[]): Keys | null {
  const [first, second, third, , fifth] = path;
  if (first === 'external' && path.length === 1) return EXTERNAL_TABLE;
  if (first === 'tool' && second === 'uv' && path.length === 2) return UV_BUILD_KEYS;
  if (first !== 'tool' || second !== 'poetry') return null;
  if (path.length === 2) return POETRY_KEYS;
  return third === 'group' && path.length === 4 && fifth === undefined ? GROUP_KEYS : null;
}

/** Keys of Poetry's tables that SchemaStore's schema lacks (partial-poetry.json of August 2026). */
const BEYOND_SCHEMAS: ReadonlySet<string> = new Set(['requires-poetry', 'include-groups']);

/** Those of a table's keys that no TOML server knows of a schema: all of `[external]`, none of `[tool.uv]`. */
export function beyondSchemas([first]: readonly string[], keys: Keys): Keys {
  return first === 'external' ? keys : keys.filter(([key]) => BEYOND_SCHEMAS.has(key));
}

/** Build back ends that people use, with what provides them. */
export const BUILD_BACKENDS: readonly (readonly [backend: string, requirement: string])[] = [
  ['poetry.core.masonry.api', 'poetry-core'],
  ['setuptools.build_meta', 'setuptools'],
  ['hatchling.build', 'hatchling'],
  ['flit_core.buildapi', 'flit-core'],
  ['pdm.backend', 'pdm-backend'],
  ['uv_build', 'uv-build'],
  ['maturin', 'maturin'],
  ['mesonpy', 'meson-python'],
  ['scikit_build_core.build', 'scikit-build-core'],
];

/**
 * Requirements that build a project: `[requirement, back end]`. The bounds of setuptools, hatchling, flit_core and
 * pdm-backend are those of the Python Packaging User Guide (source/shared/build-backend-tabs.rst, 2026), which PDM
 * 2.29 writes for the first and the third too; that of poetry-core is what Poetry 2.5.1 writes, that of uv_build
 * what uv 0.13.9 writes, that of maturin what `maturin new` of 1.16.0 writes. The others' own documentation writes none.
 */
export const BUILD_REQUIREMENTS: readonly (readonly [requirement: string, backend: string])[] = [
  ['setuptools>=77.0.3', 'setuptools.build_meta'],
  ['hatchling>=1.26', 'hatchling.build'],
  ['poetry-core>=2.0.0,<3.0.0', 'poetry.core.masonry.api'],
  ['flit_core>=3.12.0,<4', 'flit_core.buildapi'],
  ['pdm-backend>=2.4.0', 'pdm.backend'],
  ['uv_build>=0.13.9,<0.14.0', 'uv_build'],
  ['maturin>=1.16,<2.0', 'maturin'],
  ['meson-python', 'mesonpy'],
  ['scikit-build-core', 'scikit_build_core.build'],
];

/** What stands beside them: what extensions are compiled with. */
export const BUILD_COMPANIONS: Keys = [
  ['cython>=3', 'Compiles `.pyx`.'],
  ['pybind11>=2.13', 'Headers for extensions in C++.'],
  ['nanobind>=2', 'Headers for extensions in C++.'],
  ['cffi>=1.17', 'Extensions that call C.'],
  ['numpy>=2.0.0', 'Headers of NumPy; what is built with 2.0 runs with 1.x too.'],
  ['setuptools-rust>=1.10', 'Crates in a build by setuptools.'],
  ['setuptools-scm>=8', 'The version from the tags of Git.'],
  ['hatch-vcs>=0.4', 'The version from the tags of Git, for hatchling.'],
];

/** The variables of a marker (PEP 508), with an example of each. */
export const MARKER_VARIABLES: Keys = [
  ['python_version', "The Python version, major and minor: `python_version < '3.11'`."],
  ['python_full_version', "The whole Python version: `python_full_version >= '3.11.4'`."],
  ['sys_platform', "`sys.platform`: `sys_platform == 'linux'`, `darwin`, `win32`."],
  ['platform_system', "The system's name: `platform_system == 'Linux'`, `Darwin`, `Windows`."],
  ['platform_machine', "The machine: `platform_machine == 'x86_64'`, `aarch64`, `arm64`."],
  ['os_name', "`os.name`: `os_name == 'posix'`, `nt`."],
  ['platform_python_implementation', "The interpreter: `'CPython'`, `'PyPy'`."],
  ['implementation_name', "The interpreter in small letters: `'cpython'`, `'pypy'`."],
  ['implementation_version', 'The version of the interpreter.'],
  ['platform_release', "The system's release."],
  ['platform_version', "The system's version."],
  ['extra', "The extra that is asked for: `extra == 'docs'`."],
];
