import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Expr, Lambda } from '../syntax.ts';
import { listElements } from './lists.ts';
import type { Reference } from './reference.ts';
import { referenceOf, withoutLastName } from './reference.ts';
import { attributesOf } from './sets.ts';

/** What an expression puts into a list of inputs. */
export interface Inputs {
  /** Attributes that are certainly in it, `pkgs.` and the like taken off, in order. */
  readonly attrs: readonly string[];
  /** Whether these are all, what was there before aside. */
  readonly complete: boolean;
  /** Whether what was there before stays. */
  readonly keepsOld: boolean;
}

/** Where a list's former value is to be found: the parameter of an override's function. */
export interface Former {
  readonly list: string;
  /** Null where the override is a plain set, so that nothing former is in reach. */
  readonly old: Lambda | null;
  /** What an element is, null where that cannot be read; absent where elements are attributes. */
  readonly elementOf?: (resolver: Resolver, element: Closure) => string | null;
}

const NOTHING: Inputs = { attrs: [], complete: true, keepsOld: false };
const UNKNOWN: Inputs = { attrs: [], complete: false, keepsOld: false };

/** Functions of nixpkgs' lib that choose an output of their argument. */
const OUTPUT_FUNCTIONS: ReadonlySet<string> = new Set(['getLib', 'getDev', 'getBin', 'getOutput']);

/** Reads a list such as `(old.buildInputs or [ ]) ++ [ pkgs.zlib final.setuptools ]`. */
export function readInputs(resolver: Resolver, closure: Closure, former: Former): Inputs {
  return resolver.nested(
    () => readHere(resolver, closure, former),
    () => UNKNOWN,
  );
}

function readHere(resolver: Resolver, closure: Closure, former: Former): Inputs {
  const again = (expr: Expr, scope: Closure['scope']): Inputs =>
    readInputs(resolver, { expr, scope }, former);
  if (isFormer(resolver, closure, former)) return { ...NOTHING, keepsOld: true };
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  switch (expr.kind) {
    case 'list':
      return readElements(
        resolver,
        expr.elements.map((element) => ({ expr: element, scope })),
        former,
      );
    case 'binary': {
      if (expr.operator !== '++') return UNKNOWN;
      return joined(again(expr.left, scope), again(expr.right, scope));
    }
    case 'if':
      return inEither(again(expr.then, scope), again(expr.else, scope));
    case 'select':
      return isFormer(resolver, forced, former) ? { ...NOTHING, keepsOld: true } : UNKNOWN;
    case 'apply':
      return (
        readCall(resolver, forced, former) ??
        readFiltered(resolver, forced, former) ?? {
          ...UNKNOWN,
          keepsOld: mentionsOld(forced, former),
        }
      );
    default:
      return UNKNOWN;
  }
}

/** What is in the list when one of two branches is taken and nobody knows which. */
export function inEither(a: Inputs, b: Inputs): Inputs {
  const attrs = a.attrs.filter((attr) => b.attrs.includes(attr));
  const isSame = attrs.length === a.attrs.length && attrs.length === b.attrs.length;
  return {
    attrs,
    complete: isSame && a.complete && b.complete,
    keepsOld: a.keepsOld && b.keepsOld,
  };
}

function joined(a: Inputs, b: Inputs): Inputs {
  return {
    attrs: [...a.attrs, ...b.attrs],
    complete: a.complete && b.complete,
    keepsOld: a.keepsOld || b.keepsOld,
  };
}

function readElements(
  resolver: Resolver,
  elements: readonly Closure[],
  { elementOf = attributeOf }: Former,
): Inputs {
  const attrs = elements.map((element) => elementOf(resolver, element));
  return {
    attrs: attrs.filter((attr) => attr !== null),
    complete: attrs.every((attr) => attr !== null),
    keepsOld: false,
  };
}

/** `old.list`, with or without `or [ ]`, or the formal of that name. */
function isFormer(resolver: Resolver, { expr, scope }: Closure, { list, old }: Former): boolean {
  if (old === null) return false;
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.expr;
  const bare = inner.kind === 'select' ? { ...inner, or: null } : inner;
  const reference = referenceOf(resolver, { expr: bare, scope });
  if (reference === null || reference.root.kind !== 'parameter') return false;
  if (reference.root.lambda !== old) return false;
  const path = [reference.root.formal, ...reference.names].filter((name) => name !== null);
  return path.length === 1 && path[0] === list;
}

