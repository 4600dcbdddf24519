import {
  isPattern,
  type Building,
  type BuiltFiles,
  type BuiltPackage,
  type Format,
} from './building.ts';
import { tomlKey, tomlString } from './toml-text.ts';

/** What a project may be built with once it is moved. */
export const BUILD_BACKENDS = ['poetry-core', 'setuptools', 'hatchling', 'uv_build'] as const;

export type BuildBackend = (typeof BUILD_BACKENDS)[number];

/** A table with its statements. */
export interface BackendTable {
  readonly path: readonly string[];
  readonly statements: readonly string[];
}

/** What a back end is told in place of `[tool.poetry]`. */
export interface BackendTables {
  readonly tables: readonly BackendTable[];
  /** What it has no word for, a sentence each. */
  readonly left: readonly string[];
}

interface BackendRecord {
  /** With and without a license that is an SPDX expression. */
  readonly requires: { readonly expression: string; readonly text: string };
  readonly module: string;
  /** A clause where the back end cannot build the same packages. */
  readonly tables: (building: Building, name: string) => BackendTables | { readonly why: string };
}

/** As tried with setuptools 80.9, hatchling 1.27 and uv_build 0.8. */
export const BACKEND_RECORDS: Readonly<
  Record<Exclude<BuildBackend, 'poetry-core'>, BackendRecord>
> = {
  setuptools: {
    requires: { expression: 'setuptools>=77', text: 'setuptools>=64' },
    module: 'setuptools.build_meta',
    tables: setuptoolsTables,
  },
  hatchling: {
    requires: { expression: 'hatchling>=1.27', text: 'hatchling>=1.12' },
    module: 'hatchling.build',
    tables: hatchTables,
  },
  uv_build: {
    requires: { expression: 'uv_build>=0.8,<0.14', text: 'uv_build>=0.8,<0.14' },
    module: 'uv_build',
    tables: uvTables,
  },
};

/** It takes what is in folders with the name, and no files without `package-data`. */
function setuptoolsTables(
  { packages, include, exclude }: Building,
  name: string,
): BackendTables | { readonly why: string } {
  if (packages.some(({ formats }) => formats.length < 2))
    return { why: 'setuptools puts the same packages into sdist and wheel' };
  const modules = packages.filter(isModule);
  const folders = packages.filter((each) => !isModule(each));
  const from = new Set(packages.map((each) => each.from));
  if (modules.length > 0 && from.size > 1)
    return { why: 'setuptools looks for all modules in one folder' };
  const where = [...new Set(folders.map((each) => (each.from === '' ? '.' : each.from)))];
  const found = folders.map(({ include: path }) => path.replaceAll('/', '.'));
  const base = modules[0]?.from ?? '';
  const own = [
    ...(modules.length === 0
      ? []
      : [
          list(
            'py-modules',
            modules.map(({ include: path }) => moduleName(path)),
          ),
        ]),
    ...(base === '' ? [] : [`package-dir = { "" = ${tomlString(base)} }`]),
    ...(modules.length > 0 && folders.length === 0 ? ['packages = []'] : []),
  ];
  return {
    tables: [
      { path: ['tool', 'setuptools'], statements: own },
      {
        path: ['tool', 'setuptools', 'packages', 'find'],
        statements:
          folders.length === 0
            ? []
            : [
                list('where', where),
                list(
                  'include',
                  found.flatMap((each) => [each, `${each}.*`]),
                ),
              ],
      },
      {
        path: ['tool', 'setuptools', 'package-data'],
        statements: modules.length > 0 && folders.length === 0 ? [] : ['"*" = ["*"]'],
      },
    ],
    left: [
      ...(packages.length === 0
        ? [
            `setuptools finds ${name} by itself: where other folders stand beside it, it has to be named in [tool.setuptools.packages.find].`,
          ]
        : []),
      ...include.map(
        ({ path }) =>
          `setuptools takes ${path} into the sdist by a line of MANIFEST.in: include ${path}`,
      ),
      ...exclude.map(
        ({ path }) =>
          `setuptools leaves ${path} out of the sdist by a line of MANIFEST.in: exclude ${path}`,
      ),
    ],
  };
}

