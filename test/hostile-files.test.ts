import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { limitOf } from '../server/session/file-limits.ts';
import { nodeFileSystem } from '../server/session/node-file-system.ts';
import { Session } from '../server/session/session.ts';
import { fixtureKnowledge } from './support/fixture-knowledge.ts';
import { fixtureText } from './support/fixture-project.ts';
import { checkFolder, folderWith, removeFolder, serveFolder } from './support/hostile-project.ts';
import { runCli } from './support/cli.ts';

const FIXTURE = 'several-missing';
const WHOLE = {
  'pyproject.toml': fixtureText(FIXTURE, 'pyproject.toml'),
  'poetry.lock': fixtureText(FIXTURE, 'poetry.lock'),
  'default.nix': fixtureText(FIXTURE, 'default.nix'),
};

let folder = '';

afterEach(() => {
  removeFolder(folder);
});

/** The codes that `check` reports of one file. */
function codesOf(name: string): readonly string[] {
  const { report } = checkFolder(folder);
  return report.diagnostics.filter(({ file }) => file.endsWith(name)).map(({ code }) => code);
}

async function documentsOf(...names: readonly string[]): Promise<void> {
  const documents = new Map(
    names.map((name) => [join(folder, name), readFileSync(join(folder, name), 'utf8')]),
  );
  const { faults } = await serveFolder(folder, documents);
  expect(faults).toEqual([]);
}

/** The message of the one thing that is said of a file: that it cannot be read. */
function said(name: string): string {
  const { report } = checkFolder(folder);
  const found = report.diagnostics.filter(({ file }) => file.endsWith(name));
  expect(found.map(({ code }) => code)).toEqual(['unreadable-file']);
  return found[0]?.message ?? '';
}

/** A session on the folder, and what it says of the manifest's project after another look at the disk. */
function sessionOn(): { readonly session: Session; readonly codes: () => readonly string[] } {
  const session = new Session(nodeFileSystem, fixtureKnowledge);
  session.setFolders([folder]);
  const manifest = join(folder, 'pyproject.toml');
  const codes = (): readonly string[] => {
    session.recheck();
    return session.projectsOf(manifest).flatMap((one) => one.findings().map(({ code }) => code));
  };
  return { session, codes };
}

describe('files above their limit', () => {
  it.each([
    ['poetry.lock', {}],
    ['pyproject.toml', {}],
    ['default.nix', {}],
    ['uv.lock', { 'pyproject.toml': '[project]\nname = "a"\nversion = "1"\n[tool.uv]\n' }],
    ['Pipfile.lock', { Pipfile: '[packages]\nx = "*"\n' }],
    ['Pipfile', {}],
    ['requirements.txt', {}],
  ])('are reported once and not read: %s', async (name, more) => {
    const files: Record<string, string> =
      Object.keys(more).length === 0 && name !== 'Pipfile' && name !== 'requirements.txt'
        ? { ...WHOLE }
        : { ...more };
    folder = folderWith({ ...files, [name]: '' });
    truncateSync(join(folder, name), 100 * 1024 * 1024);
    expect(codesOf(name)).toEqual(['file-too-large']);
    const { report } = checkFolder(folder);
    const found = report.diagnostics.find(({ code }) => code === 'file-too-large');
    expect(found?.message).toMatch(/ is 100\.0 MB; more than [\d.]+ MB of a .+ are not read\.$/);
    const other = Object.keys(files).find((one) => one !== name);
    if (other !== undefined) await documentsOf(other);
  });

  it('are not read where an editor sends them either', () => {
    folder = folderWith(WHOLE);
    const session = new Session(nodeFileSystem, fixtureKnowledge);
    const lock = join(folder, 'poetry.lock');
    session.open(lock, 1, '#'.repeat(limitOf(lock).bytes + 1));
    const [project] = session.projectsOf(join(folder, 'pyproject.toml'));
    const codes = project?.findings().filter(({ file }) => file === lock);
    expect(codes?.map(({ code }) => code)).toEqual(['file-too-large']);
    expect(session.snapshot(lock)).toBeNull();
    session.change(lock, 2, [{ locate: null, newText: WHOLE['poetry.lock'] }]);
    expect(session.snapshot(lock)).not.toBeNull();
  });

  it('are read up to the limit', () => {
    folder = folderWith({ ...WHOLE, 'README.md': '' });
    const lock = join(folder, 'poetry.lock');
    // Blanks behind the last line, a whole file all the same.
    writeFileSync(lock, WHOLE['poetry.lock'] + '\n'.repeat(1024 * 1024));
    expect(codesOf('poetry.lock')).not.toContain('file-too-large');
  });
});

