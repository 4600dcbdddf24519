import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeAction } from 'vscode-languageserver';
import { describe, expect, it, onTestFinished } from 'vitest';
import { knowledgeOf } from '../../overrides-db/testing.ts';
import { sdistOf } from '../../server/artifacts/testing.ts';
import { openNetwork } from '../../server/network/access.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { nodeFileSystem } from '../../server/session/node-file-system.ts';
import { ReadingsFolder } from '../../server/session/user-readings.ts';
import type { NetworkUse } from '../../server/session/user-configuration.ts';
import { TestClient } from '../support/client.ts';
import { bytes, serve, type TestServer } from '../support/index-server.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { networkIn } from '../support/network-thread.ts';
import { TestWorkers } from '../support/workers.ts';

const SDIST = sdistOf({
  'setup.py':
    'from setuptools import setup, Extension\nsetup(ext_modules=[Extension("lamp", ["lamp.c"], libraries=["pq"])])\n',
  'lamp.c': '',
});
const SHA256 = createHash('sha256').update(SDIST).digest('hex');
const MANIFEST =
  '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["lamp"]\n';

function disk(address: string, configuration: string, isHeavy: boolean): MemoryFileSystem {
  return new MemoryFileSystem({
    '/p/.git/HEAD': '',
    '/p/pyproject.toml': `${MANIFEST}${configuration}`,
    '/p/uv.lock': `version = 1
requires-python = ">=3.12"

[[package]]
name = "lamp"
version = "1.0"
source = { registry = "${address}/simple" }
sdist = { url = "${address}/lamp-1.0.tar.gz", hash = "sha256:${SHA256}" }

[[package]]
name = "p"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "lamp" }]

[package.metadata]
requires-dist = [{ name = "lamp" }]
${isHeavy ? '# as long as many packages are\n'.repeat(20_000) : ''}`,
    '/p/flake.lock':
      '{"nodes":{"a":{"inputs":{"other":"b"}},"root":{"inputs":{"--impure":"a","nixpkgs":"a","uv2nix":["a"]}}},"root":"root","version":7}',
    '/p/default.nix': `{ pkgs, uv2nix, pyproject-nix }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  overlay = workspace.mkPyprojectOverlay { sourcePreference = "sdist"; };
  set = (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope overlay;
in
set.mkVirtualEnv "env" workspace.deps.default
`,
  });
}

interface Setup {
  readonly network?: NetworkUse;
  readonly configuration?: string;
  /** Whether a worker answers for the project. */
  readonly isHeavy?: boolean;
  readonly initializationOptions?: unknown;
  readonly choose?: (message: string) => string | null;
}

/** An editor with the project open, whose server keeps what it reads in a folder of its own. */
async function editor(
  server: TestServer,
  {
    network = 'files',
    configuration = '',
    isHeavy = false,
    initializationOptions,
    choose = yes,
  }: Setup = {},
): Promise<{ readonly client: TestClient; readonly cache: string }> {
  const cache = mkdtempSync(join(tmpdir(), 'readings-'));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  const user = { environment: {}, platform: 'linux', home: cache } as const;
  const options = { indexHosts: [server.host], indexUrl: null, allowHosts: [] };
  const fileSystem = disk(server.address, configuration, isHeavy);
  const readings = new ReadingsFolder(nodeFileSystem, cache);
  const workers = new TestWorkers(fileSystem, knowledgeOf([]), false, readings);
  const client = await TestClient.start({
    fileSystem,
    startWorker: isHeavy ? workers.start : null,
    folders: ['/p'],
    network,
    choose,
    ...(initializationOptions === undefined ? {} : { initializationOptions }),
    host: {
      readings,
      startNetwork: networkIn({
        packageFiles: { find: () => null },
        keepReading: (name, text) => {
          writeFileSync(join(cache, name), text);
          return null;
        },
        access: () => openNetwork(user, '1', options),
      }),
    },
  });
  client.open('/p/pyproject.toml', `${MANIFEST}${configuration}`);
  await client.settle();
  return { client, cache };
}

const COMMAND = 'pyproject-nix-ls.readPackages';

const yes = (): string => 'Read them';

/** Those of this command. */
async function actionsAt(client: TestClient): Promise<readonly CodeAction[]> {
  const at = { line: 4, character: 18 };
  const answer = await client.request('textDocument/codeAction', {
    textDocument: { uri: uriOfFile('/p/pyproject.toml') },
    range: { start: at, end: at },
    context: { diagnostics: [], only: ['refactor.rewrite'] },
  });
  return (answer as CodeAction[]).filter(({ command }) => command?.command === COMMAND);
}

function codes(client: TestClient): readonly string[] {
  return (client.pushed.get(uriOfFile('/p/pyproject.toml')) ?? []).map(({ message }) =>
    typeof message === 'string' ? message : message.value,
  );
}

