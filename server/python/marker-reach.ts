import { allowsAny, anyVersion, intersectAll, noVersion, unionAll } from './constraint.ts';
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
  const { expression } = marker;
  const pythons = pythonsByComparison(expression);
  return (environments ?? imaginable(expression, pythons.size)).some((environment) =>
    allowsAny(pythonsFor(expression, pythons, environment), python),
  );
}

/** The full Python versions for which the marker may hold on a platform of which only `environment` is known. */
export function reachablePythons(
  { expression }: Marker,
  environment: PlatformEnvironment = {},
): Constraint {
  return pythonsFor(expression, pythonsByComparison(expression), environment);
}

/** Null for comparisons that do not ask of the Python. */
type Pythons = ReadonlyMap<MarkerComparison, Constraint | null>;

function pythonsByComparison(expression: MarkerExpression): Pythons {
  return new Map(comparisonsOf(expression).map((each) => [each, pythonsOf(each)]));
}

function comparisonsOf(expression: MarkerExpression): readonly MarkerComparison[] {
  return expression.kind === 'comparison'
    ? [expression]
    : expression.members.flatMap(comparisonsOf);
}

function pythonsFor(
  expression: MarkerExpression,
  pythons: Pythons,
  environment: PlatformEnvironment,
): Constraint {
  if (expression.kind === 'comparison') {
    const known = pythons.get(expression) ?? null;
    if (known !== null) return known;
    return compareOnPlatform(expression, environment) === false ? noVersion : anyVersion;
  }
  const members = expression.members.map((member) => pythonsFor(member, pythons, environment));
  return expression.kind === 'or' ? unionAll(members) : intersectAll(members);
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

/** How many comparisons may be judged in all, over all platforms that are tried. */
const mostJudged = 50_000;

/**
 * Enough platforms to decide whether any could satisfy the marker: each variable has one of the
 * values it is compared with, or another one. Where those are too many, variables stay unknown.
 */
function imaginable(
  expression: MarkerExpression,
  comparisons: number,
): readonly PlatformEnvironment[] {
  let environments: readonly PlatformEnvironment[] = [{}];
  for (const [name, known] of valuesOf(expression)) {
    const candidates = [...known, 'something else'];
    if (environments.length * candidates.length * comparisons > mostJudged) continue;
    environments = environments.flatMap((environment) =>
      candidates.map((value) => ({ ...environment, [name]: value })),
    );
  }
  return environments;
}

function valuesOf(expression: MarkerExpression): ReadonlyMap<PlatformVariable, Set<string>> {
  const values = new Map<PlatformVariable, Set<string>>();
  for (const { left, right } of comparisonsOf(expression)) {
    const [variable, literal] = left.kind === 'variable' ? [left, right] : [right, left];
    const name = platformVariables.find((each) => each === variable.text);
    if (name === undefined || variable.kind !== 'variable' || literal.kind !== 'value') continue;
    const known = values.get(name) ?? new Set<string>();
    values.set(name, known.add(literal.text));
    // Poetry takes the text behind `in` for a list, packaging for one from which a part is taken.
    for (const part of literal.text.split(/[ ,|]+/)) known.add(part);
  }
  return values;
}
