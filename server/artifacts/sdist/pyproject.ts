import type { Evidence } from '../evidence.ts';
import type { TomlTable } from '../../toml/model.ts';
import { parseToml } from '../../toml/parse.ts';
import { entry, entryAt, lineOf, tableOf, textOf, textsOf } from './toml-access.ts';

/** What `pyproject.toml` says of how the sdist is built. */
export interface PyprojectReading {
  /** Null where there is no `[build-system]`: setuptools' legacy back end (PEP 517). */
  readonly backend: { readonly module: string; readonly path: readonly string[] } | null;
  readonly evidence: readonly Evidence[];
  /** Files of the sdist that the back end goes on to, by what they are. */
  readonly scripts: readonly string[];
  /** Modules that setuptools takes commands from, dotted. */
  readonly commandModules: readonly string[];
  readonly cargoManifests: readonly string[];
  readonly cmakeFolder: string;
  /** Whether the back end is given steps of the package's own, or of a plugin. */
  readonly hasHooks: boolean;
}

const LEGACY = 'setuptools.build_meta:__legacy__';

/** Reads `pyproject.toml` (PEP 518, PEP 517, and the tables of the back ends). */
export function readPyproject(text: string, file: string): PyprojectReading {
  const { root } = parseToml(text);
  const evidence: Evidence[] = [];
  const at = (offset: number) => ({ file, line: lineOf(text, offset) });
  const requirements = (path: readonly string[], condition: string | null): void => {
    for (const { text: requirement, start } of textsOf(entryAt(root, ...path)?.value))
      evidence.push({ kind: 'requirement', text: requirement, place: at(start), condition });
  };
  const buildSystem = tableOf(entry(root, 'build-system')?.value);
  requirements(['build-system', 'requires'], null);
  for (const { text: provider, start } of metadataProviders(root)) {
    const requirement = REQUIRED_BY_PROVIDERS.get(provider);
    if (requirement !== undefined)
      evidence.push({ kind: 'requirement', text: requirement, place: at(start), condition: null });
  }
  for (const [name, path] of VERSIONS) {
    const found = entryAt(root, ...path);
    const source = textOf(found?.value);
    if (found !== null && (source === null || SCM.has(source)))
      evidence.push({
        kind: 'version-from-git',
        name,
        moot: false,
        place: at(found.span.start),
        condition: null,
      });
  }
  for (const { value } of hooksOf(root)) {
    const hook = tableOf(value);
    const enabled = entry(hook, 'enable-by-default')?.value;
    const condition =
      enabled?.kind === 'boolean' && !enabled.value ? 'enable-by-default = false' : null;
    for (const { text: requirement, start } of textsOf(entry(hook, 'dependencies')?.value))
      evidence.push({ kind: 'requirement', text: requirement, place: at(start), condition });
  }
  for (const { text: library, start } of extensionLibraries(root))
    evidence.push({ kind: 'library', name: library, place: at(start), condition: null });
  const module = textOf(entry(buildSystem, 'build-backend')?.value) ?? LEGACY;
  const path = textsOf(entry(buildSystem, 'backend-path')?.value).map((one) => one.text);
  return {
    backend: buildSystem === null ? null : { module, path },
    evidence,
    scripts: scriptsOf(root),
    commandModules: commandsOf(root),
    cargoManifests: manifestsOf(root),
    hasHooks: hasHooks(root),
    cmakeFolder: textOf(entryAt(root, 'tool', 'scikit-build', 'cmake', 'source-dir')?.value) ?? '.',
  };
}

/** Where the version comes from the repository: a table that says so by being there, or a source of that name. */
const VERSIONS: readonly (readonly [string, readonly string[]])[] = [
  ['setuptools-scm', ['tool', 'setuptools_scm']],
  ['hatch-vcs', ['tool', 'hatch', 'version', 'source']],
  ['pdm-backend', ['tool', 'pdm', 'version', 'source']],
  ['versioneer', ['tool', 'versioneer']],
  ['poetry-dynamic-versioning', ['tool', 'poetry-dynamic-versioning', 'enable']],
  ['flit-scm', ['tool', 'flit_scm']],
  ['versioningit', ['tool', 'versioningit']],
];
/**
 * What scikit-build-core asks for besides (its `get_requires_for_dynamic_metadata`) where a field of the metadata comes from
 * one of its own plugins.
 */
