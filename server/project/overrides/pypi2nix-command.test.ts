import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../overrides-db/model.ts';
import { fact, factsOf, lockText, manifestText, projectOf } from '../../../test/support/project.ts';
import type { ProjectTexts } from '../../../test/support/project.ts';
import { joinProject } from '../project.ts';
import { pypi2nixCommand } from './pypi2nix-command.ts';

const TWO = ['debian', 'spack'] as const;
const LIBFOO = { kind: 'native-input', attr: 'libfoo', as: 'buildInputs' } as const;

function commandFor(facts: readonly Fact[], more: Partial<ProjectTexts> = {}) {
  const command = pypi2nixCommand(
    projectOf({
      manifest: manifestText(['foo = "^1"']),
      lock: lockText([{ name: 'foo' }]),
      facts: [factsOf('foo', facts)],
      ...more,
    }),
  );
  if (command === null) throw new Error('no command');
  return command;
}

describe('pypi2nixCommand', () => {
  it('names libraries, programs first, under the names of its time', () => {
    const facts = [
      fact(LIBFOO, TWO),
      fact({ kind: 'native-input', attr: 'pkg-config', as: 'nativeBuildInputs' }, TWO),
      fact({ kind: 'native-input', attr: 'libpq', as: 'buildInputs' }, TWO),
    ];
    expect(commandFor(facts).text).toBe(
      'pypi2nix -V 3.8 -r requirements.txt -E pkgconfig -E libfoo -E postgresql',
    );
  });

  it('names an optional library that two sources know, since its wheels are built without overrides', () => {
    const optional = { required: false };
    expect(commandFor([fact(LIBFOO, TWO, optional)]).text).toContain(' -E libfoo');
    expect(commandFor([fact(LIBFOO, ['debian'], optional)]).text).not.toContain('-E');
    const same = commandFor([fact(LIBFOO, ['corepkgs', 'nixpkgs'], optional)]);
    expect(same.text).not.toContain('-E');
  });

  it('names a library that an override provides, for overrides come later', () => {
    const nix =
      '{ pkgs, python }: self: super: { foo = python.overrideDerivation super.foo (old: { buildInputs = old.buildInputs ++ [ pkgs.libfoo ]; }); }';
    const { input } = projectOf({
      manifest: manifestText(['foo = "^1"']),
      lock: lockText([{ name: 'foo' }]),
      facts: [factsOf('foo', [fact(LIBFOO, TWO)])],
    });
    const nixFiles = new Map([['/p/requirements_override.nix', nix]]);
    const project = joinProject({ ...input, nixFiles });
    expect(project.uses.map(({ target }) => target)).toEqual(['pypi2nix']);
    expect(pypi2nixCommand(project)?.text).toContain(' -E libfoo');
  });

  it('names what the project itself is built with', () => {
    const rest = '\n[external]\nhost-requires = ["dep:generic/zlib"]\n';
    const manifest = manifestText(['foo = "^1"'], rest);
    expect(commandFor([], { manifest }).text).toBe('pypi2nix -V 3.8 -r requirements.txt -E zlib');
  });

  it('leaves out and says what its nixpkgs lacks', () => {
    const avif = { kind: 'native-input', attr: 'libavif', as: 'buildInputs' } as const;
    expect(commandFor([fact(avif, TWO)])).toMatchObject({
      text: 'pypi2nix -V 3.8 -r requirements.txt',
      notes: expect.arrayContaining([
        'foo needs libavif, which the nixpkgs of pypi2nix does not have.',
      ]),
    });
    expect(commandFor([fact(avif, TWO, { required: false })]).notes.join()).not.toContain('avif');
    const mac = fact(LIBFOO, TWO, { when: { systems: ['aarch64-darwin'] } });
    expect(commandFor([mac]).text).not.toContain('-E');
  });

  it('names build systems that it does not find itself', () => {
    const facts = ['setuptools', 'setuptools-scm'].map((attr) =>
      fact({ kind: 'build-system', attr }, ['review']),
    );
    expect(commandFor(facts).text).toBe('pypi2nix -V 3.8 -r requirements.txt -s setuptools-scm');
  });

  it('quotes variables once for itself and once for the shell', () => {
    const facts = [fact({ kind: 'environment', name: 'FLAGS', value: "-a 'b'" }, ['review'])];
    expect(commandFor(facts).text).toBe(
      `pypi2nix -V 3.8 -r requirements.txt -N 'FLAGS='\\''-a '\\''\\'\\'''\\''b'\\''\\'\\'''\\'''\\'''`,
    );
  });

  it('says that it cannot fetch crates', () => {
    expect(commandFor([fact({ kind: 'cargo-hash' }, TWO)]).notes.join()).toContain(
      'foo compiles crates',
    );
  });

  it.each([
    ['^3.7', '-V 3.8'],
    ['~3.7', '-V 3.7'],
    ['>=3.5,<3.7', '-V 3.6'],
    ['>=3.9', null],
  ])('takes the newest Python of %s that it knows', (range, flag) => {
    const manifest = manifestText(['foo = "^1"']).replace('^3.8', range);
    const { text, notes } = commandFor([], { manifest });
    if (flag === null) {
      expect(text).not.toContain('-V');
      expect(notes[0]).toBe(
        'The project wants Python >=3.9; pypi2nix knows 3.5 to 3.8, and is left its default.',
      );
    } else expect(text).toContain(`pypi2nix ${flag} -r`);
  });

  it('says where the requirements file comes from', () => {
    expect(commandFor([]).notes).toContain(
      'First write requirements.txt from poetry.lock: poetry export --without-hashes --output requirements.txt',
    );
  });

  it('leaves out what is ignored or never built', () => {
    const facts = [fact(LIBFOO, TWO)];
    expect(commandFor(facts, { settings: { ignoredPackages: ['foo'] } }).text).not.toContain('-E');
    const windows = manifestText([
      'foo = { version = "^1", markers = "sys_platform == \'win32\'" }',
    ]);
    expect(commandFor(facts, { manifest: windows }).text).not.toContain('-E');
  });

  it('is none without a lock', () => {
    expect(pypi2nixCommand(projectOf({ manifest: manifestText([]) }))).toBeNull();
  });
});
