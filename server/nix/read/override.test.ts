import { describe, expect, it } from 'vitest';
import { entriesOf, entryOf, inputsOf, useOf, withOverrides } from '../../../test/nix/reading.ts';

describe('the packages of an overlay', () => {
  it.each([
    ['{ }', []],
    ['{ a = prev.a; b = null; "c.d" = prev.e; }', ['a:', 'b: opaque', 'c.d: opaque']],
    ['{ inherit (pkgs) a b; }', ['a: opaque', 'b: opaque']],
    ['let x = null; in rec { a = x; }', ['a: opaque']],
    ['{ a = null; } // { a = prev.a; b = null; }', ['a:', 'b: opaque']],
    [
      'lib.genAttrs [ "a" "b" ] (n: prev.${n}.override { preferWheel = true; })',
      ['a: wheel', 'b: wheel'],
    ],
    [
      'lib.mapAttrs (n: v: prev.${n}.overridePythonAttrs (old: { format = v; })) { a = "x"; b = "y"; }',
      ['a: format', 'b: format'],
    ],
    [
      'lib.mapAttrs (n: spec: prev.${n}.overrideAttrs (o: { nativeBuildInputs = o.nativeBuildInputs ++ final.resolveBuildSystem spec; })) { a.setuptools = [ ]; a.wheel = [ ]; b = { hatchling = [ ]; }; }',
      ['a: nativeBuildInputs+setuptools,wheel', 'b: nativeBuildInputs+hatchling'],
    ],
    [
      'lib.genAttrs ([ "a" ] ++ [ "b" ]) (n: prev.${n}.override { preferWheel = true; })',
      ['a: wheel', 'b: wheel'],
    ],
    [
      'lib.listToAttrs (map (n: lib.nameValuePair n (prev.${n}.override { preferWheel = true; })) [ "a" "b" ])',
      ['a: wheel', 'b: wheel'],
    ],
    [
      'builtins.listToAttrs (map (n: { name = n; value = prev.${n}.override { preferWheel = true; }; }) [ "a" ])',
      ['a: wheel'],
    ],
    [
      'lib.pipe [ "a" ] [ (map (n: lib.nameValuePair n (prev.${n}.override { preferWheel = true; }))) lib.listToAttrs ]',
      ['a: wheel'],
    ],
    [
      '[ "a" ] |> map (n: lib.nameValuePair n (prev.${n}.override { preferWheel = true; })) |> builtins.listToAttrs',
      ['a: wheel'],
    ],
    ['lib.flip lib.genAttrs (n: prev.${n}.override { preferWheel = true; }) [ "a" ]', ['a: wheel']],
    [
      'lib.mapAttrs\' (n: v: lib.nameValuePair "py-${n}" (prev."py-${n}".override { preferWheel = v; })) { a = true; }',
      ['py-a: wheel'],
    ],
    [
      'lib.mergeAttrsList [ { a = prev.a.override { preferWheel = true; }; } { b = prev.b; } ]',
      ['a: wheel', 'b:'],
    ],
    [
      'removeAttrs { a = prev.a.override { preferWheel = true; }; b = prev.b; } [ "b" ]',
      ['a: wheel'],
    ],
    [
      '{ } // (name: tools: { "${name}" = prev.${name}.overridePythonAttrs (old: { nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ tools; }); }) "a" [ final.hatchling ]',
      ['a: nativeBuildInputs+hatchling'],
    ],
    [
      'lib.genAttrs (builtins.attrNames { a = 1; }) (n: prev.${n}.override { preferWheel = true; })',
      ['a: wheel'],
    ],
  ])('%s', (body, expected) => {
    expect(entriesOf(body)).toEqual(expected);
  });

  it('has the place of each, and its normalised name', () => {
    const text =
      'poetry2nix.mkPoetryEnv { projectDir = ./.; overrides = [ (f: p: { My_Pkg = p.My_Pkg; }) ]; }';
    const [entry] = useOf(text).overrides.entries;
    expect(entry?.normalized).toBe('my-pkg');
    expect(text.slice(entry?.nameSpan.start, entry?.nameSpan.end)).toBe('My_Pkg');
    expect(text.slice(entry?.span.start, entry?.span.end)).toBe('My_Pkg = p.My_Pkg;');
  });
});

