import { describe, expect, it } from 'vitest';
import { mistakesIn, usesIn, uvOverlays } from '../../../test/nix/mistakes.ts';
import { useOf } from '../../../test/nix/reading.ts';
import { findOverrideUnknownPackage } from '../mistakes/override-unknown-package.ts';
import type { OverridesReading } from '../model.ts';

const OVERLAY =
  '(final: prev: { ${name} = prev.${name}.overrideAttrs (old: { x = 1; }); foo = prev.foo.overrideAttrs (old: { y = 1; }); })';

function flakeWith(bindings: string): string {
  return uvOverlays(`lock ${OVERLAY}`).replace(
    'workspace = ',
    `pkgs = nixpkgs.legacyPackages.x; ${bindings} workspace = `,
  );
}

function readingWith(bindings: string): OverridesReading {
  return useOf(flakeWith(bindings), 'flake.nix').overrides;
}

describe('a name that a manifest gives', () => {
  it.each([
    'manifest = lib.importTOML ./pyproject.toml; inherit (manifest.project) name;',
    'name = (lib.importTOML ./pyproject.toml).project.name;',
    'manifest = builtins.fromTOML (builtins.readFile ./pyproject.toml); name = manifest.project.name;',
    'name = (lib.trivial.importTOML (./. + "/pyproject.toml")).tool.poetry.name;',
    'project = pyproject-nix.lib.project.loadPyproject { projectRoot = ./.; }; name = project.pyproject.project.name;',
  ])('leaves the others understood: %s', (bindings) => {
    const { understood, entries } = readingWith(bindings);
    expect(understood).toBe(true);
    expect(entries.map(({ name, ofManifest }) => [name, ofManifest === true])).toEqual([
      ['${name}', true],
      ['foo', false],
    ]);
  });

  it.each([
    'name = (lib.importTOML ./pyproject.toml).project.description;',
    'name = (lib.importJSON ./package.json).project.name;',
    'name = args.project.name;',
    'name = make { };',
  ])('is not any computed one: %s', (bindings) => {
    const { understood, entries } = readingWith(bindings);
    expect(understood).toBe(false);
    expect(entries.map(({ name }) => name)).toEqual(['foo']);
  });

  it('is in the package set whatever it is', () => {
    const text = flakeWith('name = (lib.importTOML ./pyproject.toml).project.name;');
    expect(
      mistakesIn(
        (analysis) => findOverrideUnknownPackage(analysis, new Set(['foo']), usesIn(analysis)),
        text,
      ),
    ).toEqual([]);
  });
});
