import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const page = read('docs/security.md');

/** Rows of tables, without their heads and rules. */
const rows = page
  .split('\n')
  .filter((line) => /^\| (?!-|promise|invariant|who |what starts)/.test(line));

/** The text of the program that people run, by path. */
const sources = new Map(
  ['server', 'overrides-db', 'editors/vscode/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter(
        (path) =>
          path.endsWith('.ts') && !/\.test\.ts$|\/(?:builder|lab)\/|\/testing\.ts$/.test(path),
      )
      .map((path) => [path, read(path)] as const),
  ),
);

describe('the threat model', () => {
  it('names tests that are there', () => {
    const named = [...page.matchAll(/\b((?:test|server|overrides-db)\/[\w/-]+\.test\.ts)\b/g)];
    const files = [...new Set(named.map(([, file = '']) => file))];
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('names one for every promise', () => {
    const sections = page.split('\n## ').find((part) => part.startsWith('What is promised')) ?? '';
    const promises = rows.filter((row) => sections.includes(row));
    expect(promises.length).toBeGreaterThan(30);
    expect(promises.filter((row) => !row.includes('.test.ts'))).toEqual([]);
  });

  it('has every invariant of the architecture', () => {
    const [, section = ''] = read('ARCHITECTURE.md').split('## Invariants\n\n');
    const invariants = (section.split('\n\n')[0] ?? '').split('\n').map((line) => line.slice(2));
    expect(invariants.length).toBeGreaterThan(10);
    const [, table = ''] = page.split('### Invariants\n\n');
    const told = (table.split('\n\n')[0] ?? '')
      .split('\n')
      .slice(2)
      .map((row) => (row.split(' | ')[0] ?? '').replace(/^\| /, '').trim());
    const untold = invariants.filter((each) => !told.some((start) => each.startsWith(start)));
    expect(untold).toEqual([]);
    expect(told).toHaveLength(invariants.length);
  });
});

function filesWith(pattern: RegExp): readonly string[] {
  return [...sources].filter(([, text]) => pattern.test(text)).map(([path]) => path);
}

describe('the program', () => {
  it('starts no process but for VS Code that starts the server and a keyring that is to be asked, and opens connections in one place', () => {
    expect(sources.size).toBeGreaterThan(300);
    const outside =
      /from '(?:node:)?(?:child_process|cluster|dgram|dns|http|http2|https|inspector|net|repl|tls|vm)(?:\/\w+)?'|\bfetch\(|\bnew (?:WebSocket|Function)\(|\beval\(/;
    const files = filesWith(outside).filter((path) => !path.startsWith('server/network/'));
    expect(files).toEqual(['editors/vscode/src/commands.ts']);
    // The keyring is asked as uv and pip are told to ask it, by the user's own configuration.
    expect(filesWith(/from '(?:node:)?child_process'/)).toEqual([
      'server/network/keyring.ts',
      ...files,
    ]);
    expect(filesWith(/from '\.\/keyring\.ts'/)).toEqual(['server/network/logins.ts']);
    expect(filesWith(/from 'undici'/)).toEqual(['server/network/client.ts']);
    // Of the rest, what is read at the start opens nothing: the others are imported when they are used.
    const early = /^import (?!type)[^;]*from '(?:\.\.\/)+network\/(?!hosts)/m;
    const thread = [
      'server/protocol/network/serve-network.ts',
      'server/protocol/network/thread.ts',
    ];
    expect(filesWith(early).toSorted()).toEqual(thread);
    expect(sources.get('editors/vscode/src/commands.ts')).toContain('execFile(process.execPath, [');
  });

  it('has one place that changes files, and one that adds to the log', () => {
    const changing =
      /\b(?:writeFile|appendFile|rename|link|symlink|copyFile|cp|rm|rmdir|unlink|mkdir|mkdtemp|truncate|ftruncate|chmod|fchmod|chown|fchown|utimes|createWriteStream)(?:Sync)?,?[^;]*from 'node:fs(?:\/promises)?'/;
    const files = filesWith(changing).filter((path) => !path.startsWith('server/session/writing/'));
    expect(files).toEqual(['server/protocol/stdio.ts']);
    expect(filesWith(changing).length).toBeGreaterThan(files.length);
  });
});
