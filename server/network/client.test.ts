import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bytes, serve, text, truncated, type TestServer } from '../../test/support/index-server.ts';
import { NetworkClient, type NetworkAnswer } from './client.ts';
import { fetchFile } from './fetch-file.ts';
import { Hosts } from './hosts.ts';
import { Logins, NO_LOGINS } from './logins.ts';
import type { Login } from './netrc.ts';

function clientFor(own: readonly string[], byHost: ReadonlyMap<string, Login> = new Map()) {
  const hosts = new Hosts(own);
  const logins = new Logins({ ...NO_LOGINS, byHost }, hosts);
  const client = new NetworkClient({ hosts, logins, version: '1.2.3' });
  onTestFinished(() => client.close());
  return client;
}

function get(server: TestServer, path: string, own = [server.host]): Promise<NetworkAnswer> {
  return clientFor(own).get({ address: `${server.address}${path}`, mostBytes: 1000 });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'network-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const BODY = Buffer.from('0123456789'.repeat(50));
const SHA256 = createHash('sha256').update(BODY).digest('hex');

describe('a request', () => {
  it('gets what a server has, and says who asks', async () => {
    const server = await serve({
      '/a': (request, response) => response.end(request.headers['user-agent']),
    });
    const answer = await get(server, '/a');
    expect(answer).toMatchObject({ kind: 'answer', status: 200 });
    expect(answer.kind === 'answer' && Buffer.from(answer.bytes).toString()).toBe(
      'pyproject-nix-ls/1.2.3',
    );
  });

  it('goes to no host of this house that the user has not named', async () => {
    const server = await serve({ '/a': text('secret') });
    const hosts = new Hosts([], [server.host, `localhost:${new URL(server.address).port}`]);
    const client = new NetworkClient({ hosts, logins: new Logins(NO_LOGINS, hosts), version: '1' });
    onTestFinished(() => client.close());
    const { port } = new URL(server.address);
    for (const address of [
      server.address,
      `https://127.0.0.1:${port}`,
      `https://localhost:${port}`,
      `https://[::ffff:127.0.0.1]:${port}`,
      'https://169.254.169.254',
    ]) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await client.get({ address: `${address}/a`, mostBytes: 10 });
      expect(answer.kind, address).not.toBe('answer');
    }
    expect(server.asked).toEqual([]);
  });

  it('does not follow a name that leads into this house', async () => {
    const hosts = new Hosts([], ['localhost']);
    const client = new NetworkClient({ hosts, logins: new Logins(NO_LOGINS, hosts), version: '1' });
    onTestFinished(() => client.close());
    expect(await client.get({ address: 'https://localhost/a', mostBytes: 10 })).toMatchObject({
      kind: 'problem',
      problem: expect.stringContaining('is an address of this machine or network'),
    });
  });

  it('wants somebody to agree to a host that nobody has named', async () => {
    expect(
      await clientFor([]).get({ address: 'https://index.example.org/simple/', mostBytes: 10 }),
    ).toEqual({ kind: 'ask', host: 'index.example.org' });
  });

  it('sends a login to the host that it is for, and never one that stands in an address', async () => {
    const said: (string | undefined)[] = [];
    const server = await serve({
      '/a': (request, response) => {
        said.push(request.headers.authorization);
        response.end();
      },
    });
    const login = { user: 'me', password: 'word' };
    const client = clientFor([server.host], new Map([[server.host, login]]));
    const other = clientFor([server.host]);
    const address = `${server.address.replace('://', '://u:p@')}/a`;
    await client.get({ address, mostBytes: 10 });
    await other.get({ address, mostBytes: 10 });
    expect(said).toEqual([`Basic ${Buffer.from('me:word').toString('base64')}`, undefined]);
  });

  it('follows where a server leads, to a host that may be asked alone', async () => {
    const other = await serve({ '/b': text('there') });
    const server = await serve({
      '/a': (_, response) => response.writeHead(302, { location: `${other.address}/b` }).end(),
      '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
    });
    expect(await get(server, '/a')).toMatchObject({ kind: 'problem' });
    expect(other.asked).toEqual([]);
    const answer = await get(server, '/a', [server.host, other.host]);
    expect(answer).toMatchObject({ kind: 'answer', address: `${other.address}/b` });
    expect(await get(server, '/loop')).toMatchObject({
      problem: expect.stringContaining('without end'),
    });
    expect(server.asked.filter((path) => path === '/loop')).toHaveLength(6);
  });

  it('waits as long as a busy server says, and gives up where that is long', async () => {
    let count = 0;
    const server = await serve({
      '/busy': (_, response) => {
        count += 1;
        if (count > 1) response.end('now');
        else response.writeHead(429, { 'retry-after': '0' }).end();
      },
      '/closed': (_, response) => response.writeHead(503, { 'retry-after': '3600' }).end(),
    });
    expect(await get(server, '/busy')).toMatchObject({ kind: 'answer' });
    expect(await get(server, '/closed')).toMatchObject({ kind: 'problem', status: 503 });
    expect(server.asked).toEqual(['/busy', '/busy', '/closed']);
  });

  it('does not ask twice for what is not there', async () => {
    const server = await serve({});
    expect(await get(server, '/none')).toMatchObject({ kind: 'problem', status: 404 });
    expect(server.asked).toEqual(['/none']);
  });

  it('takes no more than it asked for', async () => {
    const server = await serve({
      '/said': text('x'.repeat(2000)),
      '/unsaid': (_, response) => {
        for (let part = 0; part < 20; part += 1) response.write('x'.repeat(100));
        response.end();
      },
    });
    for (const path of ['/said', '/unsaid'])
      // oxlint-disable-next-line no-await-in-loop
      expect(await get(server, path), path).toMatchObject({
        problem: 'it is larger than 1000 bytes',
      });
  });

  it('notices once that nobody answers', async () => {
    const server = await serve({});
    const { port } = new URL(server.address);
    const gone = `127.0.0.1:${Number(port) === 1 ? 2 : 1}`;
    const client = clientFor([gone]);
    const first = await client.get({ address: `http://${gone}/a`, mostBytes: 10 });
    expect(first).toMatchObject({ kind: 'problem', problem: `${gone}: nothing answers there` });
    expect(await client.get({ address: `http://${gone}/b`, mostBytes: 10 })).toEqual(first);
  });

  it('ends when it is cancelled', async () => {
    const stop = new AbortController();
    const server = await serve({
      '/slow': (_, response) => {
        response.write('x');
        stop.abort();
      },
    });
    const answer = clientFor([server.host]).get({
      address: `${server.address}/slow`,
      mostBytes: 10,
      signal: stop.signal,
    });
    expect(await answer).toEqual({ kind: 'problem', problem: 'it was cancelled', status: null });
  });
});

