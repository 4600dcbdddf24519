import { describe, expect, it } from 'vitest';
import { allows, complement, intersect, union } from './constraint.ts';
import { formatConstraint } from './format-constraint.ts';
import {
  evaluateMarker,
  formatMarker,
  markerReachable,
  parseMarker,
  platformToMarker,
  simplifyMarker,
} from './marker.ts';
import { markerEnvironment } from './environment.ts';
import { isValidName, normalizeName } from './names.ts';
import { parsePoetryConstraint } from './poetry-constraint.ts';
import { evaluatePoetryMarker, parsePoetryMarker } from './poetry-marker.ts';
import { parsePoetryRequirement } from './poetry-requirement.ts';
import { parseRequirement } from './requirement.ts';
import { parseSpecifiers } from './specifier.ts';
import { bestFile, parseWheelFilename } from './tags.ts';
import { compareVersions, parseVersion } from './version.ts';

/*
 * Texts that a careless reader would hang on, throw at or overflow its stack with. Each test must
 * end within its time, which a quadratic walk over texts of this length would not.
 */

const SIZE = 100_000;
/** Many times what a busy machine needs, and less than a quadratic walk takes. */
const limit = { timeout: 20_000 };

const readers: readonly (readonly [string, (text: string) => unknown])[] = [
  ['version', parseVersion],
  ['specifiers', parseSpecifiers],
  ['constraint', parsePoetryConstraint],
  ['marker', parseMarker],
  ['Poetry marker', parsePoetryMarker],
  ['requirement', parseRequirement],
  ['Poetry requirement', parsePoetryRequirement],
  ['wheel', parseWheelFilename],
  ['name', (text) => normalizeName(text) + String(isValidName(text))],
];

const units = [
  '1',
  '1.',
  '0',
  '.',
  '-',
  '_',
  ' ',
  '\t',
  '\n',
  ',',
  '|',
  '||',
  '(',
  ')',
  '[',
  '"',
  "'",
  '\\',
  '\\"',
  '*',
  '.*',
  '!',
  '+',
  '+a',
  'a',
  'rc',
  'post',
  'dev',
  '^',
  '~',
  '=',
  '>=',
  '<1',
  ' 1',
  '1,',
  '1 ',
  '-1',
  '1||',
  ' or ',
  'not in ',
  'extra',
  'os_name',
  'os_name == "a" and ',
  '"" in ',
  '; ',
  '@',
  '@ ',
  'é',
  '\u{1f600}',
  '\ud800',
  '\0',
];

describe.each(readers)('a long %s', (_, read) => {
  it('of one unit, alone or behind a good start', limit, () => {
    for (const unit of units) {
      const long = unit.repeat(Math.ceil(SIZE / unit.length));
      for (const text of [long, `1.0${long}`, `a>=1${long}x`, `os_name == "${long}`])
        expect(() => read(text)).not.toThrow();
    }
  });
});

describe.each([
  'os_name == ',
  'platform_release >= ',
  'python_version in ',
  'extra != ',
  'platform_version not in ',
])('a marker of a long text: %s', (start) => {
  it('is read, and judged where it can be', limit, () => {
    const environment = markerEnvironment('x86_64-linux', '3.11.4');
    for (const unit of units) {
      const long = unit.repeat(Math.ceil(SIZE / unit.length));
      for (const text of [`${start}"${long}"`, `${start}'${long}\nx'`]) {
        const [marker, forPoetry] = [parseMarker(text), parsePoetryMarker(text)];
        if (!('problem' in marker)) {
          expect(evaluateMarker(marker, environment)).not.toBeUndefined();
          expect(markerReachable(marker, {})).toBeTypeOf('boolean');
          expect(simplifyMarker(marker)).toBeDefined();
        }
        if (forPoetry !== null && !('problem' in forPoetry))
          expect(evaluatePoetryMarker(forPoetry, environment)).toBeTypeOf('boolean');
      }
      expect(() => platformToMarker(long)).not.toThrow();
    }
  });
});

