import { describe, expect, it } from 'vitest';
import { isAny, isEmpty } from './constraint.ts';
import { formatConstraint } from './format-constraint.ts';
import { parseMarkerConstraint, parsePoetryConstraint, poetryAllows } from './poetry-constraint.ts';
import { parseVersion } from './version.ts';

function printed(text: string): string {
  const constraint = parsePoetryConstraint(text);
  return 'problem' in constraint ? constraint.problem : formatConstraint(constraint);
}

function allowed(text: string, version: string): boolean {
  const constraint = parsePoetryConstraint(text);
  const parsed = parseVersion(version);
  if ('problem' in constraint || parsed === null) throw new Error(`${text}, ${version}`);
  return poetryAllows(constraint, parsed);
}

describe('parsePoetryConstraint', () => {
  it.each([
    ['*', '*'],
    ['x.x', '*'],
    ['vX', '*'],
    ['^1.2.3', '>=1.2.3,<2.0.0'],
    ['^0.2', '>=0.2,<0.3'],
    ['^0.0.7', '>=0.0.7,<0.0.8'],
    ['^0', '>=0,<1'],
    ['^0.0', '>=0.0,<0.1'],
    ['^0.0.0.9', '>=0.0.0.9,<0.0.1.0'],
    ['^3!1.2', '>=3!1.2,<3!2.0'],
    ['^2.0rc1', '>=2.0rc1,<3.0'],
    ['~4', '>=4,<5'],
    ['~4.1', '>=4.1,<4.2'],
    ['~4.1.9.2', '>=4.1.9.2,<4.2.0.0'],
    ['~=4', '>=4,<5'],
    ['~=4.1', '>=4.1,<5.0'],
    ['~=4.1.9', '>=4.1.9,<4.2.0'],
    ['~=4.1.9.2', '>=4.1.9.2,<4.1.10.0'],
    ['6.*', '==6.*'],
    ['==6.1.*', '==6.1.*'],
    ['!=6.1.*', '!=6.1.*'],
    ['=6.1', '6.1'],
    ['<>6.1', '6.1'],
    ['6.1.*.*', '==6.1.*'],
    ['1.0.post2.*', '==1.0.post2.*'],
    ['>=6.*', '>=6'],
    ['<6.1', '<6.1'],
    ['>6.1, <=7', '>6.1,<=7'],
    ['>=6 <7', '>=6,<7'],
    ['>=6, <7,', '>=6,<7'],
    ['^6 || ^8', '>=6,<7 || >=8,<9'],
    ['^6|^7', '>=6,<7 || >=7,<8'],
    ['>=6,<8 || >=7', '>=6'],
    ['<7 || >6', '*'],
    ['>=6,!=6.5,<7', '>=6,!=6.5,<7'],
    ['>=6,<5', '<empty>'],
    ['6.0,7.0', '<empty>'],
    ['>=6,<=6', '6'],
    ['dev', '0.0.dev0'],
    ['1.0+cpu.01', '1.0+cpu.01'],
    ['2.0-BETA', '2.0beta0'],
    ['1.0a1.dev2.*', '>=1.0a1.dev0,<1.0a1.dev0'],
  ])('reads %s', (text, expected) => {
    expect(printed(text)).toBe(expected);
  });

  it.each([
    ['', '', 0, 0],
    ['latest', 'latest', 0, 6],
    ['===1.0', '===1.0', 0, 6],
    ['1.x', '1.x', 0, 3],
    ['~dev', '~dev', 0, 4],
    ['^2.*', '^2.*', 0, 4],
    ['>=1, banana', 'banana', 5, 11],
    ['>=1 || ', '', 6, 6],
    ['>=6,,<7', '>=6,,<7', 0, 7],
    ['>=1 ||  ^ || 3', '^', 8, 9],
    ['1.0 - 2.0', '1.0 - 2.0', 0, 9],
    ['1.0a.*', '1.0a.*', 0, 6],
    ['>=1;python_version<"3"', '>=1;python_version<"3"', 0, 22],
  ])('says what Poetry cannot parse in %j', (text, part, start, end) => {
    expect(parsePoetryConstraint(text)).toEqual({
      problem: `Could not parse version constraint: ${part}`,
      span: { start, end },
    });
  });

  it('tells any and none', () => {
    const [any, none] = [parsePoetryConstraint('*'), parsePoetryConstraint('>1,<1')];
    if ('problem' in any || 'problem' in none) throw new Error('not read');
    expect([isAny(any), isEmpty(any), isAny(none), isEmpty(none)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('poetryAllows', () => {
  it.each([
    ['>=1', '2.0a1'],
    ['^1.2', '1.9.9'],
    ['^1.2', '1.3rc1'],
    ['>1.0', '1.0.1'],
    ['>1.0.post1', '1.0.post2'],
    ['1.0', '1.0+cpu'],
    ['<=1.0', '1.0+cpu'],
    ['!=2.0', '2.0.dev1'],
    ['!=2.0', '2.0.post1'],
    ['!=2.0+cpu', '2.0'],
    ['<2.0rc2', '2.0rc1'],
    ['1.2.*', '1.2.dev0'],
    ['==1.0.*', '1.0.post3'],
  ])('%s allows %s', (constraint, version) => {
    expect(allowed(constraint, version)).toBe(true);
  });

  it.each([
    ['^1.2', '2.0.0'],
    ['^1.2', '2.0.0.dev1'],
    ['^1.2', '1.1.9'],
    ['<2', '2.0a1'],
    ['>1.0', '1.0.post1'],
    ['>1.0', '1.0+cpu'],
    ['1.0+cpu', '1.0'],
    ['1.0+cpu', '1.0+cu118'],
    ['!=2.0', '2.0+cpu'],
    ['1.2.*', '1.3.dev0'],
    ['>=2,<1', '1.5'],
    ['^1 || ^3', '2.1'],
  ])('%s does not allow %s', (constraint, version) => {
    expect(allowed(constraint, version)).toBe(false);
  });
});

describe('parseMarkerConstraint', () => {
  it('leaves bounds as they are', () => {
    expect(parseMarkerConstraint('<3.8')).toEqual({
      ranges: [{ min: null, includeMin: false, max: parseVersion('3.8'), includeMax: false }],
    });
  });

  it('reads the versions of kernels where that is wanted', () => {
    expect('problem' in parseMarkerConstraint('>= 6.1.0-13-amd64')).toBe(true);
    expect('problem' in parseMarkerConstraint('>= 6.1.0-13-amd64', true)).toBe(false);
  });
});
