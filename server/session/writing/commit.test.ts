import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileChange } from '../file-system.ts';
import { commitChanges } from './commit.ts';

let top = '';
/** What may be written. */
let folder = '';
let state = '';

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'commit-')));
  folder = join(top, 'checkout');
  state = join(top, 'state');
  mkdirSync(folder);
});

afterEach(() => {
  rmSync(top, { recursive: true, force: true });
});

const inside = (path: string): boolean => path.startsWith(`${folder}/`);

function commit(...changes: readonly FileChange[]): string {
  const result = commitChanges(changes, inside, state);
  return result.outcome === 'failed' ? result.problem.message : result.outcome;
}

function put(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const text = (file: string): string => readFileSync(file, 'utf8');

/** Nothing beside the files themselves, and no step that could be taken back. */
function expectOnly(...names: readonly string[]): void {
  expect(readdirSync(folder).toSorted()).toEqual(names.toSorted());
  expect(readdirSync(join(state, 'journal'))).toEqual([]);
  expect(readdirSync(state)).toEqual(['journal']);
}

describe('commitChanges', () => {
  it('replaces and makes files, through a link that stays inside', () => {
    const file = put('real', 'old');
    symlinkSync('real', join(folder, 'link'));
    const made = join(folder, 'new');
    expect(
      commit(
        { file: join(folder, 'link'), before: 'old', after: 'changed' },
        { file: made, before: null, after: 'made' },
      ),
    ).toBe('written');
    expect([text(file), text(made)]).toEqual(['changed', 'made']);
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expectOnly('link', 'new', 'real');
  });

  it('keeps the mode, and the owner where it may', () => {
    const file = put('a', 'old');
    chmodSync(file, 0o664);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(file, 1234, 4321);
    const mask = process.umask(0o077);
    try {
      expect(commit({ file, before: 'old', after: 'new' })).toBe('written');
    } finally {
      process.umask(mask);
    }
    const { mode, uid, gid } = statSync(file);
    expect(mode & 0o7777).toBe(0o664);
    if (isRoot) expect([uid, gid]).toEqual([1234, 4321]);
  });

  it('writes nothing where one file is not what its change was made for', () => {
    const [a, b] = [put('a', 'one'), put('b', 'two, and a line')];
    const changes = [
      { file: a, before: 'one', after: '1' },
      { file: b, before: 'two', after: '2' },
    ];
    expect(commitChanges(changes, inside, state)).toEqual({
      outcome: 'changed',
      file: b,
      notes: [],
    });
    expect(commit({ file: a, before: null, after: 'made' })).toBe('changed');
    expect(commit({ file: join(folder, 'gone'), before: 'x', after: 'y' })).toBe('changed');
    expect([text(a), text(b)]).toEqual(['one', 'two, and a line']);
    expectOnly('a', 'b');
  });

  it('refuses, and says why', () => {
    const outside = join(top, 'outside');
    writeFileSync(outside, 'private');
    symlinkSync(outside, join(folder, 'leaves'));
    symlinkSync('..', join(folder, 'above'));
    symlinkSync('nowhere', join(folder, 'dangling'));
    const readOnly = put('read-only', 'x');
    chmodSync(readOnly, 0o444);
    const linked = put('linked', 'x');
    linkSync(linked, join(top, 'other-name'));
    mkdirSync(join(folder, 'folder'));
    const change = (name: string, before: string | null): string =>
      commit({ file: join(folder, name), before, after: 'changed' }).replaceAll(top, '');
    expect([
      change('leaves', 'private'),
      change('above/outside', 'private'),
      change('above/made', null),
      change('dangling', null),
      change('read-only', 'x'),
      change('linked', 'x'),
      change('folder', null),
      change('no/such', null),
    ]).toEqual([
      '/checkout/leaves leads to /outside, which is outside of the project.',
      '/checkout/above/outside leads to /outside, which is outside of the project.',
      '/checkout/above/made leads to /made, which is outside of the project.',
      '/checkout/dangling cannot be written: no such file or folder.',
      '/checkout/read-only is read-only.',
      '/checkout/linked has 2 names (hard links), of which the others would keep the old text.',
      '/checkout/folder is not a regular file.',
      '/checkout/no/such cannot be written: no such file or folder.',
    ]);
    expect([text(outside), text(readOnly), text(linked)]).toEqual(['private', 'x', 'x']);
    expect(readdirSync(top).toSorted()).toEqual(['checkout', 'other-name', 'outside', 'state']);
  });

  it('writes no file twice that has two names in one step, of which one change would be lost', () => {
    const file = put('a', 'old');
    const other = join(folder, 'b');
    symlinkSync('a', other);
    expect(
      commit({ file, before: 'old', after: 'one' }, { file: other, before: 'old', after: 'two' }),
    ).toBe(`${other} and ${file} are one file, which cannot be changed twice at once.`);
    expect(text(file)).toBe('old');
    expect(
      commit({ file, before: 'old', after: 'one' }, { file: other, before: 'old', after: 'one' }),
    ).toBe('written');
    expect(text(file)).toBe('one');
    expectOnly('a', 'b');
  });

  it('says that no place for its record is known', () => {
    const file = put('a', 'old');
    const result = commitChanges([{ file, before: 'old', after: 'new' }], inside, null);
    expect(result).toMatchObject({ outcome: 'failed', problem: { kind: 'unwritable' } });
    expect(text(file)).toBe('old');
  });

  it('follows no link that waits under the name of a temporary file', () => {
    const file = put('default.nix', 'old');
    const outside = join(top, 'outside');
    writeFileSync(outside, 'private');
    for (let pid = process.pid - 20; pid < process.pid + 50; pid += 1)
      symlinkSync(outside, join(folder, `.default.nix.${pid}.tmp`));
    expect(commit({ file, before: 'old', after: 'new' })).toBe('written');
    expect([text(file), text(outside)]).toEqual(['new', 'private']);
    expect(lstatSync(file).isSymbolicLink()).toBe(false);
  });

  it('takes back the first of two files where the second fails', () => {
    const [a, b] = [put('a', '1'), put('b', '2')];
    const changes = [
      { file: a, before: '1', after: 'one' },
      { file: b, before: '2', after: 'two' },
    ];
    const rename = (from: string, to: string): void => {
      if (to === b) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      renameSync(from, to);
    };
    const result = commitChanges(changes, inside, state, { rename, link: linkSync });
    expect(result).toMatchObject({
      outcome: 'failed',
      problem: { message: `${b} cannot be written: no space left on the device.` },
    });
    expect([text(a), text(b)]).toEqual(['1', '2']);
    expectOnly('a', 'b');
  });

  it('says that there is no place for its record', () => {
    const file = put('a', 'old');
    writeFileSync(state, 'a file');
    expect(commit({ file, before: 'old', after: 'new' })).toContain('XDG_STATE_HOME');
    expect(text(file)).toBe('old');
  });
});

/** Runs a commit of `a` and `b` in a process of its own; `trap` is run before the `at`-th file is put into its place. */
function commitInProcess(trap: string, at: number) {
  const module = JSON.stringify(new URL('commit.ts', import.meta.url).href);
  const script = `
    import { linkSync, renameSync } from 'node:fs';
    const { commitChanges } = await import(${module});
    let count = 0;
    const rename = (from, to) => { count += 1; if (count === ${at}) { ${trap} } renameSync(from, to); };
    const change = (name, before, after) => ({ file: ${JSON.stringify(folder)} + '/' + name, before, after });
    const result = commitChanges([change('a', '1', 'one'), change('b', '2', 'two')], () => true, ${JSON.stringify(state)}, { rename, link: linkSync });
    console.log(result.outcome);
    setTimeout(() => console.log('went on'), 2000);
  `;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  return spawnSync(process.execPath, args, { encoding: 'utf8', cwd: process.cwd() });
}

describe('a process that ends in the middle', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('of %s writes to the end, and then ends', (signal) => {
    put('a', '1');
    put('b', '2');
    const run = commitInProcess(`process.kill(process.pid, '${signal}');`, 2);
    expect([run.signal, run.stdout, run.stderr]).toEqual([signal, 'written\n', '']);
    expect([text(join(folder, 'a')), text(join(folder, 'b'))]).toEqual(['one', 'two']);
    expectOnly('a', 'b');
  });

  it('of SIGKILL leaves half, which the next run takes back', () => {
    const [a, b] = [put('a', '1'), put('b', '2')];
    expect(commitInProcess(`process.kill(process.pid, 'SIGKILL');`, 2).signal).toBe('SIGKILL');
    expect([text(a), text(b)]).toEqual(['one', '2']);
    const result = commitChanges([{ file: b, before: '2', after: '3' }], inside, state);
    expect(result).toEqual({
      outcome: 'written',
      notes: [`${a} is again as it was before an earlier run that did not get to its end.`],
    });
    expect([text(a), text(b)]).toEqual(['1', '3']);
    expectOnly('a', 'b');
  });

  it('of SIGKILL before the first file leaves both, and what is beside them goes', () => {
    const [a, b] = [put('a', '1'), put('b', '2')];
    commitInProcess(`process.kill(process.pid, 'SIGKILL');`, 1);
    expect(readdirSync(folder)).toHaveLength(4);
    expect(commit({ file: a, before: '1', after: '9' })).toBe('written');
    expect([text(a), text(b)]).toEqual(['9', '2']);
    expectOnly('a', 'b');
  });

  it('does not take back what somebody has changed since', () => {
    const [a, b] = [put('a', '1'), put('b', '2')];
    commitInProcess(`process.kill(process.pid, 'SIGKILL');`, 2);
    writeFileSync(b, 'by hand');
    const result = commitChanges([{ file: b, before: 'by hand', after: 'again' }], inside, state);
    expect(result.notes).toEqual([
      `An earlier run did not get to its end. ${a} is as that run wrote it, for ${b} was changed since.`,
    ]);
    expect([text(a), text(b)]).toEqual(['one', 'again']);
    expectOnly('a', 'b');
  });

  it('keeps the record of what cannot be taken back, which stops no other work', () => {
    const [a, b] = [put('a', '1'), put('b', '2')];
    commitInProcess(`process.kill(process.pid, 'SIGKILL');`, 2);
    const [name = ''] = readdirSync(join(state, 'journal'));
    const record = join(state, 'journal', name);
    // A name that no system takes fails for root as well, whom a read-only folder does not stop.
    writeFileSync(record, text(record).replaceAll(/\.pyproject-nix-ls-\w+/g, 'x'.repeat(300)));
    const file = put('c', 'old');
    expect(commitChanges([{ file, before: 'old', after: 'new' }], inside, state)).toEqual({
      outcome: 'written',
      notes: [
        `An earlier run did not get to its end with ${a} and ${b}, and what it wrote cannot be taken back (the name is too long). ${record} is the record of it.`,
      ],
    });
    expect([text(a), text(b), text(file)]).toEqual(['one', '2', 'new']);
    expect(readdirSync(join(state, 'journal'))).toEqual([name]);
  });

  it('does nothing about a folder that has become a file since', () => {
    put('a', '1');
    put('b', '2');
    commitInProcess(`process.kill(process.pid, 'SIGKILL');`, 2);
    renameSync(folder, join(top, 'moved'));
    writeFileSync(folder, '');
    const file = join(top, 'c');
    const made = commitChanges([{ file, before: null, after: '' }], () => true, state);
    expect(made).toEqual({ outcome: 'written', notes: [] });
    expect(readdirSync(join(state, 'journal'))).toEqual([]);
  });

  it('keeps the record while the folder is not there, and takes back what was half done when it is again', () => {
    const [a, b] = [put('a', '1'), put('b', '2')];
    commitInProcess(`process.kill(process.pid, 'SIGKILL');`, 2);
    const [name = ''] = readdirSync(join(state, 'journal'));
    const away = join(top, 'not-mounted');
    renameSync(folder, away);
    const file = join(top, 'c');
    const change = (before: string | null, after: string) =>
      commitChanges([{ file, before, after }], () => true, state);
    expect(change(null, '1').notes).toEqual([
      `An earlier run did not get to its end with ${a} and ${b}, and what it wrote cannot be taken back (no such file or folder). ${join(state, 'journal', name)} is the record of it, to be removed where the folder is gone for good.`,
    ]);
    renameSync(away, folder);
    expect(change('1', '2').notes).toEqual([
      `${a} is again as it was before an earlier run that did not get to its end.`,
    ]);
    expect([text(a), text(b), text(file)]).toEqual(['1', '2', '2']);
    expect(readdirSync(join(state, 'journal'))).toEqual([]);
  });

  it('does not follow a folder that has become a link since', () => {
    const [a, b] = [put('a', '1'), put('b', '2')];
    commitInProcess(`process.kill(process.pid, 'SIGKILL');`, 2);
    const moved = join(top, 'moved');
    renameSync(folder, moved);
    symlinkSync(moved, folder);
    commitChanges([{ file: join(moved, 'c'), before: null, after: '' }], () => true, state);
    expect([text(a), text(b)]).toEqual(['one', '2']);
  });
});

