import { describe, expect, it } from 'vitest';
import { mistakesIn, onlyMistake, poetryCall, poetryOverlay } from '../../../test/nix/mistakes.ts';
import { findOverrideNoEffect } from './override-no-effect.ts';
import { findOverrideNotAFunction } from './override-not-a-function.ts';
import { findOverrideRecursion } from './override-recursion.ts';
import { findOverrideWrongList } from './override-wrong-list.ts';

describe('override-recursion', () => {
  it.each([
    ['{ foo = final.foo.overridePythonAttrs (old: { x = 1; }); }', 'final', 'prev.foo.over'],
    [
      '{ foo = (final.foo.override { preferWheel = true; }).overridePythonAttrs { }; }',
      'final',
      '(prev.foo.over',
    ],
    ['{ foo = final."foo"; }', 'final', 'prev."foo"'],
  ])('in %s', (body, on, becomes) => {
    const text = poetryOverlay(body);
    const { on: where, fixed } = onlyMistake(findOverrideRecursion, text);
    expect(where).toBe(on);
    expect(fixed).toContain(becomes);
  });

  it('names the package where the parameter does not stand there', () => {
    const text = poetryCall(`let f = drv: drv.overridePythonAttrs (old: { x = 1; });
      in [ (final: prev: { foo = f final.foo; }) ]`);
    expect(onlyMistake(findOverrideRecursion, text)).toEqual({ on: 'foo', fixed: null });
  });

  it('offers nothing where the other parameter has no name', () => {
    const text = poetryCall('[ (final: _: { foo = final.foo.override { }; }) ]');
    expect(onlyMistake(findOverrideRecursion, text).fixed).toBeNull();
  });

  it.each([
    '{ foo = prev.foo.overridePythonAttrs (old: { buildInputs = [ final.setuptools ]; }); }',
    '{ foo = final.bar; }',
    '{ foo = final.foo_2.override { }; }',
    '{ foo = prev.foo.overridePythonAttrs (final: { x = final.foo; }); }',
    '{ foo = if x then prev.foo else final.foo-bin; }',
    '{ foo = (final: final.foo) prev; }',
  ])('not in %s', (body) => {
    expect(mistakesIn(findOverrideRecursion, poetryOverlay(body))).toEqual([]);
  });
});

describe('override-not-a-function', () => {
  const p2n = 'pkgs.poetry2nix';

  it.each([
    [`${p2n}.overrides.withDefaults { foo = null; }`, '{', '(final: prev: { foo = null; })'],
    [
      `${p2n}.defaultPoetryOverrides.extend { foo = super.foo; }`,
      '{',
      '(self: super: { foo = super.foo; })',
    ],
    [`${p2n}.overrides.withDefaults [ (final: prev: { }) ]`, '[', null],
    ['{ foo = null; }', '{', '(final: prev: { foo = null; })'],
    [`[ ${p2n}.defaultPoetryOverrides { foo = null; } ]`, '{', '(final: prev: { foo = null; })'],
    ['[ ./overrides.nix ]', './overrides.nix', '(import ./overrides.nix)'],
    [`${p2n}.overrides.withDefaults (final: { foo = null; })`, 'final', '(final: prev: {'],
    [`${p2n}.overrides.withDefaults (self: { foo = null; })`, 'self', '(self: super: {'],
    [`${p2n}.overrides.withDefaults (final: prev: { foo = [ "setuptools" ]; })`, '[', null],
  ])('in %s', (overrides, on, becomes) => {
    const text = poetryCall(overrides);
    const { on: where, fixed } = onlyMistake(findOverrideNotAFunction, text);
    expect(where).toBe(on);
    if (becomes === null) expect(fixed).toBeNull();
    else expect(fixed).toContain(becomes);
  });

  it('finds withDefaults among other overrides, which is a list itself', () => {
    const text = poetryCall(`[ (${p2n}.overrides.withDefaults (f: p: { })) ]`);
    expect(onlyMistake(findOverrideNotAFunction, text)).toEqual({
      on: `${p2n}.overrides.withDefaults (f: p: { })`,
      fixed: null,
    });
  });

  it.each([
    `${p2n}.overrides.withDefaults (final: prev: { foo = prev.foo; })`,
    `${p2n}.overrides.withDefaults (import ./elsewhere.nix)`,
    `[ { __functor = self: final: prev: { }; } ]`,
    '[ { ${x} = 1; } ]',
    'x',
    `${p2n}.defaultPoetryOverrides`,
    `${p2n}.overrides.withDefaults (final: x.make final)`,
    `${p2n}.overrides.withDefaults (final: prev: builtins.mapAttrs (n: r: prev.\${n}) { foo = [ "setuptools" ]; })`,
  ])('not in %s', (overrides) => {
    expect(mistakesIn(findOverrideNotAFunction, poetryCall(overrides))).toEqual([]);
  });
});

