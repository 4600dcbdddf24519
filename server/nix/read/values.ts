import { posix } from 'node:path';
import type { Known } from '../model.ts';
import { importedPath } from '../resolve/files.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { readBoolean } from './override.ts';
import { nameOf, referenceOf, stringOf, withoutLastName } from './reference.ts';
import type { Lookup } from './sets.ts';
import { lookUpAttribute } from './sets.ts';

/** `value` read by `read`, `absent` where the attribute is not there. */
export function known<T>(
  lookup: Lookup,
  absent: T,
  read: (value: Closure) => T | null,
  why: string,
): Known<T> {
  if (lookup.found === 'absent') return { known: true, value: absent };
  if (lookup.found === 'unknown') return { known: false, why: lookup.why };
  const value = read(lookup.value);
  return value === null ? { known: false, why } : { known: true, value };
}

export function knownBoolean(resolver: Resolver, lookup: Lookup, absent: boolean): Known<boolean> {
  return known(lookup, absent, (value) => readBoolean(resolver, value), 'it is not a literal');
}

/** A list of strings, all literal; null where it is left out. */
export function knownStrings(resolver: Resolver, lookup: Lookup): Known<readonly string[] | null> {
  return known<readonly string[] | null>(
    lookup,
    null,
    (value) => stringsOf(resolver, value),
    'it is not a list of strings',
  );
}

/** The texts of a list of strings that is written out; null where they are not all known. */
export function stringsOf(resolver: Resolver, closure: Closure): readonly string[] | null {
  return resolver.nested(
    () => stringsHere(resolver, closure),
    () => null,
  );
}

function stringsHere(resolver: Resolver, closure: Closure): readonly string[] | null {
  const { expr, scope } = resolver.force(closure);
  if (expr.kind === 'binary' && expr.operator === '++') {
    const left = stringsOf(resolver, { expr: expr.left, scope });
    const right = stringsOf(resolver, { expr: expr.right, scope });
    return left === null || right === null ? null : [...left, ...right];
  }
  if (expr.kind !== 'list') return null;
  const texts = expr.elements.map((element) => stringOf(resolver, { expr: element, scope }));
  return texts.every((text) => text !== null) ? texts : null;
}

/** The attribute of an interpreter (`python311`); null where it is left out. */
export function knownPython(resolver: Resolver, lookup: Lookup): Known<string | null> {
  return known<string | null>(
    lookup,
    null,
    (value) => pythonOf(resolver, value),
    'which Python it is, is decided elsewhere',
  );
}

/** `python311` of `pkgs.python311`, `pkgs.python311.override { … }`, `pkgs.python311Packages.python`, … */
function pythonOf(resolver: Resolver, closure: Closure): string | null {
  const reference = referenceOf(resolver, closure);
  if (reference !== null && reference.root.kind !== 'expression') {
    const { root, names } = reference;
    const head = root.kind === 'parameter' ? root.formal : root.name;
    const named = interpreterIn([...(head === null ? [] : [head]), ...names]);
    if (named !== null) return named;
    // `config.python` of a module, say.
    const value = resolver.force(closure);
    const isOther = value.expr !== closure.expr && value.expr.kind !== 'identifier';
    return isOther
      ? resolver.nested(
          () => pythonOf(resolver, value),
          () => null,
        )
      : null;
  }
  const { expr, scope } = resolver.force(closure);
  if (expr.kind === 'select') {
    const texts = expr.path.names.map((name) => nameOf(resolver, name, scope));
    return interpreterIn(texts.filter((text) => text !== null));
  }
  // `python311.override { … }`, `python311.withPackages (…)`
  if (expr.kind !== 'apply' || expr.fn.kind !== 'select') return null;
  return resolver.nested(
    () => pythonOf(resolver, { expr: expr.fn, scope }),
    () => null,
  );
}

function interpreterIn(names: readonly string[]): string | null {
  for (const name of names.toReversed()) {
    const match = /^(python3\d*|pypy3\d*)(?:Packages|Full|Minimal)?$/.exec(name);
    if (match?.[1] !== undefined) return match[1];
  }
  return null;
}

/** Functions that answer the path that they are given, or one of a set's. */
const SOURCE_FUNCTIONS: ReadonlySet<string> = new Set([
  'cleanSource',
  'cleanSourceWith',
  'cleanPythonSources',
  'filterSource',
  'gitignore',
  'gitignoreSource',
  'gitignoreSourcePure',
  'path',
  'toPath',
  'toSource',
  'toString',
  'unsafeDiscardStringContext',
]);
const SOURCE_ATTRIBUTES: readonly string[] = ['src', 'path', 'root'];

/** The absolute path that an expression names: `./.`, `self` of a flake, `lib.cleanSource ./.`, … */
export function pathOf(resolver: Resolver, closure: Closure): string | null {
  return resolver.nested(
    () => pathHere(resolver, closure),
    () => null,
  );
}

