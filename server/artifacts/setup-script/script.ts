import { type Expression, parseExpression } from './expression.ts';
import { logicalLines, type LogicalLine, type Token } from './tokens.ts';

/** A block that a statement stands in, with what it hangs on. */
export interface Guard {
  readonly kind: 'if' | 'loop' | 'except' | 'try' | 'function' | 'class' | 'with';
  /** Of an `if`; null elsewhere. */
  readonly condition: Expression | null;
  /** The conditions of the branches before this one, none of which held. */
  readonly unless: readonly Expression[];
  /** In the script's words. */
  readonly text: string;
}

/** A simple statement. `x = y`, `x += y`, `f(x)`; all others have an expression alone. */
export interface Statement {
  readonly target: Expression | null;
  readonly operator: '=' | '+=' | null;
  readonly value: Expression;
  readonly guards: readonly Guard[];
  readonly line: number;
  /** The name of a plain `import`ed or `from`-imported module; null for other statements. */
  readonly imports: string | null;
  /** Whether the value decides on a block. */
  readonly asks?: true;
  /** Whether a function gives the value back. */
  readonly returns?: true;
}

/** The simple statements of a Python script, each with the blocks around it, in the script's order. */
export function readScript(text: string): Statement[] {
  const statements: Statement[] = [];
  const open: { readonly indent: number; readonly guard: Guard | null }[] = [];
  /** The conditions of an `if` and its `elif`s so far, by indentation. */
  const chains = new Map<number, Expression[]>();
  for (const line of logicalLines(text)) {
    while ((open.at(-1)?.indent ?? -1) >= line.indent) open.pop();
    const guards = open.flatMap(({ guard }) => (guard === null ? [] : [guard]));
    const block = blockOf(line, chains);
    if (block === null) {
      if (guards.length <= DEEPEST) statements.push(statementOf(line.tokens, guards));
      continue;
    }
    open.push({ indent: line.indent, guard: block.guard });
    const own = block.guard === null ? guards : [...guards, block.guard];
    if (block.header !== null) statements.push({ ...block.header, guards });
    if (block.rest.length > 0) statements.push(statementOf(block.rest, own));
  }
  return statements;
}

const DEEPEST = 50;

interface Block {
  readonly guard: Guard | null;
  /** What the block's own line computes: its condition, what it goes through. */
  readonly header: Omit<Statement, 'guards'> | null;
  /** A statement on the same line. */
  readonly rest: readonly Token[];
}

function blockOf({ tokens, indent }: LogicalLine, chains: Map<number, Expression[]>): Block | null {
  const [first, second] = tokens;
  if (first === undefined || first.kind !== 'name') return null;
  const keyword = first.text === 'async' ? (second?.text ?? '') : first.text;
  const from = first.text === 'async' ? 2 : 1;
  const colon = colonOf(tokens);
  if (colon === -1) return null;
  const text = wordsOf(tokens.slice(0, colon));
  const rest = tokens.slice(colon + 1);
  const condition = parseExpression(tokens.slice(from, colon)).expression;
  const header = {
    target: null,
    operator: null,
    value: condition,
    line: first.line,
    imports: null,
  };
  const guard = (kind: Guard['kind'], over: Partial<Guard> = {}): Guard => ({
    kind,
    condition: null,
    unless: [],
    text,
    ...over,
  });
  switch (keyword) {
    case 'if':
      chains.set(indent, [condition]);
      return { guard: guard('if', { condition }), header: { ...header, asks: true }, rest };
    case 'elif': {
      const unless = chains.get(indent) ?? [];
      chains.set(indent, [...unless, condition].slice(-DEEPEST));
      return { guard: guard('if', { condition, unless }), header: { ...header, asks: true }, rest };
    }
    case 'else': {
      const unless = chains.get(indent) ?? [];
      return { guard: guard('if', { unless, text: elseOf(unless) }), header: null, rest };
    }
    case 'try':
    case 'finally':
      chains.delete(indent);
      return { guard: keyword === 'try' ? guard('try') : null, header: null, rest };
    case 'except':
      return { guard: guard('except'), header: null, rest };
    case 'for':
    case 'while':
      chains.delete(indent);
      return { guard: guard('loop'), header, rest };
    case 'with':
      return { guard: guard('with'), header, rest };
    case 'def':
      chains.delete(indent);
      return { guard: guard('function'), header: null, rest };
    case 'class':
      chains.delete(indent);
      return { guard: guard('class'), header: null, rest };
    default:
      return null;
  }
}

function elseOf(unless: readonly Expression[]): string {
  return unless.length === 0 ? 'else' : 'otherwise';
}

/** The colon that ends a block's line: the first outside of brackets and of a lambda. */
function colonOf(tokens: readonly Token[]): number {
  let depth = 0;
  let lambdas = 0;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === 'name' && text === 'lambda') lambdas++;
    if (kind !== 'operator') continue;
    if ('([{'.includes(text)) depth++;
    else if (')]}'.includes(text)) depth--;
    else if (text === ':' && depth === 0) {
      if (lambdas === 0) return index;
      lambdas--;
    }
  }
  return -1;
}

function statementOf(tokens: readonly Token[], guards: readonly Guard[]): Statement {
  const [first] = tokens;
  const line = first?.line ?? 0;
  if (first?.kind === 'name' && (first.text === 'import' || first.text === 'from')) {
    const imports = moduleOf(tokens);
    const value: Expression = { kind: 'unknown', parts: [], line };
    return { target: null, operator: null, value, guards, line, imports };
  }
  const start = first?.kind === 'name' && PREFIXED.has(first.text) ? 1 : 0;
  const left = parseExpression(tokens, start);
  let { end } = left;
  // An annotation says nothing: `x: list = []`.
  if (tokens[end]?.text === ':') end = parseExpression(tokens, end + 1).end;
  const operator = tokens[end]?.kind === 'operator' ? tokens[end]?.text : undefined;
  if (operator !== '=' && operator !== '+=') {
    const plain = { target: null, operator: null, value: left.expression, guards, line } as const;
    const isReturn = first?.kind === 'name' && first.text === 'return';
    return { ...plain, imports: null, ...(isReturn ? { returns: true } : {}) };
  }
  const right = parseExpression(tokens, end + 1).expression;
  return { target: left.expression, operator, value: right, guards, line, imports: null };
}

const PREFIXED: ReadonlySet<string> = new Set(['return', 'yield', 'raise', 'assert', 'del']);

function moduleOf(tokens: readonly Token[]): string {
  const names: string[] = [];
  for (const { kind, text } of tokens.slice(1)) {
    if (kind === 'name' && text !== 'import' && text !== 'as') names.push(text);
    else if (text !== '.') break;
    if (text === 'import' || text === 'as') break;
  }
  return names.join('.');
}

/** Tokens as a line of text, at most 120 characters. */
function wordsOf(tokens: readonly Token[]): string {
  const words = tokens
    .slice(0, 60)
    .map(({ kind, text }) => (kind === 'string' ? `"${text}"` : text));
  const text = words.join(' ').replaceAll(/ ?([.()[\],]) ?/g, '$1');
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