describe('override-no-effect', () => {
  it.each([
    [
      'prev.foo.overridePythonAttrs { preferWheel = true; }',
      'preferWheel',
      'prev.foo.override { preferWheel = true; }',
    ],
    ['prev.foo.overridePythonAttrs (old: { preferWheel = true; })', 'preferWheel', null],
    ['prev.foo.overrideAttrs { preferWheel = true; x = 1; }', 'preferWheel', null],
    [
      'prev.foo.override { preBuild = "x"; }',
      'preBuild',
      'prev.foo.overridePythonAttrs { preBuild = "x"; }',
    ],
    [
      'prev.foo.override (old: { buildInputs = [ ]; })',
      'buildInputs',
      'prev.foo.overridePythonAttrs (old: {',
    ],
  ])('in %s', (value, on, becomes) => {
    const { on: where, fixed } = onlyMistake(
      findOverrideNoEffect,
      poetryOverlay(`{ foo = ${value}; }`),
    );
    expect(where).toBe(on);
    if (becomes === null) expect(fixed).toBeNull();
    else expect(fixed).toContain(becomes);
  });

  it('in the call', () => {
    const text = 'poetry2nix.mkPoetryApplication { projectDir = ./.; preferWheel = true; }';
    const { on, fixed } = onlyMistake(findOverrideNoEffect, text);
    expect(on).toBe('preferWheel');
    expect(fixed).toContain('preferWheels = true;');
  });

  it.each([
    'prev.foo.override { preferWheel = true; }',
    'prev.foo.override { openssl = null; }',
    'prev.foo.overridePythonAttrs (old: { preBuild = "x"; })',
    'prev.foo.overridePythonAttrs (old: { passthru.preferWheel = true; })',
  ])('not in %s', (value) => {
    expect(mistakesIn(findOverrideNoEffect, poetryOverlay(`{ foo = ${value}; }`))).toEqual([]);
  });

  it('not in other systems’ overlays, whose functions reject what they do not take', () => {
    const text =
      'python3.override { packageOverrides = f: p: { a = p.a.override { doCheck = false; }; }; }';
    expect(mistakesIn(findOverrideNoEffect, text)).toEqual([]);
  });
});

describe('override-wrong-list', () => {
  it.each([
    [
      'nativeBuildInputs = (old.buildInputs or [ ]) ++ [ pkgs.a ];',
      'nativeBuildInputs = (old.nativeBuildInputs or',
    ],
    ['buildInputs = old.nativeBuildInputs ++ [ pkgs.a ];', 'buildInputs = old.buildInputs ++'],
    ['buildInputs = [ pkgs.a ] ++ old.propagatedBuildInputs or [ ];', 'old.buildInputs or'],
  ])('in %s', (attributes, becomes) => {
    const text = poetryOverlay(`{ foo = prev.foo.overridePythonAttrs (old: { ${attributes} }); }`);
    const { on, fixed } = onlyMistake(findOverrideWrongList, text);
    expect(on).toMatch(/^(?:native|propagated)?[bB]uildInputs$/);
    expect(fixed).toContain(becomes);
  });

  it.each([
    'nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.a ];',
    'nativeBuildInputs = old.nativeBuildInputs ++ old.buildInputs;',
    'nativeBuildInputs = old.buildInputs;',
    'nativeBuildInputs = [ pkgs.a ];',
    'checkInputs = old.buildInputs ++ [ pkgs.a ];',
    'nativeBuildInputs = pkgs.lib.filter f old.buildInputs ++ [ ];',
  ])('not in %s', (attributes) => {
    const text = poetryOverlay(`{ foo = prev.foo.overridePythonAttrs (old: { ${attributes} }); }`);
    expect(mistakesIn(findOverrideWrongList, text)).toEqual([]);
  });
});
