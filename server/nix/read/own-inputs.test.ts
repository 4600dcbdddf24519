import { describe, expect, it } from 'vitest';
import { useOf } from '../../../test/nix/reading.ts';
import type { OwnInputs } from '../model.ts';

function ownOf(args: string, around: (call: string) => string = (call) => call): OwnInputs {
  const call = `pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; ${args} }`;
  const { own } = useOf(around(call));
  if (own === undefined) throw new Error('no own inputs');
  return own;
}

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
