import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import { fixtureText } from '../../test/support/fixture-project.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { Session } from './session.ts';

let folder = '';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'nix-texts-')));
  mkdirSync(join(folder, '.git'));
  for (const name of ['pyproject.toml', 'poetry.lock'])
    writeFileSync(join(folder, name), fixtureText('missing-native-input', name));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** The folder that the project's only use names, as far as that is known, from the project. */
function uses(root = folder): number | undefined {
  const session = new Session(nodeFileSystem, fixtureKnowledge);
  return session.project(join(root, 'pyproject.toml')).project?.uses.length;
}

function use(projectDir: string): string {
  return `{ poetry2nix }: poetry2nix.mkPoetryApplication { projectDir = ${projectDir}; }\n`;
}

// What Nix 2.34 evaluates each of them to was tried with `nix-instantiate --eval`.
describe('relative paths in a Nix file that is a link', () => {
  it.each([
    ['start where the link leads', 'nix/real.nix', '../.'],
    ['start there through links in a row', 'nix/middle.nix', '../../.'],
  ])('%s', (_what, target, projectDir) => {
    put('nix/real.nix', use(projectDir));
    put('nix/deep/real.nix', use(projectDir));
    symlinkSync('deep/real.nix', join(folder, 'nix/middle.nix'));
    symlinkSync(target, join(folder, 'default.nix'));
    expect(uses()).toBe(1);
  });

  it('do not start where the link is', () => {
    put('nix/real.nix', use('./.'));
    symlinkSync('nix/real.nix', join(folder, 'default.nix'));
    expect(uses()).toBe(0);
  });

  it('name what is imported there', () => {
    put('nix/real.nix', 'import ./more.nix');
    put('nix/more.nix', use('../.'));
    symlinkSync('nix/real.nix', join(folder, 'default.nix'));
    expect(uses()).toBe(1);
  });

  it('follow no link on the way to the file', () => {
    put('elsewhere/deep/real.nix', use('../.'));
    symlinkSync('elsewhere/deep', join(folder, 'nix'));
    put('default.nix', 'import ./nix/real.nix');
    expect(uses()).toBe(1);
  });

  it('are those of a project whose folder is named by a link', () => {
    put('nix/real.nix', use('../.'));
    symlinkSync('nix/real.nix', join(folder, 'default.nix'));
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    expect(uses(link)).toBe(1);
    rmSync(link);
  });
});

it('a file that is no link starts in its own folder', () => {
  put('default.nix', use('./.'));
  expect(uses()).toBe(1);
});
