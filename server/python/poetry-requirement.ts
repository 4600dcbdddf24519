import { isEmpty } from './constraint.ts';
import type { Marker } from './marker-syntax.ts';
import type { Constraint, SyntaxProblem } from './model.ts';
import { parsePoetryConstraint } from './poetry-constraint.ts';
import { scanPoetryMarker } from './poetry-marker-syntax.ts';
import { Scanner } from './scanner.ts';

/** A PEP 508 dependency specifier as Poetry reads it. Spans are UTF-16 offsets of its text. */
export interface PoetryRequirement {
  readonly text: string;
  readonly name: Located;
  readonly extras: readonly Located[];
  /** The clauses between name and marker, without parentheses; null where there are none. */
  readonly constraint: (Located & { readonly parsed: Constraint }) | null;
  readonly url: Located | null;
  readonly marker: (Located & { readonly parsed: Marker }) | null;
}

interface Located {
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
}

/**
 * Reads a dependency specifier by Poetry's grammar (poetry-core 2.5), which takes `name>=3.*` and
 * rejects `name()`, an empty constraint such as `>=2,<1`, and `===`.
 */
export function parsePoetryRequirement(text: string): PoetryRequirement | SyntaxProblem {
  const scanner = new Scanner(text);
  const requirement = scanRequirement(scanner);
  return (
    scanner.problem ??
    requirement ?? { problem: 'Invalid requirement', span: { start: 0, end: text.length } }
  );
}

const identifier = /[a-zA-Z0-9][a-zA-Z0-9-_.]*/y;

function scanRequirement(scanner: Scanner): PoetryRequirement | null {
  const name = scanLocated(scanner, identifier);
  if (name === null) return scanner.fail('Expected a package name');
  const extras = scanExtras(scanner);
  if (extras === null) return null;
  scanner.skipSpace();
  const hasUrl = scanner.take(/@/y) !== null;
  const url = hasUrl ? scanUrl(scanner) : null;
  const constraint = hasUrl ? null : scanConstraint(scanner);
  if (scanner.problem !== null) return null;
  const { text } = scanner;
  scanner.skipSpace();
  if (scanner.atEnd) return { text, name, extras, constraint, url, marker: null };
  if (scanner.take(/;/y) === null) return scanner.fail('Expected a semicolon or the end');
  const marker = scanMarkerPart(scanner);
  return marker === null ? null : { text, name, extras, constraint, url, marker };
}

function scanLocated(scanner: Scanner, pattern: RegExp): Located | null {
  scanner.skipSpace();
  const start = scanner.position;
  const text = scanner.take(pattern);
  return text === null ? null : { text, span: { start, end: scanner.position } };
}

function scanExtras(scanner: Scanner): readonly Located[] | null {
  scanner.skipSpace();
  const open = scanner.position;
  if (scanner.take(/\[/y) === null) return [];
  const extras: Located[] = [];
  let extra = scanLocated(scanner, identifier);
  while (extra !== null) {
    extras.push(extra);
    scanner.skipSpace();
    if (scanner.take(/,/y) === null) break;
    extra = scanLocated(scanner, identifier);
    if (extra === null) return scanner.fail('Expected an extra behind the comma');
  }
  scanner.skipSpace();
  if (scanner.take(/\]/y) === null) return scanner.fail('Expected a closing bracket', open);
  return extras;
}

function scanUrl(scanner: Scanner): Located | null {
  const url = scanLocated(scanner, /[^ ]+/y);
  if (url === null) return scanner.fail('Expected an address');
  if (isUrl(url.text)) return url;
  return scanner.fail(`The requirement is invalid: invalid URL "${url.text}"`, url.span.start);
}

/** An address needs a scheme with a host, or a path; one of `file` has two slashes. */
function isUrl(text: string): boolean {
  const [, scheme = '', host, path = ''] =
    /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)/i.exec(text) ?? [];
  if (scheme.toLowerCase() === 'file') return host !== undefined && !/[?#]$/.test(text);
  // Parameters are what stands behind a semicolon in the last part of the path.
  const hasPath = path !== '' && path.indexOf(';', path.lastIndexOf('/') + 1) !== 0;
  return (scheme !== '' && host !== undefined && host !== '') || hasPath;
}

const clause = /(?:~=|==|!=|<=|>=|<|>)\s*[^,;\s)]*/y;

function scanConstraint(scanner: Scanner): PoetryRequirement['constraint'] {
  scanner.skipSpace();
  const open = scanner.position;
  const isParenthesised = scanner.take(/\(/y) !== null;
  scanner.skipSpace();
  const start = scanner.position;
  const clauses = scanClauses(scanner);
  if (clauses === null) return null;
  const text = scanner.text.slice(start, scanner.position);
  if (clauses.length === 0)
    return isParenthesised ? scanner.fail('Expected a version constraint') : null;
  scanner.skipSpace();
  if (isParenthesised && scanner.take(/\)/y) === null)
    return scanner.fail('Expected a closing parenthesis', open);
  const written = clauses.join(',');
  const parsed = parsePoetryConstraint(written);
  if ('problem' in parsed)
    return scanner.fail(
      `The requirement is invalid: invalid version constraint "${written}"`,
      start,
    );
  if (isEmpty(parsed))
    return scanner.fail(
      `The requirement is invalid: unsatisfiable requirement: "${written}"`,
      start,
    );
  return { text, span: { start, end: start + text.length }, parsed };
}

function scanClauses(scanner: Scanner): readonly string[] | null {
  const clauses: string[] = [];
  for (;;) {
    const found = scanner.take(clause);
    if (found === null)
      return clauses.length === 0
        ? clauses
        : scanner.fail('Expected a constraint behind the comma');
    clauses.push(found);
    const end = scanner.position;
    scanner.skipSpace();
    if (scanner.take(/,/y) === null) {
      scanner.position = end;
      return clauses;
    }
    scanner.skipSpace();
  }
}

function scanMarkerPart(scanner: Scanner): PoetryRequirement['marker'] {
  scanner.skipSpace();
  const start = scanner.position;
  const expression = scanPoetryMarker(scanner);
  if (expression === null) return null;
  if (!scanner.atEnd) return scanner.fail('Expected and, or, or the end of the marker');
  const text = scanner.text.slice(start).trimEnd();
  return { text, span: { start, end: start + text.length }, parsed: { text, expression } };
}
