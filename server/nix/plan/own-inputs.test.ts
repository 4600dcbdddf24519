import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../text.ts';
import type { RequestRow } from '../../../test/nix/edits.ts';
import { overrideRequest } from '../../../test/nix/edits.ts';
import { planOverrides } from './plan.ts';

const REQUEST: RequestRow = {
  package: 'app',
  ofProject: true,
  buildInputs: ['libpq'],
  nativeBuildInputs: ['libpq.pg_config'],
};

/** The file after the plan; why not, where there is no edit. */
function planned(text: string, request: RequestRow = {}): string {
  const plan = planOverrides(
    new Map([['/p/default.nix', text]]),
    '/p/default.nix',
    [overrideRequest({ ...REQUEST, ...request })],
    '/p',
  );
  if (plan.outcome !== 'edited') return plan.reason;
  return applyEdits(text, plan.edits.get('/p/default.nix') ?? []);
}

describe('inputs of the project itself', () => {
  it('become arguments of the call', () => {
    const text = `{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
}
`;
    expect(planned(text)).toBe(`{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  nativeBuildInputs = [ pkgs.libpq.pg_config ];
  buildInputs = [ pkgs.libpq ];
}
`);
  });

  it('join those that are there, and are written once', () => {
    const text = `{ pkgs }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  buildInputs = with pkgs; [ zlib ];
  nativeBuildInputs = [ pkgs.cmake ];
}
`;
    const after = planned(text);
    expect(after).toContain('buildInputs = with pkgs; [ zlib libpq ];');
    expect(after).toContain('nativeBuildInputs = [ pkgs.cmake pkgs.libpq.pg_config ];');
    expect(planned(after)).toBe('the call has all of it');
  });

  it('go to the builders of nixpkgs', () => {
    const text = `{ pkgs }:
pkgs.python3Packages.buildPythonApplication {
  pname = "app";
  src = ./.;
}
`;
    expect(planned(text, { target: 'nixpkgs', nativeBuildInputs: [] })).toContain(
      '  src = ./.;\n  buildInputs = [ pkgs.libpq ];\n}',
    );
  });

  it('are one entry of the overlay with uv2nix', () => {
    const text = `{ pkgs, base, workspace }:
base.overrideScope (pkgs.lib.composeManyExtensions [
  (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })
  (final: prev: { })
])
`;
    expect(planned(text, { target: 'uv2nix' })).toContain('app = prev.app.overrideAttrs (old: {');
  });

  it('go to the module of dream2nix that builds the project, beside those of its packages', () => {
    const text = `{ config, lib, dream2nix, ... }:
{
  imports = [ dream2nix.modules.dream2nix.pip ];
  name = "app";
  version = "1.0";
  mkDerivation = {
    src = ./.;
    buildInputs = [ config.deps.zlib ];
  };
  deps = { nixpkgs, ... }: {
    inherit (nixpkgs) zlib;
  };
}
`;
    const after = planned(text, { target: 'dream2nix' });
    expect(after).toBe(`{ config, lib, dream2nix, ... }:
{
  imports = [ dream2nix.modules.dream2nix.pip ];
  name = "app";
  version = "1.0";
  mkDerivation = {
    src = ./.;
    buildInputs = [ config.deps.zlib config.deps.libpq ];
    nativeBuildInputs = [ config.deps.libpq.pg_config ];
  };
  deps = { nixpkgs, ... }: {
    inherit (nixpkgs) zlib libpq;
  };
}
`);
    expect(planned(after, { target: 'dream2nix' })).toBe('app has all of it');
  });

  it('are written together with overrides of packages into one module', () => {
    const text = `{ config, lib, dream2nix, ... }:
{
  imports = [ dream2nix.modules.dream2nix.pip ];
  mkDerivation.src = ./.;
}
`;
    const plan = planOverrides(
      new Map([['/p/default.nix', text]]),
      '/p/default.nix',
      [
        overrideRequest({ ...REQUEST, target: 'dream2nix' }),
        overrideRequest({
          target: 'dream2nix',
          package: 'foo',
          buildInputs: ['libpq'],
          nativeBuildInputs: ['cmake'],
        }),
      ],
      '/p',
    );
    const edits = plan.outcome === 'edited' ? plan.edits.get('/p/default.nix') : undefined;
    const after = applyEdits(text, edits ?? []);
    expect(after.match(/deps = /g)).toHaveLength(1);
    expect(after).toContain('inherit (nixpkgs) libpq cmake;');
    expect(after).toContain('pip.overrides.foo.mkDerivation = {');
  });

  it.each([
    [
      'another folder',
      '{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./sub; }',
      {},
      'no call of mkPoetryApplication is written out',
    ],
    [
      'a call that builds the dependencies alone',
      '{ pkgs }: pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; }',
      {},
      'no call of mkPoetryApplication is written out',
    ],
    [
      'nixpkgs out of reach',
      '{ poetry2nix }: poetry2nix.mkPoetryApplication { projectDir = ./.; }',
      {},
      'nixpkgs is not in reach of the call under one name',
    ],
    [
      'a value that is no list',
      '{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; buildInputs = { }; nativeBuildInputs = { }; }',
      {},
      'nativeBuildInputs is not written as a list',
    ],
    [
      'dream2nix',
      '{ config, dream2nix, ... }: { imports = [ dream2nix.modules.dream2nix.pip ]; }',
      { target: 'dream2nix' },
      'no module of dream2nix says of what sources it is',
    ],
  ] as const)('are not written for %s', (_name, text, request, reason) => {
    expect(planned(text, request)).toBe(reason);
  });
});
