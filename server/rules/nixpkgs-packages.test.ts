import { describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { Session } from '../session/session.ts';

const RENDERED = `{ pkgs, pyproject-nix }: let
  project = pyproject-nix.lib.project.loadPyproject { projectRoot = ./.; };
  python = pkgs.python312;
in python.withPackages (project.renderers.withPackages { inherit python; })`;

const BY_HAND = `{ python3Packages }: python3Packages.buildPythonApplication {
  pname = "lamp"; version = "1"; pyproject = true; src = ./.;
  build-system = [ python3Packages.hatchling ];
  dependencies = [ python3Packages.glow ];
}`;

interface Files {
  readonly nix: string;
  readonly dependencies: readonly string[];
  readonly versions?: Readonly<Record<string, string>> | null;
  readonly more?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** \`code package\` of every finding that is about what nixpkgs has, or what a call lists. */
function found({
  nix,
  dependencies,
  versions = null,
  more = '',
  files = {},
}: Files): readonly string[] {
  const setting = versions === null ? '' : '[tool.pyproject-nix-ls]\nnixpkgs-versions = "v.json"\n';
  const manifest = `[project]\nname = "lamp"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ${JSON.stringify(dependencies)}\n${more}\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n${setting}`;
  const session = new Session(
    new MemoryFileSystem({
      '/p/pyproject.toml': manifest,
      '/p/default.nix': nix,
      ...(versions === null ? {} : { '/p/v.json': JSON.stringify(versions) }),
      ...files,
    }),
    fixtureKnowledge,
  );
  return session
    .project('/p/pyproject.toml')
    .findings()
    .map(({ code, severity, package: name }) => `${severity} ${code} ${name}`);
}

function overlay(text: string): string {
  return RENDERED.replace(
    'pkgs.python312;',
    `pkgs.python312.override { packageOverrides = ${text}; };`,
  );
}

describe('what nixpkgs has of the packages that pyproject.nix asks it for', () => {
  const asked = {
    nix: RENDERED,
    dependencies: ['glow>=2', 'Tree.of_bk', 'tiny; python_version<"3"'],
  };

  it('is held against the manifest, where it is listed', () => {
    expect(found({ ...asked, versions: { glow: '1.9', other: '1' } })).toEqual([
      'warning not-in-nixpkgs tree-of-bk',
      'warning nixpkgs-unsatisfied glow',
    ]);
    expect(found({ ...asked, versions: { glow: '2.0', 'tree-of-bk': '1' } })).toEqual([]);
    expect(found(asked)).toEqual([]);
  });

  it('is not asked of what an overlay makes, nor where overlays cannot be read', () => {
    const versions = { other: '1' };
    const own = overlay(
      'final: prev: { glow = final.callPackage ./glow.nix { }; tree-of-bk = null; }',
    );
    expect(found({ ...asked, nix: own, versions })).toEqual([]);
    expect(found({ ...asked, nix: overlay('import ../elsewhere.nix'), versions })).toEqual([]);
  });

  it('counts extras and groups that the renderer takes', () => {
    const more =
      '[project.optional-dependencies]\nx = ["oil"]\n[dependency-groups]\ng = ["wick"]\n';
    const files = { nix: RENDERED, dependencies: [], versions: {}, more };
    expect(found(files)).toEqual([]);
    const taking = RENDERED.replace(
      'inherit python; }',
      'inherit python; extras = [ "x" ]; groups = [ "g" ]; }',
    );
    expect(found({ ...files, nix: taking })).toEqual([
      'warning not-in-nixpkgs oil',
      'warning not-in-nixpkgs wick',
    ]);
  });
});

describe('a call by hand', () => {
  it('is complete with what the manifest asks for', () => {
    expect(found({ nix: BY_HAND, dependencies: ['glow'] })).toEqual([]);
  });

  it('lacks what another package may bring, and what none can', () => {
    expect(found({ nix: BY_HAND, dependencies: ['glow', 'printing'] })).toEqual([
      'hint dependency-not-listed printing',
    ]);
    const none = BY_HAND.replace('[ python3Packages.glow ]', '[ ]');
    expect(found({ nix: none, dependencies: ['printing'] })).toEqual([
      'warning dependency-not-listed printing',
    ]);
    const lock = `version = 1\n[[package]]\nname = "lamp"\nversion = "1"\nsource = { editable = "." }\ndependencies = [{ name = "glow" }, { name = "printing" }]\n[[package]]\nname = "glow"\nversion = "1"\nsource = { registry = "https://x.test" }\n[[package]]\nname = "printing"\nversion = "1"\nsource = { registry = "https://x.test" }\n`;
    const files = { '/p/uv.lock': lock };
    expect(found({ nix: BY_HAND, dependencies: ['glow', 'printing'], files })).toContain(
      'warning dependency-not-listed printing',
    );
  });

  it('has a back end, and versions that are asked for', () => {
    expect(
      found({ nix: BY_HAND.replace('hatchling', 'setuptools'), dependencies: ['glow'] }),
    ).toEqual(['warning other-build-backend hatchling', 'hint other-build-backend setuptools']);
    const later = { nix: BY_HAND, dependencies: ['glow>=2'], versions: { glow: '1' } };
    expect(found(later)).toEqual(['warning nixpkgs-unsatisfied glow']);
    const relaxed = BY_HAND.replace('src =', 'pythonRelaxDeps = [ "glow" ]; src =');
    expect(found({ ...later, nix: relaxed })).toEqual([]);
    expect(found({ ...later, nix: relaxed.replace('[ "glow" ]', 'true') })).toEqual([]);
  });

  it('may hold more than is asked for', () => {
    expect(found({ nix: BY_HAND.replace('.glow', '.printing'), dependencies: [] })).toEqual([
      'hint dependency-not-asked-for printing',
    ]);
    const within = BY_HAND.replace(
      '[ python3Packages.glow ]',
      'with python3Packages; [ printing ]',
    );
    expect(found({ nix: within, dependencies: [] })).toEqual([
      'hint dependency-not-asked-for printing',
    ]);
    // A program of nixpkgs, and an argument that may be one.
    for (const list of ['[ pkgs.printing ]', 'with pkgs; [ printing ]', '[ printing ]']) {
      const nix = BY_HAND.replace('{ python3Packages }', '{ python3Packages, pkgs, printing }');
      const changed = nix.replace('[ python3Packages.glow ]', list);
      expect(found({ nix: changed, dependencies: [] }), list).toEqual([]);
    }
    const extra = '[project.optional-dependencies]\nx = ["printing"]\n';
    expect(
      found({ nix: BY_HAND.replace('.glow', '.printing'), dependencies: [], more: extra }),
    ).toEqual([]);
  });

  it.each([
    ['another project', BY_HAND.replace('"lamp"', '"torch"')],
    [
      'what is built without the manifest',
      BY_HAND.replace('pyproject = true', 'format = "setuptools"'),
    ],
    [
      'a list that is made',
      BY_HAND.replace('[ python3Packages.glow ]', 'map (n: python3Packages.${n}) names'),
    ],
    ['a manifest that is patched', BY_HAND.replace('src =', 'postPatch = "sed"; src =')],
    ['a check that is off', BY_HAND.replace('src =', 'dontCheckRuntimeDeps = true; src =')],
    [
      'a dependency that is removed',
      BY_HAND.replace('src =', 'pythonRemoveDeps = [ "printing" ]; src ='),
    ],
    ['a name like it', BY_HAND.replace('.glow ]', '.glow python3Packages.printing3 ]')],
    [
      'a package that is overridden',
      `({ python3Packages }: (${BY_HAND.slice(BY_HAND.indexOf(':') + 1)}).overrideAttrs (old: { }))`,
    ],
  ])('is not judged for %s', (_what, nix) => {
    expect(
      found({ nix, dependencies: ['glow', 'printing'] }).filter((each) =>
        each.includes('dependency-not-listed'),
      ),
    ).toEqual([]);
  });
});

/** What is said where the call has these and the manifest has those extras. */
function withExtras(optional: string, extras: string, more = ''): readonly string[] {
  const nix = BY_HAND.replace('src = ./.;', `src = ./.; ${optional}`);
  return found({
    nix,
    dependencies: ['glow'],
    more: `[project.optional-dependencies]\n${extras}\n${more}`,
  });
}

function listed(packages: string): string {
  return `optional-dependencies = { bright = ${packages}; };`;
}

describe('optional-dependencies of a call by hand', () => {
  it.each([
    [listed('[ python3Packages.printing ]'), 'bright = ["printing"]', []],
    [listed('[ ]'), 'bright = ["printing"]', ['hint dependency-not-listed printing']],
    [
      listed('[ python3Packages.printing python3Packages.tree-of-bk ]'),
      'bright = ["printing"]',
      ['hint dependency-not-asked-for tree-of-bk'],
    ],
    [listed('[ ]'), '', ['hint dependency-not-asked-for null']],
    // What is not all read, or what other extras bring, is left alone.
    [listed('names'), 'bright = ["printing"]', []],
    [listed('[ (f 1) ]'), 'bright = ["printing"]', []],
    [listed('[ ]'), 'bright = ["lamp[other]"]\nother = ["printing"]', []],
    [listed('[ ]'), 'bright = ["printing; python_version<\'3\'"]', []],
    [
      'passthru.optional-dependencies.bright = [ ];',
      'bright = ["printing"]',
      ['hint dependency-not-listed printing'],
    ],
    // An extra that is not listed is no mistake.
    ['optional-dependencies = { };', 'bright = ["printing"]', []],
  ])('%s beside %s', (optional, extras, expected) => {
    expect(withExtras(optional, extras)).toEqual(expected);
  });

  it('may offer a group of the project', () => {
    expect(withExtras(listed('[ ]'), '', '[dependency-groups]\nbright = ["printing"]\n')).toEqual(
      [],
    );
  });
});
