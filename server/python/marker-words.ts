import {
  joined,
  type Marker,
  type MarkerComparison,
  type MarkerExpression,
} from './marker-syntax.ts';

/**
 * A marker for people: `only on Windows`, `only with Python < 3.11, not on macOS`. Null where it is more than a few
 * conditions that must all hold, of systems and interpreters.
 */
export function markerInWords({ expression }: Marker): string | null {
  const all = expression.kind === 'and' ? expression : joined('and', [expression]);
  const members = all.kind === 'and' ? all.members : [all];
  const words = members.map(wordsOf);
  return words.every((each) => each !== null) ? [...new Set(words)].join(', ') : null;
}

function wordsOf(expression: MarkerExpression): string | null {
  if (expression.kind !== 'comparison') return null;
  const { left, operator, right } = expression;
  if (left.kind !== 'variable' || right.kind !== 'value') return null;
  const system = systemOf(expression);
  if (system !== null) {
    if (operator === '==') return `only on ${system}`;
    return operator === '!=' ? `not on ${system}` : null;
  }
  const isPython = left.text === 'python_version' || left.text === 'python_full_version';
  if (isPython && /^(?:[<>]=?|==|~=)$/.test(operator)) {
    const symbol = operator === '==' ? '' : `${operator} `;
    return `only with Python ${symbol}${right.text}`;
  }
  return null;
}

/** The system that a comparison asks for, as people call it. */
function systemOf({ left, right }: MarkerComparison): string | null {
  return SYSTEMS.get(`${left.text} ${right.text}`) ?? null;
}

/** What the variables of PEP 508 are on the systems that have a name. */
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ['sys_platform win32', 'Windows'],
  ['platform_system Windows', 'Windows'],
  ['os_name nt', 'Windows'],
  ['sys_platform linux', 'Linux'],
  ['platform_system Linux', 'Linux'],
  ['sys_platform darwin', 'macOS'],
  ['platform_system Darwin', 'macOS'],
]);
