import {
  joined,
  type Marker,
  type MarkerComparison,
  type MarkerExpression,
  type MarkerOperand,
} from './marker-syntax.ts';

/** The marker in one spelling: double quotes, single blanks, parentheses only where they are needed. */
export function formatMarker(marker: Marker): string {
  return formatExpression(marker.expression);
}

/** A marker made of an expression; its text is the printed one. */
export function markerOf(expression: MarkerExpression): Marker {
  return { text: formatExpression(expression), expression };
}

/** The marker that holds where all given ones do; null (no condition) where none is given. */
export function andMarkers(...markers: readonly (Marker | null)[]): Marker | null {
  const given = markers.filter((marker) => marker !== null);
  const [first] = given;
  if (first === undefined || given.length === 1) return first ?? null;
  return markerOf(
    joined(
      'and',
      given.map(({ expression }) => expression),
    ),
  );
}

/** A comparison of a variable with a text. Its spans point nowhere. */
export function comparison(
  variable: string,
  operator: MarkerComparison['operator'],
  value: string,
): MarkerComparison {
  const span = { start: 0, end: 0 };
  return {
    kind: 'comparison',
    left: { kind: 'variable', text: variable, span },
    operator,
    right: { kind: 'value', text: value, span },
  };
}

export function formatExpression(expression: MarkerExpression): string {
  if (expression.kind === 'comparison')
    return `${formatOperand(expression.left)} ${expression.operator} ${formatOperand(expression.right)}`;
  const { kind, members } = expression;
  return members
    .map((member) => {
      const text = formatExpression(member);
      return kind === 'and' && member.kind === 'or' ? `(${text})` : text;
    })
    .join(` ${kind} `);
}

function formatOperand({ kind, text }: MarkerOperand): string {
  if (kind === 'variable') return text;
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return quote + text.replace(/[\\\n\r\0]|"/g, (character) => escaped(character, quote)) + quote;
}

/** A marker's string ends at the first quote of its kind, so one inside needs an escape without a quote. */
function escaped(character: string, quote: string): string {
  if (character === '\\') return '\\\\';
  if (character === '"' && quote === "'") return character;
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
