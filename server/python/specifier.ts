import { allBut, complement, exactly, intersectAll, noVersion, within } from './constraint.ts';
import type { Constraint, SyntaxProblem, Version } from './model.ts';
import { afterWildcard, firstDevelopment, nextCompatible } from './next-version.ts';
import { stripped } from './python-text.ts';
import { compareVersions, isPrerelease, parseVersion, withoutLocal, withParts } from './version.ts';

export type SpecifierOperator = '===' | '==' | '!=' | '~=' | '<=' | '>=' | '<' | '>';

/** One clause of a PEP 440 specifier set. */
export interface Specifier {
  readonly operator: SpecifierOperator;
  /** As written behind the operator. */
  readonly text: string;
  /** Null for `===` with a text that is not a version. */
  readonly version: Version | null;
  /** Whether it ends in `.*`. */
  readonly wildcard: boolean;
  /** The clause in the text that it was read from. */
  readonly span: { readonly start: number; readonly end: number };
}

/** A PEP 440 specifier set: clauses that all hold. */
export interface Specifiers {
  readonly text: string;
  readonly clauses: readonly Specifier[];
}

/** Reads `>=1.0, !=1.5.*`. Empty clauses are passed over, as packaging does; the empty set allows all. */
export function parseSpecifiers(text: string): Specifiers | SyntaxProblem {
  const clauses: Specifier[] = [];
  let from = 0;
  for (const part of text.split(',')) {
    const span = stripped(text, from, from + part.length);
    from += part.length + 1;
    if (span.start === span.end) continue;
    const written = text.slice(span.start, span.end);
    const clause = parseClause(written);
    if (clause === null) return { problem: `Invalid specifier: '${written}'`, span };
    clauses.push({ ...clause, span });
  }
  return { text, clauses };
}

/**
 * Whether `version` is in the set (packaging 26). `prereleases` false leaves pre-releases out; null,
 * the default of PEP 440, takes them where there is no other candidate, which is so for one version.
 */
export function specifiersContain(
  specifiers: Specifiers,
  version: Version | string,
  prereleases: boolean | null,
): boolean {
  const text = typeof version === 'string' ? version : version.text;
  const parsed = typeof version === 'string' ? parseVersion(version) : version;
  if (prereleases === false && parsed !== null && isPrerelease(parsed)) return false;
  return specifiers.clauses.every((clause) => clauseContains(clause, parsed, text));
}

/** The versions that one clause takes, pre-releases included; `text` is what `===` compares with. */
export function clauseContains(clause: Specifier, version: Version | null, text: string): boolean {
  if (clause.operator === '===') return text.toLowerCase() === clause.text.toLowerCase();
  if (version === null || clause.version === null) return false;
  return matchesClause(clause.operator, clause.version, clause.wildcard, version);
}

/** The set as ranges. `===V` counts as the version V, and as nothing where V is not one. */
export function specifiersToConstraint(specifiers: Specifiers): Constraint {
  return intersectAll(specifiers.clauses.map(clauseToConstraint));
}

function matchesClause(
  operator: SpecifierOperator,
  bound: Version,
  wildcard: boolean,
  version: Version,
): boolean {
  switch (operator) {
    case '>=':
      return compareVersions(version, bound) >= 0;
    case '<=':
      return compareVersions(withoutLocal(version), bound) <= 0;
    case '>':
      return isAbove(version, bound);
    case '<':
      return compareVersions(version, strictBound(bound)) < 0;
    case '!=':
      return !matchesClause('==', bound, wildcard, version);
    case '~=':
      return (
        compareVersions(version, bound) >= 0 &&
        compareVersions(version, firstDevelopment(nextCompatible(bound))) < 0
      );
    default:
      if (!wildcard)
        return compareVersions(bound.local === null ? withoutLocal(version) : version, bound) === 0;
      return (
        compareVersions(version, firstDevelopment(bound)) >= 0 &&
        compareVersions(version, firstDevelopment(afterWildcard(bound))) < 0
      );
  }
}

/** `>V` leaves out V's local variants, and its post-releases unless V is one. */
function isAbove(version: Version, bound: Version): boolean {
  const { dev, post } = bound;
  if (dev !== null || post !== null) return compareVersions(withoutLocal(version), bound) > 0;
  return (
    compareVersions(
      withParts(version, {
        post: null,
        dev: version.post === null ? version.dev : null,
        local: null,
      }),
      bound,
    ) > 0
  );
}

/** `<V` leaves out V's own pre-releases unless V is one. */
function strictBound(version: Version): Version {
  return isPrerelease(version) ? version : firstDevelopment(version);
}

function clauseToConstraint({ operator, version, wildcard }: Specifier): Constraint {
  if (version === null) return noVersion;
  const open = { min: null, includeMin: false, max: null, includeMax: false };
  switch (operator) {
    case '>=':
      return within({ ...open, min: version, includeMin: true });
    case '<=':
      return within({ ...open, max: version, includeMax: true });
    case '>':
      return within({ ...open, min: version });
    case '<':
      return within({ ...open, max: strictBound(version) });
    case '~=':
      return within({
        min: version,
        includeMin: true,
        max: firstDevelopment(nextCompatible(version)),
        includeMax: false,
      });
    default: {
      if (!wildcard) return operator === '!=' ? allBut(version) : exactly(version);
      const max = firstDevelopment(afterWildcard(version));
      const prefix = within({
        min: firstDevelopment(version),
        includeMin: true,
        max,
        includeMax: false,
      });
      return operator === '!=' ? complement(prefix) : prefix;
    }
  }
}

const release = '(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)*';
const suffixes =
  '(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?' +
  '(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?' +
  '(?:[-_.]?dev[-_.]?[0-9]*)?';
const local = '(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?';

/** The clause grammar of PEP 440 as a regular-expression source, to be used with the flag `i`. */
export const clausePattern: string = [
  '===\\s*[^\\s;)]*',
  `(?:==|!=)\\s*v?${release}(?:\\.\\*|${suffixes}${local})`,
  `~=\\s*v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)+${suffixes}`,
  `(?:<=|>=|<|>)\\s*v?${release}${suffixes}`,
].join('|');

const wholeClause = new RegExp(`^(?:${clausePattern})$`, 'i');

/** One clause, white space around it included; its span is that of the text. Null if it is not a clause. */
export function parseClause(text: string): Specifier | null {
  const whole = stripped(text);
  const clause = text.slice(whole.start, whole.end);
  if (!wholeClause.test(clause)) return null;
  const operator = operatorOf(clause);
  const behind = stripped(clause, operator.length);
  const written = clause.slice(behind.start, behind.end);
  const wildcard = operator !== '===' && written.endsWith('.*');
  const version = parseVersion(wildcard ? written.slice(0, -2) : written);
  if (version === null && operator !== '===') return null;
  return { operator, text: written, version, wildcard, span: { start: 0, end: text.length } };
}

const operators: readonly SpecifierOperator[] = ['===', '==', '!=', '~=', '<=', '>=', '<', '>'];

function operatorOf(text: string): SpecifierOperator {
  return operators.find((operator) => text.startsWith(operator)) ?? '==';
}
