import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundledKnowledge } from '../../overrides-db/testing.ts';
import { runCli } from '../support/cli.ts';
import { fixtureFiles, LOCK, NIX } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const OVERRIDE = '/p/requirements_override.nix';
const ARGS = ['overrides', '--target', 'pypi2nix'];

const COMMAND = [
  '# The project wants Python ^3.11; pypi2nix knows 3.5 to 3.8, and is left its default.',
  '# First write requirements.txt from poetry.lock: poetry export --without-hashes --output requirements.txt',
  'pypi2nix -r requirements.txt -E cups',
  '',
].join('\n');

const ENTRY = `  printing = python.overrideDerivation super.printing (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.cups ];
  });
`;

describe('overrides --target pypi2nix', () => {
  it('prints the command, then the overrides to paste, and writes nothing', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    const { code, out } = runCli(fileSystem, ARGS);
    expect(code).toBe(0);
    expect(out).toBe(
      `${COMMAND}\n# requirements_override.nix\n{ pkgs, python }:\n\nself: super: {\n${ENTRY}}\n`,
    );
    expect(fileSystem.text(OVERRIDE)).toBeNull();
  });

  it('writes the file where asked to, and is done then', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.remove(NIX);
    expect(runCli(fileSystem, [...ARGS, '--write'])).toMatchObject({
      code: 0,
      out: `${COMMAND}Created ${OVERRIDE}\n`,
    });
    expect(fileSystem.text(OVERRIDE)).toContain(ENTRY);
    expect(runCli(fileSystem, [...ARGS, '--write'])).toMatchObject({ code: 0, out: COMMAND });
  });

  it('extends the file that is there, in its own style', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write(
      OVERRIDE,
      '{ pkgs, python }:\n\nself: super: {\n  "other" = python.overrideDerivation super."other" (old: {\n    buildInputs = old.buildInputs ++ [ pkgs.zlib ];\n  });\n}\n',
    );
    const { code, out } = runCli(fileSystem, ARGS);
    expect(code).toBe(0);
    expect(
      out.startsWith(
        `${COMMAND}--- a/requirements_override.nix\n+++ b/requirements_override.nix\n`,
      ),
    ).toBe(true);
    expect(out).toMatch(/^\+ {2}"?printing"? = python\.overrideDerivation super\."?printing"? /m);
    runCli(fileSystem, [...ARGS, '--write']);
    expect(fileSystem.text(OVERRIDE)).toContain('pkgs.cups');
    expect(fileSystem.text(OVERRIDE)).toContain('pkgs.zlib');
  });

  it('names what a requirement takes that is not pinned, and says what is not known', () => {
    const fileSystem = new MemoryFileSystem({ '/p/requirements.txt': 'plain==1.5\nprinting>=2\n' });
    const { code, out } = runCli(fileSystem, ARGS);
    expect(code).toBe(0);
    expect(out).toMatch(/^pypi2nix -V 3\.8 -r requirements\.txt -E cups$/m);
    expect(out).toContain('# Not everything is pinned');
    fileSystem.write('/p/requirements.txt', 'plain==1.5\nprinting==2.0.1\n');
    expect(runCli(fileSystem, ARGS).out).not.toContain('pinned');
  });

  it('takes what pypi2nix has frozen for what is built', () => {
    const fileSystem = new MemoryFileSystem({
      '/p/requirements.txt': 'plain\n',
      '/p/requirements_frozen.txt': 'plain==1.5\nprinting==2.0.1\n',
      '/p/requirements.nix':
        '{ pkgs }: let commonBuildInputs = with pkgs; [ zlib ]; pythonPackages = f { python = pkgs.python37; }; generated = self: { }; in generated',
    });
    const { code, out } = runCli(fileSystem, ARGS);
    expect(code).toBe(0);
    expect(out).toContain('pypi2nix -V 3.7 -r requirements.txt -E cups\n');
    expect(out).toContain('pkgs.cups');
  });

  it('leaves a file that it cannot edit, and says so', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write(OVERRIDE, '{ pkgs, python }: self: super: {');
    const { code, out, err } = runCli(fileSystem, [...ARGS, '--write']);
    expect([code, out]).toEqual([1, COMMAND]);
    expect(err).toContain('requirements_override.nix is left as it is');
    expect(fileSystem.text(OVERRIDE)).toBe('{ pkgs, python }: self: super: {');
  });

  it('needs a lock', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.remove(LOCK);
    expect(runCli(fileSystem, ARGS)).toMatchObject({ code: 2, out: '' });
  });

  it('names at least the libraries that imgapp was announced with', () => {
    const folder = new URL('../../examples/imgapp/', import.meta.url);
    const fileSystem = new MemoryFileSystem();
    for (const name of ['pyproject.toml', 'poetry.lock'])
      fileSystem.write(`/p/${name}`, readFileSync(new URL(name, folder), 'utf8'));
    const { code, out } = runCli(fileSystem, ARGS, { knowledge: bundledKnowledge() });
    expect(code).toBe(0);
    expect(out).toMatch(/^pypi2nix -V 3\.8 -r requirements\.txt -E /m);
    const named = [...out.matchAll(/ -E (\S+)/g)].map(([, attr]) => attr);
    expect(named).toEqual(expect.arrayContaining(ANNOUNCED));
  });
});

const ANNOUNCED = [
  'pkgconfig',
  'freetype',
  'libjpeg',
  'openjpeg',
  'zlib',
  'libtiff',
  'libwebp',
  'tcl',
  'lcms2',
  'xorg.libxcb',
];
