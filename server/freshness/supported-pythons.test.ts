import { expect, it } from 'vitest';
import { allows } from '../python/constraint.ts';
import { isProblem } from '../python/problem.ts';
import { parseVersion } from '../python/version.ts';
import type { LockKind } from '../locks/model.ts';
import { supportedPythons } from './supported-pythons.ts';

function supports(range: string | null, kind: LockKind, python: string): boolean | null {
  const pythons = supportedPythons(range, kind);
  const version = parseVersion(python);
  return isProblem(pythons) || version === null ? null : allows(pythons, version);
}

it.each([
  ['>=3.8,<4.0', 'pdm', true],
  ['>=3.8,<4', 'pdm', true],
  ['>=3.8,!=3.9.*,<4.0', 'pdm', true],
  ['>=3.8,<3.13', 'pdm', false],
  ['>=3.8,<4.1', 'pdm', false],
  ['>=3.8,<4.0', 'poetry', false],
  [null, 'poetry', true],
  [null, 'pdm', true],
  ['nonsense', 'pdm', null],
] as const)('reads %j of a lock of %s', (range, kind, isSupported) => {
  expect(supports(range, kind, '4.2')).toBe(isSupported);
});