/** Whether an expression that is not understood uses the function's parameter, and so perhaps the former list. */
function mentionsOld({ expr, scope }: Closure, { old }: Former): boolean {
  if (old === null) return false;
  const { parameter } = old;
  const words =
    parameter.kind === 'name-parameter'
      ? [parameter.name.name]
      : [
          ...parameter.formals.map(({ name }) => name.name),
          ...(parameter.alias === null ? [] : [parameter.alias.name.name]),
        ];
  const text = scope.file.tree.text.slice(expr.span.start, expr.span.end);
  const mentioned = new Set(text.split(/[^a-zA-Z0-9_'-]+/));
  return words.some((word) => mentioned.has(word));
}

/** `filter keeps list`. Of what is propagated it leaves out Python packages; of other lists, nobody knows. */
function readFiltered(resolver: Resolver, { expr, scope }: Closure, former: Former): Inputs | null {
  if (expr.kind !== 'apply' || expr.fn.kind !== 'apply') return null;
  if (resolver.calleeName({ expr: expr.fn.fn, scope }) !== 'filter') return null;
  const inner = readInputs(resolver, { expr: expr.arg, scope }, former);
  return { ...inner, complete: inner.complete && former.list === 'propagatedBuildInputs' };
}

function readCall(resolver: Resolver, closure: Closure, former: Former): Inputs | null {
  const { expr, scope } = closure;
  if (expr.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  const arg = { expr: expr.arg, scope };
  if (callee === 'resolveBuildSystem') {
    const names = attributesOf(resolver, arg)?.map(({ name }) => name);
    return names === undefined ? UNKNOWN : { attrs: names, complete: true, keepsOld: false };
  }
  // `map (name: final.${name}) [ "a" "b" ]`, `optionals condition [ … ]`
  const elements = listElements(resolver, closure);
  if (elements === null) return null;
  const certain = readElements(
    resolver,
    elements.filter(({ conditional }) => !conditional),
    former,
  );
  return { ...certain, complete: certain.complete && certain.attrs.length === elements.length };
}

/** The attribute that a list's element is, as `libpq.pg_config`; null where it is not one. */
export function attributeOf(resolver: Resolver, element: Closure): string | null {
  return resolver.nested(
    () => attributeHere(resolver, element),
    () => null,
  );
}

function attributeHere(resolver: Resolver, element: Closure): string | null {
  const reference = referenceOf(resolver, element);
  if (reference === null) return null;
  if (reference.root.kind !== 'expression') return attributeName(reference);
  const { closure } = reference.root;
  const resolved = resolver.force(element);
  if (resolved.expr === closure.expr) return attributeOfExpression(resolver, resolved);
  // Nothing in the text says more of the selection than itself.
  if (resolved.expr !== element.expr) return attributeOf(resolver, resolved);
  return isPackageSetCall(resolver, closure) ? withoutSets(reference.names) : null;
}

/** `import nixpkgs { … }`, `pkgs.extend (…)`: calls that make a set of packages where it cannot be seen. */
function isPackageSetCall(resolver: Resolver, { expr, scope }: Closure): boolean {
  if (expr.kind !== 'apply') return false;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  if (callee === 'extend' || callee === 'appendOverlays') return true;
  const { fn } = expr;
  if (fn.kind !== 'apply' || resolver.calleeName({ expr: fn.fn, scope }) !== 'import') return false;
  // Another file of the project may hold anything.
  return resolver.force({ expr: fn.arg, scope }).expr.kind !== 'path';
}

function attributeOfExpression(resolver: Resolver, { expr, scope }: Closure): string | null {
  if (expr.kind === 'if') {
    const branch = typeTest(resolver, { expr: expr.condition, scope });
    if (branch === null) return null;
    return attributeOf(resolver, { expr: branch ? expr.then : expr.else, scope });
  }
  if (expr.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  if (callee !== null && OUTPUT_FUNCTIONS.has(callee))
    return attributeOf(resolver, { expr: expr.arg, scope });
  // `pkgs.opencv4.override { … }` is still opencv4.
  if (expr.fn.kind !== 'select' || (callee !== 'override' && callee !== 'overrideAttrs'))
    return null;
  const target = withoutLastName(expr.fn)?.target;
  return target === undefined ? null : attributeOf(resolver, { expr: target, scope });
}

/** `builtins.isString x`, where x is a literal. */
function typeTest(resolver: Resolver, { expr, scope }: Closure): boolean | null {
  if (expr.kind !== 'apply') return null;
  if (resolver.calleeName({ expr: expr.fn, scope }) !== 'isString') return null;
  const { kind } = resolver.force({ expr: expr.arg, scope }).expr;
  if (kind === 'string') return true;
  return kind === 'select' || kind === 'identifier' ? false : null;
}

/** Names that stand for a package set, so that what is selected from them is a package. */
const PACKAGE_SET = /pkgs$|^nixpkgs|packages$|^ps$|^(?:final|prev|self|super|config)$/i;

/** Package sets inside of package sets. */
const INNER_SET =
  /^(?:pkgs|deps|buildPackages|pythonPkgsHostHost|python\d*Packages|python\d*\.pkgs|pkgsCross\.[^.]+|(?:(?:inputs\.)?nixpkgs[\w-]*\.)?(?:legacyPackages|packages)\.[^.]+)\./;

function attributeName({ root, names }: Reference): string | null {
  if (root.kind === 'expression') return null;
  const name = root.kind === 'parameter' ? root.formal : root.name;
  const isSet = name === null || (names.length > 0 && PACKAGE_SET.test(name));
  return withoutSets(isSet ? names : [name, ...names]);
}

function withoutSets(names: readonly string[]): string | null {
  let path = names.join('.');
  for (let inner = INNER_SET.exec(path); inner !== null; inner = INNER_SET.exec(path))
    path = path.slice(inner[0].length);
  return path === '' ? null : path;
}
