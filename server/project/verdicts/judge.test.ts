import { expect, it } from 'vitest';
import { fact, factsOf } from '../../../test/support/project.ts';
import { parseVersion } from '../../python/version.ts';
import { chosen } from '../../targets/files.ts';
import { judgeNeeds } from './judge.ts';

const TBB = fact({ kind: 'wheel-library', attr: 'tbb' }, ['wheel']);

/** The release that is named as the one that was read, for a locked version. */
function readIn(version: string): string | undefined {
  const stated = { ...TBB, sources: [{ id: 'wheel', version: '2.0', also: ['1.0'] }] as const };
  const [judged] = judgeNeeds(factsOf('foo', [stated]), {
    version: parseVersion(version),
    distribution: chosen('wheel', null, ''),
    target: null,
    defaultsAreKnown: false,
    hasUse: false,
    nixpkgsUntil: null,
    builds: { systems: ['x86_64-linux'], pythons: ['3.12'], preferWheels: null },
    providers: [],
  });
  return judged?.fact.sources[0]?.version;
}

it('lets a release that was read speak for itself, and the newest for those that were not', () => {
  expect(readIn('1.0')).toBe('1.0');
  expect(readIn('2.0')).toBe('2.0');
  expect(readIn('1.5')).toBe('2.0');
});
