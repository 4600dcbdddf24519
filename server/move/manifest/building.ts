import { asItems, asTable, asText, asTexts, valueOf } from '../../manifests/toml-access.ts';
import type { TomlTable, TomlValue } from '../../toml/model.ts';

/** A package or module that Poetry puts into the distributions. */
export interface BuiltPackage {
  /** As written, from `from`: a folder, `a.py`, or a pattern. */
  readonly include: string;
  /** The folder that it stands in; empty for that of the manifest. */
  readonly from: string;
  readonly formats: readonly Format[];
}

/** Files that Poetry puts into the distributions beside packages. */
export interface BuiltFiles {
  /** A path or a pattern, from the folder of the manifest. */
  readonly path: string;
  readonly formats: readonly Format[];
}

export type Format = 'sdist' | 'wheel';

/** What `[tool.poetry]` tells its back end. */
export interface Building {
  /** Empty where it finds the package by the project's name. */
  readonly packages: readonly BuiltPackage[];
  readonly include: readonly BuiltFiles[];
  readonly exclude: readonly BuiltFiles[];
  /** A script that runs in the build, or a package under another path: clauses that no other back end has a word for. */
  readonly unsayable: readonly string[];
}

/** Reads `packages`, `include`, `exclude` and `build` of `[tool.poetry]` as poetry-core 2 does. */
export function readBuilding(poetry: TomlTable): Building {
  const tables = asItems(valueOf(poetry, 'packages')).map((item) => asTable(item));
  const packages = tables.map((table) => ({
    // A package is taken with all that is in it.
    include: withoutEnds(clean(asText(valueOf(table, 'include'))?.text ?? ''), ['/**', '/*']),
    from: clean(asText(valueOf(table, 'from'))?.text ?? ''),
    formats: formatsOf(table, BOTH),
  }));
  return {
    packages,
    include: filesOf(valueOf(poetry, 'include'), ['sdist']),
    exclude: filesOf(valueOf(poetry, 'exclude'), BOTH),
    unsayable: [
      ...(poetry.entries.has('build') ? ['[tool.poetry.build] is for poetry-core alone'] : []),
      ...(tables.some((table) => valueOf(table, 'to') !== undefined)
        ? ['a package has another place (`to`) when it is installed']
        : []),
      ...packages
        .filter(({ include }) => isPattern(include) || include === '')
        .map(({ include }) => `packages are given by a pattern (${include})`),
    ],
  };
}

const BOTH: readonly Format[] = ['sdist', 'wheel'];

function filesOf(value: TomlValue | undefined, usual: readonly Format[]): readonly BuiltFiles[] {
  return asItems(value).flatMap((item) => {
    const table = asTable(item);
    const path = (table === null ? asText(item) : asText(valueOf(table, 'path')))?.text;
    return path === undefined ? [] : [{ path: clean(path), formats: formatsOf(table, usual) }];
  });
}

function formatsOf(table: TomlTable | null, usual: readonly Format[]): readonly Format[] {
  const value = valueOf(table, 'format');
  const texts = asTexts(value).map(({ text }) => text);
  const one = asText(value)?.text;
  const named = BOTH.filter((format) => [...texts, one].includes(format));
  return named.length === 0 ? usual : named;
}

/** Whether it names several files. */
export function isPattern(path: string): boolean {
  return /[*?[\]{}]/.test(path);
}

/** Without `./` before and `/` behind. */
function clean(path: string): string {
  const bare = withoutEnds(path.replace(/^(?:\.\/)+/, ''), ['/']);
  return bare === '.' ? '' : bare;
}

/** Without any of these behind, however often. */
function withoutEnds(path: string, ends: readonly string[]): string {
  let text = path;
  for (;;) {
    const end = ends.find((each) => text.endsWith(each));
    if (end === undefined) return text;
    text = text.slice(0, -end.length);
  }
}