const REQUIRED_BY_PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['scikit_build_core.metadata.setuptools_scm', 'setuptools-scm'],
  ['scikit_build_core.metadata.fancy_pypi_readme', 'hatch-fancy-pypi-readme'],
]);

/** `provider` of each table below `[tool.scikit-build.metadata]`; one with a `provider-path` is the package's own. */
function metadataProviders(root: TomlTable) {
  const fields = tableOf(entryAt(root, 'tool', 'scikit-build', 'metadata')?.value);
  return [...(fields?.entries.values() ?? [])].flatMap(({ value }) => {
    const field = tableOf(value);
    return entry(field, 'provider-path') === null ? textsOf(entry(field, 'provider')?.value) : [];
  });
}

const SCM: ReadonlySet<string> = new Set(['vcs', 'scm']);

function hooksOf(root: TomlTable) {
  const paths = [
    ['tool', 'hatch', 'build', 'hooks'],
    ['tool', 'hatch', 'build', 'targets', 'wheel', 'hooks'],
  ];
  return paths.flatMap((path) => [
    ...(tableOf(entryAt(root, ...path)?.value)?.entries.values() ?? []),
  ]);
}

/** Hatch's hooks but those that write a version, and what Poetry and PDM run. */
function hasHooks(root: TomlTable): boolean {
  const hooks = hooksOf(root).filter(({ key }) => key !== 'vcs' && key !== 'version');
  const others = [
    ['tool', 'poetry', 'build'],
    ['tool', 'pdm', 'build', 'custom-hook'],
    ['tool', 'pdm', 'build', 'run-setuptools'],
    ['tool', 'hatch', 'build', 'targets', 'custom'],
  ].some((path) => entryAt(root, ...path) !== null);
  return hooks.length > 0 || others;
}

function scriptsOf(root: TomlTable): string[] {
  const hooks = hooksOf(root).flatMap(({ key, value }) => {
    const path = textOf(entry(tableOf(value), 'path')?.value);
    return path ?? (key === 'custom' ? 'hatch_build.py' : []);
  });
  const others = [
    entryAt(root, 'tool', 'poetry', 'build', 'script'),
    entryAt(root, 'tool', 'poetry', 'build'),
    entryAt(root, 'tool', 'pdm', 'build', 'custom-hook'),
  ].flatMap((found) => textOf(found?.value) ?? []);
  return [...hooks, ...others];
}

/** `[tool.setuptools.cmdclass]`: `build_ext = "module.Class"`. */
function commandsOf(root: TomlTable): string[] {
  const commands = tableOf(entryAt(root, 'tool', 'setuptools', 'cmdclass')?.value);
  return [...(commands?.entries.values() ?? [])].flatMap(({ value }) => {
    const path = textOf(value) ?? '';
    return path.includes('.') ? [path.slice(0, path.lastIndexOf('.'))] : [];
  });
}

function manifestsOf(root: TomlTable): string[] {
  const modules = entryAt(root, 'tool', 'setuptools-rust', 'ext-modules')?.value;
  const paths = (modules?.kind === 'array' ? modules.items : []).map(
    (one) => textOf(entry(tableOf(one), 'path')?.value) ?? 'Cargo.toml',
  );
  const maturin = textOf(entryAt(root, 'tool', 'maturin', 'manifest-path')?.value);
  return maturin === null ? paths : [...paths, maturin];
}

/** `[[tool.setuptools.ext-modules]]`, of setuptools 74 and later. */
function extensionLibraries(root: TomlTable) {
  const modules = entryAt(root, 'tool', 'setuptools', 'ext-modules')?.value;
  return (modules?.kind === 'array' ? modules.items : []).flatMap((one) =>
    textsOf(entry(tableOf(one), 'libraries')?.value),
  );
}
