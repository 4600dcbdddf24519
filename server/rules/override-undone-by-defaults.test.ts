import { expect, it } from 'vitest';
import { fact, factsOf, lockText, manifestText, projectOf } from '../../test/support/project.ts';
import { findings } from './run.ts';

/** The lists that are told of, where the defaults of poetry2nix set `propagatedBuildInputs = [ libfoo ]`. */
function told(list: string): readonly string[] {
  const need = { kind: 'native-input', attr: 'libfoo', as: 'propagatedBuildInputs' } as const;
  const project = projectOf({
    manifest: manifestText(['foo = "*"']),
    lock: lockText([{ name: 'foo' }]),
    nix: `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication {
      projectDir = ./.;
      overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: {
        foo = prev.foo.overridePythonAttrs (old: { ${list} });
      });
    }`,
    facts: [
      factsOf('foo', [fact(need, ['poetry2nix'])], {
        provides: [{ need, when: {} }],
        replaces: ['propagatedBuildInputs'],
      }),
    ],
  });
  return findings(project)
    .filter(({ code }) => code === 'override-undone-by-defaults')
    .map(({ package: name }) => name ?? '');
}

it.each([
  ['another library', 'propagatedBuildInputs = [ pkgs.libbar ];', ['foo']],
  ['one more', 'propagatedBuildInputs = [ pkgs.libfoo pkgs.libbar ];', ['foo']],
  ['a list that is not read whole', 'propagatedBuildInputs = more ++ [ pkgs.libfoo ];', ['foo']],
  ['the same list', 'propagatedBuildInputs = [ pkgs.libfoo ];', []],
  [
    'an addition of the same',
    'propagatedBuildInputs = old.propagatedBuildInputs ++ [ pkgs.libfoo ];',
    [],
  ],
  ['another list', 'buildInputs = [ pkgs.libbar ];', []],
])('tells what the defaults undo: %s', (_name, list, expected) => {
  expect(told(list)).toEqual(expected);
});
