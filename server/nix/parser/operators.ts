import type { Span } from '../../text.ts';
import type { BinaryOperator, Expr, TokenKind } from '../syntax.ts';
import type { Cursor } from './cursor.ts';
import { parseApplication } from './expressions.ts';
import { startsFunction } from './functions.ts';
import { parseAttrPath, startsName } from './names.ts';

interface Operator {
  readonly symbol: BinaryOperator;
  readonly precedence: number;
  readonly associates: 'left' | 'right' | 'not';
}

interface Pending {
  readonly symbol: BinaryOperator | 'not' | 'negate';
  readonly precedence: number;
  readonly span: Span;
}

/** From the weakest to the strongest (nix `src/libexpr/parser.y`). */
const OPERATORS: ReadonlyMap<TokenKind, Operator> = new Map(
  (
    [
      [['|>'], 1, 'left'],
      [['<|'], 1, 'right'],
      [['->'], 2, 'right'],
      [['||'], 3, 'left'],
      [['&&'], 4, 'left'],
      [['==', '!='], 5, 'not'],
      [['<', '>', '<=', '>='], 6, 'not'],
      [['//'], 7, 'right'],
      [['+', '-'], 9, 'left'],
      [['*', '/'], 10, 'left'],
      [['++'], 11, 'right'],
    ] as const
  ).flatMap(([symbols, precedence, associates]) =>
    symbols.map((symbol): [TokenKind, Operator] => [symbol, { symbol, precedence, associates }]),
  ),
);
const NOT = 8;
const NEGATE = 13;

/** A chain of operators, without recursion however long it is. */
export function parseOperators(cursor: Cursor): Expr {
  if (cursor.is('!') || cursor.is('-')) return parseChain(cursor, null);
  const first = parseOperand(cursor);
  // Most expressions have no operator.
  return cursor.is('?') || OPERATORS.has(cursor.kind) ? parseChain(cursor, first) : first;
}

function parseChain(cursor: Cursor, first: Expr | null): Expr {
  let next = first;
  const operands: Expr[] = [];
  const pending: Pending[] = [];
  for (;;) {
    if (next === null) takePrefixes(cursor, pending);
    operands.push(parseHasAttr(cursor, next ?? parseOperand(cursor), pending));
    next = null;
    const operator = OPERATORS.get(cursor.kind);
    if (operator === undefined) break;
    reduceBefore(cursor, operator, operands, pending);
    pending.push({ ...operator, span: cursor.next() });
  }
  while (pending.length > 0) reduce(operands, pending);
  return operands.pop() ?? cursor.missing();
}

function takePrefixes(cursor: Cursor, pending: Pending[]): void {
  for (;;) {
    if (cursor.is('!')) pending.push({ symbol: 'not', precedence: NOT, span: cursor.next() });
    else if (cursor.is('-'))
      pending.push({ symbol: 'negate', precedence: NEGATE, span: cursor.next() });
    else return;
  }
}

function parseOperand(cursor: Cursor): Expr {
  if (!startsStatement(cursor) && !startsFunction(cursor)) return parseApplication(cursor);
  cursor.error('this must be in parentheses here');
  return cursor.expression();
}

function startsStatement(cursor: Cursor): boolean {
  switch (cursor.kind) {
    case 'if':
    case 'with':
    case 'assert':
      return true;
    case 'let':
      return cursor.peek(1).kind !== '{';
    default:
      return false;
  }
}

/** `target ? path`, which binds tighter than all but a minus before it. */
function parseHasAttr(cursor: Cursor, operand: Expr, pending: Pending[]): Expr {
  if (!cursor.is('?')) return operand;
  let target = operand;
  const operands = [target];
  while (pending.at(-1)?.symbol === 'negate') reduce(operands, pending);
  target = operands[0] ?? target;
  while (cursor.is('?')) {
    const operator = cursor.next();
    if (!startsName(cursor)) cursor.error('expected an attribute name');
    const path = parseAttrPath(cursor);
    target = {
      kind: 'has-attr',
      target,
      operator,
      path,
      span: cursor.spanFrom(target.span.start),
    };
  }
  return target;
}

function reduceBefore(
  cursor: Cursor,
  operator: Operator,
  operands: Expr[],
  pending: Pending[],
): void {
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    if (top.precedence < operator.precedence) return;
    if (top.precedence === operator.precedence) {
      const isMixedPipe = operator.precedence === 1 && top.symbol !== operator.symbol;
      if (operator.associates === 'not' || isMixedPipe)
        cursor.error(`‘${operator.symbol}’ does not associate here: use parentheses`);
      if (operator.associates === 'right') return;
    }
    reduce(operands, pending);
  }
}

/** Builds the expression of the last pending operator. */
function reduce(operands: Expr[], pending: Pending[]): void {
  const operator = pending.pop();
  const right = operands.pop();
  if (operator === undefined || right === undefined) return;
  const { symbol, span: operatorSpan } = operator;
  if (symbol === 'not' || symbol === 'negate') {
    operands.push({
      kind: 'unary',
      operator: symbol === 'not' ? '!' : '-',
      operatorSpan,
      operand: right,
      span: { start: operatorSpan.start, end: right.span.end },
    });
    return;
  }
  const left = operands.pop();
  if (left === undefined) return;
  operands.push({
    kind: 'binary',
    operator: symbol,
    operatorSpan,
    left,
    right,
    span: { start: left.span.start, end: right.span.end },
  });
}
