import { describe, expect, it } from 'vitest';
import { readProject, summary, useOf, withOverrides } from '../../../test/nix/reading.ts';

describe('calls of poetry2nix', () => {
  it.each([
    ['pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; }'],
    ['with pkgs; poetry2nix.mkPoetryEnv { projectDir = ./.; }'],
    ['let p2n = import <poetry2nix> { }; in p2n.mkPoetryPackages { projectDir = ./.; }'],
    [
      'let inherit (poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }) mkPoetryEnv; in mkPoetryEnv { projectDir = ./.; }',
    ],
    ['let args = { projectDir = ./.; }; in pkgs.poetry2nix.mkPoetryEnv args'],
    ['let args = { }; in pkgs.poetry2nix.mkPoetryEnv (args // { projectDir = ./.; })'],
    ['let dir = ./.; in pkgs.poetry2nix.mkPoetryEnv { projectDir = dir; }'],
    ['pkgs.poetry2nix.mkPoetryEnv { projectDir = lib.cleanSource ./.; }'],
    ['pkgs.poetry2nix.mkPoetryEnv { projectDir = "${./.}"; }'],
    ['pkgs.poetry2nix.mkPoetryEnv { pyproject = ./pyproject.toml; poetrylock = ./poetry.lock; }'],
    ['let f = dir: pkgs.poetry2nix.mkPoetryEnv { projectDir = dir; }; in f ./.'],
    ['{ mkPoetryEnv }: mkPoetryEnv { projectDir = ./.; }'],
    ['{ a = { b = [ (pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; }) ]; }; }'],
  ])('%s: of this folder, with the defaults', (text) => {
    const use = useOf(text);
    expect(use.target).toBe('poetry2nix');
    expect(use.projectDir).toEqual({ known: true, value: '/p' });
    expect(use.preferWheels).toEqual({ known: true, value: false });
    expect(use.python).toEqual({ known: true, value: null });
    expect(use.overrides).toEqual({
      understood: true,
      why: '',
      defaults: { known: true, value: true },
      entries: [],
    });
  });

  it.each([
    ['../.', '/'],
    ['./sub', '/p/sub'],
    ['./. + "/sub"', '/p/sub'],
    ['/elsewhere', '/elsewhere'],
  ])('follows projectDir = %s', (dir, expected) => {
    const use = useOf(`poetry2nix.mkPoetryEnv { projectDir = ${dir}; }`);
    expect(use.projectDir).toEqual({ known: true, value: expected });
  });

  it('takes a flake’s self for its folder, and no other self', () => {
    const text =
      '{ outputs = { self, poetry2nix }: poetry2nix.mkPoetryEnv { projectDir = self; }; }';
    expect(useOf(text, 'flake.nix').projectDir).toEqual({ known: true, value: '/p' });
    expect(useOf(text, 'other.nix').projectDir.known).toBe(false);
    const viaInputs = text.replace('{ self, poetry2nix }', 'inputs').replace('self', 'inputs.self');
    expect(useOf(viaInputs.replace('= poetry', '= inputs.poetry'), 'flake.nix').projectDir).toEqual(
      {
        known: true,
        value: '/p',
      },
    );
  });

  it('reads the arguments', () => {
    const use = useOf(`let common = { preferWheels = true; groups = [ "main" ] ++ [ "web" ]; }; in
      poetry2nix.mkPoetryApplication (common // {
        projectDir = ./.; python = pkgs.python311.override { x = 1; }; extras = [ ]; checkGroups = [ "test" ];
      })`);
    expect(use.preferWheels).toEqual({ known: true, value: true });
    expect(use.python).toEqual({ known: true, value: 'python311' });
    expect(use.groups).toEqual({ known: true, value: ['main', 'web'] });
    expect(use.checkGroups).toEqual({ known: true, value: ['test'] });
    expect(use.extras).toEqual({ known: true, value: [] });
  });

  it.each([
    ['an argument of the file', '{ args }: poetry2nix.mkPoetryEnv args'],
    ['a condition', '{ x }: poetry2nix.mkPoetryEnv (if x then { } else { })'],
    ['a computed name', '{ n }: poetry2nix.mkPoetryEnv { ${n} = ./.; }'],
    ['a function of elsewhere', '{ f }: poetry2nix.mkPoetryEnv (f { projectDir = ./.; })'],
    [
      'an optional part',
      '{ x, lib }: poetry2nix.mkPoetryEnv (lib.optionalAttrs x { projectDir = ./.; preferWheels = true; overrides = [ ]; python = 1; })',
    ],
  ])('knows nothing of what %s decides', (_title, text) => {
    const use = useOf(text);
    expect(use.projectDir.known).toBe(false);
    expect(use.preferWheels.known).toBe(false);
    expect(use.python.known).toBe(false);
    expect(use.overrides.understood).toBe(false);
    expect(use.overrides.defaults.known).toBe(false);
    expect(use.overrides.why).not.toBe('');
  });

  it('takes an optional part that says nothing of it as absent', () => {
    const use = useOf(
      '{ x, lib }: poetry2nix.mkPoetryEnv ({ projectDir = ./.; } // lib.optionalAttrs x { meta = { }; })',
    );
    expect(use.projectDir).toEqual({ known: true, value: '/p' });
    expect(use.overrides.understood).toBe(true);
  });

  it('does not take a local wrapper for poetry2nix’s function, but the call in it', () => {
    const use =
      useOf(`let mkPoetryEnv = args: poetry2nix.mkPoetryEnv ({ preferWheels = true; } // args);
      in mkPoetryEnv { projectDir = ./.; }`);
    expect(use.preferWheels).toEqual({ known: true, value: true });
    expect(use.projectDir).toEqual({ known: true, value: '/p' });
  });

  it.each(['pkgs.mkPoetryEnv', 'final.mkPoetryEnv'])(
    'takes %s for somebody’s wrapper, which may set what the call does not',
    (fn) => {
      const use = useOf(`{ pkgs, final }: ${fn} { projectDir = ./.; }`);
      expect(use.projectDir).toEqual({ known: true, value: '/p' });
      expect(use.preferWheels.known).toBe(false);
      expect(use.overrides.understood).toBe(false);
    },
  );

  it('knows nothing of a wrapper that is called twice', () => {
    const use = useOf(`let env = dir: poetry2nix.mkPoetryEnv { projectDir = dir; };
      in [ (env ./.) (env ./other) ]`);
    expect(use.projectDir.known).toBe(false);
  });

  it('is not misled by text', () => {
    expect(readProject({ 'a.nix': '"mkPoetryEnv { }" # mkPoetryEnv { }' }).uses).toEqual([]);
    expect(readProject({ 'a.nix': '{ mkPoetryEnv = { }; }' }).uses).toEqual([]);
  });
});