describe('one override', () => {
  it.each([
    ['prev.foo', ''],
    ['prev."foo"', ''],
    ['prev.bar', 'opaque'],
    ['final.foo', 'opaque'],
    ['null', 'opaque'],
    ['pkgs.python3Packages.foo', 'opaque'],
    ['prev.foo.override { preferWheel = true; }', 'wheel'],
    ['prev.foo.override { preferWheel = false; }', 'sdist'],
    ['prev.foo.override { sourcePreference = "wheel"; }', 'wheel'],
    ['prev.foo.override { sourcePreference = "sdist"; }', 'sdist'],
    ['prev.foo.override { preferWheel = stdenv.isLinux; }', 'opaque'],
    ['prev.foo.override { openssl = null; }', ''],
    ['prev.foo.override (old: { preferWheel = true; })', 'wheel'],
    ['prev.foo.overridePythonAttrs { format = "wheel"; }', 'format'],
    ['prev.foo.overridePythonAttrs (old: { doCheck = false; env.X = "1"; })', 'doCheck env X'],
    ['prev.foo.overridePythonAttrs (old: { env = old.env // { Y = "1"; }; })', 'env Y'],
    ['prev.foo.overridePythonAttrs (_: old // { patches = [ ]; })', 'patches opaque'],
    ['prev.foo.overridePythonAttrs (old: old // { patches = [ ]; })', 'patches'],
    [
      'prev.foo.overrideAttrs (final: old: { buildInputs = old.buildInputs ++ [ ]; })',
      'buildInputs+',
    ],
    ['prev.foo.overridePythonAttrs (import ./elsewhere.nix)', 'opaque'],
    ['prev.foo.overridePythonAttrs (compose [ ])', 'opaque'],
    ['prev.bar.overridePythonAttrs (old: { x = 1; })', 'opaque'],
    ['prev.foo.unknownMethod { }', 'opaque'],
    [
      '(prev.foo.override { preferWheel = true; }).overridePythonAttrs (old: { buildInputs = old.buildInputs ++ [ pkgs.zlib ]; })',
      'buildInputs+zlib wheel',
    ],
    [
      '(prev.foo.overridePythonAttrs (o: { buildInputs = o.buildInputs ++ [ pkgs.a ]; })).overridePythonAttrs (o: { buildInputs = o.buildInputs ++ [ pkgs.b ]; })',
      'buildInputs+a,b',
    ],
    [
      'if x then prev.foo.overridePythonAttrs (o: { buildInputs = [ pkgs.a ]; }) else prev.foo',
      'buildInputs=…',
    ],
    ['if x then prev.foo.override { preferWheel = true; } else prev.foo', 'opaque'],
    ['prev.foo.overridePythonAttrs (o: if x then { format = "a"; } else { })', 'format'],
    [
      'prev.foo.overridePythonAttrs (o: { a = 1; } // lib.optionalAttrs x { buildInputs = [ pkgs.a ]; })',
      'buildInputs=… a',
    ],
    ['add prev.foo [ pkgs.zlib ]', 'buildInputs+zlib'],
  ])('%s', (value, expected) => {
    const add =
      'add = drv: inputs: drv.overridePythonAttrs (old: { buildInputs = (old.buildInputs or [ ]) ++ inputs; });';
    expect(entryOf(value, add)).toBe(expected);
  });
});

