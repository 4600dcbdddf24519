import { bodyOf } from '../resolve/body.ts';
import type { Closure } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import { unwrap } from '../tree.ts';
import type { Call } from './calls.ts';
import { callsOf } from './calls.ts';
import type { ReadContext } from './context.ts';

/** What makes a Python package of sources in nixpkgs. */
const BUILDERS: ReadonlySet<string> = new Set(['buildPythonApplication', 'buildPythonPackage']);

/** A call of one of them, with the set of its arguments: of `finalAttrs: { … }` what that answers. */
export interface PackageCall {
  readonly call: Call;
  readonly argument: Closure;
}

/** Every call of nixpkgs' builders of Python packages; not of a function of that name which the files define themselves. */
export function packageCalls(
  context: Pick<ReadContext, 'resolver' | 'calls'>,
): readonly PackageCall[] {
  const { resolver } = context;
  return callsOf(context, BUILDERS).flatMap((call) => {
    const { expr, scope } = call;
    if (isRenderer(call)) return [];
    if (resolver.force({ expr: expr.fn, scope }).expr.kind === 'lambda') return [];
    const forced = resolver.force({ expr: expr.arg, scope });
    const argument = forced.expr.kind === 'lambda' ? bodyOf(forced, forced.expr) : forced;
    return [{ call, argument }];
  });
}

/** `project.renderers.buildPythonPackage { … }` of pyproject.nix, which answers the arguments for nixpkgs' own. */
export function isRenderer({ expr, scope }: Pick<Call, 'expr' | 'scope'>): boolean {
  const fn = unwrap(expr.fn);
  if (fn.kind !== 'select') return false;
  const before = fn.path.names.at(-2);
  if (before !== undefined) return attrNameText(before, scope) === 'renderers';
  const target = unwrap(fn.target);
  return target.kind === 'identifier' && target.name === 'renderers';
}