describe('files', () => {
  it('follows imports, with arguments', () => {
    const { uses, wants } = readProject({
      'default.nix': 'import ./nix/app.nix { dir = ./.; overlay = import ./overlay.nix; }',
      'nix/app.nix':
        '{ dir, overlay }: poetry2nix.mkPoetryEnv { projectDir = dir; overrides = [ overlay ]; }',
      'overlay.nix': 'final: prev: { a = null; }',
    });
    expect(wants).toEqual([]);
    expect(uses).toHaveLength(1);
    expect(uses[0]?.file).toBe('/p/nix/app.nix');
    expect(uses[0]?.projectDir).toEqual({ known: true, value: '/p' });
    expect(uses[0]?.overrides.entries.map(({ name, file }) => [name, file])).toEqual([
      ['a', '/p/overlay.nix'],
    ]);
  });

  it('follows callPackage and folders', () => {
    const { uses } = readProject({
      'default.nix': '{ pkgs }: pkgs.callPackage ./app { }',
      'app/default.nix': '{ poetry2nix }: poetry2nix.mkPoetryEnv { projectDir = ./.; }',
    });
    expect(uses.map(({ projectDir }) => projectDir)).toEqual([{ known: true, value: '/p/app' }]);
  });

  it('wants what is imported, and says so', () => {
    const { uses, wants } = readProject({
      'default.nix':
        'poetry2nix.mkPoetryEnv { projectDir = ./.; overrides = [ (import ./overlay.nix) (import ./nix { }) ]; }',
    });
    expect(wants.toSorted()).toEqual(['/p/nix/default.nix', '/p/overlay.nix']);
    expect(uses[0]?.overrides.understood).toBe(false);
  });

  it('does not want folders and files that are no Nix', () => {
    const { wants } = readProject({
      'env.nix': 'poetry2nix.mkPoetryEnv { projectDir = ./.; pyproject = ./pyproject.toml; }',
    });
    expect(wants).toEqual([]);
  });

  it('reads a file once, however many lead to it', () => {
    const files = {
      'default.nix': '[ (import ./a.nix) (import ./a.nix) ]',
      'a.nix': 'poetry2nix.mkPoetryEnv { projectDir = ./.; }',
    };
    expect(readProject(files, ['default.nix', 'a.nix']).uses).toHaveLength(1);
  });

  it('survives files that import each other', () => {
    const { uses } = readProject({
      'a.nix': 'import ./b.nix',
      'b.nix': 'poetry2nix.mkPoetryEnv (import ./a.nix)',
    });
    expect(uses.map(({ projectDir }) => projectDir.known)).toEqual([false]);
  });

  it('concludes nothing from a file with a syntax error, and still shows its entries', () => {
    const use = useOf(
      'poetry2nix.mkPoetryEnv { projectDir = ./.; overrides = [ (final: prev: { a = null; b = }) ]; }',
    );
    expect(use.projectDir).toEqual({ known: true, value: '/p' });
    expect(use.overrides.understood).toBe(false);
    expect(use.overrides.entries.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('the order of overlays', () => {
  const a = '(final: prev: { a = null; })';
  const b = '(final: prev: { b = null; })';
  const p2n = 'pkgs.poetry2nix';

  it.each([
    [`${p2n}.defaultPoetryOverrides`, true, []],
    [`[ ${p2n}.defaultPoetryOverrides ]`, true, []],
    [`${p2n}.overrides.withDefaults ${a}`, true, ['a before']],
    [`${p2n}.overrides.withoutDefaults ${a}`, false, ['a']],
    [`${p2n}.defaultPoetryOverrides.extend ${a}`, true, ['a']],
    [`(${p2n}.defaultPoetryOverrides.extend ${a}).extend ${b}`, true, ['a', 'b']],
    [`[ ${a} ${p2n}.defaultPoetryOverrides ${b} ]`, true, ['a before', 'b']],
    [`[ ${a} ] ++ [ ${b} ]`, false, ['a', 'b']],
    [`${p2n}.overrides.withDefaults ${a} ++ [ ${b} ]`, true, ['a before', 'b']],
    [`lib.composeManyExtensions [ ${a} ${b} ]`, false, ['a', 'b']],
    [`lib.composeExtensions ${p2n}.defaultPoetryOverrides ${b}`, true, ['b']],
    ['[ ]', false, []],
    [a, false, ['a']],
  ])('%s', (overrides, defaults, expected) => {
    const use = withOverrides(overrides);
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.defaults).toEqual({ known: true, value: defaults });
    expect(
      use.overrides.entries.map(({ name, beforeDefaults }) =>
        beforeDefaults ? `${name} before` : name,
      ),
    ).toEqual(expected);
  });

  it('knows that overrideOverlay leaves nothing of the defaults', () => {
    const { overrides } = withOverrides(
      `${p2n}.defaultPoetryOverrides.overrideOverlay (f: p: { a = p.a.override { }; })`,
    );
    expect(overrides.understood).toBe(true);
    expect(overrides.entries.map(summary)).toEqual(['a: opaque']);
  });

  it('reads the defaults of a poetry2nix that is overridden', () => {
    const use = useOf(`let p2n = pkgs.poetry2nix.overrideScope (self: super: {
        defaultPoetryOverrides = super.defaultPoetryOverrides.extend ${a};
      }); in p2n.mkPoetryEnv { projectDir = ./.; }`);
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(({ name }) => name)).toEqual(['a']);
  });

  it('takes the defaults that an overlay of nixpkgs makes for what may hold, where the call says nothing of them', () => {
    const { uses } = readProject({
      'flake.nix': `{ outputs = { self, nixpkgs }: let
          pkgs = import nixpkgs { overlays = [ (import ./overlay.nix) ]; };
        in pkgs.callPackage ./env.nix { }; }`,
      'overlay.nix': `final: prev: { poetry2nix = prev.poetry2nix.overrideScope' (f: p: {
          defaultPoetryOverrides = p.defaultPoetryOverrides.extend ${a};
        }); }`,
      'env.nix': '{ poetry2nix }: poetry2nix.mkPoetryEnv { projectDir = ./.; }',
    });
    expect(uses.map(({ overrides }) => overrides.entries.map(summary))).toEqual([
      [expect.any(String)],
    ]);
    expect(
      uses.flatMap(({ overrides }) => overrides.entries.map((one) => one.conditional)),
    ).toEqual([true]);
  });

  it.each([
    ['lib.optional stdenv.isLinux (f: p: { a = null; })', ['a?']],
    ['lib.optionals dev [ (f: p: { a = null; }) (f: p: { b = null; }) ]', ['a?', 'b?']],
    [`if x then [ ${a} ] else [ ]`, ['a?']],
    [`if x then ${a} else ${b}`, ['a?', 'b?']],
    ['[ (f: p: p.lib.filterAttrs (n: v: true) { a = null; }) ]', ['a?']],
    ['[ (f: p: if x then { a = null; } else { b = null; }) ]', ['a?', 'b?']],
    ['[ (f: p: { a = null; } // lib.optionalAttrs x { a = null; b = null; }) ]', ['a', 'a?', 'b?']],
  ])('knows which packages depend on a condition: %s', (overrides, expected) => {
    const use = withOverrides(overrides);
    expect(use.overrides.understood).toBe(true);
    expect(
      use.overrides.entries.map(({ name, conditional }) => (conditional ? `${name}?` : name)),
    ).toEqual(expected);
  });

  it.each([
    [`if x then ${p2n}.defaultPoetryOverrides else [ ]`],
    ['getOverrides pkgs'],
    ['[ (hammer.overrides pkgs) ]'],
    ['[ { a = null; } ]'],
    [`${p2n}.overrides.withDefaults { a = null; }`],
    ['[ (f: p: p.lib.filterAttrs (n: v: true) p) ]'],
    ['[ (f: p: p.lib.genAttrs names (name: null)) ]'],
    ['[ (f: p: p.lib.genAttrs [ "a" ] make) ]'],
    ['[ (f: p: p.lib.listToAttrs (map make [ "a" ])) ]'],
    ['[ (f: p: p.lib.pipe lock [ p.lib.attrNames ]) ]'],
    ['[ (f: p: { ${p.x} = null; }) ]'],
  ])('does not understand %s', (overrides) => {
    const use = withOverrides(overrides);
    expect(use.overrides.understood).toBe(false);
    expect(use.overrides.why).not.toBe('');
  });
});
