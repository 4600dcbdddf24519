import { scanMarker, type Marker } from './marker-syntax.ts';
import type { SyntaxProblem } from './model.ts';
import { stripped } from './python-text.ts';
import { Scanner } from './scanner.ts';
import { clausePattern, parseSpecifiers, type Specifiers } from './specifier.ts';

/** A PEP 508 dependency specifier. Spans are UTF-16 offsets of its text. */
export interface Requirement {
  readonly text: string;
  readonly name: Located;
  readonly extras: readonly Located[];
  /** Without parentheses; null where none is written. */
  readonly specifier: (Located & { readonly parsed: Specifiers }) | null;
  readonly url: Located | null;
  /** Behind the semicolon, without white space around it. */
  readonly marker: (Located & { readonly parsed: Marker }) | null;
}

interface Located {
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
}

/** Reads `name[extra] >=1; marker` or `name @ url ; marker` as packaging 26 does, its words in the problem. */
export function parseRequirement(text: string): Requirement | SyntaxProblem {
  const scanner = new Scanner(text);
  const requirement = scanRequirement(scanner);
  return (
    scanner.problem ??
    requirement ?? { problem: 'Invalid requirement', span: { start: 0, end: text.length } }
  );
}

const identifier = /\b[a-zA-Z0-9][a-zA-Z0-9._-]*\b/y;

function scanRequirement(scanner: Scanner): Requirement | null {
  scanner.skipSpace();
  const name = scanLocated(scanner, identifier);
  if (name === null)
    return scanner.fail('Expected package name at the start of dependency specifier');
  scanner.skipSpace();
  const extras = scanExtras(scanner);
  if (extras === null) return null;
  scanner.skipSpace();
  const isUrl = scanner.take(/@/y) !== null;
  const details = isUrl ? scanUrl(scanner) : scanSpecifier(scanner);
  if (details === null) return null;
  const { text } = scanner;
  if (scanner.atEnd) return { text, name, extras, ...details, marker: null };
  if (scanner.take(/;/y) === null)
    return scanner.fail(expectation(isUrl, details.specifier !== null), scanner.position);
  const marker = scanMarkerPart(scanner);
  return marker === null ? null : { text, name, extras, ...details, marker };
}

function scanLocated(scanner: Scanner, pattern: RegExp): Located | null {
  const start = scanner.position;
  const text = scanner.take(pattern);
  return text === null ? null : { text, span: { start, end: scanner.position } };
}

function located(scanner: Scanner, start: number, end: number): Located {
  const span = stripped(scanner.text, start, end);
  return { text: scanner.text.slice(span.start, span.end), span };
}

function scanExtras(scanner: Scanner): readonly Located[] | null {
  const open = scanner.position;
  if (scanner.take(/\[/y) === null) return [];
  const extras: Located[] = [];
  scanner.skipSpace();
  let extra = scanLocated(scanner, identifier);
  while (extra !== null) {
    extras.push(extra);
    scanner.skipSpace();
    if (scanner.peek(identifier) !== null)
      return scanner.fail('Expected comma between extra names');
    if (scanner.take(/,/y) === null) break;
    scanner.skipSpace();
    extra = scanLocated(scanner, identifier);
    if (extra === null) return scanner.fail('Expected extra name after comma');
  }
  scanner.skipSpace();
  if (scanner.take(/\]/y) === null)
    return scanner.fail('Expected a closing bracket after the extras', open);
  return extras;
}

type Details = Pick<Requirement, 'specifier' | 'url'>;

function scanUrl(scanner: Scanner): Details | null {
  scanner.skipSpace();
  const url = scanLocated(scanner, /[^ \t]+/y);
  if (url === null) return scanner.fail('Expected URL after @');
  scanner.skipSpace();
  return { specifier: null, url };
}

const clause = new RegExp(clausePattern, 'iy');

function scanSpecifier(scanner: Scanner): Details | null {
  const open = scanner.position;
  const parenthesised = scanner.take(/\(/y) !== null;
  scanner.skipSpace();
  const start = scanner.position;
  if (!scanClauses(scanner)) return null;
  const written = located(scanner, start, scanner.position);
  if (parenthesised && scanner.take(/\)/y) === null)
    return scanner.fail('Expected a closing parenthesis after the version specifier', open);
  scanner.skipSpace();
  if (written.text === '') return { specifier: null, url: null };
  const parsed = parseSpecifiers(written.text);
  if ('problem' in parsed) return scanner.fail(parsed.problem, start);
  return { specifier: { ...written, parsed }, url: null };
}

function scanClauses(scanner: Scanner): boolean {
  for (;;) {
    const start = scanner.position;
    const found = scanner.take(clause);
    if (found === null) return true;
    const trouble = troubleBehind(scanner, found);
    if (trouble !== null) return scanner.fail(trouble, start) !== null;
    scanner.skipSpace();
    if (scanner.take(/,/y) === null) return true;
    scanner.skipSpace();
  }
}

/** What a clause cannot have, in packaging's words. */
function troubleBehind(scanner: Scanner, found: string): string | null {
  if (scanner.peek(/\.\*/y) !== null)
    return /^(?:!=|==(?!=))/.test(found)
      ? '.* suffix cannot be used with pre-release, post-release, dev or local versions'
      : '.* suffix can only be used with `==` or `!=` operators';
  if (scanner.peek(/\+[a-z0-9]/y) !== null)
    return 'Local version label can only be used with `==` or `!=` operators';
  return null;
}

function scanMarkerPart(scanner: Scanner): Requirement['marker'] {
  const start = scanner.position;
  const expression = scanMarker(scanner);
  if (expression === null) return null;
  scanner.skipSpace();
  if (!scanner.atEnd) return scanner.fail('Expected end of dependency specifier');
  const written = located(scanner, start, scanner.position);
  return { ...written, parsed: { text: written.text, expression } };
}

function expectation(isUrl: boolean, hasSpecifier: boolean): string {
  if (isUrl) return 'Expected semicolon (after URL and whitespace) or end';
  return hasSpecifier
    ? 'Expected comma (within version specifier), semicolon (after version specifier) or end'
    : 'Expected semicolon (after name with no version specifier) or end';
}
