import { normalizeName } from '../../python/names.ts';
import type { EnvironmentSpec, EnvironmentsReading } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import type { Apply, AttrSet, Expr } from '../syntax.ts';
import { parentOf, unwrap } from '../tree.ts';
import type { Call } from './calls.ts';
import { callsOf } from './calls.ts';
import type { ReadContext } from './context.ts';
import { isManifestName } from './manifest-name.ts';
import { nameOf, referenceOf, stringOf } from './reference.ts';
import { attributesOf } from './sets.ts';
import type { PackageSet } from './uv2nix-sets.ts';
import { basesOf, targetOf } from './uv2nix-sets.ts';
import { stringsOf } from './values.ts';

/** One `mkVirtualEnv name spec`, with the call that makes its package set. */
interface Environment {
  readonly call: Call;
  /** Null where it cannot be seen which set it is of. */
  readonly set: Expr | null;
}

/**
 * The virtual environments of `set` (pyproject.nix's `mkVirtualEnv`), and of the sets that only extend it: a package is
 * built if any of them takes it. Where the file has one use alone, environments of sets that cannot be seen are of it.
 */
export function environmentsOf(
  context: ReadContext,
  set: PackageSet,
  sets: readonly PackageSet[],
  isOnly: boolean,
): EnvironmentsReading | undefined {
  const { resolver } = context;
  const family = new Set<Expr>([set.call.expr, ...basesOf(set)]);
  for (const other of sets) if (basesOf(other).includes(set.call.expr)) family.add(other.call.expr);
  const all = environmentsIn(context);
  const known = new Set<Expr>(sets.map(({ call }) => call.expr));
  const isStray = (each: Environment): boolean => each.set === null || !known.has(each.set);
  const own = all.filter(
    (each) => (each.set !== null && family.has(each.set)) || (isOnly && isStray(each)),
  );
  if (own.length === 0) return undefined;
  const specs = own.flatMap(({ call }) => specsOf(resolver, call));
  const read = specs.filter((spec) => spec !== null);
  const isWhole = read.every(({ packages }) => packages.every(({ takes }) => takes !== null));
  return {
    environments: read,
    complete: isWhole && read.length === specs.length && (isOnly || !all.some(isStray)),
  };
}

/** Every call of `mkVirtualEnv`. */
export function environmentsIn(
  context: Pick<ReadContext, 'resolver' | 'calls'>,
): readonly Environment[] {
  const calls = callsOf(context, new Set(['mkVirtualEnv']));
  // The function of that name that a script has takes its set as an argument.
  return calls
    .filter(({ expr }) => expr.arg.kind !== 'attrs')
    .map((call) => {
      const target = targetOf(context.resolver, call);
      return { call, set: target?.expr.kind === 'apply' ? target.expr : null };
    });
}

/** What the environments of one call take: of a function that is called several times one for each; null for each that is not read. */
export function specsOf(
  resolver: Resolver,
  { expr, scope }: Call,
): readonly (EnvironmentSpec | null)[] {
  const whole = parentOf(scope.file.tree, expr);
  if (whole?.kind !== 'apply' || whole.fn !== expr) return [null];
  return resolver.perCaller({ expr: whole.arg, scope }).map((spec) => readSpec(resolver, spec));
}

/** A dependency specification; null where it is not read. */
export function readSpec(resolver: Resolver, closure: Closure): EnvironmentSpec | null {
  return resolver.nested(
    () => specHere(resolver, closure),
    () => null,
  );
}

const BASES: readonly NonNullable<EnvironmentSpec['base']>[] = [
  'default',
  'all',
  'groups',
  'optionals',
];

function specHere(resolver: Resolver, closure: Closure): EnvironmentSpec | null {
  const base = baseOf(resolver, closure);
  if (base !== null) return { base, packages: [] };
  const { expr, scope } = resolver.force(closure);
  if (expr.kind === 'binary' && expr.operator === '//') {
    const left = readSpec(resolver, { expr: expr.left, scope });
    const right = readSpec(resolver, { expr: expr.right, scope });
    return left === null || right === null ? null : merged(left, right);
  }
  if (expr.kind === 'apply' && expr.fn.kind === 'apply') return lessened(resolver, expr, scope);
  if (expr.kind === 'attrs') return literalSpec(resolver, { expr, scope }, expr);
  // A name that only a caller gives a meaning: what it is forced to says more than the reference.
  return expr === closure.expr ? null : readSpec(resolver, { expr, scope });
}

