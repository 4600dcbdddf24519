import { allowsAny, anyVersion, intersect, noVersion, union } from './constraint.ts';
import type { PlatformEnvironment } from './environment.ts';
import { compareTexts } from './marker-evaluation.ts';
import type { Marker, MarkerComparison, MarkerExpression } from './marker-syntax.ts';
import type { Constraint } from './model.ts';
import { pythonsOf } from './python-conditions.ts';

export interface Reach {
  /** The full Python versions in question; all if left out. */
  readonly python?: Constraint;
  /** The platforms in question. Left out: any platform that there could be, as Poetry locks for. */
  readonly environments?: readonly PlatformEnvironment[];
}

/**
 * Whether there is a Python in the range and a platform under which the marker holds. False only
 * where it is certain that there is none: what is not known of a platform, and extras, may be so.
 */
export function markerReachable(
  marker: Marker,
  { python = anyVersion, environments }: Reach,
): boolean {
  return (environments ?? imaginable(marker.expression)).some((environment) =>
    allowsAny(pythonsFor(marker.expression, environment), python),
  );
}

/** The full Python versions for which the marker may hold on a platform of which only `environment` is known. */
export function reachablePythons(
  marker: Marker,
  environment: PlatformEnvironment = {},
): Constraint {
  return pythonsFor(marker.expression, environment);
}

function pythonsFor(expression: MarkerExpression, environment: PlatformEnvironment): Constraint {
  if (expression.kind === 'comparison') {
    const pythons = pythonsOf(expression);
    if (pythons !== null) return pythons;
    return compareOnPlatform(expression, environment) === false ? noVersion : anyVersion;
  }
  const members = expression.members.map((member) => pythonsFor(member, environment));
  return expression.kind === 'or' ? union(...members) : members.reduce(intersect, anyVersion);
}

const platformVariables = [
  'os_name',
  'sys_platform',
  'platform_system',
  'platform_machine',
  'platform_python_implementation',
  'implementation_name',
] as const;

type PlatformVariable = (typeof platformVariables)[number];

/** Null where it is not known. */
function compareOnPlatform(
  { left, operator, right }: MarkerComparison,
  environment: PlatformEnvironment,
): boolean | null {
  const [variable, literal] = left.kind === 'variable' ? [left, right] : [right, left];
  if (variable.kind !== 'variable' || literal.kind !== 'value') return null;
  const name = platformVariables.find((each) => each === variable.text);
  const value = name === undefined ? undefined : environment[name];
  if (name === undefined || value === undefined) return null;
  return left.kind === 'variable'
    ? compareTexts(value, operator, literal.text, name)
    : compareTexts(literal.text, operator, value, name);
}

const mostEnvironments = 4096;

/**
 * Enough platforms to decide whether any could satisfy the marker: each variable has one of the
 * values it is compared with, or another one. Where those are too many, variables stay unknown.
 */
function imaginable(expression: MarkerExpression): readonly PlatformEnvironment[] {
  const values = new Map<PlatformVariable, Set<string>>();
  collectValues(expression, values);
  let environments: readonly PlatformEnvironment[] = [{}];
  for (const [name, known] of values) {
    const candidates = [...known, 'something else'];
    if (environments.length * candidates.length > mostEnvironments) continue;
    environments = environments.flatMap((environment) =>
      candidates.map((value) => ({ ...environment, [name]: value })),
    );
  }
  return environments;
}

function collectValues(
  expression: MarkerExpression,
  values: Map<PlatformVariable, Set<string>>,
): void {
  if (expression.kind !== 'comparison') {
    for (const member of expression.members) collectValues(member, values);
    return;
  }
  const { left, right } = expression;
  const [variable, literal] = left.kind === 'variable' ? [left, right] : [right, left];
  const name = platformVariables.find((each) => each === variable.text);
  if (name === undefined || variable.kind !== 'variable' || literal.kind !== 'value') return;
  const known = values.get(name) ?? new Set<string>();
  values.set(name, known.add(literal.text));
  // Poetry takes the text behind `in` for a list, packaging for one from which a part is taken.
  for (const part of literal.text.split(/[ ,|]+/)) known.add(part);
}
