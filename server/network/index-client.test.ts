import { describe, expect, it, onTestFinished } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, text, type Route, type TestServer } from '../../test/support/index-server.ts';
import { NetworkClient } from './client.ts';
import { Hosts } from './hosts.ts';
import { projectOf, type ProjectAnswer } from './index-client.ts';
import { Logins, NO_LOGINS } from './logins.ts';
import { Pages } from './pages.ts';

const SHA256 = 'a'.repeat(64);
const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
const PAGE = JSON.stringify({
  meta: { 'api-version': '1.3' },
  name: 'Lamp_Shade',
  versions: ['1.0'],
  files: [
    {
      filename: 'lamp_shade-1.0.tar.gz',
      url: '../../f/lamp_shade-1.0.tar.gz#egg=1',
      hashes: { sha256: SHA256.toUpperCase() },
      'requires-python': '>=3.8',
      size: 12,
      'upload-time': '2026-01-02T03:04:05Z',
      yanked: 'broken',
    },
    { filename: '../../etc/passwd', url: 'x', hashes: {} },
    { filename: 'lamp_shade-2.0.tar.gz', url: 'javascript:1', hashes: {} },
    7,
  ],
});

function pagesFor(server: TestServer): Pages {
  const client = new NetworkClient({
    hosts: new Hosts([server.host]),
    logins: new Logins(NO_LOGINS, new Hosts([])),
    version: '1',
  });
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  onTestFinished(async () => {
    rmSync(folder, { recursive: true });
    await client.close();
  });
  return new Pages(client, folder);
}

async function asked(route: Route): Promise<ProjectAnswer> {
  const server = await serve({ '/simple/lamp-shade/': route });
  return projectOf(pagesFor(server), `${server.address}/simple`, 'Lamp.Shade');
}

describe('a project on an index', () => {
  it('is read from JSON', async () => {
    const server = await serve({
      '/simple/lamp-shade/': text(PAGE, { 'content-type': JSON_TYPE }),
    });
    const answer = await projectOf(pagesFor(server), `${server.address}/simple/`, 'lamp_shade');
    expect(answer).toEqual({
      kind: 'project',
      project: {
        name: 'lamp-shade',
        files: [
          {
            name: 'lamp_shade-1.0.tar.gz',
            url: `${server.address}/f/lamp_shade-1.0.tar.gz`,
            sha256: SHA256,
            requiresPython: '>=3.8',
            yanked: 'broken',
            size: 12,
            hasMetadata: false,
            uploaded: '2026-01-02T03:04:05Z',
          },
        ],
      },
    });
  });

  it('is read from HTML', async () => {
    const html = `<!DOCTYPE html><html><body>
<a href="/f/lamp_shade-1.0.tar.gz#sha256=${SHA256}" data-requires-python="&gt;=3.8" data-yanked>lamp_shade-1.0.tar.gz</a><br>
<a href="/f/lamp_shade-1.0-py3-none-any.whl">lamp_shade-1.0-py3-none-any.whl</a>
<a>nothing</a></body></html>`;
    const answer = await asked(text(html, { 'content-type': 'text/html; charset=utf-8' }));
    expect(answer).toMatchObject({
      kind: 'project',
      project: {
        files: [
          { name: 'lamp_shade-1.0.tar.gz', sha256: SHA256, requiresPython: '>=3.8', yanked: '' },
          { name: 'lamp_shade-1.0-py3-none-any.whl', sha256: null, yanked: null },
        ],
      },
    });
  });

  it('is not there, which is no problem', async () => {
    const server = await serve({});
    expect(await projectOf(pagesFor(server), server.address, 'lamp')).toEqual({ kind: 'absent' });
  });

  it.each([
    ['another type', text(PAGE, { 'content-type': 'application/json' })],
    ['no type', text(PAGE)],
    ['broken JSON', text('{"meta":', { 'content-type': JSON_TYPE })],
    [
      'a later version',
      text('{"meta":{"api-version":"2.0"},"name":"a","files":[]}', { 'content-type': JSON_TYPE }),
    ],
    ['another shape', text('[]', { 'content-type': JSON_TYPE })],
  ])('is not read from %s', async (_, route) => {
    expect(await asked(route)).toMatchObject({
      kind: 'problem',
      problem: expect.stringContaining('is no page of an index'),
    });
  });

  it('is kept as long as the server says, and then asked for by what it was', async () => {
    const seen: (string | undefined)[] = [];
    const server = await serve({
      '/simple/kept/': text(PAGE, { 'content-type': JSON_TYPE, 'cache-control': 'max-age=600' }),
      '/simple/old/': (request, response) => {
        seen.push(request.headers['if-none-match']);
        const headers = { 'content-type': JSON_TYPE, etag: '"1"', 'cache-control': 'max-age=0' };
        if (request.headers['if-none-match'] === '"1"') response.writeHead(304, headers).end();
        else response.writeHead(200, headers).end(PAGE);
      },
    });
    const folder = mkdtempSync(join(tmpdir(), 'pages-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const client = new NetworkClient({
      hosts: new Hosts([server.host]),
      logins: new Logins(NO_LOGINS, new Hosts([])),
      version: '1',
    });
    onTestFinished(() => client.close());
    // Each of these is a run of its own.
    for (const name of ['kept', 'kept', 'old', 'old']) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await projectOf(new Pages(client, folder), `${server.address}/simple`, name);
      expect(answer).toMatchObject({ kind: 'project' });
    }
    expect(server.asked).toEqual(['/simple/kept/', '/simple/old/', '/simple/old/']);
    expect(seen).toEqual([undefined, '"1"']);
  });
});
