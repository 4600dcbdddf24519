import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { afterEach, describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/main.js');
const EXAMPLE = join(ROOT, 'examples/imgapp-broken');

let running: ChildProcessWithoutNullStreams | null = null;

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'pipe' });
  running = child;
  const exit = once(child, 'exit').then(([code]: unknown[]) => code);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  return { child, connection, exit, errors: () => errors };
}

const INITIALIZE = { processId: process.pid, rootUri: uriOfFile(EXAMPLE), capabilities: {} };

function frame(text: string): string {
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

afterEach(() => {
  running?.kill();
  running = null;
});

// `npm test` builds first; a bare `vitest` in a checkout that was never built has nothing to spawn.
describe.skipIf(!existsSync(MAIN))('the server as a process', () => {
  it('initializes, shuts down, and exits with 0', async () => {
    const { connection, exit, errors } = start('--stdio');
    connection.listen();
    const answer: unknown = await connection.sendRequest('initialize', INITIALIZE);
    expect(answer).toMatchObject({
      serverInfo: { name: 'pyproject-nix-ls' },
      capabilities: { positionEncoding: 'utf-16', hoverProvider: true },
    });
    expect(await connection.sendRequest('shutdown')).toBeNull();
    await connection.sendNotification('exit');
    expect(await exit).toBe(0);
    expect(errors()).toBe('');
  });

  it('exits with 1 when its input closes', async () => {
    const { child, connection, exit } = start('--stdio');
    connection.listen();
    await connection.sendRequest('initialize', INITIALIZE);
    child.stdin.end();
    expect(await exit).toBe(1);
  });

  it('exits with 1 when its input closes before anything was said', async () => {
    const { child, exit } = start('--stdio');
    child.stdin.end();
    expect(await exit).toBe(1);
  });

  it('exits when the process that it was told of is gone', async () => {
    const parent = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const { exit } = start('--stdio', `--clientProcessId=${parent.pid}`);
    parent.kill();
    expect(await exit).toBe(1);
  });

  it('writes frames alone to standard output, whatever it is sent', async () => {
    const { child, exit, errors } = start('--stdio');
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
    });
    child.stdin.write(frame('{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}'));
    child.stdin.write(
      frame(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'initialize', params: INITIALIZE })),
    );
    child.stdin.write(
      frame('{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{"textDocument":3}}'),
    );
    child.stdin.write(frame('{"jsonrpc":"2.0","id":4,"method":"no/such"}'));
    child.stdin.write(frame('{"jsonrpc":"2.0","id":5,"method":"shutdown"}'));
    child.stdin.write(frame('{"jsonrpc":"2.0","id":6,"method":"textDocument/hover"}'));
    child.stdin.write(frame('{"jsonrpc":"2.0","method":"exit"}'));
    expect(await exit).toBe(0);
    const answers = output
      .split(/Content-Length: \d+\r\n\r\n/)
      .slice(1)
      .map((text) => JSON.parse(text) as { id: number; error?: { code: number } });
    expect(answers.map(({ id, error }) => [id, error?.code ?? null])).toEqual([
      [1, -32002],
      [2, null],
      [3, -32602],
      [4, -32601],
      [5, null],
      [6, -32600],
    ]);
    expect(errors()).toBe('');
  });

  it.each([
    ['JSON that ends early', frame('{"jsonrpc":')],
    ['JSON that is no message', frame('[5]')],
    [
      'bytes that are no text',
      Buffer.concat([Buffer.from('Content-Length: 2\r\n\r\n'), Buffer.from([0xff, 0xfe])]),
    ],
    ['a header without a length', 'Content-Type: x\r\n\r\n'],
    ['a length that is no number', 'Content-Length: many\r\n\r\n'],
    ['a line that is no header', 'hello\r\n\r\n'],
  ])('goes on after %s', async (_name, bytes) => {
    const { child, connection } = start('--stdio');
    connection.listen();
    await connection.sendRequest('initialize', INITIALIZE);
    child.stdin.write(bytes);
    expect(await connection.sendRequest('workspace/symbol', { query: 'no such package' })).toEqual(
      [],
    );
  });

  it('writes its log to a file, up to the level that it is told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pnls-log-'));
    const file = join(folder, 'server.log');
    const { connection, exit, errors } = start('--stdio', '--log-file', file, '--log-level=debug');
    connection.listen();
    const clientInfo = { name: 'Test', version: '1' };
    await connection.sendRequest('initialize', { ...INITIALIZE, clientInfo });
    await connection.sendRequest('workspace/symbol', { query: 'no such package' });
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await exit).toBe(0);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    rmSync(folder, { recursive: true });
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z pyproject-nix-ls: /);
    const messages = lines.map((line) => line.replace(/^\S+ pyproject-nix-ls: /, ''));
    expect(messages[0]).toMatch(/^info: version \d.*, Node v\d/);
    expect(messages).toContainEqual(
      'info: client Test 1; positions in utf-16; diagnostics pushed; workspace folders 1',
    );
    expect(messages).toContainEqual(
      expect.stringMatching(/^debug: request workspace\/symbol took/),
    );
    expect(errors()).toBe(lines.map((line) => `${line.slice(line.indexOf(' ') + 1)}\n`).join(''));
  });

  it('says once where it cannot write its log, and works on', async () => {
    const { connection, errors } = start(
      '--stdio',
      '--log-file=/no/such/folder/x',
      '--log-level=info',
    );
    connection.listen();
    await connection.sendRequest('initialize', INITIALIZE);
    expect(await connection.sendRequest('shutdown')).toBeNull();
    expect(errors().match(/--log-file: .*ENOENT/g)).toHaveLength(1);
  });

  it('refuses a level that it does not know', async () => {
    const { exit, errors } = start('--stdio', '--log-level=loud');
    expect(await exit).toBe(2);
    expect(errors()).toContain('--log-level must be one of error, warn, info, debug');
  });

  it('refuses an option that it does not know', async () => {
    const { exit, errors } = start('--stdio', '--no-such-option');
    expect(await exit).toBe(2);
    expect(errors()).toContain('--no-such-option');
  });
});
