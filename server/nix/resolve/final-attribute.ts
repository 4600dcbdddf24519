import type { Resolver } from './resolver.ts';
import { bodyOfCall } from './resolver.ts';
import type { Closure } from './scope.ts';
import { attrNameText, lookUp } from './scope.ts';

/**
 * What `final.name` is in an overlay `final: prev: { name = …; … }`: what the overlay itself binds the name to, which
 * overlays behind it may change. Null for anything else.
 */
export function finalAttribute(resolver: Resolver, closure: Closure): Closure | null {
  const { expr, scope } = resolver.force(closure);
  if (expr.kind !== 'select' || expr.target.kind !== 'identifier') return null;
  const [only, ...more] = expr.path.names;
  const name = only === undefined ? null : attrNameText(only, scope);
  if (name === null || more.length > 0) return null;
  const definition = lookUp(expr.target.name, scope);
  if (definition.kind !== 'parameter' || definition.formal !== null) return null;
  const { lambda } = definition.scope;
  const previous = resolver.force({ expr: lambda.body, scope: definition.scope });
  if (previous.expr.kind !== 'lambda') return null;
  return resolver.attribute(bodyOfCall(previous, previous.expr, null), name);
}
