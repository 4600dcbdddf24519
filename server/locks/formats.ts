import type { Manifest } from '../manifests/model.ts';
import { readRequirements } from '../manifests/requirements/requirements.ts';
import type { TomlDocument } from '../toml/model.ts';
import type { Lock, LockKind } from './model.ts';
import { readPdmLock } from './pdm.ts';
import { readPipfileLock } from './pipfile-lock.ts';
import { readPoetryLock } from './poetry.ts';
import { readPylock } from './pylock.ts';
import { compileCommand } from './requirements-header.ts';
import { requirementsLock } from './requirements.ts';
import { readUvLock } from './uv.ts';

/** What is known of a format of locks before one is read, and how it is read. */
export interface LockFormat<Kind extends LockKind = LockKind> {
  readonly kind: Kind;
  /** Its tool, or the standard, as people call it. */
  readonly label: string;
  /** How such a file is mostly called, without its folder; null where there is no one name. */
  readonly name: string | null;
  /** The other names that make a file one. */
  readonly otherNames: RegExp | null;
  /** What it is made from. */
  readonly manifest: Manifest['kind'];
  /** The table below `[tool]` of a `pyproject.toml` that names its tool; null where none does. */
  readonly tool: string | null;
  readonly syntax: 'toml' | 'json' | 'lines';
  /** Reads a file of the format, valid or not. `file` is its absolute path. */
  readonly read: (file: string, source: LockSource) => Lock;
  /** Whether the members of a workspace have one lock together, in the workspace's folder. */
  readonly ofWorkspace: boolean;
  /** Whether an installer takes all that it lists, whatever brings it: it does not say which package needs which. */
  readonly isFlat: boolean;
  /**
   * Whether resolution forks (uv's word): of a package that is locked at several versions each has
   * markers of its own, which may name extras that exclude each other, and a dependency names the
   * version that it means.
   */
  readonly forks: boolean;
  /** Whether a package stands there once for each group that has it, so that groups are lists of their own. */
  readonly isByGroup: boolean;
  /** Whose options say which kinds of files are installed from it, in a shell; null where none are known. */
  readonly installer: 'pip' | 'uv' | null;
  /** The command that writes its pins into a requirements file, without hashes; null where there is none. */
  readonly exportTo: ((output: string) => string) | null;
}

/** The text of a lock, and the same as TOML where it is asked for. */
export interface LockSource {
  readonly text: string;
  readonly toml: () => TomlDocument;
}

/** What most formats have in common. */
const PLAIN = {
  otherNames: null,
  ofWorkspace: false,
  isFlat: false,
  forks: false,
  isByGroup: false,
  installer: null,
} as const;

/** The lock, of those of one manifest, that counts first where the manifest names no tool. */
export const LOCK_FORMATS: { readonly [Kind in LockKind]: LockFormat<Kind> } = {
  poetry: {
    ...PLAIN,
    kind: 'poetry',
    label: 'Poetry',
    name: 'poetry.lock',
    manifest: 'pyproject',
    tool: 'poetry',
    syntax: 'toml',
    read: (file, { toml }) => readPoetryLock(file, toml()),
    exportTo: (output) => `poetry export --without-hashes --output ${output}`,
  },
  uv: {
    ...PLAIN,
    kind: 'uv',
    label: 'uv',
    name: 'uv.lock',
    manifest: 'pyproject',
    tool: 'uv',
    syntax: 'toml',
    read: (file, { toml }) => readUvLock(file, toml()),
    ofWorkspace: true,
    forks: true,
    installer: 'uv',
    exportTo: (output) => `uv export --no-hashes --no-emit-project --output-file ${output}`,
  },
  pdm: {
    ...PLAIN,
    kind: 'pdm',
    label: 'PDM',
    name: 'pdm.lock',
    manifest: 'pyproject',
    tool: 'pdm',
    syntax: 'toml',
    read: (file, { toml }) => readPdmLock(file, toml()),
    exportTo: (output) => `pdm export --without-hashes --output ${output}`,
  },
  pylock: {
    ...PLAIN,
    kind: 'pylock',
    label: 'PEP 751',
    name: 'pylock.toml',
    otherNames: /^pylock\.[^.]+\.toml$/,
    manifest: 'pyproject',
    tool: null,
    syntax: 'toml',
    read: (file, { toml }) => readPylock(file, toml()),
    exportTo: null,
  },
  pipfile: {
    ...PLAIN,
    kind: 'pipfile',
    label: 'Pipenv',
    name: 'Pipfile.lock',
    manifest: 'pipfile',
    tool: null,
    syntax: 'json',
    read: (file, { text }) => readPipfileLock(file, text),
    isFlat: true,
    isByGroup: true,
    exportTo: (output) => `pipenv requirements > ${output}`,
  },
  requirements: {
    ...PLAIN,
    kind: 'requirements',
    label: 'pip',
    name: null,
    otherNames: /\.(?:txt|in)$/i,
    manifest: 'requirements',
    tool: null,
    syntax: 'lines',
    read: (file, { text }) => requirementsLock(readRequirements(file, text), compileCommand(text)),
    isFlat: true,
    installer: 'pip',
    exportTo: null,
  },
};

/** The lock of a script (PEP 723), which stands beside it: `tool.py.lock`. It is a `uv.lock` without a project. */
const SCRIPT_LOCK: LockFormat<'uv'> = {
  ...LOCK_FORMATS.uv,
  name: null,
  otherNames: /\.py\.lock$/,
  manifest: 'script',
  tool: null,
  read: (file, { toml }) => readUvLock(file, toml(), lockScriptCommand(scriptOfLock(file))),
  ofWorkspace: false,
  exportTo: null,
};

/** The script that such a lock is of, without its folder. */
function scriptOfLock(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -'.lock'.length);
}

/** What locks a script. */
export function lockScriptCommand(script: string): string {
  return `uv lock --script ${script}`;
}

const ALL_FORMATS: readonly LockFormat[] = [...Object.values(LOCK_FORMATS), SCRIPT_LOCK];

/** What a lock is, by its name alone, as all tools find their locks; null for a name that no lock has. */
export function lockFormatOf(file: string): LockFormat | null {
  const base = file.slice(file.lastIndexOf('/') + 1);
  const found = ALL_FORMATS.find(
    ({ name, otherNames }) => name === base || otherNames?.test(base) === true,
  );
  return found ?? null;
}

/** The locks that are made from a kind of manifest, in the order in which they count. */
export function lockFormatsOf(kind: Manifest['kind']): readonly LockFormat[] {
  return ALL_FORMATS.filter(({ manifest }) => manifest === kind);
}
