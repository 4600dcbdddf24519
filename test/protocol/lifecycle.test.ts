import { ResponseError } from 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import { TestClient } from '../support/client.ts';

async function errorCode(answer: Promise<unknown>): Promise<number | null> {
  try {
    await answer;
    return null;
  } catch (error) {
    return error instanceof ResponseError ? error.code : 0;
  }
}

const SERVER_NOT_INITIALIZED = -32002;
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;

describe('the life of a server', () => {
  it('answers nothing but initialize at first', async () => {
    const client = new TestClient({});
    expect(await errorCode(client.request('textDocument/hover', {}))).toBe(SERVER_NOT_INITIALIZED);
    expect(await errorCode(client.request('shutdown'))).toBe(SERVER_NOT_INITIALIZED);
    expect((await client.initialize()).serverInfo).toEqual({
      name: 'pyproject-nix-ls',
      version: '0.0.0',
    });
    expect(await client.stop()).toBe(0);
  });

  it('initializes once', async () => {
    const client = await TestClient.start();
    expect(await errorCode(client.request('initialize', {}))).toBe(INVALID_REQUEST);
    await client.stop();
  });

  it('answers nothing after shutdown, and exits with 0', async () => {
    const client = await TestClient.start();
    await client.request('shutdown');
    expect(await errorCode(client.request('textDocument/hover', {}))).toBe(INVALID_REQUEST);
    expect(await errorCode(client.request('shutdown'))).toBe(INVALID_REQUEST);
    client.notify('exit');
    expect(await client.exitCode).toBe(0);
  });

  it('exits with 1 where the client leaves without a word', async () => {
    const unannounced = await TestClient.start();
    unannounced.notify('exit');
    expect(await unannounced.exitCode).toBe(1);
    const dead = await TestClient.start();
    dead.hangUp();
    expect(await dead.exitCode).toBe(1);
  });

  it('answers what it does not know with an error, and goes on', async () => {
    const client = await TestClient.start();
    expect(await errorCode(client.request('textDocument/noSuch', {}))).toBe(METHOD_NOT_FOUND);
    expect(await errorCode(client.request('$/noSuch', {}))).toBe(METHOD_NOT_FOUND);
    expect(await errorCode(client.request('textDocument/hover', {}))).toBe(INVALID_PARAMS);
    expect(await errorCode(client.request('textDocument/hover', 'text'))).toBe(INVALID_PARAMS);
    client.notify('textDocument/didOpen', { textDocument: { uri: 5 } });
    client.notify('textDocument/didChange', null);
    client.notify('$/noSuch', {});
    expect(await client.stop()).toBe(0);
  });

  it('offers every request that it answers, and answers every one that it offers', async () => {
    const client = new TestClient({});
    const { capabilities } = await client.initialize({
      capabilities: {
        textDocument: {
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
            dataSupport: true,
            resolveSupport: { properties: ['edit'] },
          },
          diagnostic: {},
        },
      },
    });
    const offered = Object.keys(capabilities).filter((key) => key.endsWith('Provider'));
    for (const provider of offered) {
      const method = METHOD_OF.get(provider);
      expect(method, `${provider} is offered and not in this table`).toBeDefined();
      if (method !== undefined)
        expect(await errorCode(client.request(method, {})), method).not.toBe(METHOD_NOT_FOUND);
    }
    await client.stop();
  });
});

const METHOD_OF: ReadonlyMap<string, string> = new Map([
  ['hoverProvider', 'textDocument/hover'],
  ['completionProvider', 'textDocument/completion'],
  ['definitionProvider', 'textDocument/definition'],
  ['declarationProvider', 'textDocument/declaration'],
  ['implementationProvider', 'textDocument/implementation'],
  ['referencesProvider', 'textDocument/references'],
  ['documentHighlightProvider', 'textDocument/documentHighlight'],
  ['renameProvider', 'textDocument/rename'],
  ['documentSymbolProvider', 'textDocument/documentSymbol'],
  ['workspaceSymbolProvider', 'workspace/symbol'],
  ['foldingRangeProvider', 'textDocument/foldingRange'],
  ['selectionRangeProvider', 'textDocument/selectionRange'],
  ['documentLinkProvider', 'textDocument/documentLink'],
  ['inlayHintProvider', 'textDocument/inlayHint'],
  ['codeLensProvider', 'textDocument/codeLens'],
  ['executeCommandProvider', 'workspace/executeCommand'],
  ['codeActionProvider', 'textDocument/codeAction'],
  ['semanticTokensProvider', 'textDocument/semanticTokens/full'],
  ['diagnosticProvider', 'textDocument/diagnostic'],
]);
