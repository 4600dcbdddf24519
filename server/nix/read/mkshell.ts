import type { ShellReading } from '../model.ts';
import { childrenOf } from '../resolve/children.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { StringExpr } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import { argumentsPlace } from './arguments.ts';
import type { Call } from './calls.ts';
import type { ReadContext, UseReading } from './context.ts';
import { callsOf } from './calls.ts';
import type { Inputs } from './inputs.ts';
import { attributeOf, readInputs } from './inputs.ts';
import { projectAround } from './place.ts';
import { lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN } from './use.ts';

const SHELLS: ReadonlySet<string> = new Set(['mkShell', 'mkShellNoCC']);
const PACKAGE_LISTS = ['packages', 'buildInputs', 'nativeBuildInputs', 'propagatedBuildInputs'];
const LIBRARY_PATH = 'LD_LIBRARY_PATH';

/** What makes a shell one for Python: an interpreter, or a tool that installs packages with one. */
const PYTHON_TOOLS = /^(?:python\d*|pypy\d*|poetry|uv|pdm|pipenv|pip|virtualenv)(?:$|\.|Full$)/;

/** The shells in which people run Python, Poetry, pip or uv themselves. */
export function readShells(context: ReadContext): readonly UseReading[] {
  const { resolver } = context;
  return findShells(context).flatMap((call) => {
    const { expr, scope, callee } = call;
    const shell = readShell(resolver, call);
    const python = shell.packages.find((attr) => PYTHON_TOOLS.test(attr));
    if (python === undefined) return [];
    const interpreter = shell.packages.find((attr) => /^(?:python3|pypy3)\d*$/.test(attr));
    const isBroken = scope.file.tree.errors.length > 0;
    return [
      {
        argument: { expr: expr.arg, scope },
        layers: [],
        overlays: [],
        own: () => argumentsPlace(resolver, call),
        places: () => [],
        use: {
          target: 'mkshell',
          file: scope.file.path,
          callee,
          span: expr.span,
          projectDir: projectAround(scope.file),
          preferWheels: { known: true, value: true },
          python:
            interpreter === undefined
              ? { known: false, why: 'the shell lists no interpreter' }
              : { known: true, value: interpreter },
          ...NOTHING_CHOSEN,
          overrides: {
            understood: shell.complete && !isBroken,
            why: isBroken ? 'the file has syntax errors' : shell.complete ? '' : INCOMPLETE,
            defaults: { known: true, value: true },
            entries: [],
          },
          shell,
        },
      },
    ];
  });
}

/** Every call that makes a shell, whatever is in it. */
export function findShells(context: ReadContext): readonly Call[] {
  const { resolver, files } = context;
  // devenv's function of that name takes modules.
  const plain = callsOf(context, SHELLS).filter(
    ({ expr, scope }) =>
      lookUpAttribute(resolver, { expr: expr.arg, scope }, 'modules').found !== 'value',
  );
  const overridden = files.flatMap((file) => {
    const found: Call[] = [];
    if (OVERRIDDEN.test(file.tree.text))
      resolver.walk(file, ({ expr, scope }) => {
        const callee = expr.kind === 'apply' ? overriddenShell({ expr: expr.fn, scope }) : null;
        if (expr.kind === 'apply' && callee !== null) found.push({ expr, scope, callee });
      });
    return found;
  });
  return [...plain, ...overridden];
}

/** The argument of the last `makeLibraryPath` inside an expression, names followed; null without one. */
export function libraryList(root: Closure, resolver: Resolver): Closure | null {
  let found: Closure | null = null;
  const pending = [root];
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    const list = libraryArgument(node, resolver);
    if (list !== null) found = list;
    else for (const child of childrenOf(node)) pending.push(child);
  }
  return found;
}

const OVERRIDDEN = /\bmkShell(?:NoCC)?\.override\b/;

/** `mkShell` of `pkgs.mkShell.override { … }`, which is called again. */
function overriddenShell({ expr, scope }: Closure): string | null {
  const called = unwrap(expr);
  const override = called.kind === 'apply' ? unwrap(called.fn) : null;
  if (override?.kind !== 'select') return null;
  const [shell, method] = override.path.names.slice(-2).map((name) => attrNameText(name, scope));
  return method === 'override' && SHELLS.has(shell ?? '') ? (shell ?? null) : null;
}

const INCOMPLETE = 'what the shell holds cannot all be read';

function readShell(resolver: Resolver, { expr, scope }: Call): ShellReading {
  const argument = { expr: expr.arg, scope };
  const lists = PACKAGE_LISTS.map((name) => readList(resolver, argument, name));
  const inputsFrom = lookUpAttribute(resolver, argument, 'inputsFrom').found === 'absent';
  const paths = [LIBRARY_PATH, 'shellHook'].map((name) => readPath(resolver, argument, name));
  const found = paths.filter((path) => path !== null);
  return {
    packages: lists.flatMap(({ attrs }) => attrs),
    libraryPath: found.length === 0 ? null : found.flatMap(({ attrs }) => attrs),
    complete: [...lists, ...found].every(({ complete }) => complete) && inputsFrom,
  };
}

function readList(resolver: Resolver, argument: Closure, list: string): Inputs {
  const found = lookUpAttribute(resolver, argument, list);
  if (found.found === 'value') return readInputs(resolver, found.value, { list, old: null });
  return { attrs: [], complete: found.found === 'absent', keepsOld: false };
}

/** The libraries of an `LD_LIBRARY_PATH` attribute, or of one that a hook exports; null where there is none. */
function readPath(resolver: Resolver, argument: Closure, name: string): Inputs | null {
  const found = lookUpAttribute(resolver, argument, name);
  if (found.found === 'absent') return null;
  if (found.found === 'unknown') return { attrs: [], complete: false, keepsOld: false };
  const { expr, scope } = resolver.force(found.value);
  if (expr.kind === 'string') {
    const text = scope.file.tree.text.slice(expr.span.start, expr.span.end);
    if (name === 'shellHook' && !text.includes(LIBRARY_PATH)) return null;
    return pathInString(resolver, expr, scope);
  }
  if (name === 'shellHook') return null;
  return librariesOf(resolver, { expr, scope }) ?? { attrs: [], complete: false, keepsOld: false };
}

function librariesOf(resolver: Resolver, closure: Closure): Inputs | null {
  const list = libraryArgument(resolver.force(closure), resolver);
  return list === null ? null : readInputs(resolver, list, { list: LIBRARY_PATH, old: null });
}

/** The list of `lib.makeLibraryPath [ … ]`; null where the expression is not that call. */
function libraryArgument({ expr, scope }: Closure, resolver: Resolver): Closure | null {
  if (expr.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  return callee === 'makeLibraryPath' ? { expr: expr.arg, scope } : null;
}

/** `"${lib.makeLibraryPath [ … ]}:${pkgs.zlib}/lib"` */
function pathInString(resolver: Resolver, string: StringExpr, scope: Closure['scope']): Inputs {
  const attrs: string[] = [];
  for (const part of string.parts) {
    if (part.kind === 'text') continue;
    const closure = { expr: part.expr, scope };
    const libraries = librariesOf(resolver, closure);
    if (libraries !== null) for (const attr of libraries.attrs) attrs.push(attr);
    else {
      const attr = attributeOf(resolver, closure);
      if (attr !== null) attrs.push(attr);
    }
  }
  return { attrs, complete: true, keepsOld: false };
}