describe('a list of inputs', () => {
  it.each([
    ['(old.buildInputs or [ ]) ++ [ pkgs.zlib ]', '+zlib'],
    ['old.buildInputs or [ ] ++ [ pkgs.zlib ]', '+zlib'],
    [
      'old.buildInputs ++ [ pkgs.zlib ] ++ [ final.setuptools prev.wheel ]',
      '+zlib,setuptools,wheel',
    ],
    ['[ pkgs.zlib ]', '=zlib'],
    ['[ ]', '='],
    ['[ pkgs.libpq.pg_config ]', '=libpq.pg_config'],
    ['[ pkgs.openssl.dev ]', '=openssl.dev'],
    ['with pkgs; [ zlib openssl.dev ]', '=zlib,openssl.dev'],
    ['old.buildInputs ++ (with pkgs; [ zlib ])', '+zlib'],
    [
      '[ final.pkgs.zlib pkgs.python3Packages.cython pkgs.python311.pkgs.numpy ]',
      '=zlib,cython,numpy',
    ],
    ['[ (lib.getDev pkgs.openssl) ]', '=openssl'],
    ['[ (pkgs.opencv4.override { x = 1; }) ]', '=opencv4'],
    ['[ (prev.cffi) final."my-tool" (builtins.getAttr "wheel" final) ]', '=cffi,my-tool,wheel'],
    ['[ z ]', '=zlib'],
    ['[ libs.a ]', '=libjpeg'],
    ['libs.list', '=libtiff'],
    ['map (n: final.${n}) [ "setuptools" "wheel" ]', '=setuptools,wheel'],
    ['final.resolveBuildSystem { setuptools = [ ]; wheel = [ ]; }', '=setuptools,wheel'],
    ['old.nativeBuildInputs ++ [ pkgs.zlib ]', '=zlib…'],
    ['old.buildInputs ++ lib.optionals x [ pkgs.zlib ]', '+…'],
    ['old.buildInputs ++ [ pkgs.zlib ] ++ lib.optional x pkgs.a', '+zlib…'],
    ['builtins.filter (i: i != null) old.buildInputs', '+…'],
    ['if x then [ pkgs.a pkgs.b ] else [ pkgs.b ]', '=b…'],
    ['[ (python.withPackages (ps: [ ])) pkgs.zlib ]', '=zlib…'],
    ['[ "setuptools" ]', '=…'],
    ['something', '=…'],
  ])('%s', (list, expected) => {
    const lets =
      'inherit (pkgs) zlib; z = zlib; libs = { a = pkgs.libjpeg; list = [ pkgs.libtiff ]; };';
    expect(inputsOf(list, lets)).toBe(`buildInputs${expected}`);
  });

  it.each([
    ['import nixpkgs { overlays = [ (final: prev: { }) ]; }', '+zlib,libpq.pg_config,cython'],
    ['import <nixpkgs> { }', '+zlib,libpq.pg_config,cython'],
    ['pkgs.extend (final: prev: { })', '+zlib,libpq.pg_config,cython'],
    ['import ./packages.nix { }', '+…'],
    ['make { }', '+…'],
  ])('of nixpkgs as %s makes it', (made, expected) => {
    const list = 'old.buildInputs ++ [ set.zlib set.libpq.pg_config set.python3Packages.cython ]';
    expect(inputsOf(list, `set = ${made};`)).toBe(`buildInputs${expected}`);
  });

  it('takes a formal for the former list', () => {
    const value =
      'prev.foo.overridePythonAttrs ({ buildInputs ? [ ], nativeBuildInputs ? [ ], ... }: { buildInputs = buildInputs ++ [ pkgs.zlib ]; nativeBuildInputs = buildInputs; })';
    expect(entryOf(value)).toBe('buildInputs+zlib nativeBuildInputs=…');
  });
});

/** What an overlay that has `foo = VALUE;` lets it miss. */
function ignoredBy(value: string): unknown {
  const use = withOverrides(
    `pkgs.poetry2nix.overrides.withDefaults (final: prev: { foo = ${value}; })`,
  );
  return use.overrides.entries[0]?.ignoredLibraries;
}

describe('libraries that autoPatchelf may miss', () => {
  it.each([
    ['[ "libcuda.so.1" "libnv*" ]', ['libcuda.so.1', 'libnv*'], true],
    ['(old.autoPatchelfIgnoreMissingDeps or [ ]) ++ [ "liba.so" ]', ['liba.so'], true],
    ['true', ['*'], true],
    ['"liba.so libb.so"', ['liba.so', 'libb.so'], true],
    ['[ "liba.so" ] ++ more', ['liba.so'], false],
    ['lib.optionals x [ "liba.so" ]', [], false],
  ])('of %s: %j', (value, patterns, complete) => {
    expect(
      ignoredBy(
        `prev.foo.overridePythonAttrs (old: { autoPatchelfIgnoreMissingDeps = ${value}; })`,
      ),
    ).toEqual({ patterns, complete });
  });

  it('are those of both overrides, where the second keeps what was there', () => {
    const first = 'prev.foo.overridePythonAttrs { autoPatchelfIgnoreMissingDeps = [ "a" ]; }';
    expect(
      ignoredBy(
        `(${first}).overridePythonAttrs (old: { autoPatchelfIgnoreMissingDeps = old.autoPatchelfIgnoreMissingDeps ++ [ "b" ]; })`,
      ),
    ).toEqual({ patterns: ['a', 'b'], complete: true });
  });

  it('are not known where none are set', () => {
    expect(ignoredBy('prev.foo.overridePythonAttrs { x = 1; }')).toBe(undefined);
  });
});