function pathHere(resolver: Resolver, closure: Closure): string | null {
  const flake = flakeOf(resolver, closure);
  if (flake !== null) return flake;
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  // `self` that a caller in the flake gives.
  const given = expr === closure.expr ? null : flakeOf(resolver, forced);
  if (given !== null) return given;
  const literal = importedPath(expr, scope.file);
  if (literal !== null) return literal;
  if (expr.kind === 'string') {
    const [first, ...rest] = expr.parts;
    if (first?.kind !== 'interpolation') return null;
    const base = pathOf(resolver, { expr: first.expr, scope });
    const below = stringOf(resolver, { expr: { ...expr, parts: rest }, scope });
    return base === null || below === null ? null : posix.join(base, below);
  }
  if (expr.kind === 'binary' && expr.operator === '+') {
    const base = pathOf(resolver, { expr: expr.left, scope });
    const right = { expr: expr.right, scope };
    const below = stringOf(resolver, right) ?? absoluteText(resolver, right);
    // `/. + "/home/…"`: the way to make a path of a string.
    if (base === '/' && below === null) return pathOf(resolver, right);
    return base === null || below === null ? null : posix.join(base, below);
  }
  if (expr.kind === 'select') {
    const parts = withoutLastName(expr);
    const isPath = parts !== null && nameOf(resolver, parts.last, scope) === 'outPath';
    return isPath ? pathOf(resolver, { expr: parts.target, scope }) : null;
  }
  if (expr.kind !== 'apply') return null;
  return sourceOf(resolver, { expr, scope });
}

/** Such a path where several callers of the functions around it decide on it, and agree. */
export function pathOfCallers(resolver: Resolver, closure: Closure, depth = 0): string | null {
  const own = pathOf(resolver, closure);
  if (own !== null || depth > MAX_DEPTH) return own;
  const callers = resolver.perCaller(chosenFrom(resolver, closure));
  if (callers.length < 2) return null;
  // A call that leaves it out is of something else: nothing can be built of it.
  const giving = callers.filter((each) => !isNull(resolver, each));
  const [first = null, ...others] = giving.map((each) => pathOfCallers(resolver, each, depth + 1));
  return others.every((path) => path === first) ? first : null;
}

/** How many functions that several callers have may stand around each other. */
const MAX_DEPTH = 4;

/** Whether an expression is `null`, or selects from it. */
function isNull(resolver: Resolver, closure: Closure): boolean {
  const { expr, scope } = resolver.force(closure);
  const { expr: from } =
    expr.kind === 'select' ? resolver.force({ expr: expr.target, scope }) : { expr };
  return from.kind === 'identifier' && from.name === 'null';
}

/** An expression where it stands, or where what it selects from by written names is an argument: `inputs` of `inputs.app`. */
function chosenFrom(resolver: Resolver, closure: Closure): Closure {
  const { expr, scope } = resolver.force(closure);
  if (expr.kind !== 'select' || expr.path.names.some(({ kind }) => kind !== 'identifier'))
    return { expr, scope };
  const target = resolver.force({ expr: expr.target, scope });
  return { expr: { ...expr, target: target.expr }, scope: target.scope };
}

/** The text of a path literal as it is added to another: `/pyproject.toml`. */
function absoluteText(resolver: Resolver, closure: Closure): string | null {
  const { expr, scope } = resolver.force(closure);
  if (expr.kind !== 'path') return null;
  const text = scope.file.tree.text.slice(expr.span.start, expr.span.end);
  return text.startsWith('/') && !text.includes('${') ? text : null;
}

/** The folder of the flake whose `self` the expression is. */
function flakeOf(resolver: Resolver, closure: Closure): string | null {
  const reference = referenceOf(resolver, closure);
  if (reference?.root.kind !== 'parameter') return null;
  const { file } = closure.scope;
  if (posix.basename(file.path) !== 'flake.nix') return null;
  const { root, names } = reference;
  const path = [...(root.formal === null ? [] : [root.formal]), ...names];
  const isSelf = path[0] === 'self' && (path.length === 1 || path[1] === 'outPath');
  return isSelf && path.length <= 2 ? posix.dirname(file.path) : null;
}

function sourceOf(resolver: Resolver, { expr, scope }: Closure): string | null {
  if (expr.kind !== 'apply') return null;
  const callee =
    resolver.calleeName({ expr: expr.fn, scope }) ??
    (expr.fn.kind === 'apply' ? resolver.calleeName({ expr: expr.fn.fn, scope }) : null);
  if (callee === null || !SOURCE_FUNCTIONS.has(callee)) return null;
  const arg = { expr: expr.arg, scope };
  for (const name of SOURCE_ATTRIBUTES) {
    const found = lookUpAttribute(resolver, arg, name);
    if (found.found === 'value') return pathOf(resolver, found.value);
  }
  return pathOf(resolver, arg);
}
