import { describe, expect, it } from 'vitest';
import { useOf } from '../../../test/nix/reading.ts';
import type { OwnInputs } from '../model.ts';

function ownOf(args: string, around: (call: string) => string = (call) => call): OwnInputs {
  const call = `pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; ${args} }`;
  const { own } = useOf(around(call));
  if (own === undefined) throw new Error('no own inputs');
  return own;
}

function moduleWith(body: string, imports = 'dream2nix.modules.dream2nix.pip'): string {
  return `{ config, lib, dream2nix, ... }: { imports = [ ${imports} ]; name = "p"; ${body} }`;
}

describe('what a module of dream2nix gives to the project itself', () => {
  it('is read from its lists', () => {
    const { own } = useOf(
      moduleWith(
        'mkDerivation.src = ./.; mkDerivation.buildInputs = [ config.deps.zlib ]; mkDerivation.nativeBuildInputs = with config.deps; [ cmake ];',
      ),
    );
    expect(own).toMatchObject({ understood: true, why: '' });
    expect(own?.lists).toEqual([
      { list: 'buildInputs', attrs: ['zlib'], complete: true, replaces: false },
      { list: 'nativeBuildInputs', attrs: ['cmake'], complete: true, replaces: false },
    ]);
  });

  it('is not that of a package of the module', () => {
    const body =
      'mkDerivation.src = ./.; pip.overrides.foo = { mkDerivation.buildInputs = [ config.deps.zlib ]; };';
    expect(useOf(moduleWith(body)).own).toMatchObject({ understood: true, lists: [] });
  });

  it('is not said of a module that says of no sources', () => {
    expect(useOf(moduleWith('')).own).toBeUndefined();
    expect(
      useOf(moduleWith('mkDerivation.buildInputs = [ config.deps.zlib ];')).own,
    ).toBeUndefined();
  });

  it.each([
    [
      'a list that is made elsewhere',
      moduleWith('mkDerivation = { src = ./.; buildInputs = l; };'),
    ],
    [
      'a set with more of it behind',
      moduleWith('mkDerivation = { src = ./.; }; mkDerivation.buildInputs = [ config.deps.zlib ];'),
    ],
    [
      'a module that imports another',
      moduleWith('mkDerivation.src = ./.;', 'dream2nix.modules.dream2nix.pip ./native.nix'),
    ],
    [
      'a set with inputs beside it',
      `{ x }: { a = ${moduleWith('mkDerivation.src = ./.;')}; b = { mkDerivation.buildInputs = [ x ]; }; }`,
    ],
    ['a file with errors', moduleWith('mkDerivation.src = ./.; b = ;')],
  ])('is not known of %s', (_name, text) => {
    const { own } = useOf(text);
    expect(own?.understood).toBe(false);
    expect(own?.why).not.toBe('');
  });
});

describe('what a call gives to the project itself', () => {
  it('is read from its lists', () => {
    const own = ownOf(
      'buildInputs = [ pkgs.libpq ]; nativeBuildInputs = with pkgs; [ pkg-config ];',
    );
    expect(own).toMatchObject({ understood: true, why: '' });
    expect(own.lists).toEqual([
      { list: 'nativeBuildInputs', attrs: ['pkg-config'], complete: true, replaces: false },
      { list: 'buildInputs', attrs: ['libpq'], complete: true, replaces: false },
    ]);
    expect(own.sets).toEqual(['projectDir', 'buildInputs', 'nativeBuildInputs']);
  });

  it('is nothing where the call names none', () => {
    expect(ownOf('')).toEqual({ understood: true, why: '', lists: [], sets: ['projectDir'] });
  });

  it.each([
    ['a list that is made elsewhere', 'buildInputs = libraries;', undefined],
    ['a list that is computed', 'buildInputs = map f [ 1 ];', undefined],
    [
      'a call that is overridden',
      '',
      (call: string) => `(${call}).overridePythonAttrs (old: { buildInputs = [ pkgs.libpq ]; })`,
    ],
    [
      'a name that is overridden',
      '',
      (call: string) => `let app = ${call}; in app.overrideAttrs (old: { })`,
    ],
    ['a file with errors', '', (call: string) => `{ a = ${call}; b = ; }`],
  ])('is not known of %s', (_name, args, around) => {
    const own = ownOf(args, around);
    expect(own.understood).toBe(false);
    expect(own.why).not.toBe('');
  });

  it('is not said of a call that builds the dependencies alone', () => {
    expect(useOf('pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; }').own).toBeUndefined();
  });

  it('is read from the builders of nixpkgs', () => {
    const { own } = useOf(
      'pkgs.python3Packages.buildPythonApplication { pname = "p"; src = ./.; buildInputs = [ pkgs.zlib ]; }',
    );
    expect(own?.lists.map(({ attrs }) => attrs)).toEqual([['zlib']]);
    const lambda = useOf(
      'pkgs.python3Packages.buildPythonApplication (finalAttrs: { pname = "p"; src = ./.; buildInputs = [ pkgs.zlib ]; })',
    );
    expect(lambda.own?.lists.map(({ attrs }) => attrs)).toEqual([['zlib']]);
  });
});
