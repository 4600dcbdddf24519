import { EQUALS, LEFT_BRACKET, skipBlanks } from './characters.ts';
import { diagnose, ofProblem } from './diagnose.ts';
import type { Assignment } from './draft.ts';
import { readElements } from './elements.ts';
import { endOfDottedKey } from './keys.ts';
import { parseAssignment, type LibraryError } from './library.ts';
import type { TomlError, TomlNewer } from './model.ts';
import { newerAt } from './newer.ts';
import { MAX_NESTING, type Lexeme } from './scan.ts';

/** What could be read of one statement. */
export interface Reading {
  readonly assignment: Assignment | null;
  readonly errors: readonly TomlError[];
  /** What of it TOML 1.0 does not allow; null for nothing. */
  readonly newer: TomlNewer | null;
  /** Whether nothing of it was left out. */
  readonly complete: boolean;
  /** Whether it is not even a `key =`: then the lines behind it may be more of the same. */
  readonly isJunk: boolean;
}

/** Longer arrays are read element by element, which takes the parser library far less memory. */
const LONG_ARRAY = 65_536;

/** Further mistakes in one statement are told when the first ones are mended. */
const MAX_ERRORS = 2;

/** Reads the statement `lexeme` of `text`. `wary` as the scanner has it. */
export function readStatement(text: string, lexeme: Lexeme, wary: boolean): Reading {
  const { start, end, problem } = lexeme;
  const value = startOfValue(text, lexeme);
  if (value === null) return unread([diagnose(text, lexeme, null)], true);
  const isArray = text.charCodeAt(value) === LEFT_BRACKET;
  let said: LibraryError | null = null;
  if (!problem && !(isArray && end - start > LONG_ARRAY)) {
    const parsed = parseAssignment(text.slice(start, end), start);
    if ('read' in parsed) {
      const { read, newer } = parsed;
      return {
        assignment: read,
        errors: [],
        newer: newer && newerAt(text, { start, end: read.span.end }, newer, read.value),
        complete: true,
        isJunk: false,
      };
    }
    said = parsed;
  }
  const read = isArray ? readArray(text, lexeme, value, wary) : null;
  return read ?? unread([diagnose(text, lexeme, said)], false);
}

/** The statement with those elements of its array that could be read; null if nothing is wrong with any. */
function readArray(text: string, lexeme: Lexeme, value: number, wary: boolean): Reading | null {
  const { start, end, problem } = lexeme;
  const { array, errors, newer } = readElements(text, value, end, wary);
  const told = errors.slice(0, MAX_ERRORS);
  // The marker lines of a conflict have their own error.
  if (told.length === 0 && problem && problem.kind !== 'conflict')
    told.push(ofProblem(text, problem, end));
  const complete = told.length === 0 && !problem;
  const key = parseAssignment(`${text.slice(start, value)}0`, start);
  if (!('read' in key)) return complete ? null : unread(told, false);
  if (array.items.length === 0 && !complete) return unread(told, false);
  const assignment = {
    keys: key.read.keys,
    value: complete ? array : { ...array, complete: false },
    span: { start, end: array.span.end },
  };
  return {
    assignment,
    errors: told,
    newer: newer && { ...newer, statement: assignment.span },
    complete,
    isJunk: false,
  };
}

/** Where the value behind `key =` starts; null where the statement does not start so. */
function startOfValue(text: string, { start, end }: Lexeme): number | null {
  const key = endOfDottedKey(text, start, end);
  if (!key || key.parts > MAX_NESTING) return null;
  const equals = skipBlanks(text, key.end, end);
  return equals < end && text.charCodeAt(equals) === EQUALS
    ? skipBlanks(text, equals + 1, end)
    : null;
}

function unread(errors: readonly TomlError[], isJunk: boolean): Reading {
  return { assignment: null, errors, newer: null, complete: false, isJunk };
}