describe('a file', () => {
  it('is fetched whole, and nothing of it stays', async () => {
    const server = await serve({ '/f': bytes(BODY) });
    const folder = temporaryFolder();
    const seen: (number | null)[] = [];
    const found = await fetchFile(
      clientFor([server.host]),
      { address: `${server.address}/f`, sha256: SHA256 },
      folder,
      { mostBytes: 1000, onProgress: (count, total) => seen.push(count, total) },
    );
    expect(found).toMatchObject({ kind: 'whole', sha256: SHA256 });
    expect(seen.slice(-2)).toEqual([500, 500]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes on where a connection was broken off', async () => {
    let count = 0;
    const server = await serve({
      '/f': (request, response) => {
        count += 1;
        (count === 1 ? truncated(BODY, 120) : bytes(BODY))(request, response);
      },
    });
    const found = await fetchFile(
      clientFor([server.host]),
      { address: `${server.address}/f`, sha256: SHA256 },
      temporaryFolder(),
      { mostBytes: 1000 },
    );
    expect(found).toMatchObject({ kind: 'whole', sha256: SHA256 });
    expect(count).toBe(2);
  });

  it('is thrown away where it has another hash', async () => {
    const server = await serve({ '/f': bytes(Buffer.from('other')) });
    const folder = temporaryFolder();
    const found = await fetchFile(
      clientFor([server.host]),
      { address: `${server.address}/f`, sha256: SHA256 },
      folder,
      { mostBytes: 1000 },
    );
    expect(found).toMatchObject({ problem: expect.stringContaining('is another file') });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves what came for the next run', async () => {
    const folder = temporaryFolder();
    const stop = new AbortController();
    const server = await serve({
      '/f': (request, response) => {
        if (request.headers.range !== undefined) {
          bytes(BODY)(request, response);
          return;
        }
        response.writeHead(200, { 'content-length': BODY.length });
        response.write(BODY.subarray(0, 200));
      },
    });
    const file = { address: `${server.address}/f`, sha256: SHA256 };
    const client = clientFor([server.host]);
    const onProgress = (): void => stop.abort();
    const cancelled = await fetchFile(client, file, folder, {
      mostBytes: 1000,
      onProgress,
      signal: stop.signal,
    });
    expect(cancelled).toMatchObject({ problem: 'it was cancelled' });
    const [left = ''] = readdirSync(folder);
    expect(left).toBe(`${SHA256}.${process.pid}.part`);
    const seen: number[] = [];
    const again = await fetchFile(client, file, folder, {
      mostBytes: 1000,
      onProgress: (count) => seen.push(count),
    });
    expect(again).toMatchObject({ kind: 'whole', sha256: SHA256 });
    expect(seen[0]).toBeGreaterThan(200);
    expect(readdirSync(folder)).toEqual([]);
  });
});
