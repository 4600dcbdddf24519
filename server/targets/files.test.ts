import { describe, expect, it } from 'vitest';
import { readPoetryLock } from '../locks/poetry.ts';
import { parseToml } from '../toml/parse.ts';
import { lockText } from '../../test/support/project.ts';
import { chooseFile } from './files.ts';
import type { BuildSettings } from './model.ts';

const LINUX: BuildSettings = { systems: ['x86_64-linux'], pythons: ['3.11'], preferWheels: null };
const SDIST = 'foo-1.0.tar.gz';
const PURE = 'foo-1.0-py3-none-any.whl';
const FOR_311 = 'foo-1.0-cp311-cp311-manylinux_2_17_x86_64.whl';
const VARIANT = 'foo-1.0-cp311-cp311-manylinux_2_27_x86_64-x86_64_v3.whl';
const FOR_WINDOWS = 'foo-1.0-cp311-cp311-win_amd64.whl';

function choose(
  files: readonly string[],
  preference: 'sdist' | 'wheel',
  builds: BuildSettings = LINUX,
  lines: readonly string[] = [],
) {
  const lock = readPoetryLock('/poetry.lock', parseToml(lockText([{ name: 'foo', files, lines }])));
  const [locked] = lock.packages;
  if (locked === undefined) throw new Error('no package');
  const choice = chooseFile(locked, preference, 'asked for', builds);
  return [choice.kind, 'file' in choice ? choice.file : null];
}

describe('chooseFile', () => {
  it.each([
    ['the sdist', [PURE, SDIST], 'sdist', ['sdist', SDIST]],
    ['a wheel without an sdist', [PURE], 'sdist', ['wheel', PURE]],
    ['a wheel', [SDIST, PURE], 'wheel', ['wheel', PURE]],
    ['the sdist without a wheel that fits', [SDIST, FOR_WINDOWS], 'wheel', ['sdist', SDIST]],
    ['nothing without a file that fits', [FOR_WINDOWS], 'sdist', ['unusable', null]],
    ['nothing without files', [], 'sdist', ['unknown', null]],
    ['nothing surely of a name that is not understood', [VARIANT], 'wheel', ['unknown', null]],
    ['a wheel that is understood beside such a one', [VARIANT, PURE], 'wheel', ['wheel', PURE]],
  ] as const)('takes %s', (_, files, preference, expected) => {
    expect(choose(files, preference)).toEqual(expected);
  });

  it('leaves it open where interpreters disagree', () => {
    const builds = { ...LINUX, pythons: ['3.11', '3.12'] };
    expect(choose([SDIST, FOR_311], 'wheel', builds)).toEqual(['unknown', null]);
    expect(choose([FOR_311], 'sdist', builds)).toEqual(['wheel', null]);
  });

  it.each([
    ['git', 'https://example.org/foo.git', 'sdist'],
    ['directory', '../foo', 'sdist'],
    ['url', `https://example.org/${PURE}`, 'wheel'],
    ['url', `https://example.org/${SDIST}`, 'sdist'],
  ])('reads a source of type %s at %s', (type, url, kind) => {
    const lines = ['', '[package.source]', `type = "${type}"`, `url = "${url}"`];
    expect(choose([], 'sdist', LINUX, lines)).toEqual([kind, null]);
  });
});