describe('the action that reads what a package says itself', () => {
  const title = 'Read what lamp 1.0 says itself of its needs';

  it.each([
    ['in this thread', false],
    ['of a project that a worker answers for', true],
  ])('asks once, fetches, keeps, and takes it over at once, %s', async (_, isHeavy) => {
    const server = await serve({ '/lamp-1.0.tar.gz': bytes(SDIST) });
    const { client, cache } = await editor(server, { isHeavy });
    expect(codes(client).join()).not.toContain('libpq');
    const action = (await actionsAt(client)).find((each) => each.title === title);
    const run = (): Promise<unknown> =>
      client.request('workspace/executeCommand', {
        command: action?.command?.command,
        arguments: action?.command?.arguments,
      });
    await run();
    await expect.poll(() => codes(client).join()).toContain('libpq is missing');
    expect(client.messages).toEqual([
      "Read a package that the lock pins? What this machine does not have is fetched, and held to the lock's hash.",
      'Read one package.',
    ]);
    expect(readdirSync(cache)).toContain(`lamp-1.0-${SHA256}.json`);
    // It is known now, and offered no more; the command asks no more.
    expect((await actionsAt(client)).map((each) => each.title)).not.toContain(title);
    await run();
    await expect.poll(() => client.messages.length).toBe(3);
    await client.stop();
  });

  it('fetches nothing after a no', async () => {
    const server = await serve({ '/lamp-1.0.tar.gz': bytes(SDIST) });
    const { client } = await editor(server, { choose: () => null });
    const [command] = (await actionsAt(client)).flatMap((each) => each.command ?? []);
    await client.request('workspace/executeCommand', command);
    await client.settle();
    expect(server.asked).toEqual([]);
    await client.stop();
  });

  it('says what was not to be had', async () => {
    const server = await serve({});
    const { client } = await editor(server);
    const [command] = (await actionsAt(client)).flatMap((each) => each.command ?? []);
    await client.request('workspace/executeCommand', command);
    await expect.poll(() => client.messages.at(-1)).toContain('Not lamp 1.0:');
    await client.stop();
  });

  it.each([
    ['the user says nothing of the network', { network: 'off' }],
    ['the client lowers it', { initializationOptions: { network: 'off' } }],
  ] as const)('is not offered where %s', async (_, setup) => {
    const server = await serve({});
    const { client } = await editor(server, setup);
    expect(await actionsAt(client)).toEqual([]);
    await client.request('workspace/executeCommand', {
      command: COMMAND,
      arguments: [uriOfFile('/p/pyproject.toml'), null],
    });
    await client.settle();
    expect(server.asked).toEqual([]);
    await client.stop();
  });

  it('is switched on by no project and no client', async () => {
    const server = await serve({});
    const { client } = await editor(server, {
      network: 'off',
      configuration: '\n[tool.pyproject-nix-ls]\nnetwork = "index"\n',
      initializationOptions: { network: 'index' },
    });
    expect(codes(client)).toContain(
      'The setting network is of your own configuration file alone, and counts for nothing here.',
    );
    expect(await actionsAt(client)).toEqual([]);
    await client.stop();
  });
});

describe('the commands that tell how a lock is made anew', () => {
  it('names the tool of the format, and the folder', async () => {
    const server = await serve({});
    const { client } = await editor(server, { network: 'off' });
    const answer = await client.request('workspace/executeCommand', {
      command: 'pyproject-nix-ls.lockCommand',
      arguments: [uriOfFile('/p/pyproject.toml')],
    });
    expect(answer).toEqual({ program: 'uv', arguments: ['lock'], folder: uriOfFile('/p') });
    const none = await client.request('workspace/executeCommand', {
      command: 'pyproject-nix-ls.lockCommand',
      arguments: [uriOfFile('/elsewhere/pyproject.toml')],
    });
    expect(none).toBeNull();
    await client.stop();
  });

  it.each([
    ['in this thread', false],
    ['of a project that a worker answers for', true],
  ])(
    'name each input of a flake around the project, and none that is an option, %s',
    async (_, isHeavy) => {
      const server = await serve({});
      const { client } = await editor(server, { network: 'off', isHeavy });
      const answer = await client.request('workspace/executeCommand', {
        command: 'pyproject-nix-ls.lockCommands',
        arguments: [uriOfFile('/p/pyproject.toml')],
      });
      const folder = uriOfFile('/p');
      expect(answer).toEqual([
        { program: 'uv', arguments: ['lock'], folder },
        { program: 'nix', arguments: ['flake', 'update', 'nixpkgs'], folder },
        { program: 'nix', arguments: ['flake', 'update', 'uv2nix'], folder },
      ]);
      await client.stop();
    },
  );
});
