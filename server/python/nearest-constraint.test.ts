import { describe, expect, it } from 'vitest';
import { nearestConstraint } from './nearest-constraint.ts';
import { parseVersion } from './version.ts';

function nearest(text: string, version: string, dialect: 'poetry' | 'pep440' = 'poetry') {
  const parsed = parseVersion(version);
  return parsed === null ? 'not a version' : nearestConstraint(text, parsed, dialect);
}

describe('nearestConstraint', () => {
  it.each([
    ['^8.1', '7.2.0', '^7.2'],
    ['^8.1.2', '7.2.0', '^7.2.0'],
    ['~8.1', '7.2.3', '~7.2'],
    ['>=8', '7.2.0', '>=7'],
    ['==8.0', '7.2.0', '==7.2.0'],
    ['8.0', '7.2.0', '7.2.0'],
    ['<7', '7.2.0', '>=7'],
    ['<=7.1', '7.2.0', '<=7.2.0'],
    ['^8', '8.0rc1', '^8.0rc1'],
  ])('%s and %s give %s', (text, version, expected) => {
    expect(nearest(text, version)).toBe(expected);
  });

  it('writes an exact requirement of PEP 440 with its operator', () => {
    expect(nearest('==8.0', '7.2.0', 'pep440')).toBe('==7.2.0');
  });

  it.each(['>=8,<9', '*', '', '^8 || ^9', 'latest'])('leaves %j alone', (text) => {
    expect(nearest(text, '7.2.0')).toBeNull();
  });
});
