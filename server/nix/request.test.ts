import { describe, expect, it } from 'vitest';
import { distinctNeeds } from './request.ts';

describe('what an override is asked for', () => {
  it('is asked for once, names as they are written in a set', () => {
    expect(
      distinctNeeds([
        { kind: 'build-system', name: 'Flit_Core' },
        { kind: 'build-system', name: 'flit-core' },
      ]),
    ).toStrictEqual([{ kind: 'build-system', name: 'flit-core' }]);
  });

  it('is a program of nixpkgs where no Python set has it, in the list of what runs', () => {
    const swig = { kind: 'input', list: 'nativeBuildInputs', attr: 'swig' };
    expect(
      distinctNeeds([
        { kind: 'build-system', name: 'swig' },
        { kind: 'input', list: 'buildInputs', attr: 'swig' },
        { kind: 'build-system', name: 'setuptools' },
        { kind: 'input', list: 'buildInputs', attr: 'gpgme' },
      ]),
    ).toStrictEqual([
      swig,
      { kind: 'build-system', name: 'setuptools' },
      { kind: 'input', list: 'buildInputs', attr: 'gpgme' },
    ]);
  });
});
