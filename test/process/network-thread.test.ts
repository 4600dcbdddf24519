import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { expect, it, onTestFinished } from 'vitest';
import { sdistOf } from '../../server/artifacts/testing.ts';
import { bytes, serve } from '../support/index-server.ts';

const MAIN = join(import.meta.dirname, '../../dist/main.js');

const SDIST = sdistOf({
  'setup.py':
    'from setuptools import setup, Extension\nsetup(ext_modules=[Extension("lamp", ["lamp.c"], libraries=["pq"])])\n',
  'lamp.c': '',
});

it('reads a package in a thread of its own, as the program that is built', async () => {
  const server = await serve({ '/lamp-1.0.tar.gz': bytes(SDIST) });
  const home = mkdtempSync(join(tmpdir(), 'network-thread-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const write = (path: string, text: string): string => {
    const file = join(home, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  write('p/.git/HEAD', '');
  write(
    'config/pyproject-nix-ls/config.toml',
    `network = "files"\nindex-hosts = ["${server.host}"]\n`,
  );
  const sha256 = createHash('sha256').update(SDIST).digest('hex');
  write(
    'p/uv.lock',
    `version = 1\nrequires-python = ">=3.12"\n\n[[package]]\nname = "lamp"\nversion = "1.0"\nsource = { registry = "${server.address}/simple" }\nsdist = { url = "${server.address}/lamp-1.0.tar.gz", hash = "sha256:${sha256}" }\n`,
  );
  const text =
    '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["lamp"]\n';
  const uri = pathToFileURL(write('p/pyproject.toml', text)).href;

  const child = spawn(process.execPath, [MAIN, '--stdio'], {
    env: {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_STATE_HOME: join(home, 'state'),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => {
    child.kill();
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  onTestFinished(() => connection.dispose());
  const shown: string[] = [];
  connection.onRequest('window/showMessageRequest', () => ({ title: 'Read them' }));
  connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
    shown.push(message);
  });
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(join(home, 'p')).href, name: 'p' }],
    capabilities: {},
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'toml', version: 1, text },
  });
  await connection.sendRequest('workspace/executeCommand', {
    command: 'pyproject-nix-ls.readPackages',
    arguments: [uri, null],
  });
  await expect.poll(() => shown, { timeout: 20_000 }).toContain('Read one package.');
  const kept = readdirSync(join(home, 'cache/pyproject-nix-ls/readings'));
  expect(kept).toEqual([`lamp-1.0-${sha256}.json`]);
  expect(server.asked).toEqual(['/lamp-1.0.tar.gz']);
});
