import { COMMA, RIGHT_BRACKET, isLineBreak, lineEnd, skipTrivia } from './characters.ts';
import { diagnoseElement, diagnoseValue } from './diagnose.ts';
import { parseAssignment } from './library.ts';
import type { TomlArray, TomlError, TomlNewer, TomlValue } from './model.ts';
import { newerAt } from './newer.ts';
import { Scanner, isConflictMarker } from './scan.ts';

/** An array read element by element, and what is wrong with it. */
export interface ElementsReading {
  readonly array: TomlArray;
  readonly errors: readonly TomlError[];
  /** The first thing that TOML 1.0 does not allow; null for none. */
  readonly newer: TomlNewer | null;
}

/** Makes of an element's text an assignment for the parser. */
const PREFIX = '_=';

/**
 * Reads the array that opens at `open` in `text` and ends before `end`: each element by itself, so
 * that a half-typed one costs the others nothing, and a very long array costs little memory.
 */
export function readElements(
  text: string,
  open: number,
  end: number,
  wary: boolean,
): ElementsReading {
  const scanner = new Scanner(text.slice(0, end), wary);
  const items: TomlValue[] = [];
  const errors: TomlError[] = [];
  let newer: TomlNewer | null = null;
  let at = nextContent(text, open + 1, end);
  while (at < end && text.charCodeAt(at) !== RIGHT_BRACKET) {
    if (text.charCodeAt(at) === COMMA) {
      const span = { start: at, end: at + 1 };
      errors.push({ message: 'A value is missing before this comma', span });
      at = nextContent(text, at + 1, end);
      continue;
    }
    const { end: behind, problem } = scanner.element(at);
    const span = { start: at, end: behind };
    const source = PREFIX + text.slice(at, behind);
    const parsed = problem ? null : parseAssignment(source, at - PREFIX.length);
    const isRead = parsed !== null && 'read' in parsed;
    if (isRead) {
      const { value } = parsed.read;
      items.push(value);
      if (parsed.newer) newer ??= newerAt(text, span, parsed.newer, value);
    } else if (problem?.kind !== 'conflict')
      errors.push(diagnoseElement(text, span, problem, parsed));
    const next = nextContent(text, behind, end);
    const isSeparated = next >= end || [COMMA, RIGHT_BRACKET].includes(text.charCodeAt(next));
    if (isRead && !isSeparated)
      errors.push({ message: 'A comma is missing after this value', span });
    at = text.charCodeAt(next) === COMMA ? nextContent(text, next + 1, end) : next;
  }
  const close = Math.min(at + 1, end);
  if (at >= end && errors.length === 0)
    errors.push(
      diagnoseValue(text, { start: open, end }, { kind: 'open-array', offset: open }, null),
    );
  errors.push(...behindArray(text, close, end));
  const complete = errors.length === 0;
  const span = { start: open, end: close };
  return { array: { kind: 'array', items, ofTables: false, complete, span }, errors, newer };
}

function behindArray(text: string, close: number, end: number): readonly TomlError[] {
  const rest = skipTrivia(text, close, end);
  if (rest >= end) return [];
  const span = { start: rest, end: lineEnd(text, rest, end) };
  return [{ message: 'Expected a line break after the value', span }];
}

/** Passes over white space, line breaks, comments and the marker lines of a merge conflict. */
function nextContent(text: string, from: number, end: number): number {
  let at = skipTrivia(text, from, end);
  while (at < end && isConflictMarker(text, at) && isLineBreak(text.charCodeAt(at - 1)))
    at = skipTrivia(text, lineEnd(text, at, end), end);
  return at;
}
