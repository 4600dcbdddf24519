import { allows } from './constraint.ts';
import { genericAllows } from './generic-constraint.ts';
import { evaluate, isVariable } from './marker-evaluation.ts';
import type { Marker, MarkerComparison } from './marker-syntax.ts';
import type { MarkerEnvironment } from './model.ts';
import { normalizeName } from './names.ts';
import { parseMarkerConstraint } from './poetry-constraint.ts';
import { conditionOf } from './poetry-marker-condition.ts';

export { parsePoetryMarker } from './poetry-marker-syntax.ts';

/**
 * Whether Poetry takes the marker, read by `parsePoetryMarker`, to hold in the environment
 * (poetry-core 2.5, `validate`): what the environment does not say counts as holding.
 */
export function evaluatePoetryMarker(marker: Marker, environment: MarkerEnvironment): boolean {
  return evaluate(marker.expression, (comparison) => holds(comparison, environment)) !== false;
}

function holds(comparison: MarkerComparison, environment: MarkerEnvironment): boolean | null {
  const condition = conditionOf(comparison);
  if (condition === null) return null;
  if (condition.on === 'extra') {
    const { extra } = environment;
    if (extra === undefined) return null;
    return condition.extras.includes(normalizeName(extra)) === condition.wanted;
  }
  const value = isVariable(condition.variable) ? environment[condition.variable] : undefined;
  if (typeof value !== 'string') return null;
  if (condition.on === 'text') return genericAllows(condition.constraint, value);
  const version = parseMarkerConstraint(value, condition.variable === 'platform_release');
  const only = 'problem' in version ? null : (version.ranges[0]?.min ?? null);
  return only === null ? null : allows(condition.constraint, only);
}