describe('while another run writes', () => {
  it.each([
    ['a signal ends the wait at once, and nothing is written', false],
    ['also where this run has written something before', true],
  ])('%s', async (_what, writesBefore) => {
    const file = put('a', 'old');
    mkdirSync(join(state, 'journal'), { recursive: true });
    const module = JSON.stringify(new URL('commit.ts', import.meta.url).href);
    const script = `
      import { writeFileSync, writeSync } from 'node:fs';
      const { commitChanges } = await import(${module});
      const before = [{ file: ${JSON.stringify(join(folder, 'b'))}, before: null, after: 'new' }];
      if (${writesBefore}) commitChanges(before, () => true, ${JSON.stringify(state)});
      writeFileSync(${JSON.stringify(join(state, 'write.lock'))}, ${JSON.stringify(`${hostname()} ${process.pid} other
`)});
      writeSync(1, 'waits ');
      const changes = [{ file: ${JSON.stringify(file)}, before: 'old', after: 'new' }];
      writeSync(1, commitChanges(changes, () => true, ${JSON.stringify(state)}).outcome);
    `;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const run = spawn(process.execPath, args);
    let told = '';
    run.stdout.on('data', (part: Buffer) => {
      told += part.toString();
      // By then it waits.
      if (told === 'waits ') setTimeout(() => run.kill('SIGINT'), 300);
    });
    const signal = await new Promise((resolve) => {
      run.on('close', (_, by) => {
        resolve(by);
      });
    });
    expect([signal, told]).toEqual(['SIGINT', 'waits ']);
    expect(text(file)).toBe('old');
    expect(readdirSync(state).toSorted()).toEqual(['journal', 'write.lock']);
  });

  it('a folder under the name of the lock is told, and not waited for', () => {
    const lock = join(state, 'write.lock');
    mkdirSync(lock, { recursive: true });
    const file = put('a', 'old');
    expect(commit({ file, before: 'old', after: 'new' })).toContain(
      `${lock} is not a regular file.`,
    );
    expect(text(file)).toBe('old');
  });
});

