import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeAction, CompletionList, Hover, InlayHint } from 'vscode-languageserver';
import { describe, expect, it, onTestFinished } from 'vitest';
import { knowledgeOf } from '../../overrides-db/testing.ts';
import { openNetwork } from '../../server/network/access.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import type { NetworkUse, VulnerabilitySource } from '../../server/session/user-configuration.ts';
import { TestClient } from '../support/client.ts';
import { serve, text, type TestServer } from '../support/index-server.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { networkIn } from '../support/network-thread.ts';
import { TestWorkers } from '../support/workers.ts';

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

interface Setup {
  /** Whether a worker answers for the project. */
  readonly isHeavy?: boolean;
  /** Of the user's configuration. */
  readonly vulnerabilities?: VulnerabilitySource | null;
  readonly manifest?: string;
}

async function editor(
  server: TestServer,
  network: NetworkUse = 'index',
  initializationOptions: unknown = { updateHints: true },
  more: Setup = {},
): Promise<TestClient> {
  const { isHeavy = false, vulnerabilities = null, manifest = MANIFEST } = more;
  const home = mkdtempSync(join(tmpdir(), 'news-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const user = { environment: {}, platform: 'linux', home } as const;
  const options = { indexHosts: [server.host], indexUrl: null, allowHosts: [] };
  const fileSystem = new MemoryFileSystem({
    '/p/.git/HEAD': '',
    [FILE]: manifest,
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
${isHeavy ? '# as long as many packages are\n'.repeat(20_000) : ''}`,
  });
  const client = await TestClient.start({
    fileSystem,
    startWorker: isHeavy ? new TestWorkers(fileSystem, knowledgeOf([])).start : null,
    vulnerabilities,
    folders: ['/p'],
    network,
    initializationOptions,
    host: {
      startNetwork: networkIn({
        packageFiles: { find: () => null },
        keepReading: () => null,
        access: () => openNetwork(user, '1', options),
        vulnerabilities,
      }),
    },
  });
  client.open(FILE, manifest);
  await client.settle();
  return client;
}

const SHADE = text(
  JSON.stringify({
    meta: { 'api-version': '1.1' },
    name: 'shade',
    files: [{ filename: 'shade-7.5.tar.gz', url: '/f/4', hashes: {} }],
  }),
  { 'content-type': 'application/vnd.pypi.simple.v1+json' },
);

const page = text(PAGE, { 'content-type': 'application/vnd.pypi.simple.v1+json' });

function messages(client: TestClient): string {
  return JSON.stringify(client.pushed.get(uriOfFile(FILE)) ?? []);
}

const AT = { line: 5, character: 5 };

async function known(client: TestClient): Promise<void> {
  await expect.poll(() => messages(client), { timeout: 5000 }).toContain('lamp 1.0 is yanked');
}

describe('what the index says', () => {
  it.each([
    ['in this thread', false],
    ['of a project that a worker answers for', true],
  ])(
    'comes later, into diagnostics, hover, hints, completion and an action that says what it costs, %s',
    async (_, isHeavy) => {
      const server = await serve({
        '/simple/lamp/': page,
        '/f/1.metadata': text('Name: lamp\nSummary: Light on demand\nLicense-Expression: MIT\n\n'),
      });
      const client = await editor(server, 'index', { updateHints: true }, { isHeavy });
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
    },
  );

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

  it('completes the versions of what is not locked yet', async () => {
    const server = await serve({ '/simple/lamp/': page, '/simple/shade/': SHADE });
    const manifest = MANIFEST.replace('  "lamp>=1,<2",', '  "lamp>=1,<2",\n  "shade>=",').replace(
      '[project]',
      `[[tool.uv.index]]\nurl = "${server.address}/simple"\ndefault = true\n\n[project]`,
    );
    const client = await editor(server, 'index', {}, { manifest });
    await expect.poll(() => server.asked, { timeout: 5000 }).toContain('/simple/shade/');
    const labels = async (): Promise<string> => {
      const line = manifest.split('\n').findIndex((each) => each.includes('shade'));
      const completion = (await client.at('textDocument/completion', FILE, line, 10)) as {
        readonly items: readonly { readonly label: string }[];
      };
      return completion.items.map(({ label }) => label).join();
    };
    await expect.poll(labels, { timeout: 5000 }).toContain('7.5');
    await client.stop();
  });
});

function databaseOf(entries: string): VulnerabilitySource {
  const folder = mkdtempSync(join(tmpdir(), 'osv-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'entries.json');
  writeFileSync(path, entries);
  return { kind: 'database', path };
}

describe('what a database of vulnerabilities says', () => {
  const ENTRY = JSON.stringify({
    id: 'PYSEC-2026-1',
    aliases: ['CVE-2026-1'],
    summary: 'Burns.',
    affected: [
      {
        package: { ecosystem: 'PyPI', name: 'lamp' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.4' }] }],
      },
    ],
  });
  const TOLD =
    'lamp 1.0 has a known vulnerability (PYSEC-2026-1, CVE-2026-1). Burns. 1.4 is without it.';

  it.each([
    ['in this thread', false],
    ['of a project that a worker answers for', true],
  ])('is told where the user names a file of it, without any network, %s', async (_, isHeavy) => {
    const server = await serve({});
    const client = await editor(server, 'off', {}, { isHeavy, vulnerabilities: databaseOf(ENTRY) });
    await expect.poll(() => messages(client), { timeout: 5000 }).toContain(TOLD);
    expect(server.asked).toEqual([]);
    await client.stop();
  });

  it('is asked of a service that the user names, where the network may be used', async () => {
    const server = await serve({
      '/v1/querybatch': text('{"results":[{"vulns":[{"id":"PYSEC-2026-1"}]}]}'),
      '/v1/vulns/PYSEC-2026-1': text(ENTRY),
      '/simple/lamp/': page,
    });
    const vulnerabilities = { kind: 'service', address: server.address } as const;
    const allowed = await editor(server, 'index', {}, { vulnerabilities });
    await expect.poll(() => messages(allowed), { timeout: 5000 }).toContain(TOLD);
    await allowed.stop();
    const before = server.asked.length;
    const lowered = await editor(server, 'index', { network: 'files' }, { vulnerabilities });
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(server.asked).toHaveLength(before);
    await lowered.stop();
  });

  it('is said once where it cannot be read', async () => {
    const server = await serve({});
    const client = await editor(server, 'off', {}, { vulnerabilities: databaseOf('no JSON') });
    await expect
      .poll(() => client.messages.join(), { timeout: 5000 })
      .toMatch(
        /^pyproject-nix-ls: Vulnerabilities are not known, as .*entries\.json cannot be read: /,
      );
    client.replace(FILE, 2, `${MANIFEST}\n`);
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(client.messages).toHaveLength(1);
    await client.stop();
  });
});
