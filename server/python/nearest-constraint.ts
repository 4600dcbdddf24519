import type { Version } from './model.ts';
import { parsePoetryConstraint, poetryAllows } from './poetry-constraint.ts';

const SINGLE = /^(\^|~=|~|==|>=|<=|>|<)?\s*v?(\d+(?:\.\d+)*)$/;

/**
 * The constraint nearest to `text` that accepts `version`: the same operator, as many components as
 * were written (`^8.1` and 7.2.0 give `^7.2`). Null where `text` is more than one operator and one
 * release, or where no such constraint accepts the version. `dialect` is what the text is read by.
 */
export function nearestConstraint(
  text: string,
  version: Version,
  dialect: 'poetry' | 'pep440',
): string | null {
  const single = SINGLE.exec(text.trim());
  if (single === null) return null;
  const [, operator = '', release = ''] = single;
  const written = release.split('.').length;
  const precise = operator === '==' || operator === '' || operator === '<=';
  const components = operator === '~=' ? Math.max(written, 2) : written;
  const candidates = precise
    ? [version.text]
    : [version.release.slice(0, components).join('.'), version.text];
  return (
    candidates
      .map((candidate) => nearestOperator(operator, dialect) + candidate)
      .find((candidate) => accepts(candidate, version)) ?? null
  );
}

/** An upper bound moved to the locked version would exclude all others: a lower bound serves instead. */
function nearestOperator(operator: string, dialect: 'poetry' | 'pep440'): string {
  if (operator === '<' || operator === '>') return '>=';
  return operator === '' && dialect === 'pep440' ? '==' : operator;
}

function accepts(constraint: string, version: Version): boolean {
  const parsed = parsePoetryConstraint(constraint);
  return !('problem' in parsed) && poetryAllows(parsed, version);
}
