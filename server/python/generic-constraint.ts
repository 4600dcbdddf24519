import { problemIn, splitAlternatives, splitByCommas } from './constraint-text.ts';
import type { SyntaxProblem } from './model.ts';

/** A condition on a text, as Poetry reads it for platforms and for markers that are not of versions. */
export interface GenericCondition {
  readonly operator: '==' | '!=' | 'in' | 'not in';
  readonly value: string;
}

/** Alternatives of conditions that all hold: `darwin || linux`, `!=win32, !=cygwin`. */
export type GenericConstraint = readonly (readonly GenericCondition[])[];

/** Reads such a constraint as poetry-core 2.5 does. `*` is one of no conditions. */
export function parseGenericConstraint(text: string): GenericConstraint | SyntaxProblem {
  if (text === '*') return [[]];
  const alternatives: GenericCondition[][] = [];
  for (const alternative of splitAlternatives(text)) {
    const all: GenericCondition[] = [];
    for (const piece of splitByCommas(alternative)) {
      const condition = parseCondition(piece.text);
      if (condition === null) return problemIn(piece);
      all.push(condition);
    }
    alternatives.push(all);
  }
  return alternatives;
}

/** Whether the text satisfies the constraint. `'a' in` holds of a text that has `a` in it. */
export function genericAllows(constraint: GenericConstraint, text: string): boolean {
  return constraint.some((all) => all.every((condition) => conditionAllows(condition, text)));
}

function conditionAllows({ operator, value }: GenericCondition, text: string): boolean {
  switch (operator) {
    case '==':
      return text === value;
    case '!=':
      return text !== value;
    case 'in':
      return text.includes(value);
    case 'not in':
      return !text.includes(value);
  }
}

function parseCondition(text: string): GenericCondition | null {
  const [, single, double, negated] = /^(?:'([^\n]+)'|"([^\n]+)")\s*(not )?in$/.exec(text) ?? [];
  const quoted = single ?? double;
  if (quoted !== undefined)
    return { operator: negated === undefined ? 'in' : 'not in', value: quoted.trim() };
  const operator = /^(?:!=|={1,3}(?=[^]))/.exec(text)?.[0] ?? '';
  const value = text.slice(operator.length).trim();
  if (text === '' || value.includes('\n')) return null;
  // An operator alone is the text that is compared with, as far as Poetry's pattern gives it back.
  if (value === '') return { operator: '==', value: text };
  return { operator: operator === '!=' ? '!=' : '==', value };
}
