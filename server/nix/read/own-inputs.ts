import type { OwnInputs } from '../model.ts';
import type { Call } from './calls.ts';
import type { ReadContext } from './context.ts';
import { callsOf } from './calls.ts';
import { readInputs } from './inputs.ts';
import { memoized } from '../../memoize.ts';
import type { Expr } from '../syntax.ts';
import { bodyOf } from '../resolve/body.ts';
import { withoutLastName } from './reference.ts';
import { attributeNames, lookUpAttribute } from './sets.ts';

const LISTS = ['nativeBuildInputs', 'buildInputs', 'propagatedBuildInputs'] as const;

/** Other names that nixpkgs' builders have for what a build finds. */
const OTHER_LISTS = ['build-system', 'dependencies'] as const;

const OVERRIDES: ReadonlySet<string> = new Set([
  'override',
  'overrideAttrs',
  'overridePythonAttrs',
]);

/**
 * The inputs that a call gives to what it builds. poetry2nix's `mkPoetryApplication` adds its own to
 * those of its arguments (`mkInputAttrs`); nixpkgs' builders take them as they are.
 */
export function readOwnInputs(context: ReadContext, call: Call): OwnInputs {
  const { resolver } = context;
  const forced = resolver.force({ expr: call.expr.arg, scope: call.scope });
  const argument = forced.expr.kind === 'lambda' ? bodyOf(forced, forced.expr) : forced;
  let why = call.scope.file.tree.errors.length > 0 ? 'the file has syntax errors' : '';
  if (isOverridden(context, call)) why ||= 'what the call makes is overridden';
  const lists = [...LISTS, ...OTHER_LISTS].flatMap((list): OwnInputs['lists'] => {
    const found = lookUpAttribute(resolver, argument, list);
    if (found.found === 'absent') return [];
    if (found.found === 'unknown') {
      why ||= found.why;
      return [];
    }
    const { attrs, complete } = readInputs(resolver, found.value, { list, old: null });
    if (!complete) why ||= `what stands in ${list} cannot all be read`;
    const name = list === 'dependencies' ? 'propagatedBuildInputs' : list;
    return [{ list: name, attrs, complete, replaces: false }];
  });
  const { expr, scope } = resolver.force(argument);
  // `args // { … }` may set whatever it likes, lists aside.
  const names = expr.kind === 'attrs' ? attributeNames(expr, scope) : null;
  return { lists, sets: names ?? [], understood: why === '', why };
}

/** Whether another call changes the attributes of what this one makes. */
function isOverridden(context: ReadContext, { expr }: Call): boolean {
  return overriddenIn(context).has(expr);
}

/** What calls that change attributes are made on. Asked of every call: files with thousands of uses are read once. */
const overriddenIn = memoized(
  (context: ReadContext): ReadonlySet<Expr> =>
    new Set(callsOf(context, OVERRIDES).flatMap((call) => overriddenBy(context, call))),
);

function overriddenBy({ resolver }: ReadContext, call: Call): readonly Expr[] {
  const fn = resolver.force({ expr: call.expr.fn, scope: call.scope });
  const target = fn.expr.kind === 'select' ? withoutLastName(fn.expr)?.target : undefined;
  return target === undefined ? [] : [resolver.force({ expr: target, scope: fn.scope }).expr];
}
