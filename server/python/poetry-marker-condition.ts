import { parseGenericConstraint, type GenericConstraint } from './generic-constraint.ts';
import type { MarkerComparison } from './marker-syntax.ts';
import type { Constraint, SyntaxProblem } from './model.ts';
import { normalizeName } from './names.ts';
import { parseMarkerConstraint } from './poetry-constraint.ts';
import { stripped } from './python-text.ts';

/** What Poetry makes of one comparison. */
export type PoetryCondition =
  | { readonly on: 'version'; readonly variable: string; readonly constraint: Constraint }
  | { readonly on: 'text'; readonly variable: string; readonly constraint: GenericConstraint }
  | { readonly on: 'extra'; readonly extras: readonly string[]; readonly wanted: boolean };

/**
 * The condition of a comparison that has one variable and one text, by poetry-core's `SingleMarker`;
 * null where Poetry finds it invalid. Operators that Poetry does not know for texts become part of
 * the text, as they do there: `platform_version >= "5"` is equality with `>= 5`.
 */
export function conditionOf({ left, operator, right }: MarkerComparison): PoetryCondition | null {
  if (left.kind === 'value') return swappedCondition(right.text, operator, left.text);
  const variable = left.text;
  const value = withoutSpaceBefore(right.text);
  if (/\n[^]/.test(value)) return null;
  // With nothing behind it, Poetry takes the `in` itself for the text.
  const isMembership = (operator === 'in' || operator === 'not in') && right.text !== '';
  if (variable === 'extra')
    return isMembership
      ? extrasCondition(operator === 'in', value.split(separators))
      : extraCondition(`${operator} ${right.text}`);
  if (versionVariables.has(variable)) {
    if (isMembership) return versionCondition(variable, versionList(operator === 'in', value));
    const padding = variable === 'python_full_version' ? '.0'.repeat(missingParts(value)) : '';
    return versionCondition(variable, `${operator} ${right.text}${padding}`);
  }
  return textCondition(
    variable,
    isMembership ? textList(operator === 'in', value) : `${operator} ${right.text}`,
  );
}

const versionVariables: ReadonlySet<string> = new Set([
  'python_version',
  'python_full_version',
  'platform_release',
]);

/** Poetry skips white space before a text, unless there is nothing else. */
function withoutSpaceBefore(text: string): string {
  const { start } = stripped(text);
  return start < text.length ? text.slice(start) : text.slice(-1);
}

const separators = /[ ,|]+/;

/** `"arm" in platform_machine`: the text is a part of what the platform says. */
function swappedCondition(
  variable: string,
  operator: MarkerComparison['operator'],
  value: string,
): PoetryCondition | null {
  if (operator !== 'in' && operator !== 'not in') return null;
  if (!/^[^\n]+$/.test(value) || variable === 'extra') return null;
  return variable.startsWith('python_')
    ? versionCondition(variable, versionList(operator === 'in', value))
    : textCondition(variable, `"${value}" ${operator}`);
}

function versionCondition(variable: string, text: string): PoetryCondition | null {
  const constraint = parseMarkerConstraint(text, variable === 'platform_release');
  return 'problem' in constraint ? null : { on: 'version', variable, constraint };
}

function textCondition(variable: string, text: string): PoetryCondition | null {
  const constraint: GenericConstraint | SyntaxProblem = parseGenericConstraint(text);
  return 'problem' in constraint ? null : { on: 'text', variable, constraint };
}

function extraCondition(text: string): PoetryCondition | null {
  const [, operator, extra] = /^(!=|={1,3})?\s*(\S+)$/.exec(text.trim()) ?? [];
  return extra === undefined ? null : extrasCondition(operator !== '!=', [extra]);
}

function extrasCondition(wanted: boolean, extras: readonly string[]): PoetryCondition | null {
  if (extras.includes('')) return null;
  return { on: 'extra', extras: extras.map(normalizeName), wanted };
}

function versionList(isIn: boolean, list: string): string {
  return list
    .split(separators)
    .map((version) => {
      const isSeries = version.split('.').length < 3;
      const equals = isSeries ? '' : '==';
      return (isIn ? equals : '!=') + version + (isSeries ? '.*' : '');
    })
    .join(isIn ? ' || ' : ', ');
}

function textList(isIn: boolean, list: string): string {
  return list
    .split(separators)
    .map((value) => `${isIn ? '==' : '!='} ${value}`)
    .join(isIn ? ' || ' : ', ');
}

function missingParts(version: string): number {
  return Math.max(2 - (version.match(/\./g)?.length ?? 0), 0);
}
