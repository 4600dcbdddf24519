import { expect, it } from 'vitest';
import { fact, lockText } from '../../../test/support/project.ts';
import { readPoetryLock } from '../../locks/poetry.ts';
import { parseToml } from '../../toml/parse.ts';
import type { JudgedNeed } from '../model.ts';
import { mindingDependencies } from './brought-along.ts';

const LACKED = { kind: 'missing', because: 'nothing provides it' } as const;
const HATCHLING: JudgedNeed = {
  fact: fact({ kind: 'build-system', attr: 'hatchling' }, ['debian']),
  status: LACKED,
};
const ANY: JudgedNeed = {
  fact: fact({ kind: 'any-build-system', attr: 'setuptools' }, ['pep517']),
  status: LACKED,
};
const ZLIB: JudgedNeed = {
  fact: fact({ kind: 'native-input', attr: 'zlib', as: 'buildInputs' }, ['debian']),
  status: LACKED,
};

/** The status of each need of `lamp`, which depends on `wick`, which depends on `end` and on lamp again. */
function stated(end: string, ...needs: readonly JudgedNeed[]): readonly string[] {
  const lock = readPoetryLock(
    '/poetry.lock',
    parseToml(
      lockText([
        { name: 'lamp', needs: ['wick = "*"'] },
        { name: 'wick', needs: [`${end} = "*"`, 'lamp = "*"'] },
      ]),
    ),
  );
  const [lamp] = lock.packages;
  if (lamp === undefined) throw new Error('no package');
  return mindingDependencies(needs, lamp, lock).map(({ status }) => status.kind);
}

it('leaves open a build system that a dependency may bring', () => {
  expect(stated('hatchling', HATCHLING, ANY, ZLIB)).toEqual(['unknown', 'unknown', 'missing']);
});

it('minds no other package', () => {
  expect(stated('setuptools', HATCHLING)).toEqual(['missing']);
  expect(stated('numpy', HATCHLING, ANY)).toEqual(['missing', 'missing']);
});

it('is brought by no library that back ends import', () => {
  expect(stated('tomlkit', HATCHLING, ANY)).toEqual(['missing', 'missing']);
  expect(stated('exceptiongroup', ANY)).toEqual(['missing']);
});

it('answers the same list for as long as lock and needs are the same', () => {
  const text = lockText([{ name: 'lamp', needs: ['hatchling = "*"'] }]);
  const lock = readPoetryLock('/poetry.lock', parseToml(text));
  const [lamp] = lock.packages;
  if (lamp === undefined) throw new Error('no package');
  const needs = [HATCHLING];
  const minded = mindingDependencies(needs, lamp, lock);
  expect(mindingDependencies(needs, lamp, lock)).toBe(minded);
  expect(mindingDependencies([HATCHLING], lamp, lock)).toEqual(minded);
  expect(mindingDependencies(needs, lamp, { ...lock, byName: new Map() })).not.toBe(minded);
});