describe('what is no file', () => {
  it('blocks nothing: a FIFO as lock', async () => {
    folder = folderWith({ 'pyproject.toml': WHOLE['pyproject.toml'] });
    execFileSync('mkfifo', [join(folder, 'poetry.lock')]);
    expect(said('poetry.lock')).toMatch(/not a regular file/);
    await documentsOf('pyproject.toml');
  });

  it('blocks nothing: a socket as lock', async () => {
    folder = folderWith({ 'pyproject.toml': WHOLE['pyproject.toml'] });
    const server = createServer().listen(join(folder, 'poetry.lock'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(said('poetry.lock')).toMatch(/not a regular file/);
    server.close();
  });

  it('blocks nothing: a device that never ends', () => {
    folder = folderWith({ 'pyproject.toml': WHOLE['pyproject.toml'] });
    symlinkSync('/dev/zero', join(folder, 'poetry.lock'));
    expect(said('poetry.lock')).toMatch(/\/dev\/zero, which is outside of .* and is not read/);
  });

  it('is told: a link to itself', () => {
    folder = folderWith({ 'pyproject.toml': WHOLE['pyproject.toml'] });
    symlinkSync('poetry.lock', join(folder, 'poetry.lock'));
    expect(said('poetry.lock')).toMatch(/symbolic links/);
  });

  it('ends: folders that hold each other by links', () => {
    folder = folderWith({ 'a/pyproject.toml': WHOLE['pyproject.toml'] });
    symlinkSync('..', join(folder, 'a/up'));
    symlinkSync('.', join(folder, 'a/here'));
    const { report } = checkFolder(folder, '--recursive');
    expect(report.projects.map(({ root }) => root)).toEqual([join(folder, 'a')]);
  });

  it('is told: a folder named as the manifest', async () => {
    folder = folderWith({ 'poetry.lock': WHOLE['poetry.lock'] });
    mkdirSync(join(folder, 'pyproject.toml'));
    const { code, err } = runCli(nodeFileSystem, ['check', folder], { cwd: folder });
    expect(code).toBeGreaterThan(0);
    expect(err).not.toMatch(/\n\s+at /);
    await documentsOf('poetry.lock');
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from([0x5b, 0xff, 0xfe, 0x5d])],
    ['text in UTF-16', Buffer.from('\uFEFF[tool.poetry]\n', 'utf16le')],
  ])('is told: %s', (_what, bytes) => {
    folder = folderWith({ ...WHOLE, 'poetry.lock': bytes });
    expect(said('poetry.lock')).toMatch(/not valid UTF-8/);
  });

  it.each([
    ['zero bytes', (text: string): string => `${text}\0\0`],
    ['a byte order mark', (text: string): string => `\uFEFF${text}`],
    ['carriage returns alone', (text: string): string => text.replaceAll('\n', '\r')],
    ['control characters', (text: string): string => `${text}\u0001\u001b[31m\u0085\u2028`],
  ])('is read as far as it goes: %s', async (_what, change) => {
    const changed = Object.entries(WHOLE).map(([name, text]) => [name, change(text)]);
    folder = folderWith(Object.fromEntries(changed) as Record<string, string>);
    expect(checkFolder(folder).code).toBeLessThan(2);
    await documentsOf('pyproject.toml', 'poetry.lock', 'default.nix');
  });

  it.skipIf(process.getuid?.() === 0)('is told: no permission', () => {
    folder = folderWith(WHOLE);
    chmodSync(join(folder, 'poetry.lock'), 0);
    expect(said('poetry.lock')).toMatch(/permission denied/);
  });
});

describe('includes of requirements files', () => {
  it('end: a circle, and a file that includes itself', async () => {
    folder = folderWith({
      'requirements.txt': '-r requirements.txt\n-r b.txt\npictures==1\n',
      'b.txt': '-c requirements.txt\n-r b.txt\n-r ./././b.txt\n',
    });
    expect(checkFolder(folder).code).toBeLessThan(2);
    await documentsOf('requirements.txt');
  });

  it('end: ten thousand of them, and chains', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `-r r${index}.txt\n`);
    const chain = Array.from({ length: 300 }, (_, index): [string, string] => [
      `r${index}.txt`,
      `-r r${index + 1}.txt\n-r r${index + 2}.txt\npkg${index}==1\n`,
    ]);
    folder = folderWith({ 'requirements.txt': names.join(''), ...Object.fromEntries(chain) });
    expect(checkFolder(folder).code).toBeLessThan(2);
    await documentsOf('requirements.txt');
  });

  it('are read inside of the checkout alone', () => {
    const outside = folderWith({ 'secret.txt': 'pictures==7.2.0\nsecret-word\n' });
    folder = folderWith({
      'requirements.txt': `-r /dev/zero\n-r ../../../../../etc/passwd\n-r ${outside}/secret.txt\n-r sub/inside.txt\n`,
      'sub/inside.txt': 'printing==3.0\n',
    });
    const session = new Session(nodeFileSystem, fixtureKnowledge);
    session.setFolders([folder]);
    const [project] = session.projectsOf(join(folder, 'requirements.txt'));
    const read = [...(project?.project?.input.files.keys() ?? [])];
    removeFolder(outside);
    expect(read).toEqual([join(folder, 'sub/inside.txt')]);
  });
});

