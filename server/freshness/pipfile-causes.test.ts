import { describe, expect, it } from 'vitest';
import { pipfileCauses } from './pipfile-causes.ts';
import { readPipfileLock } from '../locks/pipfile-lock.ts';
import { projectOf, wanted, wantedConstraint } from './testing.ts';
import type { Manifest } from '../manifests/model.ts';

const LOCK = readPipfileLock(
  '/project/Pipfile.lock',
  '{"_meta": {"requires": {"python_version": "3.11"}}, "default": {"lamp": {"version": "==1.2"}}, "develop": {}}',
);

function causes(more: Partial<Manifest>, ...names: readonly [string, string][]) {
  const dependencies = names.map(([name, constraint]) => wanted(name, constraint));
  return pipfileCauses(projectOf(dependencies, { requiresPython: null, ...more }), LOCK).map(
    ({ message }) => message,
  );
}

describe('pipfileCauses', () => {
  it('says what is missing and what does not fit', () => {
    expect(causes({}, ['lamp', '>=2'], ['oil', '*'])).toEqual([
      'it has lamp 1.2, the project asks for >=2',
      'oil is not in it',
    ]);
  });

  it('says that it was made for another Python', () => {
    expect(causes({ requiresPython: wantedConstraint('3.12') })).toEqual([
      'it was made for Python 3.11, the project asks for 3.12',
    ]);
  });

  it('says nothing of what left no trace', () => {
    expect(causes({ requiresPython: wantedConstraint('3.11') }, ['lamp', '>=1'])).toEqual([]);
    expect(causes({}, ['lamp', '>=1'])).toEqual([]);
  });
});
