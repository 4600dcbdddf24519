import { describe, expect, it } from 'vitest';
import { PROJECTS } from '../../../test/nix/projects.ts';
import type { NixReading, OverrideEntry, TargetUse } from '../model.ts';
import { overrideEntryAt, readNix } from './read.ts';

/** Reads files of a project at /p, given relative to it; the first is the entry. */
function read(files: Record<string, string>, entries?: readonly string[]): NixReading {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
  return readNix(
    texts,
    entries?.map((name) => `/p/${name}`) ?? [...texts.keys()].slice(0, 1),
    '/p',
  );
}

/** The only use in one file. */
function useOf(text: string, file = 'default.nix'): TargetUse {
  const { uses } = read({ [file]: text });
  const [use, ...more] = uses;
  if (use === undefined || more.length > 0) throw new Error(`${uses.length} uses`);
  return use;
}

/** A poetry2nix call with this `overrides` argument, inside of a few bindings. */
function withOverrides(overrides: string, lets = ''): TargetUse {
  return useOf(
    `{ pkgs, lib }: let ${lets} in pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = ${overrides}; }`,
  );
}

/** `name: list+attr,attr` for what is added, `list=` for what is replaced, `…` where it is not all. */
function summary(entry: OverrideEntry): string {
  const lists = entry.lists.map(
    ({ list, attrs, complete, replaces }) =>
      `${list}${replaces ? '=' : '+'}${attrs.join(',')}${complete ? '' : '…'}`,
  );
  const wheel = entry.preferWheel === null ? [] : [entry.preferWheel ? 'wheel' : 'sdist'];
  const flags = entry.opaque ? ['opaque'] : [];
  return [`${entry.name}:`, ...lists, ...wheel, ...entry.sets, ...flags].join(' ');
}

/** What an overlay's body says of its packages. */
function entriesOf(body: string, lets = ''): readonly string[] {
  const { overrides } = withOverrides(
    `pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: ${body})`,
    lets,
  );
  return overrides.entries.map(summary);
}

/** What one override says: the value of `foo`. */
function entryOf(value: string, lets = ''): string {
  const [entry, ...more] = entriesOf(`{ foo = ${value}; }`, lets);
  if (entry === undefined || more.length > 0) throw new Error('not one entry');
  return entry.replace(/^foo: ?/, '');
}

/** What a list adds: the value of `buildInputs`. */
function inputsOf(list: string, lets = ''): string {
  return entryOf(`prev.foo.overridePythonAttrs (old: { buildInputs = ${list}; })`, lets);
}

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

  it('knows nothing of a wrapper that is called twice', () => {
    const use = useOf(`let env = dir: poetry2nix.mkPoetryEnv { projectDir = dir; };
      in [ (env ./.) (env ./other) ]`);
    expect(use.projectDir.known).toBe(false);
  });

  it('is not misled by text', () => {
    expect(read({ 'a.nix': '"mkPoetryEnv { }" # mkPoetryEnv { }' }).uses).toEqual([]);
    expect(read({ 'a.nix': '{ mkPoetryEnv = { }; }' }).uses).toEqual([]);
  });
});