describe('files that change under a running server', () => {
  it('are seen to vanish and to come back', () => {
    folder = folderWith(WHOLE);
    const { session, codes } = sessionOn();
    const before = codes();
    expect(before.length).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
    expect(codes()).toEqual([]);
    expect(session.snapshot(join(folder, 'pyproject.toml'))).toBeNull();
    mkdirSync(folder);
    for (const [name, text] of Object.entries(WHOLE)) writeFileSync(join(folder, name), text);
    expect(codes()).toEqual(before);
  });

  it('are seen to become folders, links and pipes', () => {
    folder = folderWith(WHOLE);
    const lock = join(folder, 'poetry.lock');
    const { codes } = sessionOn();
    const before = codes();
    const replaced: readonly (() => void)[] = [
      () => mkdirSync(lock),
      () => symlinkSync('nowhere', lock),
      () => execFileSync('mkfifo', [lock]),
    ];
    for (const replace of replaced) {
      rmSync(lock, { recursive: true });
      replace();
      expect(codes()).not.toEqual(before);
      rmSync(lock, { recursive: true });
      writeFileSync(lock, WHOLE['poetry.lock']);
      expect(codes()).toEqual(before);
    }
  });

  it('are seen where the clock goes backwards', () => {
    folder = folderWith(WHOLE);
    const nix = join(folder, 'default.nix');
    const { codes } = sessionOn();
    const before = codes();
    writeFileSync(nix, '{ }\n');
    utimesSync(nix, 1, 1);
    expect(codes()).not.toEqual(before);
    writeFileSync(nix, WHOLE['default.nix']);
    utimesSync(nix, 0, 0);
    expect(codes()).toEqual(before);
  });

  // Time, size and inode are all that is looked at: reading every file at every look would be
  // slow on a network. An editor that has the file open tells of its own change.
  it('are not seen where time, size and inode stay', () => {
    folder = folderWith(WHOLE);
    const lock = join(folder, 'poetry.lock');
    utimesSync(lock, 1000, 1000);
    const { session, codes } = sessionOn();
    const before = codes();
    writeFileSync(lock, WHOLE['poetry.lock'].replace('name = "', 'nome = "'));
    utimesSync(lock, 1000, 1000);
    expect(codes()).toEqual(before);
    session.open(lock, 1, readFileSync(lock, 'utf8'));
    expect(codes()).not.toEqual(before);
  });
});
