import { describe, expect, it } from 'vitest';
import { parsePoetryVersion, formatPoetryVersion } from './poetry-version.ts';
import { compareVersions, isPrerelease, parseVersion, withoutLocal } from './version.ts';

function compare(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === null || right === null) throw new Error(`${a} or ${b} is no version`);
  return Math.sign(compareVersions(left, right));
}

describe('parseVersion', () => {
  it.each([
    ['1.2.3', '1.2.3'],
    ['v4.0', '4.0'],
    [' 1.0\t', '1.0'],
    ['01.002', '1.2'],
    ['3!1.0', '3!1.0'],
    ['0!1', '1'],
    ['1.0-ALPHA.2', '1.0a2'],
    ['2beta', '2b0'],
    ['1.1preview3', '1.1rc3'],
    ['1.0-4', '1.0.post4'],
    ['1.0rev', '1.0.post0'],
    ['1.0a1.post2.dev3', '1.0a1.post2.dev3'],
    ['5dev', '5.dev0'],
    ['1.0+Ubuntu-1_2', '1.0+ubuntu.1.2'],
    ['1.0+007.5e3', '1.0+7.5e3'],
    ['12345678901234567890.1', '12345678901234567890.1'],
  ])('normalises %j', (text, normalized) => {
    expect(parseVersion(text)?.text).toBe(normalized);
  });

  it.each(['', 'x', '1.', '.1', '1..2', '1.0+', '1.0+_a', '1-2-3', '1.0 a1', '٣', '1!', '1.*'])(
    'rejects %j',
    (text) => {
      expect(parseVersion(text)).toBeNull();
    },
  );

  it('takes a version apart', () => {
    expect(parseVersion('1!2.0rc4.post5.dev6+l.1')).toEqual({
      text: '1!2.0rc4.post5.dev6+l.1',
      epoch: 1,
      release: [2, 0],
      pre: ['rc', 4],
      post: 5,
      dev: 6,
      local: 'l.1',
    });
  });

  it('rejects a number that no version has', () => {
    expect(parseVersion('9'.repeat(301))).toBeNull();
    expect(parseVersion('9'.repeat(300))?.text).toHaveLength(300);
  });
});

describe('compareVersions', () => {
  const ascending = [
    '0',
    '1.dev2',
    '1a1.dev1',
    '1a1',
    '1a1.post1',
    '1b0',
    '1rc0',
    '1',
    '1+a',
    '1+b.1',
    '1+0',
    '1+0.a',
    '1+5',
    '1.post0.dev1',
    '1.post0',
    '1.0.1',
    '1.2',
    '1.10',
    '2024.1',
    '1!0.1',
  ];

  it('orders every pair', () => {
    for (const [i, a] of ascending.entries())
      for (const [j, b] of ascending.entries())
        expect([a, b, compare(a, b)]).toEqual([a, b, Math.sign(i - j)]);
  });

  it.each([
    ['1.0', '1'],
    ['1.0.0', '1'],
    ['1.0c1', '1.0rc1'],
    ['1.0-1', '1.0.post1'],
    ['1.0+a-b', '1.0+A.B'],
  ])('finds %s and %s equal', (a, b) => {
    expect(compare(a, b)).toBe(0);
  });

  it('is exact beyond what a number holds', () => {
    expect(compare('9007199254740993', '9007199254740992')).toBe(1);
    expect(compare('1.20240101000000000001', '1.20240101000000000002')).toBe(-1);
    expect(compare('1.0.dev20240101000000000002', '1.0.dev20240101000000000001')).toBe(1);
    expect(compare('1.0+20240101000000000002', '1.0+20240101000000000001')).toBe(1);
  });

  it('takes a local segment with an e for a word', () => {
    expect(compare('1.0+1e9', '1.0+2')).toBe(-1);
  });
});

it.each([
  ['1.0a1', true],
  ['1.0.dev1', true],
  ['1.0.post1.dev1', true],
  ['1.0.post1', false],
  ['1.0+a1', false],
])('isPrerelease of %s is %s', (text, expected) => {
  const version = parseVersion(text);
  expect(version !== null && isPrerelease(version)).toBe(expected);
});

it('withoutLocal drops the local part alone', () => {
  const version = parseVersion('1!2.0a1+x.1');
  expect(version === null ? null : withoutLocal(version)).toEqual(parseVersion('1!2.0a1'));
});

describe('versions as Poetry reads them', () => {
  it('does not normalise letters in capitals', () => {
    const [shouted, normal] = [parsePoetryVersion('1.0-RC1'), parsePoetryVersion('1.0rc1')];
    if (shouted === null || normal === null) throw new Error('no version');
    expect(compareVersions(shouted, normal)).toBeLessThan(0);
    expect(compareVersions(normal, shouted)).toBeGreaterThan(0);
    expect(formatPoetryVersion(shouted)).toBe('1.0rc1');
  });

  it.each([
    ['1.0.ALPHA', '1.0alpha0'],
    ['1.0-C2.POST1', '1.0c2.post1'],
    ['1.0REV3', '1.0.rev3'],
    ['V1.0+ABC.01', '1.0+abc.01'],
    ['1.0beta1', '1.0b1'],
    ['1.0DEV4', '1.0.dev4'],
  ])('prints %s as %s', (text, printed) => {
    const version = parsePoetryVersion(text);
    expect(version === null ? null : formatPoetryVersion(version)).toBe(printed);
  });
});
