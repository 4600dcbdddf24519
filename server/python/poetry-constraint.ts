import {
  afterWildcard,
  firstDevelopment,
  nextBreaking,
  nextByTilde,
  nextCompatible,
} from './next-version.ts';
import {
  allBut,
  allows,
  anyVersion,
  complement,
  exactly,
  intersectAll,
  unionAll,
  within,
} from './constraint.ts';
import type { Constraint, SyntaxProblem, Version } from './model.ts';
import { rememberingTexts } from './by-text.ts';
import { problemIn, splitAlternatives, splitConditions } from './constraint-text.ts';
import { stripped } from './python-text.ts';
import { parsePoetryVersion } from './poetry-version.ts';
import { isPrerelease, parseVersion, withParts } from './version.ts';

/**
 * Reads a constraint in Poetry's own language, as poetry-core 2.5 does: `^1.2`, `~1.2`, `~=1.2`,
 * `1.2.*`, comparisons, `,` or space for and, `||` or `|` for or. A contradiction such as `>=2,<1`
 * is valid and empty. The problem's words are Poetry's; its span is the alternative that it is in.
 */
export function parsePoetryConstraint(text: string): Constraint | SyntaxProblem {
  return parseDeclared(text);
}

const parseDeclared = rememberingTexts((text) => parseConstraint(text, 'dependency'));

/**
 * The same language as Poetry reads it in markers on versions, where `<3.8` does not stand for
 * `<3.8.dev0`. With `kernels`, versions such as `6.1.0-13-amd64` are taken too.
 */
export function parseMarkerConstraint(
  text: string,
  kernels: boolean = false,
): Constraint | SyntaxProblem {
  return parseConstraint(text, kernels ? 'kernel' : 'marker');
}

/** Whether Poetry takes `version` for the constraint. Pre-releases are not filtered: `>=1` allows `2.0a1`. */
export function poetryAllows(constraint: Constraint, version: Version): boolean {
  return allows(constraint, version);
}

type Use = 'dependency' | 'marker' | 'kernel';

function parseConstraint(text: string, use: Use): Constraint | SyntaxProblem {
  if (text === '*') return anyVersion;
  const alternatives: Constraint[] = [];
  for (const alternative of splitAlternatives(text)) {
    const conditions: Constraint[] = [];
    for (const piece of splitConditions(alternative)) {
      const condition =
        parseSingle(piece.text, use) ?? (use === 'kernel' ? parseKernel(piece.text) : null);
      if (condition === null) return problemIn(piece);
      conditions.push(condition);
    }
    alternatives.push(intersectAll(conditions));
  }
  const [only] = alternatives;
  return only !== undefined && alternatives.length === 1 ? only : unionAll(alternatives);
}

/** One condition; null if Poetry cannot parse it. */
function parseSingle(text: string, use: Use): Constraint | null {
  // Python's `$` lets a line break pass at the end.
  const condition = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (/^v?[x*](?:\.[x*])*$/i.test(condition)) return anyVersion;
  const operator = /^(?:~=?|\^|<>|!=|>=?|<=?|==?)?/.exec(condition)?.[0] ?? '';
  const { start, end } = stripped(condition, operator.length);
  if (end < condition.length) return null;
  const isDev = condition.startsWith('dev', start) && !/^[~^]/.test(operator);
  const written = isDev ? 'dev' : scanVersion(condition, start);
  const version = parsePoetryVersion(isDev ? '0.0.dev0' : written);
  if (version === null) return null;
  const tail = condition.slice(start + written.length);
  if (tail !== '' && !isWildcardTail(operator, written, tail)) return null;
  return constraintFor(operator, version, tail !== '', use);
}

/** `>=6.1.0-13-amd64`: what stands behind the numbers is kept as a local part. */
function parseKernel(text: string): Constraint | null {
  const operator = /^(?:<>|!=|>=?|<=?|==?)?/.exec(text)?.[0] ?? '';
  const { start, end } = stripped(text, operator.length);
  const body = text.slice(start, end);
  if (!/^\d[\da-z+-]*(?:\.[\da-z+-]+)*$/i.test(body)) return null;
  const numbers = kernelNumbers(body);
  const version = numbers === null ? null : parseVersion(numbers);
  if (numbers === null || version === null) return null;
  const build = body.slice(numbers.length).replace(/^[+-](?=[\da-z+-])/i, '');
  return constraintFor(operator, withParts(version, { local: build || null }), false, 'kernel');
}

/** The release at the start. Before `.fc40` it ends one digit earlier, since what follows cannot begin with a dot. */
function kernelNumbers(body: string): string | null {
  const longest = /^\d+(?:\.\d+)*/.exec(body)?.[0] ?? '';
  if (body.charAt(longest.length) !== '.') return longest;
  for (let end = longest.length - 1; end > 0; end -= 1)
    if (/^\d\d$/.test(longest.slice(end - 1, end + 1))) return longest.slice(0, end);
  return null;
}

function constraintFor(
  operator: string,
  version: Version,
  wildcard: boolean,
  use: Use,
): Constraint {
  const below = (bound: Version): Version =>
    use !== 'dependency' || isPrerelease(bound) ? bound : firstDevelopment(bound);
  const from = (bound: Version): Constraint =>
    within({ min: version, includeMin: true, max: below(bound), includeMax: false });
  switch (operator) {
    case '^':
      return from(nextBreaking(version));
    case '~':
      return from(nextByTilde(version));
    case '~=':
      return from(nextCompatible(version));
    case '<':
      return within({ min: null, includeMin: false, max: below(version), includeMax: false });
    case '<=':
      return within({ min: null, includeMin: false, max: version, includeMax: true });
    case '>':
      return within({ min: version, includeMin: false, max: null, includeMax: false });
    case '>=':
      return within({ min: version, includeMin: true, max: null, includeMax: false });
    case '!=':
      return wildcard ? complement(wildcardOf(version, use)) : allBut(version);
    default:
      // Poetry takes `<>` for equality.
      return wildcard ? wildcardOf(version, use) : exactly(version);
  }
}

function wildcardOf(version: Version, use: Use): Constraint {
  const next = afterWildcard(version);
  const [min, max] =
    use !== 'dependency'
      ? [version, next]
      : [firstDevelopment(version), next.dev === null ? firstDevelopment(next) : next];
  return { ranges: [{ min, includeMin: true, max, includeMax: false }] };
}

/** The tail of `1.2.*`. Poetry ignores it on an ordering operator, and takes several where at most three numbers stand before. */
function isWildcardTail(operator: string, version: string, tail: string): boolean {
  if (operator === '^' || operator.startsWith('~')) return false;
  if (tail === '.*') return true;
  return (
    /^(?:==|!=)?$/.test(operator) &&
    /^v?\d+(?:\.\d+){0,2}$/.test(version) &&
    /^(?:\.\*)+$/.test(tail)
  );
}

/** The longest PEP 440 version at `start`, segment by segment without going back, as packaging's pattern does; empty if there is none. */
function scanVersion(text: string, start: number): string {
  let end = start;
  for (const [index, segment] of versionSegments.entries()) {
    segment.lastIndex = end;
    if (segment.test(text)) end = segment.lastIndex;
    else if (index === 0) return '';
  }
  return text.slice(start, end);
}

const versionSegments: readonly RegExp[] = [
  /v?(?:\d+!)?\d+(?:\.\d+)*/iy,
  /[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\d*/iy,
  /-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*/iy,
  /[-_.]?dev[-_.]?\d*/iy,
  /\+[a-z0-9]+(?:[-_.][a-z0-9]+)*/iy,
];
