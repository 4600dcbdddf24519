import { expect, it } from 'vitest';
import { needsOfRequirements } from './requirement-needs.ts';

/** `numpy >=3.12`, with `?` where it only may be required. */
function said(...requirements: readonly string[]): string[] {
  const evidence = requirements.map((name) => ({ kind: 'requirement', name, at: 'a:1' }) as const);
  return needsOfRequirements(evidence).map(({ need, required, when }) => {
    const where = [when.python ?? '', when.systems?.join() ?? ''].filter((one) => one !== '');
    return [`${'attr' in need ? need.attr : ''}${required ? '' : '?'}`, ...where].join(' ');
  });
}

it('joins requirements of one name over the Pythons that they hold for', () => {
  expect(said('cffi<2; python_version < "3.14"', 'cffi>=2; python_version >= "3.14"')).toEqual([
    'cffi',
  ]);
  expect(said('tomli; python_version < "3.11"')).toEqual(['tomli <3.11']);
  expect(said('a; python_version >= "3.10" and python_version < "3.12"')).toEqual([
    'a >=3.10, <3.12',
  ]);
});

it('asks whole markers of the systems that Nix builds for', () => {
  expect(said('a; sys_platform == "darwin" and python_version < "3.9"')).toEqual([
    'a <3.9 x86_64-darwin,aarch64-darwin',
  ]);
  expect(said('a; python_version != "3.10" or platform_system != "Windows"')).toEqual(['a']);
  expect(said('a; platform_system == "Windows" and python_version == "3.10"')).toEqual([]);
});

it('takes numpy for a package that stands for its oldest release', () => {
  expect(said('oldest-supported-numpy', 'numpy<2; python_version >= "3.12"')).toEqual(['numpy']);
});

it('is not sure of what a marker leaves open, and is silent of what is no requirement', () => {
  expect(said('a; platform_release == "x"', 'no requirement!')).toEqual(['a?']);
});

function bounds(...requirements: readonly string[]): unknown {
  const evidence = requirements.map((name) => ({ kind: 'requirement', name, at: 'a:1' }) as const);
  return needsOfRequirements(evidence).map((one) => one.bounds);
}

it('keeps the versions that are required where none above some is taken', () => {
  expect(bounds('Cython >=0.29,<3')).toEqual([[{ specifier: '>=0.29,<3' }]]);
  expect(bounds('numpy<2; python_version >= "3.12"', 'numpy; python_version < "3.12"')).toEqual([
    [{ specifier: '<2', python: '>=3.12' }],
  ]);
  expect(bounds('numpy<2; platform_system == "Windows"', 'numpy>=2')).toEqual([undefined]);
});
