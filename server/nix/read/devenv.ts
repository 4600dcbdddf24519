import { posix } from 'node:path';
import type { Known, ShellReading, TargetUse } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, NixFile, Scope } from '../resolve/scope.ts';
import { isWritten } from '../resolve/scope.ts';
import type { AttrSet } from '../syntax.ts';
import type { ReadContext, UseReading } from './context.ts';
import type { Inputs } from './inputs.ts';
import { readInputs } from './inputs.ts';
import { libraryList } from './mkshell.ts';
import type { AroundFile } from './place.ts';
import { projectAround } from './place.ts';
import { stringOf } from './reference.ts';
import type { Lookup } from './sets.ts';
import { lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN } from './use.ts';
import { knownBoolean, knownPython, knownStrings, pathOf } from './values.ts';

/** A module of devenv that turns `languages.python` on. */
export interface PythonModule {
  readonly set: AttrSet;
  /** Inside of `set`. */
  readonly scope: Scope;
  /** The value of `languages.python`. */
  readonly python: Closure;
}

/** Every set that is such a module: a file `devenv.nix`, or one among the `modules` of a flake. */
export function findPythonModules({
  resolver,
  files,
}: Pick<ReadContext, 'resolver' | 'files'>): readonly PythonModule[] {
  return files.flatMap((file) =>
    MENTIONED.every((word) => word.test(file.tree.text)) ? modulesIn(file, resolver) : [],
  );
}

const MENTIONED = [/\blanguages\b/, /\bpython\b/];

function modulesIn(file: NixFile, resolver: Resolver): readonly PythonModule[] {
  const found: PythonModule[] = [];
  resolver.walk(file, ({ expr, scope }) => {
    if (expr.kind !== 'attrs' || !isWritten(expr)) return;
    const python = attributeAt(resolver, { expr, scope }, ['languages', 'python']);
    if (python.found !== 'value') return;
    const enabled = knownBoolean(
      resolver,
      lookUpAttribute(resolver, python.value, 'enable'),
      false,
    );
    if (!enabled.known || enabled.value)
      found.push({ set: expr, scope: scopeInside(expr, scope), python: python.value });
  });
  return found;
}

function attributeAt(resolver: Resolver, closure: Closure, path: readonly string[]): Lookup {
  let found: Lookup = { found: 'value', value: closure };
  for (const name of path) {
    if (found.found !== 'value') return found;
    found = lookUpAttribute(resolver, found.value, name);
  }
  return found;
}

/** The development shells that devenv (5844e78, src/modules/languages/python) makes for Python. */
export function readDevenv(context: ReadContext): readonly UseReading[] {
  const { resolver } = context;
  return findPythonModules(context).map((module): UseReading => {
    const { set, scope, python } = module;
    const { file } = scope;
    const shell = readShell(resolver, module);
    const isBroken = file.tree.errors.length > 0;
    return {
      argument: null,
      layers: [],
      overlays: [],
      own: () => null,
      places: () => [],
      use: {
        target: 'devenv',
        file: file.path,
        callee: 'languages.python',
        span: set.span,
        projectDir: projectOf(resolver, python, file),
        preferWheels: { known: true, value: true },
        python: pythonOf(resolver, python),
        ...NOTHING_CHOSEN,
        ...installedOf(resolver, python),
        overrides: {
          understood: shell.complete && !isBroken,
          why: isBroken ? 'the file has syntax errors' : shell.complete ? '' : INCOMPLETE,
          defaults: { known: true, value: true },
          entries: [],
        },
        shell,
      },
    };
  });
}

const INCOMPLETE = 'what the shell holds cannot all be read';

/**
 * The groups and extras that devenv has uv (`uv.sync`) or Poetry (`poetry.install`) install beside what they install
 * anyway; `*` for all. Empty where it has neither installed.
 */