describe('files', () => {
  it('follows imports, with arguments', () => {
    const { uses, wants } = read({
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
    const { uses } = read({
      'default.nix': '{ pkgs }: pkgs.callPackage ./app { }',
      'app/default.nix': '{ poetry2nix }: poetry2nix.mkPoetryEnv { projectDir = ./.; }',
    });
    expect(uses.map(({ projectDir }) => projectDir)).toEqual([{ known: true, value: '/p/app' }]);
  });

  it('wants what is imported, and says so', () => {
    const { uses, wants } = read({
      'default.nix':
        'poetry2nix.mkPoetryEnv { projectDir = ./.; overrides = [ (import ./overlay.nix) (import ./nix { }) ]; }',
    });
    expect(wants.toSorted()).toEqual(['/p/nix/default.nix', '/p/overlay.nix']);
    expect(uses[0]?.overrides.understood).toBe(false);
  });

  it('does not want folders and files that are no Nix', () => {
    const { wants } = read({
      'env.nix': 'poetry2nix.mkPoetryEnv { projectDir = ./.; pyproject = ./pyproject.toml; }',
    });
    expect(wants).toEqual([]);
  });

  it('reads a file once, however many lead to it', () => {
    const files = {
      'default.nix': '[ (import ./a.nix) (import ./a.nix) ]',
      'a.nix': 'poetry2nix.mkPoetryEnv { projectDir = ./.; }',
    };
    expect(read(files, ['default.nix', 'a.nix']).uses).toHaveLength(1);
  });

  it('survives files that import each other', () => {
    const { uses } = read({
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

  it.each([
    ['lib.optional stdenv.isLinux (f: p: { })'],
    [`if x then [ ${a} ] else [ ]`],
    ['getOverrides pkgs'],
    ['[ (hammer.overrides pkgs) ]'],
    ['[ { a = null; } ]'],
    [`${p2n}.overrides.withDefaults { a = null; }`],
    ['[ (f: p: p.lib.filterAttrs (n: v: true) { }) ]'],
    ['[ (f: p: { ${p.x} = null; }) ]'],
    ['[ (f: p: if x then { } else { }) ]'],
  ])('does not understand %s', (overrides) => {
    const use = withOverrides(overrides);
    expect(use.overrides.understood).toBe(false);
    expect(use.overrides.why).not.toBe('');
  });
});

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

  it('takes a formal for the former list', () => {
    const value =
      'prev.foo.overridePythonAttrs ({ buildInputs ? [ ], nativeBuildInputs ? [ ], ... }: { buildInputs = buildInputs ++ [ pkgs.zlib ]; nativeBuildInputs = buildInputs; })';
    expect(entryOf(value)).toBe('buildInputs+zlib nativeBuildInputs=…');
  });
});

describe('uv2nix', () => {
  const uv2nix = PROJECTS.get('uv2nix') ?? '';

  it('reads a workspace and the overlays that are composed with its lock', () => {
    const use = useOf(uv2nix, 'flake.nix');
    expect(use).toMatchObject({
      target: 'uv2nix',
      callee: 'loadWorkspace',
      projectDir: { known: true, value: '/p' },
      preferWheels: { known: true, value: true },
      python: { known: true, value: 'python312' },
    });
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(summary)).toEqual([
      'lxml: nativeBuildInputs+cython buildInputs+libxml2,libxslt',
    ]);
  });

  it('knows that what runs before the lock is undone', () => {
    const use = useOf(uv2nix.replace('overlay fixes ]', 'fixes overlay ]'), 'flake.nix');
    expect(use.overrides.entries.map(({ beforeDefaults }) => beforeDefaults)).toEqual([true]);
  });

  it('does not know the preference where none is written', () => {
    const use = useOf(uv2nix.replace('{ sourcePreference = "wheel"; }', '{ }'), 'flake.nix');
    expect(use.preferWheels.known).toBe(false);
  });

  it('does not understand overlays of elsewhere', () => {
    const use = useOf(
      uv2nix.replace('overlay fixes ]', 'overlay (hammer.overrides pkgs) fixes ]'),
      'flake.nix',
    );
    expect(use.overrides.understood).toBe(false);
    expect(use.overrides.entries).toHaveLength(1);
  });

  it('takes further overlays on the same set along, and leaves editable ones out', () => {
    const more = uv2nix.replace(
      'in\n    { packages',
      `more = pythonSet.overrideScope (f: p: { zope = p.zope.overrideAttrs (o: { x = 1; }); });
       editable = more.overrideScope (lib.composeManyExtensions [
         (workspace.mkEditablePyprojectOverlay { root = "$ROOT"; })
         (f: p: { app = p.app.overrideAttrs (o: { y = 1; }); })
       ]);
      in
    { inherit more editable; packages`,
    );
    const use = useOf(more, 'flake.nix');
    expect(use.overrides.entries.map(({ name }) => name)).toEqual(['lxml', 'zope']);
  });

  it('knows nothing of a workspace whose set is made elsewhere', () => {
    const use = useOf(
      '{ uv2nix, mkSet }: mkSet (uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; })',
    );
    expect(use.projectDir).toEqual({ known: true, value: '/p' });
    expect(use.overrides.understood).toBe(false);
  });
});

describe('nixpkgs', () => {
  it('reads pythonPackagesExtensions', () => {
    const use = useOf(PROJECTS.get('nixpkgs') ?? '', 'overlay.nix');
    expect(use).toMatchObject({ target: 'nixpkgs', callee: 'pythonPackagesExtensions' });
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(summary)).toEqual(['lxml: build-system+cython']);
  });

  it.each([
    ['python3.override { packageOverrides = f: p: { a = null; }; }'],
    [
      'let packageOverrides = f: p: { a = null; }; in pkgs.python3.override { inherit packageOverrides; }',
    ],
    [
      'python3.override (old: { packageOverrides = lib.composeExtensions (old.packageOverrides or (_: _: { })) (f: p: { a = null; }); })',
    ],
  ])('reads %s', (text) => {
    const use = useOf(text);
    expect(use).toMatchObject({
      target: 'nixpkgs',
      callee: 'packageOverrides',
      projectDir: { known: true, value: '/p' },
      python: { known: true, value: 'python3' },
    });
    expect(use.overrides.entries.map(({ name }) => name)).toEqual(['a']);
    expect(use.overrides.understood).toBe(true);
  });

  it('reads a package that is built from this folder, and no other', () => {
    const text =
      'python311.pkgs.buildPythonApplication { pname = "x"; src = lib.cleanSource ./.; }';
    expect(useOf(text)).toMatchObject({
      target: 'nixpkgs',
      callee: 'buildPythonApplication',
      projectDir: { known: true, value: '/p' },
      python: { known: true, value: 'python311' },
    });
    expect(read({ 'a.nix': text.replace('lib.cleanSource ./.', 'fetchPypi { }') }).uses).toEqual(
      [],
    );
  });

  it('does not claim another folder’s overlay for the project', () => {
    const { uses } = read({ 'sub/overlay.nix': PROJECTS.get('nixpkgs') ?? '' });
    expect(uses.map(({ projectDir }) => projectDir.known)).toEqual([false]);
  });
});

describe('dream2nix', () => {
  it('reads a module', () => {
    const use = useOf(PROJECTS.get('dream2nix') ?? '');
    expect(use).toMatchObject({
      target: 'dream2nix',
      projectDir: { known: true, value: '/p' },
      python: { known: true, value: 'python312' },
    });
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(summary)).toEqual([
      'psycopg2: buildInputs+libpq nativeBuildInputs+libpq.pg_config',
    ]);
  });

  it('does not read a module of another kind', () => {
    const text = '{ dream2nix, ... }: { imports = [ dream2nix.modules.dream2nix.mkDerivation ]; }';
    expect(read({ 'a.nix': text }).uses).toEqual([]);
  });
});

describe('shells', () => {
  const shell = PROJECTS.get('mkshell') ?? '';

  it('reads what a Python shell holds', () => {
    const use = useOf(shell, 'shell.nix');
    expect(use).toMatchObject({
      target: 'mkshell',
      python: { known: true, value: 'python312' },
      projectDir: { known: true, value: '/p' },
    });
    expect(use.shell).toEqual({
      packages: ['python312', 'poetry'],
      libraryPath: ['stdenv.cc.cc.lib', 'zlib'],
      complete: true,
    });
  });

  it('reads a path that a hook exports', () => {
    const use = useOf(`pkgs.mkShell { packages = [ pkgs.uv ];
      shellHook = ''export LD_LIBRARY_PATH=\${pkgs.lib.makeLibraryPath [ pkgs.zlib ]}:\${pkgs.glib}/lib''; }`);
    expect(use.shell?.libraryPath).toEqual(['zlib', 'glib']);
  });

  it('is not a use without Python, nor beside a build', () => {
    expect(read({ 'shell.nix': 'pkgs.mkShell { packages = [ pkgs.nodejs ]; }' }).uses).toEqual([]);
    const both = `{ a = poetry2nix.mkPoetryEnv { projectDir = ./.; }; b = pkgs.mkShell { packages = [ pkgs.poetry ]; }; }`;
    expect(read({ 'a.nix': both }).uses.map(({ target }) => target)).toEqual(['poetry2nix']);
  });
});

describe('files with an overlay alone', () => {
  it('are read, and nothing is concluded', () => {
    const use = useOf(
      '{ pkgs }: final: prev: { a = prev.a.overridePythonAttrs (o: { buildInputs = o.buildInputs ++ [ pkgs.zlib ]; }); }',
      'overrides.nix',
    );
    expect(use.target).toBe('poetry2nix');
    expect(use.projectDir.known).toBe(false);
    expect(use.overrides.understood).toBe(false);
    expect(use.overrides.entries.map(summary)).toEqual(['a: buildInputs+zlib']);
  });

  it('of pypi2nix belong to the project beside them', () => {
    const use = useOf(
      '{ pkgs, python }: self: super: { "a" = python.overrideDerivation super."a" (old: { buildInputs = old.buildInputs ++ [ pkgs.zlib ]; }); }',
      'requirements_override.nix',
    );
    expect(use).toMatchObject({ target: 'pypi2nix', projectDir: { known: true, value: '/p' } });
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(summary)).toEqual(['a: buildInputs+zlib']);
  });

  it.each([
    ['final: prev: { hello = prev.hello.overrideScope (f: p: { }); }'],
    ['a: b: a + b'],
    ['{ lib }: lib.mapAttrs (name: value: value) { }'],
    ['self: super: { haskellPackages = super.haskellPackages.extend (f: p: { }); }'],
  ])('are not %s', (text) => {
    expect(read({ 'overlay.nix': text }).uses).toEqual([]);
  });
});

describe('overrideEntryAt', () => {
  it('finds the entry around an offset', () => {
    const text =
      'poetry2nix.mkPoetryEnv { projectDir = ./.; overrides = [ (f: p: { a = p.a; bb = p.bb; }) ]; }';
    const reading = read({ 'default.nix': text });
    expect(overrideEntryAt(reading, '/p/default.nix', text.indexOf('bb'))?.name).toBe('bb');
    expect(overrideEntryAt(reading, '/p/default.nix', text.indexOf('p.a;') + 1)?.name).toBe('a');
    expect(overrideEntryAt(reading, '/p/default.nix', 3)).toBeNull();
    expect(overrideEntryAt(reading, '/p/other.nix', text.indexOf('bb'))).toBeNull();
  });
});
