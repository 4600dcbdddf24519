import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Diagnostic } from 'vscode-languageserver';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openKnowledge } from '../../overrides-db/lookup.ts';
import { bundledKnowledge } from '../../server/session/knowledge.ts';
import { nodeFileSystem } from '../../server/session/node-file-system.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { workerStarter } from '../../server/protocol/worker/thread.ts';
import { TestClient } from '../support/client.ts';

const MAIN = new URL('../../dist/main.js', import.meta.url);
const EXAMPLE = fileURLToPath(new URL('../../examples/imgapp-broken', import.meta.url));

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pnls-heavy-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of the example, with a lock that is too long to be read while others wait. */
function heavyProject(): { readonly manifest: string; readonly text: string } {
  const project = join(folder, 'heavy');
  cpSync(EXAMPLE, project, { recursive: true });
  mkdirSync(join(project, '.git'));
  const lock = join(project, 'poetry.lock');
  writeFileSync(
    lock,
    `${readFileSync(lock, 'utf8')}${'# as long as many packages\n'.repeat(20_000)}`,
  );
  const manifest = join(project, 'pyproject.toml');
  return { manifest, text: readFileSync(manifest, 'utf8') };
}

/** The line of a dependency. */
function lineIn(text: string): number {
  return text.split('\n').findIndex((each) => each.startsWith('pycups'));
}

it('has a thread of its own, so that what is asked later of another project is answered first', async () => {
  const { manifest, text } = heavyProject();
  const light = join(EXAMPLE, 'pyproject.toml');
  const child = spawn(process.execPath, [fileURLToPath(MAIN), '--stdio'], { stdio: 'pipe' });
  const exit = once(child, 'exit');
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const order: string[] = [];
  const said = new Map<string, readonly Diagnostic[]>();
  const told = new Promise<void>((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      said.set(uri, diagnostics);
      if (uri === uriOfFile(manifest)) resolve();
    });
  });
  connection.listen();
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  const open = (file: string, content: string): void => {
    const textDocument = { uri: uriOfFile(file), languageId: 'toml', version: 1, text: content };
    void connection.sendNotification('textDocument/didOpen', { textDocument });
  };
  const hover = async (file: string, name: string): Promise<unknown> => {
    const textDocument = { uri: uriOfFile(file) };
    const answer = await connection.sendRequest('textDocument/hover', {
      textDocument,
      position: { line: lineIn(text), character: 1 },
    });
    order.push(name);
    return answer;
  };
  open(light, text);
  open(manifest, text);
  const [heavy, other] = await Promise.all([hover(manifest, 'heavy'), hover(light, 'light')]);
  expect(order).toEqual(['light', 'heavy']);
  expect(heavy).toEqual(other);
  await told;
  const uris = [manifest, light].map(uriOfFile);
  const [ofHeavy, ofLight] = uris.map((uri) => said.get(uri)?.map(({ message }) => message));
  expect(ofHeavy).toEqual(ofLight);
  expect(ofHeavy).not.toEqual([]);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect((await exit)[0]).toBe(0);
  connection.dispose();
});

it('ends its thread alone where it takes all the memory that there is for it', async () => {
  const { manifest, text } = heavyProject();
  const knowledge = bundledKnowledge() ?? openKnowledge(new Uint8Array());
  const client = await TestClient.start({
    fileSystem: nodeFileSystem,
    knowledge,
    startWorker: workerStarter(MAIN, 8),
  });
  client.open(manifest, text);
  expect(await client.at('textDocument/hover', manifest, lineIn(text), 1)).toBeNull();
  expect(client.messages.join('\n')).toContain('out of memory');
  const light = join(EXAMPLE, 'pyproject.toml');
  client.open(light, text);
  expect(await client.at('textDocument/hover', light, lineIn(text), 1)).not.toBeNull();
  await client.stop();
});
