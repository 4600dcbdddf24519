import { describe, expect, it } from 'vitest';
import type { WorkspaceConfig } from '../nix/api.ts';
import { PROJECTS } from '../../test/nix/projects.ts';
import { useOf } from '../../test/nix/reading.ts';
import type { UvBuilds } from './model.ts';
import { wheelSettings } from './uv2nix-wheels.ts';

const NO = { known: true, value: false } as const;
const UV: UvBuilds = {
  extra: [],
  variables: [],
  configured: [],
  noBuild: NO,
  noBinary: NO,
  noBuildPackages: [],
  noBinaryPackages: ['moon'],
};

/** The config of a `loadWorkspace` with these arguments. */
function configOf(args: string): WorkspaceConfig | undefined {
  const flake = PROJECTS.get('uv2nix') ?? '';
  const text = flake.replace('workspaceRoot = ./.;', `workspaceRoot = ./.; ${args}`);
  return useOf(text, 'flake.nix').workspaceConfig;
}

/** What is said of all packages, of lamp and of moon: `wheel`, `sdist`, nothing, or `?`. */
function said(args: string, uv: UvBuilds | null = UV): string {
  const { ofAll, ofPackage } = wheelSettings(uv ?? undefined, configOf(args));
  return [ofAll, ofPackage('lamp'), ofPackage('moon')]
    .map((each) => (each === null ? '-' : each.known ? (each.value ? 'wheel' : 'sdist') : '?'))
    .join(' ');
}

/** The settings that a config may put in place of what `[tool.uv]` says, unread. */
function hidden(config: string): readonly string[] | undefined {
  return configOf(`config = ${config};`)?.hides;
}

describe('what is said of wheels beside sourcePreference', () => {
  it.each([
    ['', '- - sdist'],
    ['config = { no-binary-package = [ "lamp" ]; };', '- sdist -'],
    ['config.no-binary-package = [ "lamp" ];', '- sdist -'],
    [
      'config = c: c // { no-binary-package = c.no-binary-package ++ [ "lamp" ]; };',
      '- sdist sdist',
    ],
    ['config = { no-build-package = [ "lamp" "moon" ]; };', '- wheel sdist'],
    ['config = { no-build = true; };', 'wheel - sdist'],
    ['config = { no-binary = true; };', 'sdist - sdist'],
    ['config = { no-binary = true; no-build = true; };', '? - sdist'],
    // What is not read leaves open what it may decide, and no more.
    ['config = { no-binary-package = names; };', '- ? ?'],
    ['config = { no-build-package = names; };', '- ? sdist'],
    ['config = given;', '? ? ?'],
    ['config = { compile-bytecode = false; };', '- - sdist'],
  ])('%s', (args, expected) => {
    expect(said(args)).toBe(expected);
  });

  it('may hide what else builds are given', () => {
    expect(hidden('{ no-build = true; }')).toEqual([]);
    expect(hidden('{ config-settings = { a = "b"; }; }')).toEqual(['config-settings']);
    expect(hidden('c: c // { extra-build-variables = { }; }')).toEqual(['extra-build-variables']);
    expect(hidden('given')).toHaveLength(4);
  });

  it('is nothing where nothing says anything', () => {
    expect(said('', null)).toBe('- - -');
    expect(configOf('')).toBeUndefined();
  });
});
