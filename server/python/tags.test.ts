import { describe, expect, it } from 'vitest';
import type { Platform } from './environment.ts';
import {
  bestFile,
  compatibleTags,
  isWheelCompatible,
  parseSdistFilename,
  parseWheelFilename,
} from './tags.ts';
import { parseVersion } from './version.ts';

function fits(filename: string, python: string, platform: Platform): boolean {
  const wheel = parseWheelFilename(filename);
  if (wheel === null) throw new Error(filename);
  return isWheelCompatible(wheel, python, platform);
}

describe('file names', () => {
  it('takes a wheel apart', () => {
    expect(
      parseWheelFilename('Foo_Bar-1.0.post1-2b-cp38.cp39-abi3-manylinux2014_x86_64.whl'),
    ).toEqual({
      name: 'foo-bar',
      version: parseVersion('1.0.post1'),
      build: [2, 'b'],
      pythons: ['cp38', 'cp39'],
      abis: ['abi3'],
      platforms: ['manylinux2014_x86_64'],
    });
  });

  it.each([
    'foo-1.0-py3-none-any.zip',
    'foo-1.0-py3-none.whl',
    'foo-1.0-x-py3-none-any.whl',
    'foo-x-py3-none-any.whl',
    'foo__bar-1.0-py3-none-any.whl',
    'fo+o-1.0-py3-none-any.whl',
    'foo-1.0-py3..py2-none-any.whl',
    'foo-1.0-3py-none-any.whl',
    '-1.0-py3-none-any.whl',
    'foo-1.0-1-2-py3-none-any.whl',
  ])('takes %s for no wheel', (filename) => {
    expect(parseWheelFilename(filename)).toBeNull();
  });

  it('takes an sdist apart', () => {
    expect(parseSdistFilename('Foo-Bar-1.0rc1.tar.gz')).toEqual({
      name: 'foo-bar',
      version: parseVersion('1.0rc1'),
    });
    expect(parseSdistFilename('foo-1.0.zip')?.name).toBe('foo');
  });

  it.each([
    'foo-1.0.tar.bz2',
    'foo.tar.gz',
    '-1.0.tar.gz',
    'foo-x.tar.gz',
    'foo-1.0-py3-none-any.whl',
  ])('takes %s for no sdist', (filename) => {
    expect(parseSdistFilename(filename)).toBeNull();
  });
});

describe('isWheelCompatible', () => {
  it.each<[string, string, Platform]>([
    ['a-1-py3-none-any.whl', '3.11.4', 'x86_64-linux'],
    ['a-1-py2.py3-none-any.whl', '3.14', 'aarch64-darwin'],
    ['a-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl', '3.11', 'x86_64-linux'],
    ['a-1-cp38-abi3-manylinux1_x86_64.whl', '3.11', 'x86_64-linux'],
    ['a-1-py3-none-manylinux2014_aarch64.whl', '3.11', 'aarch64-linux'],
    ['a-1-cp36-cp36m-linux_x86_64.whl', '3.6', 'x86_64-linux'],
    ['a-1-cp27-cp27mu-manylinux1_x86_64.whl', '2.7', 'x86_64-linux'],
    ['a-1-cp311-cp311-macosx_11_0_arm64.whl', '3.11', 'aarch64-darwin'],
    ['a-1-cp311-cp311-macosx_10_9_universal2.whl', '3.11', 'aarch64-darwin'],
    ['a-1-cp311-cp311-macosx_10_9_x86_64.whl', '3.11', 'x86_64-darwin'],
    ['a-1-cp311-cp311-win_amd64.whl', '3.11', 'x86_64-windows'],
    ['a-1-py35-none-any.whl', '3.11', 'x86_64-linux'],
  ])('%s fits %s on %s', (filename, python, platform) => {
    expect(fits(filename, python, platform)).toBe(true);
  });

  it.each<[string, string, Platform]>([
    ['a-1-py2-none-any.whl', '3.11', 'x86_64-linux'],
    ['a-1-cp310-cp310-manylinux2014_x86_64.whl', '3.11', 'x86_64-linux'],
    ['a-1-cp312-abi3-manylinux2014_x86_64.whl', '3.11', 'x86_64-linux'],
    ['a-1-cp311-cp311-manylinux2014_aarch64.whl', '3.11', 'x86_64-linux'],
    ['a-1-cp311-cp311-manylinux_2_99_x86_64.whl', '3.11', 'x86_64-linux'],
    ['a-1-cp311-cp311-musllinux_1_1_x86_64.whl', '3.11', 'x86_64-linux'],
    ['a-1-cp311-cp311-macosx_11_0_arm64.whl', '3.11', 'x86_64-darwin'],
    ['a-1-cp311-cp311-macosx_10_9_x86_64.whl', '3.11', 'aarch64-darwin'],
    ['a-1-cp311-cp311-win32.whl', '3.11', 'x86_64-windows'],
    ['a-1-pp39-pypy39_pp73-manylinux2014_x86_64.whl', '3.9', 'x86_64-linux'],
    ['a-1-cp313-cp313t-manylinux2014_x86_64.whl', '3.13', 'x86_64-linux'],
    ['a-1-py3-none-any.whl', 'three', 'x86_64-linux'],
  ])('%s does not fit %s on %s', (filename, python, platform) => {
    expect(fits(filename, python, platform)).toBe(false);
  });

  it('asks the machine', () => {
    const wheel = parseWheelFilename('a-1-cp311-cp311-musllinux_1_1_x86_64.whl');
    const older = parseWheelFilename('a-1-cp311-cp311-manylinux_2_34_x86_64.whl');
    if (wheel === null || older === null) throw new Error('no wheel');
    const musl = { libc: { kind: 'musl', major: 1, minor: 2 } } as const;
    const glibc = { libc: { kind: 'glibc', major: 2, minor: 31 } } as const;
    expect(isWheelCompatible(wheel, '3.11', 'x86_64-linux', musl)).toBe(true);
    expect(isWheelCompatible(older, '3.11', 'x86_64-linux', musl)).toBe(false);
    expect(isWheelCompatible(older, '3.11', 'x86_64-linux', glibc)).toBe(false);
    expect(isWheelCompatible(older, '3.11', 'x86_64-linux')).toBe(true);
  });
});

