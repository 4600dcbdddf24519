import { allowsAll, allowsAny, anyVersion, intersectAll, unionAll } from './constraint.ts';
import { comparison, formatExpression, markerOf } from './marker-format.ts';
import {
  joined,
  type Marker,
  type MarkerComparison,
  type MarkerExpression,
} from './marker-syntax.ts';
import type { Constraint, Version, VersionRange } from './model.ts';
import { exactPythonsOf } from './python-conditions.ts';
import { isPoint } from './ranges.ts';
import { withParts } from './version.ts';

/**
 * The marker without what says nothing for Pythons of the range: repeated conditions, conditions
 * that others imply, alternatives that cannot be. For people to read; under those Pythons it holds
 * where the given one holds. `always` and `never` where nothing is left to ask.
 */
export function simplifyMarker(
  marker: Marker,
  python: Constraint = anyVersion,
): Marker | 'always' | 'never' {
  const simple = simplify(marker.expression, python);
  return typeof simple === 'string' ? simple : markerOf(simple);
}

type Simple = MarkerExpression | 'always' | 'never';

type Kind = 'and' | 'or';

function simplify(expression: MarkerExpression, python: Constraint): Simple {
  if (expression.kind === 'comparison') return simplifyMembers('and', [expression], python);
  const { kind } = expression;
  const members: MarkerExpression[] = [];
  for (const member of expression.members) {
    const simple = simplify(member, python);
    if (simple === deciding(kind)) return simple;
    if (typeof simple !== 'string') members.push(simple);
  }
  return simplifyMembers(
    kind,
    members.flatMap((member) => membersOf(kind, member)),
    python,
  );
}

function membersOf(kind: Kind, expression: MarkerExpression): readonly MarkerExpression[] {
  return expression.kind === kind ? expression.members : [expression];
}

function deciding(kind: Kind): 'always' | 'never' {
  return kind === 'and' ? 'never' : 'always';
}

function neutral(kind: Kind): 'always' | 'never' {
  return kind === 'and' ? 'always' : 'never';
}

/** Members that are simple by themselves, taken together. */
function simplifyMembers(
  kind: Kind,
  members: readonly MarkerExpression[],
  python: Constraint,
): Simple {
  const pythons = new Map<MarkerExpression, Constraint>();
  const others = new Map<string, MarkerExpression>();
  for (const member of members) {
    const exact = member.kind === 'comparison' ? exactPythonsOf(member) : null;
    if (exact === null) others.set(formatExpression(member), member);
    else pythons.set(member, exact);
  }
  const onPython = simplifyPythons(kind, pythons, python);
  if (onPython === deciding(kind)) return onPython;
  const onRest = withoutImplied(kind, withoutAbsorbed(others));
  if (onRest === null) return deciding(kind);
  const kept = [...(typeof onPython === 'string' ? [] : membersOf(kind, onPython)), ...onRest];
  return kept.length === 0 ? neutral(kind) : joined(kind, kept);
}

function simplifyPythons(
  kind: Kind,
  pythons: ReadonlyMap<MarkerExpression, Constraint>,
  python: Constraint,
): Simple {
  if (pythons.size === 0) return neutral(kind);
  const sets = [...pythons.values()];
  const all = kind === 'and' ? intersectAll(sets) : unionAll(sets);
  if (!allowsAny(all, python)) return 'never';
  if (allowsAll(all, python)) return 'always';
  const [range, ...others] = all.ranges.filter((each) => allowsAny({ ranges: [each] }, python));
  const short = range === undefined || others.length > 0 ? null : conditionsOf(range);
  if (short !== null && short.length <= pythons.size)
    return joined(
      'and',
      short.filter((condition) => !isImplied(condition, python)),
    );
  const distinct = new Map([...pythons.keys()].map((each) => [formatExpression(each), each]));
  return joined(kind, [...distinct.values()]);
}

function isImplied(condition: MarkerComparison, python: Constraint): boolean {
  const pythons = exactPythonsOf(condition);
  return pythons !== null && allowsAll(pythons, python);
}

/** The conditions that make up one range of full Python versions. */
function conditionsOf(range: VersionRange): readonly MarkerComparison[] {
  const { min, includeMin, max, includeMax } = range;
  if (isPoint(range)) return [comparison('python_full_version', '==', range.min.text)];
  const first = min !== null && includeMin ? minorStart(min) : null;
  const end = max !== null && !includeMax ? minorStart(max) : null;
  if (first !== null && end !== null && isNextMinor(first, end))
    return [comparison('python_version', '==', textOf(first))];
  const conditions: MarkerComparison[] = [];
  if (first !== null) conditions.push(comparison('python_version', '>=', textOf(first)));
  else if (min !== null)
    conditions.push(comparison('python_full_version', includeMin ? '>=' : '>', min.text));
  if (end !== null) conditions.push(comparison('python_version', '<', textOf(end)));
  else if (max !== null)
    conditions.push(comparison('python_full_version', includeMax ? '<=' : '<', typedMax(max)));
  return conditions;
}

/** The version whose minor `bound` is the very start of (`3.8.dev0`); null for another bound. */
function minorStart(bound: Version): Version | null {
  const { release, pre, post, dev, local, epoch } = bound;
  if (dev !== 0 || pre !== null || post !== null || local !== null || epoch !== 0) return null;
  return release.slice(2).every((part) => part === 0) ? bound : null;
}

function isNextMinor({ release: [major, minor = 0] }: Version, end: Version): boolean {
  const [endMajor, endMinor = 0] = end.release;
  return major === endMajor && minor + 1 === endMinor;
}

function textOf({ release: [major = 0, minor = 0] }: Version): string {
  return `${major}.${minor}`;
}

/** `<3.8.1` is kept as `<3.8.1.dev0`. */
function typedMax(max: Version): string {
  return max.dev === 0 && max.pre === null ? withParts(max, { dev: null }).text : max.text;
}

/** Without junctions of which a member stands among the members already: `a or (a and b)` is `a`. */
function withoutAbsorbed(
  members: ReadonlyMap<string, MarkerExpression>,
): readonly MarkerExpression[] {
  return [...members.values()].filter(
    (member) =>
      member.kind === 'comparison' ||
      !member.members.some((inner) => members.has(formatExpression(inner))),
  );
}

/** Without equalities that others on the same variable imply; null where they decide the whole. */
function withoutImplied(
  kind: Kind,
  members: readonly MarkerExpression[],
): readonly MarkerExpression[] | null {
  const [strong, weak] = kind === 'and' ? ['==', '!='] : ['!=', '=='];
  const decided = new Map<string, string>();
  for (const member of members) {
    if (!isEquality(member) || member.operator !== strong) continue;
    const { left, right } = member;
    if (decided.has(left.text) && decided.get(left.text) !== right.text) return null;
    decided.set(left.text, right.text);
  }
  const kept: MarkerExpression[] = [];
  for (const member of members) {
    const value = isEquality(member) ? decided.get(member.left.text) : undefined;
    if (value === undefined || !isEquality(member) || member.operator !== weak) kept.push(member);
    else if (member.right.text === value) return null;
  }
  return kept;
}

/** Whether it says `==` of a variable that has one value; several extras may be wanted at once. Versions are more than their text. */
function isEquality(expression: MarkerExpression): expression is MarkerComparison {
  if (expression.kind !== 'comparison') return false;
  const { left, right } = expression;
  return (
    left.kind === 'variable' &&
    right.kind === 'value' &&
    !/^extra|^dependency_groups$|version$|^platform_release$/.test(left.text)
  );
}
