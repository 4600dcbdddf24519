import { expect, it } from 'vitest';
import type { Need } from '../../overrides-db/model.ts';
import { readPoetryLock } from '../locks/poetry.ts';
import { parseToml } from '../toml/parse.ts';
import { lockText } from '../../test/support/project.ts';
import { givenToManylinux } from './manylinux.ts';
import { ALL_TARGETS } from './registry.ts';

const OPENMP: Need = { kind: 'wheel-library', attr: 'stdenv.cc.cc.lib' };
const WHEEL = 'foo-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl';
const MUSL = 'foo-1.0-cp311-cp311-musllinux_1_2_x86_64.whl';
const PLAIN = 'foo-1.0-cp311-cp311-linux_x86_64.whl';

function locked(files: readonly string[]) {
  const text = lockText([{ name: 'foo', files }]);
  return readPoetryLock('/poetry.lock', parseToml(text)).packages[0] ?? null;
}

it('gives a manylinux wheel whole packages of nixpkgs', () => {
  expect(givenToManylinux(OPENMP, locked([WHEEL, MUSL, 'foo-1.0.tar.gz']))).not.toBeNull();
});

it.each([
  ['a wheel of no such tag', OPENMP, [WHEEL, PLAIN]],
  ['no wheel', OPENMP, ['foo-1.0.tar.gz']],
  ['wheels for musl alone', OPENMP, [MUSL]],
  ['what no list has', { kind: 'wheel-library', attr: 'tbb' } as const, [WHEEL]],
  ['what an sdist needs', { kind: 'native-input', attr: 'zlib' } as Need, [WHEEL]],
])('gives nothing to %s', (_, need, files) => {
  expect(givenToManylinux(need, locked(files))).toBeNull();
});

it('is what those give by themselves that patch wheels', () => {
  const given = ALL_TARGETS.filter(
    ({ provides }) => provides.builtIn(OPENMP, locked([WHEEL])) !== null,
  );
  expect(given.map(({ id }) => id).toSorted()).toEqual(['poetry2nix', 'uv2nix']);
});
