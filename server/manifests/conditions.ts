import { parseMarker } from '../python/marker.ts';
import type { Constraint, SyntaxProblem, Version, VersionRange } from '../python/model.ts';
import type { DeclaredMarker, DependencyConditions, SpannedText } from './model.ts';

/** A marker as it is written, parsed. */
export function declareMarker(text: SpannedText | null): DeclaredMarker | null {
  return text === null ? null : { ...text, parsed: parseMarker(text.text) };
}

/**
 * Poetry's `markers`, `python` and `platform` as one marker (`Factory.create_dependency`): null
 * where nothing is asked, or where a part cannot be read and so the whole is not known; but the
 * problem of a `markers` text stays.
 */
export function combineConditions(conditions: DependencyConditions): DeclaredMarker | null {
  const { markers, python, platform } = conditions;
  if (python === null && platform === null) return markers;
  if (markers !== null && isProblem(markers.parsed)) return markers;
  const span = (markers ?? python ?? platform)?.span;
  if (span === undefined) return null;

  const parts: string[] = [];
  if (markers !== null && markers.text.trim() !== '') parts.push(markers.text);
  if (python !== null) {
    if (isProblem(python.parsed)) return null;
    const text = pythonMarker(python.parsed);
    if (text !== '') parts.push(text);
  }
  if (platform !== null) {
    const text = platformMarker(platform.text);
    if (text === null) return null;
    if (text !== '') parts.push(text);
  }
  if (parts.length === 0) return null;
  const text = parts.length === 1 ? parts.join('') : parts.map((part) => `(${part})`).join(' and ');
  return { text, span, parsed: parseMarker(text) };
}

export function isProblem(parsed: object): parsed is SyntaxProblem {
  return 'problem' in parsed;
}

/** A set of Python versions as a marker (poetry-core's `create_nested_marker`); empty for all of them. */
export function pythonMarker(constraint: Constraint): string {
  const { ranges } = constraint;
  // No version satisfies these two together: the marker language has no word for the empty set.
  if (ranges.length === 0) return 'python_version < "0" and python_version > "0"';
  const parts = ranges.map(rangeMarker);
  if (parts.includes('')) return '';
  return parts.length === 1 ? parts.join('') : parts.map((part) => `(${part})`).join(' or ');
}

function rangeMarker({ min, includeMin, max, includeMax }: VersionRange): string {
  if (min !== null && min.text === max?.text) return bound('==', min, min.release.length >= 3);
  const parts: string[] = [];
  // `python_version > "3.6"` leaves out 3.6.1 too, so exclusive lower and inclusive upper bounds name the full version.
  if (min !== null) {
    const op = includeMin ? '>=' : '>';
    parts.push(bound(op, min, !includeMin || min.release.length >= 3));
  }
  if (max !== null) {
    const op = includeMax ? '<=' : '<';
    parts.push(bound(op, max, includeMax || max.release.length >= 3));
  }
  return parts.join(' and ');
}

function bound(operator: string, version: Version, full: boolean): string {
  return `${full ? 'python_full_version' : 'python_version'} ${operator} "${stableText(version)}"`;
}

/** `3.9.dev0`, the bound that a wildcard makes, is 3.9 to a marker. */
function stableText(version: Version): string {
  if (version.pre === null && version.dev === null) return version.text;
  const epoch = version.epoch === 0 ? '' : `${version.epoch}!`;
  const post = version.pre === null && version.post !== null ? `.post${version.post}` : '';
  return `${epoch}${version.release.join('.')}${post}`;
}

/** The `platform` key: names with `=`, `==`, `!=`, joined by `,` (and) and `||` (or). Null where it cannot be read. */
function platformMarker(text: string): string | null {
  if (text.trim() === '*' || text === '') return '';
  const alternatives: string[] = [];
  for (const alternative of text.trim().split(/\|\|?/)) {
    const clauses = alternative.split(',').map((each) => platformClause(each.trim()));
    if (clauses.includes(null)) return null;
    alternatives.push(clauses.join(' and '));
  }
  return alternatives.length === 1
    ? alternatives.join('')
    : alternatives.map((each) => `(${each})`).join(' or ');
}

function platformClause(text: string): string | null {
  const match = /^(!=|={1,3})?\s*([^\s"'=!]+)$/.exec(text);
  if (match === null) return null;
  return `sys_platform ${match[1] === '!=' ? '!=' : '=='} "${match[2] ?? ''}"`;
}
