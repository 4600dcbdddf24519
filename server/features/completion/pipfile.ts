import { PACKAGE_KEYS } from '../../manifests/checks/pipfile.ts';
import type { Span } from '../../text.ts';
import { lastWord } from './context.ts';
import { item } from './model.ts';
import type { RequirementsContext } from './requirements.ts';
import type { TomlCursor } from './toml-cursor.ts';

/** What belongs where the cursor stands in a `Pipfile`; null where this program has nothing to offer. */
export function pipfileContext(cursor: TomlCursor): RequirementsContext | null {
  return cursor.kind === 'key' ? keyContext(cursor) : valueContext(cursor);
}

function keyContext({
  table,
  span,
  typed,
  hasValue,
}: Extract<TomlCursor, { kind: 'key' }>): RequirementsContext | null {
  const [section, name, ...deeper] = table;
  if (section === undefined || deeper.length > 0) return null;
  const keys = SECTION_KEYS.get(section);
  if (keys !== undefined) return name === undefined ? words('key', keys, span) : null;
  return name === undefined
    ? { kind: 'dependency-key', typed, span, hasValue }
    : words('key', OPTIONS, span);
}

function valueContext(cursor: Extract<TomlCursor, { kind: 'value' }>): RequirementsContext | null {
  const { path, inArray, quote, span, typed } = cursor;
  const [section = '', name, option, ...deeper] = path;
  if (quote === null || name === undefined || deeper.length > 0) return null;
  if (SECTION_KEYS.has(section)) {
    const isVersion = section === 'requires' && name === 'python_version';
    return isVersion ? words('value', PYTHONS, span) : null;
  }
  const constraint = { kind: 'constraint', style: 'pipfile', package: name, span } as const;
  if (option === undefined) return inArray ? null : constraint;
  if (inArray) return option === 'extras' ? { kind: 'extra', package: name, span } : null;
  if (option === 'version') return constraint;
  if (option === 'index') return { kind: 'source', span };
  if (option === 'markers') return { kind: 'marker', span: lastWord(typed, span.start) };
  const choices = CONDITIONS.get(option);
  return choices === undefined ? null : words('value', choices, span);
}

/** Words that may be written, each with its meaning for the user. */
type Words = readonly (readonly [word: string, meaning: string])[];

function words(kind: 'key' | 'value', choices: Words, span: Span): RequirementsContext {
  return { kind: 'items', items: choices.map(([word, text]) => item(kind, word, '', text)), span };
}

/** The sections that hold no packages; what stands in `[scripts]` and in settings of formatters is not known. */
const SECTION_KEYS: ReadonlyMap<string, Words> = new Map([
  [
    'source',
    [
      ['name', 'What packages call the index: `index = "…"`.'],
      ['url', 'The address of the index, which has the simple API (PEP 503).'],
      ['verify_ssl', 'Whether the certificate of the index is verified.'],
    ],
  ],
  [
    'requires',
    [
      ['python_version', 'The Python that is wanted, as `3.11`: any release of it.'],
      ['python_full_version', 'The one release of Python that is wanted, as `3.11.4`.'],
    ],
  ],
  [
    'pipenv',
    [
      ['allow_prereleases', 'Whether pre-releases may be chosen when locking.'],
      ['cool-down-period', 'How old a release has to be to be chosen, as `30d`.'],
      ['disable_pip_input', 'Whether pip may not ask for anything.'],
      [
        'install_search_all_sources',
        'Whether all indexes are searched when the lock is installed.',
      ],
      ['sort_pipfile', 'Whether Pipenv keeps packages in the order of the alphabet.'],
      ['use_pylock', 'Whether a `pylock.toml` (PEP 751) is written as well.'],
    ],
  ],
  ['scripts', []],
  ['pipfile', []],
  ['tool', []],
]);

const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['version', 'The versions that may be installed: `>=1.2,<2`, `~=1.2`, `*`.'],
  ['extras', 'The extras of the package that are installed with it.'],
  ['markers', 'A PEP 508 marker: the package counts where it holds.'],
  ['index', 'The name of the `[[source]]` that it is taken from.'],
  ['git', 'The address of a Git repository that it is taken from.'],
  ['ref', 'The branch, tag or commit of the repository.'],
  ['subdirectory', 'The folder of the repository that holds the package.'],
  ['path', 'A local folder or archive that it is taken from.'],
  ['file', 'The address of an archive that it is taken from.'],
  ['editable', 'Whether it is installed in editable mode.'],
  ['no_binary', 'Whether it is built from source even where there is a wheel.'],
]);

const OPTIONS: Words = [...PACKAGE_KEYS].map((key) => [
  key,
  MEANINGS.get(key) ?? (isVariable(key) ? `A condition: \`${key} = "== '…'"\`.` : ''),
]);

function isVariable(key: string): boolean {
  return /^(?:os_name|sys_platform|platform_|python_|implementation_)/.test(key);
}

const PYTHONS: Words = ['3.14', '3.13', '3.12', '3.11', '3.10', '3.9', '3.8'].map((version) => [
  version,
  `Any release of Python ${version}.`,
]);

/** What follows the variable in a marker. */
const CONDITIONS: ReadonlyMap<string, Words> = new Map(
  Object.entries({
    os_name: ['posix', 'nt'],
    sys_platform: ['linux', 'darwin', 'win32'],
    platform_system: ['Linux', 'Darwin', 'Windows'],
    implementation_name: ['cpython', 'pypy'],
    platform_python_implementation: ['CPython', 'PyPy'],
  }).map(([key, values]) => [
    key,
    values.flatMap((value): Words => [
      [`== '${value}'`, `Where \`${key}\` is ${value}.`],
      [`!= '${value}'`, `Where \`${key}\` is not ${value}.`],
    ]),
  ]),
);