/** `removeAttrs spec [ "name" ]`, and `filterAttrs (name: _: name != "name") spec`, with further names by `&&`. */
function lessened(resolver: Resolver, call: Apply, scope: Scope): EnvironmentSpec | null {
  const { fn: inner, arg: last } = call;
  if (inner.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: inner.fn, scope });
  const [first, second] = [inner.arg, last].map((expr): Closure => ({ expr, scope }));
  if (first === undefined || second === undefined) return null;
  if (callee === 'removeAttrs')
    return without(readSpec(resolver, first), stringsOf(resolver, second));
  if (callee !== 'filterAttrs') return null;
  return without(readSpec(resolver, second), excludedBy(resolver, resolver.force(first)));
}

function without(
  spec: EnvironmentSpec | null,
  names: readonly string[] | null,
): EnvironmentSpec | null {
  if (spec === null || names === null) return null;
  const less = names.map(normalizeName);
  return {
    ...spec,
    without: [...(spec.without ?? []), ...less],
    packages: spec.packages.filter(({ name }) => name === null || !less.includes(name)),
  };
}

/** The names that a predicate `name: _: …` is false for and no other; null where it asks for anything else. */
function excludedBy(resolver: Resolver, { expr, scope }: Closure): readonly string[] | null {
  if (expr.kind !== 'lambda' || expr.parameter.kind !== 'name-parameter') return null;
  const { name } = expr.parameter.name;
  const inner = unwrap(expr.body);
  if (inner.kind !== 'lambda') return null;
  const names: string[] = [];
  const open = [unwrap(inner.body)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind !== 'binary') return null;
    const [left, right] = [unwrap(next.left), unwrap(next.right)];
    if (next.operator === '&&') open.push(left, right);
    else {
      const text = right.kind === 'string' ? stringOf(resolver, { expr: right, scope }) : null;
      const isName = left.kind === 'identifier' && left.name === name;
      if (next.operator !== '!=' || !isName || text === null) return null;
      names.push(text);
    }
  }
  return names;
}

/** `default` of `workspace.deps.default`, whatever the workspace is called. */
function baseOf(resolver: Resolver, closure: Closure): EnvironmentSpec['base'] {
  const { expr, scope } = { ...closure, expr: unwrap(closure.expr) };
  // `workspace.deps.default or { }`: it is there.
  const selected = expr.kind === 'select' && expr.or !== null ? { ...expr, or: null } : expr;
  const reference = referenceOf(resolver, { expr: selected, scope });
  if (reference === null) return null;
  const { root, names } = reference;
  const head = root.kind === 'parameter' ? root.formal : null;
  const path = head === null ? names : [head, ...names];
  return path.at(-2) === 'deps' ? (BASES.find((each) => each === path.at(-1)) ?? null) : null;
}

/** `a // b`. */
function merged(left: EnvironmentSpec, right: EnvironmentSpec): EnvironmentSpec {
  // What names every member leaves nothing of what is named before it but packages that are no members.
  const { base, without: less } = right.base === null ? left : right;
  const packages = [...left.packages, ...right.packages];
  return { base, packages, ...(less === undefined ? {} : { without: less }) };
}

function literalSpec(resolver: Resolver, closure: Closure, set: AttrSet): EnvironmentSpec | null {
  const attributes = attributesOf(resolver, closure);
  if (attributes !== null)
    return {
      base: null,
      packages: attributes.map(({ name, value }) => ({
        name: normalizeName(name),
        takes: stringsOf(resolver, value),
      })),
    };
  return computedSpec(resolver, closure, set);
}

/** `{ ${name} = [ ]; }`, where the name is known or is the manifest's. */
function computedSpec(
  resolver: Resolver,
  { scope }: Closure,
  set: AttrSet,
): EnvironmentSpec | null {
  const inner = scopeInside(set, scope);
  const packages: { name: string | null; takes: readonly string[] | null }[] = [];
  for (const item of set.bindings) {
    const [name, ...more] = item.kind === 'binding' ? item.path.names : [];
    if (item.kind !== 'binding' || name === undefined || more.length > 0) return null;
    const text = nameOf(resolver, name, inner);
    const takes = stringsOf(resolver, { expr: item.value, scope: inner });
    if (text !== null) packages.push({ name: normalizeName(text), takes });
    else if (
      name.kind === 'interpolation' &&
      isManifestName(resolver, { expr: name.expr, scope: inner })
    )
      packages.push({ name: null, takes });
    else return null;
  }
  return { base: null, packages };
}