describe('many at once', () => {
  it('write one after the other, and none is lost', async () => {
    const file = put('list', '');
    const module = JSON.stringify(new URL('commit.ts', import.meta.url).href);
    const script = `
      import { readFileSync } from 'node:fs';
      const { commitChanges } = await import(${module});
      const file = ${JSON.stringify(file)};
      for (let line = 0; line < 20; ) {
        const before = readFileSync(file, 'utf8');
        const after = before + process.argv[1] + ' ' + line + '\\n';
        if (commitChanges([{ file, before, after }], () => true, ${JSON.stringify(state)}).outcome === 'written') line += 1;
      }
    `;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const ends = ['p', 'q', 'r', 's'].map(
      (name) =>
        new Promise((resolve) => {
          spawn(process.execPath, [...args, name], { stdio: 'inherit' }).on('exit', resolve);
        }),
    );
    expect(await Promise.all(ends)).toEqual([0, 0, 0, 0]);
    const lines = text(file).trimEnd().split('\n');
    const wanted = ['p', 'q', 'r', 's'].flatMap((name) =>
      Array.from({ length: 20 }, (_, line) => `${name} ${line}`),
    );
    expect(lines.toSorted()).toEqual(wanted.toSorted());
    expectOnly('list');
  });
});

/** A file system of 64 kB, as far as this machine lets one be made. */
function smallDisk(): string | null {
  const disk = join(top, 'disk');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
  return mounted.status === 0 ? disk : null;
}

describe('a full disk', () => {
  it('leaves the files whole and nothing beside them', ({ skip }) => {
    const disk = smallDisk();
    if (disk === null) skip('SKIPPED: a small file system can be mounted by root alone');
    if (disk === null) return;
    try {
      const file = join(disk, 'a');
      writeFileSync(file, 'old');
      const change = { file, before: 'old', after: 'x'.repeat(100_000) };
      const full = commitChanges([change], () => true, state);
      expect(full).toMatchObject({
        outcome: 'failed',
        problem: { message: `${file} cannot be written: no space left on the device.` },
      });
      expect([text(file), readdirSync(disk)]).toEqual(['old', ['a']]);
      // The record itself finds no room.
      const elsewhere = put('b', 'old');
      const large = { file: elsewhere, before: 'old', after: 'new' };
      writeFileSync(join(disk, 'filler'), 'x'.repeat(60_000));
      writeFileSync(elsewhere, 'y'.repeat(100_000));
      const unrecorded = commitChanges(
        [{ ...large, before: 'y'.repeat(100_000) }],
        () => true,
        join(disk, 'state'),
      );
      expect(unrecorded.outcome).toBe('failed');
      expect(text(elsewhere)).toHaveLength(100_000);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
