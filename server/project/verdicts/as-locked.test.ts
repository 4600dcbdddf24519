import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../overrides-db/model.ts';
import { fact, factsOf, lockText } from '../../../test/support/project.ts';
import { readPoetryLock } from '../../locks/poetry.ts';
import { parseToml } from '../../toml/parse.ts';
import { asLocked } from './as-locked.ts';

const CUBLAS = fact(
  { kind: 'wheel-library', attr: 'cudaPackages.libcublas' },
  ['uv2nix_hammer_overrides'],
  { required: false, when: { distribution: 'wheel' } },
);
const CUDART = fact({ kind: 'wheel-library', attr: 'cudaPackages.cuda_cudart' }, ['wheel']);
const ZLIB = fact({ kind: 'wheel-library', attr: 'zlib' }, ['wheel']);
const QT = fact({ kind: 'ignored-library', name: 'libQt6Core.so.6', by: 'pyqt6-qt6' }, ['wheel'], {
  when: { versions: [{ from: '6.12.0' }], distribution: 'wheel' },
});

/** The facts as they are of a package that is locked so. */
function heldBy(
  dependenciesAreInputs: boolean,
  version: string,
  needs: readonly string[],
  ...facts: readonly Fact[]
): readonly Fact[] {
  const text = lockText([{ name: 'lamp', version, needs }]);
  const [locked] = readPoetryLock('/poetry.lock', parseToml(text)).packages;
  if (locked === undefined) throw new Error('no package');
  const builds = { systems: ['x86_64-linux'], pythons: ['3.12'], preferWheels: null } as const;
  return asLocked(factsOf('lamp', facts), locked, { builds, dependenciesAreInputs }).facts;
}

function held(
  version: string,
  needs: readonly string[],
  ...facts: readonly Fact[]
): readonly Fact[] {
  return heldBy(false, version, needs, ...facts);
}

describe("a library of NVIDIA's that a recipe names", () => {
  it.each([
    ['"nvidia-cublas-cu12" = "*"', true],
    ['"nvidia-cublas" = "*"', true],
    [`"nvidia-cublas-cu12" = {version = "*", markers = "platform_machine == 'x86_64'"}`, true],
    [`"nvidia-cublas-cu12" = {version = "*", markers = "sys_platform == 'win32'"}`, false],
    ['"nvidia-cublaslt-cu12" = "*"', false],
    ['numpy = "*"', false],
  ])('of a wheel that depends on %s: %s', (needs, required) => {
    const [cublas] = held('2.7.0', [needs], CUBLAS);
    expect(cublas?.required).toBe(required);
    expect(cublas?.sources.at(-1)?.id).toBe(required ? 'project' : 'uv2nix_hammer_overrides');
    expect(held('2.7.0', [needs], { ...CUBLAS, required: true })[0]?.required).toBe(required);
  });

  it('is found where dependencies are inputs', () => {
    const [cublas] = heldBy(true, '2.7.0', ['"nvidia-cublas-cu12" = "*"'], {
      ...CUBLAS,
      required: true,
    });
    expect(cublas?.required).toBe(false);
  });

  it('stays what was read of it in the wheel', () => {
    expect(held('2.7.0', [], CUDART, ZLIB)).toEqual([CUDART, ZLIB]);
  });
});

it('is not needed by a build for processors alone', () => {
  expect(held('2.7.0+cpu', [], CUDART, ZLIB)).toEqual([ZLIB]);
  expect(held('2.7.0+cu128', [], CUDART, ZLIB)).toEqual([CUDART, ZLIB]);
});

describe('what a later wheel links of one that it depends on', () => {
  it('an earlier one of the same major version does too', () => {
    expect(held('6.8.0', ['pyqt6-qt6 = "*"'], QT)[0]?.when).toEqual({
      versions: [{}],
      distribution: 'wheel',
    });
  });

  it('but not by a name that has the release in it', () => {
    const need = { ...QT.need, name: 'libQt6Core.so.6.12' } as const;
    const [named] = held('6.8.0', ['pyqt6-qt6 = "*"'], { ...QT, need });
    expect(named?.when).toEqual(QT.when);
  });

  it.each([
    ['5.15.0', 'pyqt6-qt6 = "*"'],
    ['6.8.0', 'numpy = "*"'],
  ])('%s with %s need not', (version, needs) => {
    expect(held(version, [needs], QT)).toEqual([QT]);
  });
});