/** Its sdist has all files that git does not ignore, so that packages are for the wheel alone. */
function hatchTables({ packages, include, exclude }: Building): BackendTables {
  const wheel = packages.filter(({ formats }) => formats.includes('wheel'));
  const paths = wheel.map(placeOf);
  const sources = [...new Set(wheel.map(({ from }) => from))].filter((from) => from !== '');
  const inWheel = include.filter(({ formats }) => formats.includes('wheel'));
  const isInside = ({ path }: BuiltFiles): boolean =>
    paths.some((each) => path.startsWith(`${each}/`));
  const isForced = (each: BuiltFiles): boolean => !isInside(each) && !isPattern(each.path);
  return {
    tables: [
      {
        path: [...HATCH_TARGETS, 'sdist'],
        statements: [
          ...listed('artifacts', rooted(include, 'sdist')),
          ...listed('exclude', rooted(exclude, 'sdist')),
        ],
      },
      {
        path: [...HATCH_TARGETS, 'wheel'],
        statements: [
          ...listed('only-include', paths),
          ...listed('sources', sources),
          ...listed(
            'artifacts',
            inWheel.filter(isInside).map(({ path }) => `/${path}`),
          ),
          ...listed('exclude', rooted(exclude, 'wheel')),
        ],
      },
      {
        path: [...HATCH_TARGETS, 'wheel', 'force-include'],
        statements: inWheel
          .filter(isForced)
          .map(({ path }) => `${tomlKey(path)} = ${tomlString(path)}`),
      },
    ],
    left: inWheel
      .filter((each) => !isInside(each) && !isForced(each))
      .map(
        ({ path }) =>
          `hatchling puts no files of the pattern ${path} into a wheel: name them in [tool.hatch.build.targets.wheel.force-include].`,
      ),
  };
}

const HATCH_TARGETS = ['tool', 'hatch', 'build', 'targets'];

/** As hatchling names what is in the folder of the manifest, and in no other. */
function rooted(files: readonly BuiltFiles[], format: Format): readonly string[] {
  return pathsIn(files, format).map((path) => `/${path}`);
}

function pathsIn(files: readonly BuiltFiles[], format: Format): readonly string[] {
  return files.filter(({ formats }) => formats.includes(format)).map(({ path }) => path);
}

/** Its packages stand in one folder, `src` unless it is told. */
function uvTables(
  { packages, include, exclude }: Building,
  name: string,
): BackendTables | { readonly why: string } {
  if (packages.some(isModule)) return { why: 'uv_build takes packages alone, and no modules' };
  if (packages.some(({ formats }) => formats.length < 2))
    return { why: 'uv_build puts the same packages into sdist and wheel' };
  const from = [...new Set(packages.map((each) => each.from))];
  if (from.length > 1) return { why: 'uv_build looks for all packages in one folder' };
  const names = packages.map(({ include: path }) => path.replaceAll('/', '.'));
  const [only] = names;
  const inWheel = include.filter(({ formats }) => formats.includes('wheel'));
  const wheelExclude = exclude.filter(({ formats }) => formats.includes('wheel'));
  return {
    tables: [
      {
        path: ['tool', 'uv', 'build-backend'],
        statements: [
          ...(only === undefined
            ? []
            : [
                names.length === 1
                  ? `module-name = ${tomlString(only)}`
                  : list('module-name', names),
                `module-root = ${tomlString(from[0] ?? '')}`,
              ]),
          ...listed('source-include', pathsIn(include, 'sdist')),
          ...listed('source-exclude', pathsIn(exclude, 'sdist')),
          ...listed(
            'wheel-exclude',
            wheelExclude.map(({ path }) => path),
          ),
        ],
      },
    ],
    left: [
      ...(only === undefined
        ? [
            `uv_build looks for src/${name}: where it stands beside the manifest, [tool.uv.build-backend] needs module-root = "".`,
          ]
        : []),
      ...inWheel.map(
        ({ path }) => `uv_build puts ${path} into a wheel only where it is in the package.`,
      ),
    ],
  };
}

function isModule({ include }: BuiltPackage): boolean {
  return include.endsWith('.py');
}

function moduleName(path: string): string {
  return path.slice(0, -'.py'.length).replaceAll('/', '.');
}

function placeOf({ include, from }: BuiltPackage): string {
  return from === '' ? include : `${from}/${include}`;
}

function listed(key: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [list(key, items)];
}

function list(key: string, items: readonly string[]): string {
  return `${key} = [${items.map(tomlString).join(', ')}]`;
}
