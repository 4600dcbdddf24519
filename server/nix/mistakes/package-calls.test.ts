import { describe, expect, it } from 'vitest';
import { mistakesIn, onlyMistake, type Find } from '../../../test/nix/mistakes.ts';
import type { Pins } from '../pins.ts';
import { findPytestFlagsArrayRemoved } from './pytest-flags-array-removed.ts';
import { findPythonFormatMissing } from './python-format-missing.ts';

function nixpkgsOf(date: string | null): Pins {
  return { nixpkgs: { revision: 'abc', date, file: '/p/flake.lock' } };
}

const LATER = nixpkgsOf('2026-09-01T00:00:00Z');

function withoutFormat(pins: Pins): Find {
  return (analysis) => findPythonFormatMissing(analysis, pins);
}

function withOldFlags(pins: Pins): Find {
  return (analysis) => findPytestFlagsArrayRemoved(analysis, pins);
}

function packageOf(attributes: string, head = '{ pkgs }: pkgs.python3Packages.'): string {
  return `${head}buildPythonPackage { pname = "lamp"; ${attributes} }`;
}

describe('python-format-missing', () => {
  it('is where neither is said, and keeps setup.py', () => {
    const { on, fixed } = onlyMistake(withoutFormat(LATER), packageOf('src = ./.;'));
    expect(on).toBe('buildPythonPackage');
    expect(fixed).toContain('{ format = "setuptools"; pname = "lamp";');
  });

  it('sees what a function answers, a formal, and a set that another extends', () => {
    for (const text of [
      '{ buildPythonApplication }: buildPythonApplication (finalAttrs: { pname = "lamp"; })',
      'final: prev: { lamp = with final; buildPythonPackage ({ pname = "lamp"; } // { src = ./.; }); }',
      '{ python3Packages }: let inherit (python3Packages) buildPythonPackage; in buildPythonPackage { pname = "lamp"; }',
    ])
      expect(mistakesIn(withoutFormat(LATER), text), text).toHaveLength(1);
  });

  it.each([
    ['pyproject', packageOf('pyproject = true;')],
    ['format', packageOf('format = "wheel";')],
    ['an attribute that is inherited', packageOf('inherit (pkgs.x) pyproject;')],
    [
      'what cannot be read',
      '{ pkgs, args }: pkgs.python3Packages.buildPythonPackage (args // { })',
    ],
    [
      'a condition',
      '{ pkgs, c }: pkgs.python3Packages.buildPythonPackage ({ } // pkgs.lib.optionalAttrs c { pyproject = true; })',
    ],
    [
      'a function of the file',
      packageOf('', 'let buildPythonPackage = args: args // { pyproject = true; }; in '),
    ],
    [
      'a renderer of pyproject.nix',
      '{ project, python }: project.renderers.buildPythonPackage { inherit python; }',
    ],
  ])('says nothing of %s', (_what, text) => {
    expect(mistakesIn(withoutFormat(LATER), text)).toEqual([]);
  });

  it('says nothing where an older nixpkgs may be pinned', () => {
    for (const pins of [nixpkgsOf('2025-12-20T00:00:00Z'), nixpkgsOf(null), {}])
      expect(mistakesIn(withoutFormat(pins), packageOf(''))).toEqual([]);
  });
});

describe('pytest-flags-array-removed', () => {
  const text = packageOf('pyproject = true; pytestFlagsArray = [ "-x" ];');

  it('is where the pin is later', () => {
    const { on, fixed } = onlyMistake(withOldFlags(LATER), text);
    expect(on).toBe('pytestFlagsArray');
    expect(fixed).toContain('pytestFlags = [ "-x" ]');
    expect(mistakesIn(withOldFlags(nixpkgsOf('2026-06-20T00:00:00Z')), text)).toEqual([]);
    expect(mistakesIn(withOldFlags(LATER), packageOf('pytestFlags = [ ];'))).toEqual([]);
  });
});