describe('large constraints', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `==${index}.1`).join(' || ');
  const holes = Array.from({ length: 10_000 }, (_, index) => `!=${index}.1`).join(',');

  it('of thousands of alternatives', limit, () => {
    const constraint = parsePoetryConstraint(many);
    if ('problem' in constraint) throw new Error(constraint.problem);
    expect(constraint.ranges).toHaveLength(10_000);
    const rest = complement(constraint);
    expect(rest.ranges).toHaveLength(10_001);
    expect(intersect(constraint, rest).ranges).toEqual([]);
    expect(formatConstraint(union(constraint, rest))).toBe('*');
    expect(formatConstraint(constraint)).toHaveLength(many.length - 2 * 10_000);
    const version = parseVersion('9999.1');
    expect(version !== null && allows(constraint, version)).toBe(true);
  });

  it('of thousands of conditions', limit, () => {
    const constraint = parsePoetryConstraint(holes);
    expect('problem' in constraint ? 0 : constraint.ranges.length).toBe(10_001);
  });

  it('of half a megabyte', limit, () => {
    const alternatives = parsePoetryConstraint('1|2|'.repeat(100_000) + '3');
    expect('problem' in alternatives ? '' : formatConstraint(alternatives)).toBe('1 || 2 || 3');
    const conditions = parsePoetryConstraint('>=1,<2,'.repeat(60_000) + '<3');
    expect('problem' in conditions ? '' : formatConstraint(conditions)).toBe('>=1,<2');
  });

  it('of huge numbers', limit, () => {
    const nines = '9'.repeat(300);
    const [a, b] = [parseVersion(nines), parseVersion(`${nines}.1`)];
    expect(a !== null && b !== null && compareVersions(a, b)).toBe(-1);
    const caret = parsePoetryConstraint('^12345678901234567890.5');
    expect('problem' in caret ? '' : formatConstraint(caret)).toBe(
      '>=12345678901234567890.5,<12345678901234567891.0',
    );
  });
});

describe('large markers', () => {
  const environment = markerEnvironment('x86_64-linux', '3.11.4');

  it('nested deeply are a problem', limit, () => {
    const nested = `${'('.repeat(SIZE)}os_name == "a"${')'.repeat(SIZE)}`;
    expect(parseMarker(nested)).toMatchObject({ problem: 'The marker is nested too deeply' });
    expect(parsePoetryMarker(nested)).toMatchObject({ problem: 'The marker is nested too deeply' });
    expect(parseRequirement(`a; ${nested}`)).toHaveProperty('problem');
    expect(parsePoetryRequirement(`a; ${nested}`)).toHaveProperty('problem');
    const open = '(os_name == "a" and '.repeat(SIZE / 20);
    expect(parseMarker(open)).toHaveProperty('problem');
  });

  it('nested as deeply as any tool takes are read', limit, () => {
    const nested = `${'(extra == "b" or ('.repeat(90)}os_name == "posix"${'))'.repeat(90)}`;
    const marker = parseMarker(nested);
    if ('problem' in marker) throw new Error(marker.problem);
    expect(evaluateMarker(marker, environment)).toBe(true);
    expect(parseMarker(formatMarker(marker))).not.toHaveProperty('problem');
  });

  it('of thousands of conditions are answered', limit, () => {
    for (const link of [' or ', ' and ']) {
      const text = Array.from(
        { length: 4000 },
        (_, index) => `python_version != "3.${index}"${link}sys_platform != "p${index}"`,
      ).join(link);
      const [marker, forPoetry] = [parseMarker(text), parsePoetryMarker(text)];
      if ('problem' in marker || forPoetry === null || 'problem' in forPoetry)
        throw new Error('not read');
      expect(evaluateMarker(marker, environment)).toBe(link === ' or ');
      expect(evaluatePoetryMarker(forPoetry, environment)).toBe(link === ' or ');
      expect(markerReachable(marker, {})).toBe(true);
      expect(simplifyMarker(marker)).not.toBe('never');
    }
  });
});

it('takes names of objects for names', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(parseRequirement(`${name}[${name}]`)).not.toHaveProperty(
      'problem',
      expect.stringContaining('nested'),
    );
    const marker = parseMarker(`"${name}" == "${name}"`);
    expect(
      'problem' in marker
        ? ''
        : evaluateMarker(marker, markerEnvironment('x86_64-linux', '3.11.4')),
    ).toBeNull();
  }
});

it('judges a wheel of absurdly many tags', limit, () => {
  const parts = Array.from({ length: 3000 }, (_, index) => `py${index}`).join('.');
  const name = `a-1-${parts}-${parts}-${parts}.whl`;
  expect(bestFile([{ name }], '3.11', 'x86_64-linux')).toBeNull();
});
