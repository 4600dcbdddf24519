import { describe, expect, it } from 'vitest';
import { allows } from './constraint.ts';
import { parseSpecifiers, specifiersContain, specifiersToConstraint } from './specifier.ts';
import type { Specifiers } from './specifier.ts';
import { parseVersion } from './version.ts';

function specifiers(text: string): Specifiers {
  const parsed = parseSpecifiers(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

describe('parseSpecifiers', () => {
  it('reads clauses with their places', () => {
    expect(specifiers(' >= 1.0,!=1.5.* ,').clauses).toEqual([
      {
        operator: '>=',
        text: '1.0',
        version: parseVersion('1.0'),
        wildcard: false,
        span: { start: 1, end: 7 },
      },
      {
        operator: '!=',
        text: '1.5.*',
        version: parseVersion('1.5'),
        wildcard: true,
        span: { start: 8, end: 15 },
      },
    ]);
  });

  it.each(['', ' , ', '===any-text', '==1.0+local', '~=1.4.2', '<2!1.0.post1'])(
    'takes %j',
    (text) => {
      expect(parseSpecifiers(text)).not.toHaveProperty('problem');
    },
  );

  it.each([
    ['1.0', 0, 3],
    ['^1.0', 0, 4],
    ['>=1.0, =2', 7, 9],
    ['>=1.*', 0, 5],
    ['<1.0+local', 0, 10],
    ['~=1', 0, 3],
    ['==1.0a1.*', 0, 9],
    ['>=1.0 <2.0', 0, 10],
    ['>=', 0, 2],
  ])('rejects %s', (text, start, end) => {
    expect(parseSpecifiers(text)).toEqual({
      problem: `Invalid specifier: '${text.slice(start, end)}'`,
      span: { start, end },
    });
  });
});

describe('specifiersContain', () => {
  it.each([
    ['>=1.0,<2', '1.9', true],
    ['>=1.0,<2', '2.0', false],
    ['<2', '2.0rc1', false],
    ['<2.0rc2', '2.0rc1', true],
    ['>1.0', '1.0.post1', false],
    ['>1.0', '1.0+cpu', false],
    ['>1.0.post1', '1.0.post2', true],
    ['>1.0.dev1', '1.0.dev2', true],
    ['<=1.0', '1.0+cpu', true],
    ['==1.0', '1.0.0+cpu', true],
    ['==1.0+cpu', '1.0', false],
    ['!=1.0', '1.0+cpu', false],
    ['==1.0.*', '1.0.post9', true],
    ['==1.0.*', '1.0.dev1', true],
    ['!=1.0.*', '1.1.dev1', true],
    ['~=1.4.2', '1.4.9', true],
    ['~=1.4.2', '1.5.0a1', false],
    ['~=1.4.2rc1', '1.4.2rc2', true],
    ['===1.0', '1.0', true],
    ['===1.0', '1.0.0', false],
    ['===Weird', 'weird', true],
    ['>=1', 'weird', false],
    ['', '1.0', true],
  ])('%s and %s: %s', (text, version, expected) => {
    expect(specifiersContain(specifiers(text), version, true)).toBe(expected);
    expect(specifiersContain(specifiers(text), version, null)).toBe(expected);
  });

  it('leaves pre-releases out where they are not wanted', () => {
    expect(specifiersContain(specifiers('>=1.0a1'), '1.0rc1', true)).toBe(true);
    expect(specifiersContain(specifiers('>=1.0a1'), '1.0rc1', false)).toBe(false);
    expect(specifiersContain(specifiers(''), '1.0.dev1', false)).toBe(false);
    expect(specifiersContain(specifiers('>=1.0'), '1.0.post1', false)).toBe(true);
  });
});

describe('specifiersToConstraint', () => {
  const versions = ['0.9', '1.0.dev1', '1.0', '1.0+cpu', '1.4', '1.4.9', '1.5rc1', '1.5', '2.0'];

  it.each(['', '>=1.0', '>1.0,<1.5', '==1.4.*', '!=1.0', '!=1.4.*', '~=1.4.2', '<=1.0', '==1.0'])(
    'allows what %j contains',
    (text) => {
      const constraint = specifiersToConstraint(specifiers(text));
      for (const version of versions) {
        const parsed = parseVersion(version);
        expect([version, parsed !== null && allows(constraint, parsed)]).toEqual([
          version,
          specifiersContain(specifiers(text), version, true),
        ]);
      }
    },
  );

  it('has nothing for a text that is no version', () => {
    expect(specifiersToConstraint(specifiers('===weird')).ranges).toEqual([]);
  });
});
