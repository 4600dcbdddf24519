import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSync } from 'recheck';
import { parseAst } from 'rolldown/parseAst';

/** Milliseconds for one, on a machine that has other things to do too. */
const TIMEOUT_MS = 120_000;

/** A regular expression of the source, and where it stands (`file:line`). */
export interface FoundExpression {
  readonly pattern: string;
  readonly flags: string;
  readonly place: string;
}

/** What a file has of them. */
export interface Expressions {
  readonly literals: readonly FoundExpression[];
  /** Calls of `RegExp` at the top of the module: what they make is known when it has been imported. */
  readonly made: readonly string[];
  /** Where a pattern is made while the program runs, or is a string: nothing can be said of these. */
  readonly unknown: readonly string[];
}

/** Source files below a folder, as paths below `root`; without tests and what only tests use. */
export function sourceFiles(root: string, folder: string, recursive = true): readonly string[] {
  return readdirSync(join(root, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/(?:^|\.|\/)test(?:ing)?\.ts$/.test(name))
    .filter((name) => !name.includes('node_modules'))
    .map((name) => join(folder, name))
    .toSorted();
}

const TAKES_PATTERNS = new Set(['match', 'matchAll', 'search']);

/** The regular expressions of one file of TypeScript. */
export function expressionsOf(root: string, file: string): Expressions {
  return expressionsIn(readFileSync(join(root, file), 'utf8'), file);
}

export function expressionsIn(text: string, file: string): Expressions {
  const literals: FoundExpression[] = [];
  const made: string[] = [];
  const unknown: string[] = [];
  const pending: { readonly node: unknown; readonly inFunction: boolean }[] = [
    { node: parseAst(text, { lang: 'ts' }), inFunction: false },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, inFunction } = next;
    if (typeof node !== 'object' || node === null) continue;
    const { type, regex, start, callee, arguments: given } = node as Partial<SyntaxNode>;
    const place = `${file}:${text.slice(0, start ?? 0).split('\n').length}`;
    if (regex !== undefined && regex !== null) literals.push({ ...regex, place });
    if (callee?.name === 'RegExp') (inFunction ? unknown : made).push(place);
    const [first] = given ?? [];
    if (TAKES_PATTERNS.has(callee?.property?.name ?? '') && typeof first?.value === 'string')
      unknown.push(place);
    const isFunction = /Function/.test(type ?? '');
    for (const child of Object.values(node))
      pending.push({ node: child, inFunction: inFunction || isFunction });
  }
  return { literals, made, unknown };
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly regex: { readonly pattern: string; readonly flags: string } | null;
  readonly callee: { readonly name?: string; readonly property?: { readonly name?: string } };
  readonly arguments: readonly { readonly value?: unknown }[];
}

/**
 * Null for an expression whose time is linear in the text, wherever in it a match is looked for;
 * else what is known against it.
 */
export function whyNotLinear(pattern: string, flags: string): string | null {
  // Alternatives are tried one after the other: together they take the sum of their times.
  for (const alternative of alternativesOf(withSmallCounts(pattern))) {
    const why = whyAlternativeNotLinear(alternative, flags);
    if (why !== null) return why;
  }
  return null;
}

function whyAlternativeNotLinear(pattern: string, flags: string): string | null {
  // Without repetition without end, a text of any length costs each of its places a constant.
  if (!/[*+]|\{\d+,\}/.test(pattern)) return null;
  const proof = checkSync(pattern, flags, { checker: 'automaton', timeout: TIMEOUT_MS });
  const isUnsupported = proof.status === 'unknown' && proof.error.kind === 'unsupported';
  // Look-around has no proof: attacks are tried.
  const judged = isUnsupported
    ? checkSync(pattern, flags, { checker: 'fuzz', timeout: TIMEOUT_MS })
    : proof;
  if (judged.status === 'unknown') return `unknown: ${judged.error.kind}`;
  return judged.status === 'safe' ? null : `${judged.status}: ${judged.complexity.summary}`;
}

/** The alternatives of a whole pattern, or of one that is a group between `^` and `$`, each with these. */
function alternativesOf(pattern: string): readonly string[] {
  const whole = splitAlternatives(pattern);
  if (whole.length > 1 || !pattern.startsWith('^(?:') || !pattern.endsWith(')$')) return whole;
  const inner = splitAlternatives(pattern.slice(4, -2));
  return inner.length === 0 ? whole : inner.map((one) => `^(?:${one})$`);
}

/** Nothing where a parenthesis closes that was not opened: then the text is no part of its own. */
function splitAlternatives(pattern: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const [token] of pattern.matchAll(/\\.|\[(?:[^\]\\]|\\.)*\]|[^\\[]/gs)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth < 0) return [];
    if (token === '|' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${token}`);
  }
  return parts;
}

/** `{1,100}` as `{1,2}`: a repetition with an end changes the factor and not the order. */
function withSmallCounts(pattern: string): string {
  return pattern
    .replace(/(?<!\\[pPu])\{(\d+),(\d+)\}/g, (_all, least: string, most: string) => {
      const low = Math.min(Number(least), 2);
      return `{${low},${low + (Number(most) > Number(least) ? 1 : 0)}}`;
    })
    .replace(/(?<!\\[pPu])\{(\d+)\}/g, (_all, count: string) => `{${Math.min(Number(count), 3)}}`);
}
