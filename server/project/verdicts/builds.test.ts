import { describe, expect, it } from 'vitest';
import { lockText, manifestText, projectOf } from '../../../test/support/project.ts';
import type { ProjectTexts } from '../../../test/support/project.ts';

const FILES = [
  'foo-1.0.tar.gz',
  'foo-1.0-cp310-cp310-manylinux_2_17_x86_64.whl',
  'foo-1.0-pp310-pypy310_pp73-manylinux_2_17_x86_64.whl',
];
const texts = {
  manifest: manifestText(['foo = "^1"']),
  lock: lockText([{ name: 'foo', version: '1.0', files: FILES }]),
} satisfies ProjectTexts;

/** What is built of `foo`, and why. */
function distributionOf(more: Partial<ProjectTexts>) {
  return projectOf({ ...texts, ...more }).verdicts()[0]?.distribution;
}

function nixWith(argument: string): string {
  return `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; ${argument} }`;
}

describe('the preference that the user states', () => {
  const settings = { preferWheels: true, python: '3.10' };

  it('holds where the Nix file cannot be read', () => {
    const nix = nixWith('preferWheels = import ./wheels.nix;');
    expect(distributionOf({ nix })).toMatchObject({ kind: 'unknown' });
    expect(distributionOf({ nix, settings })).toEqual({
      kind: 'wheel',
      file: FILES[1],
      why: 'the setting prefer-wheels is true',
      rule: null,
    });
  });

  it('holds where there is no Nix file', () => {
    const target = { ...settings, target: 'poetry2nix' as const };
    expect(distributionOf({ nix: null, settings: target })).toMatchObject({ kind: 'wheel' });
    const off = { target: 'uv2nix' as const, preferWheels: false };
    expect(distributionOf({ nix: null, settings: off })).toEqual({
      kind: 'sdist',
      file: FILES[0],
      why: 'the setting prefer-wheels is false',
      rule: null,
    });
  });

  it('is nothing against what the Nix file says', () => {
    expect(distributionOf({ nix: nixWith('preferWheels = false;'), settings })).toMatchObject({
      kind: 'sdist',
      why: 'poetry2nix prefers sdists',
    });
  });
});

describe('the Python that the user states', () => {
  const nix = nixWith('preferWheels = true;');

  it('decides which wheel fits', () => {
    expect(distributionOf({ nix, settings: { python: '3.10' } })).toMatchObject({ file: FILES[1] });
    expect(distributionOf({ nix, settings: { python: 'pypy3.10' } })).toMatchObject({
      file: FILES[2],
    });
    expect(distributionOf({ nix, settings: { python: '3.12' } })).toMatchObject({ kind: 'sdist' });
  });

  it('decides which markers hold', () => {
    const manifest = manifestText([
      `foo = { version = "^1", markers = "platform_python_implementation == 'PyPy'" }`,
    ]);
    const state = (python: string | null) =>
      projectOf({ ...texts, manifest, nix, settings: { python } }).verdicts()[0]?.built.state;
    expect(state('pypy3.10')).toBe('yes');
    expect(state('3.10')).toBe('no');
    expect(state(null)).toBe('no');
  });
});
