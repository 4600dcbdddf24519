import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeAction, CompletionList, Hover, InlayHint } from 'vscode-languageserver';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openNetwork } from '../../server/network/access.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import type { NetworkUse } from '../../server/session/user-configuration.ts';
import { TestClient } from '../support/client.ts';
import { serve, text, type TestServer } from '../support/index-server.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { networkIn } from '../support/network-thread.ts';

const FILE = '/p/pyproject.toml';
const MANIFEST = `[project]
name = "p"
version = "1"
requires-python = ">=3.12,<3.13"
dependencies = [
  "lamp>=1,<2",
]
`;
const WHEEL = (version: string): string => `lamp-${version}-cp312-cp312-manylinux_2_17_x86_64.whl`;

const PAGE = JSON.stringify({
  meta: { 'api-version': '1.1' },
  name: 'lamp',
  files: [
    {
      filename: WHEEL('1.0'),
      url: '/f/1',
      hashes: {},
      yanked: 'loses data',
      'core-metadata': true,
    },
    { filename: WHEEL('1.4'), url: '/f/2', hashes: {} },
    { filename: 'lamp-2.1.tar.gz', url: '/f/3', hashes: {} },
    { filename: 'lamp-3.0rc1.tar.gz', url: '/f/4', hashes: {} },
  ],
});

async function editor(
  server: TestServer,
  network: NetworkUse = 'index',
  initializationOptions: unknown = { updateHints: true },
): Promise<TestClient> {
  const home = mkdtempSync(join(tmpdir(), 'news-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const user = { environment: {}, platform: 'linux', home } as const;
  const options = { indexHosts: [server.host], indexUrl: null, allowHosts: [] };
  const client = await TestClient.start({
    fileSystem: new MemoryFileSystem({
      '/p/.git/HEAD': '',
      [FILE]: MANIFEST,
      '/p/uv.lock': `version = 1
requires-python = ">=3.12, <3.13"

[[package]]
name = "lamp"
version = "1.0"
source = { registry = "${server.address}/simple" }
wheels = [{ url = "${server.address}/f/${WHEEL('1.0')}", hash = "sha256:${'0'.repeat(64)}" }]

[[package]]
name = "p"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "lamp" }]

[package.metadata]
requires-dist = [{ name = "lamp", specifier = ">=1,<2" }]
`,
    }),
    folders: ['/p'],
    network,
    initializationOptions,
    host: {
      startNetwork: networkIn({
        packageFiles: { find: () => null },
        keepReading: () => null,
        access: () => openNetwork(user, '1', options),
      }),
    },
  });
  client.open(FILE, MANIFEST);
  await client.settle();
  return client;
}

const page = text(PAGE, { 'content-type': 'application/vnd.pypi.simple.v1+json' });

function messages(client: TestClient): string {
  return JSON.stringify(client.pushed.get(uriOfFile(FILE)) ?? []);
}

const AT = { line: 5, character: 5 };

async function known(client: TestClient): Promise<void> {
  await expect.poll(() => messages(client), { timeout: 5000 }).toContain('lamp 1.0 is yanked');
}

describe('what the index says', () => {
  it('comes later, into diagnostics, hover, hints, completion and an action that says what it costs', async () => {
    const server = await serve({
      '/simple/lamp/': page,
      '/f/1.metadata': text('Name: lamp\nSummary: Light on demand\nLicense-Expression: MIT\n\n'),
    });
    const client = await editor(server);
    expect(messages(client)).not.toContain('yanked');
    await known(client);
    expect(messages(client)).toContain('“loses data”. 1.4 can take its place.');
    const hover = (await client.at('textDocument/hover', FILE, AT.line, AT.character)) as Hover;
    expect(JSON.stringify(hover.contents)).toContain(
      'withdrawn (loses data), 1.4 is allowed, 2.1 is newest',
    );
    expect(JSON.stringify(hover.contents)).toContain('Light on demand; MIT');
    const range = { start: { line: 0, character: 0 }, end: { line: 7, character: 0 } };
    const document = { uri: uriOfFile(FILE) };
    const hints = (await client.request('textDocument/inlayHint', {
      textDocument: document,
      range,
    })) as InlayHint[];
    expect(JSON.stringify(hints)).toContain('→ 2.1');
    const completion = (await client.request('textDocument/completion', {
      textDocument: document,
      position: { line: 5, character: 9 },
    })) as CompletionList;
    const labels = completion.items.map(({ label }) => label);
    expect(labels).toContain('>=2.1');
    expect(labels.join()).not.toContain('3.0rc1');
    const actions = (await client.request('textDocument/codeAction', {
      textDocument: document,
      range: { start: AT, end: AT },
      context: { diagnostics: [], only: ['refactor.rewrite'] },
    })) as CodeAction[];
    expect(actions.map(({ title }) => title)).toContain(
      'Change the constraint of lamp to >=2.1: 2.1 has no wheel for x86_64-linux, unlike what is locked',
    );
    await client.stop();
  });

  it('is asked for once', async () => {
    const server = await serve({ '/simple/lamp/': page });
    const client = await editor(server);
    await known(client);
    client.replace(FILE, 2, `${MANIFEST}\n`);
    await client.settle();
    client.replace(FILE, 3, MANIFEST);
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(server.asked).toEqual(['/simple/lamp/', '/f/1.metadata']);
    await client.stop();
  });

  it.each([
    ['the user allows files alone', 'files', {}],
    ['the client lowers it', 'index', { network: 'files' }],
  ] as const)('is not asked for where %s', async (_, network, settings) => {
    const server = await serve({ '/simple/lamp/': page });
    const client = await editor(server, network, settings);
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(server.asked).toEqual([]);
    await client.stop();
  });
});