it('orders tags from the most specific on', () => {
  const tags = [...compatibleTags('3.11', 'x86_64-linux').keys()];
  const order = [
    'cp311-cp311-linux_x86_64',
    'cp311-cp311-manylinux_2_17_x86_64',
    'cp311-cp311-manylinux2014_x86_64',
    'cp311-abi3-linux_x86_64',
    'cp311-none-manylinux1_x86_64',
    'cp310-abi3-linux_x86_64',
    'py311-none-linux_x86_64',
    'py3-none-manylinux1_x86_64',
    'cp311-none-any',
    'py311-none-any',
    'py3-none-any',
    'py30-none-any',
  ].map((tag) => tags.indexOf(tag));
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

describe('bestFile', () => {
  const files = [
    { name: 'a-1.0.tar.gz' },
    { name: 'a-1.0-py3-none-any.whl' },
    { name: 'a-1.0-cp311-cp311-manylinux2014_x86_64.whl' },
    { name: 'a-1.0-1-cp311-cp311-manylinux2014_x86_64.whl' },
    { name: 'a-1.0-cp311-cp311-macosx_11_0_arm64.whl' },
  ];

  it.each<[string, Platform, string]>([
    ['3.11', 'x86_64-linux', 'a-1.0-1-cp311-cp311-manylinux2014_x86_64.whl'],
    ['3.11', 'aarch64-darwin', 'a-1.0-cp311-cp311-macosx_11_0_arm64.whl'],
    ['3.12', 'x86_64-linux', 'a-1.0-py3-none-any.whl'],
    ['2.7', 'x86_64-linux', 'a-1.0.tar.gz'],
  ])('for %s on %s', (python, platform, expected) => {
    expect(bestFile(files, python, platform)?.name).toBe(expected);
  });

  it('is null where nothing fits', () => {
    expect(bestFile(files.slice(1), '2.7', 'x86_64-linux')).toBeNull();
    expect(bestFile([], '3.11', 'x86_64-linux')).toBeNull();
  });
});

describe('a PyPy', () => {
  it('takes the tags that packaging gives it, in its order', () => {
    const tags = [...compatibleTags('pypy3.10', 'x86_64-linux').keys()];
    expect(tags[0]).toBe('pp310-pypy310_pp73-linux_x86_64');
    expect(tags.filter((tag) => tag.endsWith('-linux_x86_64')).slice(0, 4)).toEqual([
      'pp310-pypy310_pp73-linux_x86_64',
      'pp310-none-linux_x86_64',
      'py310-none-linux_x86_64',
      'py3-none-linux_x86_64',
    ]);
    expect(tags.filter((tag) => tag.endsWith('any')).slice(0, 4)).toEqual([
      'pp3-none-any',
      'py310-none-any',
      'py3-none-any',
      'py39-none-any',
    ]);
  });

  it('takes no wheel of a CPython', () => {
    const files = [{ name: 'foo-1-cp310-cp310-manylinux_2_17_x86_64.whl' }];
    expect(bestFile(files, 'pypy3.10', 'x86_64-linux')).toBeNull();
    expect(bestFile(files, '3.10', 'x86_64-linux')).toBe(files[0]);
  });
});
