import { expect, it } from 'vitest';
import { fact, factsOf } from '../../../test/support/project.ts';
import { parseVersion } from '../../python/version.ts';
import { chosen } from '../../targets/files.ts';
import { whatBuilds } from '../../targets/build-system-pkgs.ts';
import { targetOf } from '../../targets/registry.ts';
import { judgeNeeds } from './judge.ts';
import { NO, yesIn } from './providers/model.ts';

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

/** What is written for an attribute with a nixpkgs that has all changes before a day; null where it is not asked for. */
function writtenAt(attr: string, nixpkgsUntil: string | null): string | null {
  const stated = fact({ kind: 'native-input', attr, as: 'buildInputs' }, ['poetry2nix']);
  const [judged] = judgeNeeds(factsOf('foo', [stated]), {
    version: parseVersion('1.0'),
    distribution: chosen('sdist', null, ''),
    target: targetOf('poetry2nix'),
    defaultsAreKnown: true,
    hasUse: true,
    nixpkgsUntil,
    builds: { systems: ['x86_64-linux'], pythons: ['3.12'], preferWheels: null },
    providers: [],
  });
  return judged !== undefined && 'attr' in judged.fact.need ? judged.fact.need.attr : null;
}

it('names an input as the pinned nixpkgs does, and asks for none that is gone there with nothing in its place', () => {
  expect(writtenAt('xorg.libX11', '2025-11-20')).toBe('xorg.libX11');
  expect(writtenAt('xorg.libX11', '2026-05-20')).toBe('libx11');
  expect(writtenAt('qt6.full', null)).toBe('qt6.full');
  expect(writtenAt('qt6.full', '2025-05-20')).toBe('qt6.full');
  expect(writtenAt('qt6.full', '2025-11-20')).toBeNull();
});

/** `setuptools: missing` of a package for which everything is known to use setuptools and Cython, where some of it is given. */
function statusesGiven(...given: readonly string[]): readonly string[] {
  const facts = ['cython', 'setuptools'].map((attr) =>
    fact({ kind: 'build-system', attr }, ['poetry2nix', 'uv2nix_hammer_overrides']),
  );
  const judged = judgeNeeds(factsOf('foo', facts), {
    version: parseVersion('1.0'),
    distribution: chosen('sdist', null, ''),
    target: targetOf('uv2nix'),
    defaultsAreKnown: true,
    hasUse: true,
    nixpkgsUntil: null,
    builds: { systems: ['x86_64-linux'], pythons: ['3.12'], preferWheels: null },
    providers: [
      {
        answer: ({ need }) =>
          need.kind === 'build-system'
            ? given.includes(need.attr)
              ? yesIn('/p/flake.nix', '')
              : NO
            : given.some((attr) => whatBuilds(attr) === 'build-system')
              ? yesIn('/p/flake.nix', '')
              : NO,
      },
    ],
  });
  return judged.map(({ fact: { need }, status }) =>
    'attr' in need ? `${need.attr}: ${status.kind}` : '',
  );
}

it('takes a tool that is there for no build system, and a back end that is there for one', () => {
  expect(statusesGiven()).toEqual(['cython: missing', 'setuptools: missing']);
  expect(statusesGiven('cython')).toEqual(['cython: met', 'setuptools: missing']);
  expect(statusesGiven('setuptools')).toEqual(['cython: not-needed', 'setuptools: met']);
  // Something else builds it, that no fact is about.
  expect(statusesGiven('cython', 'meson-python')).toEqual([
    'cython: met',
    'setuptools: not-needed',
  ]);
});
