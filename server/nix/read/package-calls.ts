import type { Span } from '../../text.ts';
import { bodyOf } from '../resolve/body.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { attrNameText, lookUp } from '../resolve/scope.ts';
import { unwrap } from '../tree.ts';
import type { Call } from './calls.ts';
import { callsOf } from './calls.ts';
import type { ReadContext } from './context.ts';
import { withoutLastName } from './reference.ts';

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
    if (isRenderer(resolver, call)) return [];
    if (resolver.force({ expr: expr.fn, scope }).expr.kind === 'lambda') return [];
    const forced = resolver.force({ expr: expr.arg, scope });
    const argument = forced.expr.kind === 'lambda' ? bodyOf(forced, forced.expr) : forced;
    return [{ call, argument }];
  });
}

/** The last name of what is called. */
export function calleeSpan({ expr }: Pick<Call, 'expr'>): Span {
  const fn = unwrap(expr.fn);
  return (fn.kind === 'select' ? fn.path.names.at(-1)?.span : undefined) ?? fn.span;
}

/** pyproject.nix (7af23cf), lib/renderers.nix. */
const RENDERERS: ReadonlySet<string> = new Set([
  'buildPythonPackage',
  'mkPythonEditablePackage',
  'withPackages',
]);

/** The calls of pyproject.nix's renderers: `project.renderers.buildPythonPackage { … }`. */
export function rendererCalls(context: Pick<ReadContext, 'resolver' | 'calls'>): readonly Call[] {
  return callsOf(context, RENDERERS).filter((call) => isRenderer(context.resolver, call));
}

/** One of pyproject.nix's, which answers the arguments for nixpkgs' own function of the name. */
function isRenderer(resolver: Resolver, { expr, scope }: Pick<Call, 'expr' | 'scope'>): boolean {
  // As written, or where the name leads: `inherit (project.renderers) withPackages`.
  const written = { expr: unwrap(expr.fn), scope };
  return [written, resolver.force(written)].some((fn) => {
    const set = setOfName(fn);
    return set !== null && (isRenderers(set) || isRenderers(resolver.force(set)));
  });
}

/** What a name is selected from as it is written, or by the innermost `with` around it; null where neither brings it. */
export function setOfName({ expr, scope }: Closure): Closure | null {
  if (expr.kind === 'select') {
    const parts = withoutLastName(expr);
    return parts === null ? null : { expr: unwrap(parts.target), scope };
  }
  const definition = expr.kind === 'identifier' ? lookUp(expr.name, scope) : null;
  const [innermost] = definition?.kind === 'with' ? definition.scopes : [];
  return innermost === undefined
    ? null
    : { expr: unwrap(innermost.node.scope), scope: innermost.parent };
}

function isRenderers({ expr, scope }: Closure): boolean {
  if (expr.kind === 'identifier') return expr.name === 'renderers';
  const last = expr.kind === 'select' ? expr.path.names.at(-1) : undefined;
  return last !== undefined && attrNameText(last, scope) === 'renderers';
}