function installedOf(resolver: Resolver, python: Closure): Pick<TargetUse, 'groups' | 'extras'> {
  const tools = [
    ['uv', 'sync'],
    ['poetry', 'install'],
  ].flatMap((path) => {
    const tool = attributeAt(resolver, python, path);
    if (tool.found !== 'value') return [];
    const { value } = tool;
    const enabled = knownBoolean(resolver, lookUpAttribute(resolver, value, 'enable'), false);
    return enabled.known && enabled.value ? [value] : [];
  });
  const named = (list: string, all: string): Known<readonly string[]> => {
    const names: string[] = [];
    for (const tool of tools) {
      const every = knownBoolean(resolver, lookUpAttribute(resolver, tool, all), false);
      const some = knownStrings(resolver, lookUpAttribute(resolver, tool, list));
      if (!every.known) return every;
      if (!some.known) return some;
      names.push(...(every.value ? ['*'] : []), ...(some.value ?? []));
    }
    return { known: true, value: names };
  };
  return { groups: named('groups', 'allGroups'), extras: named('extras', 'allExtras') };
}

/** What devenv puts on the library path of its Python in any case. */
const ALWAYS = 'stdenv.cc.cc.lib';

/**
 * `packages` are what builds find; `languages.python.libraries` are on the library path of Python, and where they are
 * not given, the libraries of all packages are.
 */
function readShell(resolver: Resolver, { set, scope, python }: PythonModule): ShellReading {
  const module = { expr: set, scope };
  const look = (...path: readonly string[]): Lookup => attributeAt(resolver, module, path);
  const packages = listOf(resolver, look('packages'), 'packages');
  const given = lookUpAttribute(resolver, python, 'libraries');
  const libraries = given.found === 'absent' ? packages : listOf(resolver, given, 'libraries');
  const path = environmentPath(resolver, look('env', 'LD_LIBRARY_PATH'));
  const manylinux = knownBoolean(
    resolver,
    attributeAt(resolver, python, ['manylinux', 'enable']),
    false,
  );
  return {
    packages: packages.attrs,
    libraryPath: [ALWAYS, ...libraries.attrs, ...path.attrs],
    complete:
      [packages, libraries, path].every(({ complete }) => complete) &&
      manylinux.known &&
      !manylinux.value &&
      look('imports').found === 'absent' &&
      isAlone(scope),
    ...(isAlone(scope)
      ? { modulesIn: posix.join(posix.dirname(scope.file.path), 'devenv.yaml') }
      : {}),
  };
}

function listOf(resolver: Resolver, found: Lookup, list: string): Inputs {
  if (found.found === 'value') return readInputs(resolver, found.value, { list, old: null });
  return { attrs: [], complete: found.found === 'absent', keepsOld: false };
}

/** The libraries of an `env.LD_LIBRARY_PATH`. */
function environmentPath(resolver: Resolver, found: Lookup): Inputs {
  if (found.found !== 'value') return listOf(resolver, found, 'env');
  const list = libraryList(resolver.force(found.value), resolver);
  return list === null
    ? { attrs: [], complete: false, keepsOld: false }
    : readInputs(resolver, list, { list: 'env', old: null });
}

/** A `devenv.nix` is the shell; what stands in a flake is one module, perhaps of several. */
function isAlone({ file }: Scope): boolean {
  return posix.basename(file.path) === 'devenv.nix';
}

/** `languages.python.directory`, else the folder of the file. */
function projectOf(resolver: Resolver, python: Closure, file: NixFile): Known<string> | AroundFile {
  const directory = lookUpAttribute(resolver, python, 'directory');
  if (directory.found === 'absent') return projectAround(file);
  if (directory.found === 'unknown') return { known: false, why: directory.why };
  const text = stringOf(resolver, directory.value);
  const path =
    text === null
      ? pathOf(resolver, directory.value)
      : posix.resolve(posix.dirname(file.path), text);
  return path === null
    ? { known: false, why: 'which folder it is, is decided elsewhere' }
    : { known: true, value: path };
}

/** `version = "3.11"`, `package = pkgs.python311` */
function pythonOf(resolver: Resolver, python: Closure): Known<string | null> {
  const version = lookUpAttribute(resolver, python, 'version');
  if (version.found === 'absent')
    return knownPython(resolver, lookUpAttribute(resolver, python, 'package'));
  const text = version.found === 'value' ? stringOf(resolver, version.value) : null;
  const minor = /^3\.(\d+)(?:\.|$)/.exec(text ?? '')?.[1];
  return minor === undefined
    ? { known: false, why: 'which Python it is, is decided elsewhere' }
    : { known: true, value: `python3${minor}` };
}
