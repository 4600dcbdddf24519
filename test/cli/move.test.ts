import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import schema from '../../docs/move.schema.json' with { type: 'json' };
import { parseToml } from '../../server/toml/parse.ts';
import { runCli } from '../support/cli.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { lockText, manifestText } from '../support/project.ts';

const MANIFEST = manifestText(['requests = "^2"', 'odd = "~1.2 || ^3.0"']);
const LOCK = lockText([
  { name: 'requests', version: '2.28.1' },
  { name: 'urllib3', version: '1.26.0' },
]);

const FLAKE = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.poetry2nix.url = "github:nix-community/poetry2nix";
  outputs = { nixpkgs, poetry2nix, ... }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      p2n = poetry2nix.lib.mkPoetry2Nix { inherit pkgs; };
    in {
      packages.x86_64-linux.default = p2n.mkPoetryApplication {
        projectDir = ./.;
        overrides = p2n.defaultPoetryOverrides.extend (final: prev: {
          pycups = prev.pycups.overridePythonAttrs (old: { buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.cups final.setuptools ]; });

          odd = prev.odd.overridePythonAttrs (old: { postPatch = "true"; installPhase = "true"; });
        });
      };
    };
}
`;

function project(): MemoryFileSystem {
  return new MemoryFileSystem({
    '/p/.git/HEAD': '',
    '/p/pyproject.toml': MANIFEST,
    '/p/poetry.lock': LOCK,
  });
}

describe('move', () => {
  it('prints a patch, and on standard error what to look at and what to do then', () => {
    const { code, out, err } = runCli(project(), ['move', '--to', 'uv2nix']);
    expect(code).toBe(1);
    expect(out).toContain('+++ b/pyproject.toml');
    expect(out).toContain('+    "requests>=2,<3",');
    expect(out).toContain('+    "urllib3==1.26.0",');
    expect(err).toContain(
      'To look at:\n  pyproject.toml:8:1: odd: Poetry\'s constraint "~1.2 || ^3.0" allows less.\n',
    );
    expect(err).toContain('Then:\n  uv lock, with the versions of poetry.lock');
  });

  it('rewrites a flake of poetry2nix, with the overrides of the project and what the defaults gave', () => {
    const files = new MemoryFileSystem({
      '/p/.git/HEAD': '',
      '/p/pyproject.toml': manifestText(['pycups = "*"', 'odd = "*"']),
      '/p/poetry.lock': lockText([
        { name: 'pycups', version: '2.0.1' },
        { name: 'odd', version: '1.0' },
      ]),
      '/p/flake.nix': FLAKE,
    });
    const { out, err } = runCli(files, ['move', '--write', '--overwrite', '--fresh']);
    expect(out).toBe('Edited /p/pyproject.toml\nEdited /p/flake.nix\n');
    const flake = files.text('/p/flake.nix') ?? '';
    expect(flake).toContain('url = "github:pyproject-nix/uv2nix";');
    expect(flake).toContain('sourcePreference = "sdist"');
    expect(flake).toContain('# as in flake.nix:12, and what is known of its build');
    expect(flake).toContain('++ [ pkgs.cups ]');
    expect(flake).toContain('++ final.resolveBuildSystem { setuptools = [ ]; }');
    expect(flake).toContain('postPatch = "true";\n');
    expect(flake).toContain(
      '# not carried over, from flake.nix:14, which sets installPhase:\n        #   odd = prev.odd.overridePythonAttrs (old: { postPatch = "true"; installPhase = "true"; });',
    );
    expect(flake).toContain('venv = pythonSet.mkVirtualEnv "app-env" { app = [ ]; };');
    expect(flake).not.toContain('poetry2nix');
    expect(err).toContain('flake.nix:14:11: The override of odd sets installPhase');
    expect(err).toContain('nix flake lock, for the inputs as they are now');
  });

  it('makes a workspace of folders that uv would take, and names the Nix files that it did not read', () => {
    const files = new MemoryFileSystem({
      '/p/.git/HEAD': '',
      '/p/pyproject.toml': manifestText([
        'core = { path = "core", develop = true }',
        'old = { path = "old", develop = true }',
      ]),
      '/p/core/pyproject.toml': '[project]\nname = "core"\nversion = "1"\n',
      '/p/old/pyproject.toml': '[tool.poetry]\nname = "old"\nversion = "1"\n',
      '/p/default.nix': '{ poetry2nix, ... }: map (make: make poetry2nix) [ ]\n',
      '/p/shell.nix': '# poetry2nix was here\n{ pkgs }: pkgs.mkShell { }\n',
    });
    const { code, out, err } = runCli(files, ['move', '--to', 'uv2nix']);
    expect(out).toContain('+[tool.uv.workspace]\n+members = ["core"]\n');
    expect(out).toContain('+old = { path = "old", editable = true }');
    expect(err).toContain(
      'default.nix: It names poetry2nix, and no call in it was seen to build the project: it was left as it is.',
    );
    expect(err).not.toContain('shell.nix');
    expect(code).toBe(1);
  });

  it('wants somebody to look at a file that leads out of the project', () => {
    const files = new MemoryFileSystem({
      '/p/.git/HEAD': '',
      '/p/pyproject.toml': manifestText(['pycups = "*"']),
      '/p/default.nix': 'import ../elsewhere/app.nix { }\n',
      '/elsewhere/app.nix': '{ }: { }\n',
    });
    const { code, err } = runCli(files, ['move', '--write', '--overwrite', '--fresh']);
    expect(err).toContain('/elsewhere/app.nix');
    expect(code).toBe(1);
  });

  it.each([
    ['extras', '\n[tool.poetry.extras]\n\'x" ]; y = builtins.abort "\' = ["requests"]\n'],
    ['groups', '\n[tool.poetry.group."a\\n]".dependencies]\nflask = "*"\n'],
    ['groups', '\n[tool.poetry.group.\'a" ]; x = [ "\'.dependencies]\nflask = "*"\n'],
    ['dependencies', '\n[tool.poetry.group.dev.dependencies]\n"x; y = 1" = "*"\n'],
  ])('writes no Nix with what cannot be a name, of %s', (_, more) => {
    for (const to of ['uv2nix', 'nixpkgs', 'pyproject-nix']) {
      const files = new MemoryFileSystem({
        '/p/.git/HEAD': '',
        '/p/pyproject.toml': manifestText(['requests = "*"']) + more,
        '/p/flake.nix': FLAKE,
      });
      const { err } = runCli(files, ['move', '--to', to, '--write', '--overwrite']);
      expect(files.text('/p/flake.nix')).toBe(FLAKE);
      expect(err).toContain('is no name of a package, extra or group');
    }
  });

  it('moves nothing where a Nix file is a link to another folder, from which its paths are read', () => {
    class Linked extends MemoryFileSystem {
      override real(path: string): string | null {
        return path === '/p/flake.nix' ? '/p/nix/flake.nix' : super.real(path);
      }
    }
    const texts = {
      '/p/.git/HEAD': '',
      '/p/pyproject.toml': manifestText(['requests = "*"']),
      '/p/flake.nix': FLAKE,
    };
    const linked = new Linked(texts);
    const { code, err } = runCli(linked, ['move', '--write', '--overwrite']);
    expect(code).toBe(2);
    expect(err).toContain('/p/flake.nix leads to /p/nix/flake.nix, where its paths mean other');
    expect(linked.text('/p/pyproject.toml')).toBe(texts['/p/pyproject.toml']);
  });

  it('ends its lines as the file does', () => {
    const files = new MemoryFileSystem({
      '/p/.git/HEAD': '',
      '/p/pyproject.toml': manifestText(['pycups = "*"']).replaceAll('\n', '\r\n'),
      '/p/flake.nix': FLAKE.replaceAll('\n', '\r\n'),
    });
    runCli(files, ['move', '--write', '--overwrite', '--fresh']);
    for (const file of ['/p/pyproject.toml', '/p/flake.nix']) {
      const text = files.text(file) ?? '';
      expect(text.split('\r\n').length).toBeGreaterThan(8);
      expect(text.replaceAll('\r\n', ''), file).not.toContain('\n');
    }
    expect(files.text('/p/flake.nix')).toContain('uv2nix');
  });

  it('says what a call had that the new one has not', () => {
    const files = project();
    const flake = FLAKE.replace(
      'in {\n      packages.x86_64-linux.default = p2n.mkPoetryApplication {',
      'app = p2n.mkPoetryApplication { preferWheels = wheels; checkGroups = [ "test" ];',
    )
      .replace(
        '      };\n    };\n}',
        '      };\n    in { packages.x86_64-linux.default = app.overrideAttrs (old: { postInstall = "true"; }); };\n}',
      )
      .replace('{ nixpkgs, poetry2nix, ... }', '{ nixpkgs, poetry2nix, wheels, ... }');
    files.write('/p/flake.nix', flake);
    const { err } = runCli(files, ['move', '--fresh']);
    expect(err).toContain('Whether its call prefers wheels is not known');
    expect(err).toContain('What app.override… changes is the application now');
    expect(err).toContain('checkGroups has no place');
    files.write('/p/flake.nix', FLAKE);
    expect(runCli(files, ['move', '--fresh']).err).not.toMatch(
      /behind the call|checkGroups|wheels/,
    );
  });

  it('rewrites a file that is no flake with pinned sources, but not one that a flake reads', () => {
    const files = project();
    files.write('/p/default.nix', '{ pkgs }: pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; }\n');
    const { out } = runCli(files, ['move', '--fresh']);
    expect(out).toContain(
      '+  uv2nix = import (fetchTarball "https://github.com/pyproject-nix/uv2nix/',
    );
    expect(out).toContain('+pythonSet.mkVirtualEnv "app-env" { app = [ ]; }');
    files.write('/p/flake.nix', FLAKE);
    expect(runCli(files, ['move', '--fresh']).out).toContain('b/default.nix');
    files.write(
      '/p/flake.nix',
      FLAKE.replace('in {', 'in { shell = import ./. { inherit pkgs; };'),
    );
    const { out: patch, err } = runCli(files, ['move', '--fresh']);
    expect(patch).not.toContain('default.nix');
    expect(err).toContain('default.nix:1:11: It was left as it is: a flake reads it');
  });

  it('leaves the versions of the lock out with --fresh', () => {
    const { out, err } = runCli(project(), ['move', '--fresh']);
    expect(out).not.toContain('constraint-dependencies');
    expect(err).toContain('uv lock, which chooses versions');
  });

  it('writes nothing that git could not give back, unless it is told to', () => {
    const files = project();
    const refused = runCli(files, ['move', '--write']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('/p/pyproject.toml is not known to git: add it first.\n');
    expect(files.text('/p/pyproject.toml')).toBe(MANIFEST);
    const written = runCli(files, ['move', '--write', '--overwrite']);
    expect([written.code, written.out]).toEqual([1, 'Edited /p/pyproject.toml\n']);
    expect(parseToml(files.text('/p/pyproject.toml') ?? '').root.entries.has('project')).toBe(true);
    const again = runCli(files, ['move', '--write']);
    expect([again.code, again.out]).toEqual([0, '']);
    expect(again.err).toContain('There is nothing to move in pyproject.toml.');
  });

  it('prints the same as JSON by its schema', () => {
    const files = project();
    files.write('/p/flake.nix', FLAKE);
    const isValid = new Ajv({ strict: true }).compile(schema);
    const printed = runCli(files, ['move', '--to', 'uv2nix', '--format', 'json']);
    expect([printed.code, printed.err]).toEqual([1, '']);
    const document = JSON.parse(printed.out) as unknown;
    expect(isValid(document), JSON.stringify(isValid.errors)).toBe(true);
    expect(document).toMatchObject({
      projects: [
        {
          manifest: '/p/pyproject.toml',
          outcome: 'printed',
          reasons: [],
          files: { '/p/flake.nix': expect.stringContaining('mkVirtualEnv') },
        },
      ],
    });
    expect(printed.out).toContain('"kind": "look"');
    const refused = runCli(files, ['move', '--write', '--format', 'json']);
    expect([refused.code, refused.err]).toEqual([2, '']);
    expect(JSON.parse(refused.out)).toMatchObject({ projects: [{ outcome: 'refused', next: [] }] });
    expect(files.text('/p/flake.nix')).toBe(FLAKE);
    const written = runCli(files, ['move', '--write', '--overwrite', '--format', 'json']);
    expect(JSON.parse(written.out)).toMatchObject({ projects: [{ outcome: 'written' }] });
    expect(files.text('/p/flake.nix')).toContain('mkVirtualEnv');
  });

  it('refuses a manifest that it cannot read', () => {
    const files = new MemoryFileSystem({ '/p/pyproject.toml': `${MANIFEST}foo = \n` });
    expect(runCli(files, ['move']).code).toBe(2);
  });
});

/** A `uv.lock` that has the packages of LOCK, requests in that version. */
function uvLock(requests: string): string {
  return `version = 1\nrequires-python = ">=3.8"\n\n[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }\n\n[[package]]\nname = "requests"\nversion = "${requests}"\nsource = { registry = "https://index.example.org/simple" }\n\n[[package]]\nname = "urllib3"\nversion = "1.26.0"\nsource = { registry = "https://index.example.org/simple" }\n`;
}

describe('move --compare', () => {
  it('says which versions differ', () => {
    const files = project();
    files.write('/p/uv.lock', uvLock('2.31.0'));
    const { code, out, err } = runCli(files, ['move', '--compare', 'poetry.lock', 'uv.lock']);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^requests 2\.28\.1 → 2\.31\.0\n/);
    expect(out).not.toContain('urllib3');
  });

  it('says that none does', () => {
    const files = project();
    files.write('/p/uv.lock', uvLock('2.28.1'));
    const { code, out } = runCli(files, ['move', '--compare', 'poetry.lock', 'uv.lock']);
    expect([code, out]).toEqual([0, 'The two have the same versions.\n']);
  });

  it('wants two locks', () => {
    expect(runCli(project(), ['move', '--compare', 'poetry.lock']).err).toContain('two locks');
    expect(runCli(project(), ['move', '--compare', 'poetry.lock', 'gone.txt']).code).toBe(2);
  });
});
