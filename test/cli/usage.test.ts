import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../server/cli/commands.ts';
import { runCli } from '../support/cli.ts';
import { fixtureText } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const nothing = new MemoryFileSystem();

function project(): MemoryFileSystem {
  const name = 'missing-native-input';
  return new MemoryFileSystem({
    '/p/.git/HEAD': '',
    '/p/pyproject.toml': fixtureText(name, 'pyproject.toml'),
    '/p/poetry.lock': fixtureText(name, 'poetry.lock'),
    '/p/default.nix': fixtureText(name, 'default.nix'),
    '/p/shell.nix': '{ pkgs }: pkgs.mkShell { packages = [ pkgs.python3 ]; }\n',
    '/p/build.log': 'fatal error: cups/cups.h: No such file or directory\n',
  });
}

describe.each(COMMANDS.map(({ spec }) => spec))('$name --help', ({ name, examples }) => {
  it('fits into 80 columns, but for what is to be copied', () => {
    const { code, out, err } = runCli(nothing, [name, '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage: pyproject-nix-ls ${name} `));
    const long = out.split('\n').filter((line) => line.length > 80);
    expect(long.filter((line) => !line.startsWith('  pyproject-nix-ls '))).toEqual([]);
  });

  it('has two examples that run', () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
    // What asks the network is run beside a server of its own, in the command's test.
    const offline = examples.filter(({ args }) => !/--fetch\b|^outdated\b|^audit\b/.test(args));
    for (const { args } of offline) {
      const [command = ''] = args.split(' > ');
      const { code, out, err } = runCli(project(), command.split(' '));
      expect(code, err).toBeLessThan(2);
      expect(out + err).not.toBe('');
    }
  });
});

describe('what is given wrongly', () => {
  it.each([
    [['chek'], 'there is no command "chek"; did you mean check?'],
    [['--vesion'], 'there is no option "--vesion"; did you mean --version?'],
    [['check', '--recursve'], 'there is no option --recursve; did you mean --recursive?'],
    [['check', '-x'], 'there is no option -x'],
    [['check', '--format'], '--format needs a value: FORMAT'],
    [['check', '--format', '--recursive'], '--format needs a value: FORMAT'],
    [['check', '--recursive=3'], '--recursive takes no value'],
    [
      ['check', '--format', 'jsn'],
      '--format takes text, full, json, sarif, github, and not "jsn"; did you mean json?',
    ],
    [
      ['check', '--select', 'lock-stal'],
      '--select names no diagnostic that is known: "lock-stal"; did you mean lock-stale?',
    ],
    [['overrides', '--target', 'nix'], /^pyproject-nix-ls overrides: --target takes [^;]*\n/],
  ])('is told of %j in two lines', (args, expected) => {
    const { code, out, err } = runCli(nothing, args);
    expect([code, out]).toEqual([2, '']);
    if (typeof expected === 'string') expect(err).toContain(expected);
    else expect(err).toMatch(expected);
    expect(err.split('\n')).toHaveLength(3);
  });
});
