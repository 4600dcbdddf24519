import type {
  Marker,
  MarkerComparison,
  MarkerExpression,
  MarkerOperator,
} from './marker-syntax.ts';
import type { MarkerEnvironment } from './model.ts';
import { normalizeName } from './names.ts';
import { clauseContains, parseClause } from './specifier.ts';
import { parseVersion } from './version.ts';

/**
 * Whether the marker holds in the environment (packaging 26). Null where it cannot be told: if a
 * comparison has no meaning (`os_name ~= "posix"`), for which packaging refuses the whole marker, or
 * if it hangs on what the environment does not say.
 */
export function evaluateMarker(marker: Marker, environment: MarkerEnvironment): boolean | null {
  if (!hasMeaning(marker.expression)) return null;
  return evaluate(marker.expression, (comparison) => compareIn(environment, comparison));
}

/**
 * As `evaluateMarker`, where `answer` may have an answer of its own to a comparison: undefined leaves it to the
 * environment, null says that it cannot be told.
 */
export function evaluateWith(
  marker: Marker,
  environment: MarkerEnvironment,
  answer: (asked: AskedVariable) => boolean | null | undefined,
): boolean | null {
  if (!hasMeaning(marker.expression)) return null;
  return evaluate(marker.expression, (comparison) => {
    const { left, operator, right } = comparison;
    const [variable, value] =
      left.kind === 'variable' ? [left.text, right.text] : [right.text, left.text];
    const own = answer({ variable, operator, value });
    return own === undefined ? compareIn(environment, comparison) : own;
  });
}

/** One comparison of a marker, whichever of both stands on the left. */
interface AskedVariable {
  readonly variable: string;
  readonly operator: MarkerOperator;
  readonly value: string;
}

/** Kleene's logic over the comparisons' own answers. */
export function evaluate(
  expression: MarkerExpression,
  answer: (comparison: MarkerComparison) => boolean | null,
): boolean | null {
  if (expression.kind === 'comparison') return answer(expression);
  const deciding = expression.kind === 'or';
  let unknown = false;
  for (const member of expression.members) {
    const value = evaluate(member, answer);
    if (value === deciding) return deciding;
    unknown ||= value === null;
  }
  return unknown ? null : !deciding;
}

function hasMeaning(expression: MarkerExpression): boolean {
  if (expression.kind !== 'comparison') return expression.members.every(hasMeaning);
  const { left, operator, right } = expression;
  if (left.kind === 'value' && !isVariable(right.text)) return false;
  if (operator !== '~=' && operator !== '===') return true;
  const variable = left.kind === 'variable' ? left : right;
  if (!versionVariables.has(variable.text)) return false;
  // With the variable on the right the clause is made of its value, which is a version or is not.
  return left.kind === 'value' || parseClause(operator + right.text) !== null;
}

const versionVariables: ReadonlySet<string> = new Set([
  'implementation_version',
  'platform_release',
  'python_full_version',
  'python_version',
]);

function compareIn(
  environment: MarkerEnvironment,
  { left, operator, right }: MarkerComparison,
): boolean | null {
  // As in packaging, a string on the left makes the right side the variable, whatever it is.
  const [key, literal] =
    left.kind === 'variable' ? [left.text, right.text] : [right.text, left.text];
  const known = lookUp(environment, key);
  if (known === null) return null;
  if (typeof known !== 'string')
    return left.kind === 'variable' ? null : compareWithSet(literal, operator, known);
  return left.kind === 'variable'
    ? compareTexts(known, operator, literal, key)
    : compareTexts(literal, operator, known, key);
}

function lookUp(environment: MarkerEnvironment, key: string): string | ReadonlySet<string> | null {
  if (!isVariable(key)) return null;
  if (key === 'extra') return normalizeName(environment.extra ?? '');
  const value = environment[key];
  if (key === 'python_full_version' && environment.python_full_version.endsWith('+'))
    return `${environment.python_full_version}local`;
  return value ?? null;
}

/** Whether environments have an answer to `key`. */
export function isVariable(key: string): key is keyof MarkerEnvironment {
  return variables.has(key);
}

const variables: ReadonlySet<string> = new Set<keyof MarkerEnvironment>([
  'python_version',
  'python_full_version',
  'os_name',
  'sys_platform',
  'platform_release',
  'platform_system',
  'platform_version',
  'platform_machine',
  'platform_python_implementation',
  'implementation_name',
  'implementation_version',
  'extra',
  'extras',
  'dependency_groups',
]);

/** Compares as packaging does: version variables as versions where the object is one, all else as text; null for what has no meaning. */
export function compareTexts(
  subject: string,
  operator: MarkerOperator,
  object: string,
  key: string,
): boolean | null {
  if (versionVariables.has(key)) {
    const clause = parseClause(operator + object);
    if (clause !== null) return clauseContains(clause, parseVersion(subject), subject);
  }
  switch (operator) {
    case 'in':
      return object.includes(subject);
    case 'not in':
      return !object.includes(subject);
    case '==':
    case '<=':
    case '>=':
      return subject === object;
    case '!=':
      return subject !== object;
    case '<':
    case '>':
      return false;
    default:
      return null;
  }
}

/** `"name" in extras` (PEP 751). Other comparisons with a set have the answers that Python gives them. */
function compareWithSet(
  literal: string,
  operator: MarkerOperator,
  set: ReadonlySet<string>,
): boolean | null {
  if (operator === '===' || operator === '~=') return null;
  if (operator === '!=') return true;
  if (operator !== 'in' && operator !== 'not in') return false;
  const isMember = [...set].some((member) => normalizeName(member) === literal);
  return isMember === (operator === 'in');
}
