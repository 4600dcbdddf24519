import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const NIX = `{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
  });
}
`;

let top = '';
let folder = '';

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'writing-')));
  folder = join(top, 'checkout');
  mkdirSync(join(folder, '.git'), { recursive: true });
});

afterEach(() => {
  rmSync(top, { recursive: true, force: true });
});

/** A command as a process, and how it ended. `kill` is sent after so many milliseconds. */
function run(
  args: readonly string[],
  kill?: { readonly signal: NodeJS.Signals; readonly afterMs: number },
): Promise<{ readonly code: number | null; readonly err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: folder,
      env: { ...process.env, XDG_STATE_HOME: join(top, 'state') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, err }));
    if (kill !== undefined) setTimeout(() => child.kill(kill.signal), kill.afterMs);
  });
}

function edit(name: string): readonly string[] {
  const where = ['edit', 'default.nix', '--target', 'poetry2nix', '--package', name];
  return [...where, '--build-input', 'zlib', '--write'];
}

const nix = (): string => readFileSync(join(folder, 'default.nix'), 'utf8');

describe.skipIf(!existsSync(MAIN))('commands that write, as processes', () => {
  it('all arrive, of six at once', async () => {
    writeFileSync(join(folder, 'default.nix'), NIX);
    const names = ['ant', 'bee', 'cat', 'dog', 'eel', 'fox'];
    const ends = await Promise.all(names.map((name) => run(edit(name))));
    expect(ends).toEqual(names.map(() => ({ code: 0, err: '' })));
    for (const name of names) expect(nix()).toContain(`${name} = prev.${name}.overridePython`);
    expect(readdirSync(folder).toSorted()).toEqual(['.git', 'default.nix']);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leave a whole file at %s, and the next run leaves nothing beside it',
    async (signal) => {
      for (let afterMs = 60; afterMs <= 260; afterMs += 20) {
        writeFileSync(join(folder, 'default.nix'), NIX);
        await run(edit('ant'), { signal, afterMs });
        const isWhole = nix() === NIX || nix().includes('ant = prev.ant.overridePython');
        expect(isWhole, nix()).toBe(true);
        if (signal !== 'SIGKILL')
          expect(readdirSync(folder).toSorted()).toEqual(['.git', 'default.nix']);
      }
      expect((await run(edit('bee'))).code).toBe(0);
      expect(readdirSync(folder).toSorted()).toEqual(['.git', 'default.nix']);
      expect(readdirSync(join(top, 'state/pyproject-nix-ls/journal'))).toEqual([]);
    },
  );

  it('write through no link that leaves the checkout', async () => {
    const outside = join(top, 'outside.nix');
    writeFileSync(outside, NIX);
    symlinkSync(outside, join(folder, 'default.nix'));
    const { code, err } = await run(edit('ant'));
    expect(code).toBe(2);
    expect(err).toContain('outside of the project');
    expect(readFileSync(outside, 'utf8')).toBe(NIX);
  });

  it('take a file that a link beside it leads to for one file', async () => {
    const example = fileURLToPath(new URL('../../examples/imgapp-broken', import.meta.url));
    cpSync(example, folder, { recursive: true });
    const real = join(folder, 'real.nix');
    renameSync(join(folder, 'default.nix'), real);
    symlinkSync('real.nix', join(folder, 'default.nix'));
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const patch = execFileSync(process.execPath, [MAIN, 'overrides'], options);
    expect(patch.match(/^\+\+\+ .*/gm)).toEqual(['+++ b/real.nix']);
    expect(await run(['overrides', '--write'])).toEqual({ code: 0, err: '' });
    expect(readFileSync(real, 'utf8').match(/pybktree = /g)).toHaveLength(1);
    expect(lstatSync(join(folder, 'default.nix')).isSymbolicLink()).toBe(true);
  });

  it('write all of a project at once', async () => {
    const example = fileURLToPath(new URL('../../examples/imgapp-broken', import.meta.url));
    cpSync(example, folder, { recursive: true });
    expect(await run(['overrides', '--write'])).toMatchObject({ code: 0 });
    expect((await run(['overrides', '--write'])).err).toContain('lacks no override');
  });
});
