import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientCapabilities, CodeAction } from 'vscode-languageserver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { nodeFileSystem } from '../../server/session/node-file-system.ts';
import { TestClient } from '../support/client.ts';
import { lockText, manifestText } from '../support/project.ts';

const EDITS: ClientCapabilities = {
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

const FLAKE = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.poetry2nix.url = "github:nix-community/poetry2nix";
  outputs = { nixpkgs, poetry2nix, ... }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      p2n = poetry2nix.lib.mkPoetry2Nix { inherit pkgs; };
    in {
      packages.x86_64-linux.default = p2n.mkPoetryApplication { projectDir = ./.; };
    };
}
`;

let folder = '';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'move-action-')));
  execFileSync('git', ['-C', folder, 'init'], { stdio: 'ignore' });
  writeFileSync(join(folder, 'pyproject.toml'), manifestText(['requests = "^2"']));
  writeFileSync(join(folder, 'poetry.lock'), lockText([{ name: 'requests', version: '2.28.1' }]));
  writeFileSync(join(folder, 'flake.nix'), FLAKE);
  execFileSync('git', ['-C', folder, 'add', '-A'], { stdio: 'ignore' });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The actions that move the project, with the cursor on a text of the flake. */
async function offered(client: TestClient, at: string): Promise<readonly CodeAction[]> {
  const lines = FLAKE.split('\n');
  const line = lines.findIndex((each) => each.includes(at));
  const position = { line, character: (lines[line] ?? '').indexOf(at) };
  const answer = (await client.request('textDocument/codeAction', {
    textDocument: { uri: uriOfFile(join(folder, 'flake.nix')) },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  })) as CodeAction[];
  return answer.filter(({ title }) => title.startsWith('Move the project'));
}

async function started(capabilities: ClientCapabilities): Promise<TestClient> {
  const client = await TestClient.start({
    fileSystem: nodeFileSystem,
    folders: [folder],
    capabilities,
  });
  client.open(join(folder, 'flake.nix'), FLAKE);
  await client.settle();
  return client;
}

describe('the actions that move a project', () => {
  it('are on the call alone, and edit manifest and flake at once', async () => {
    const client = await started(EDITS);
    expect(await offered(client, 'inputs.nixpkgs')).toEqual([]);
    const actions = await offered(client, 'mkPoetryApplication');
    expect(actions.map(({ title }) => title)).toEqual(
      ['uv2nix', 'pyproject-nix', 'nixpkgs'].map(
        (target) => `Move the project to ${target}, manifest and Nix files`,
      ),
    );
    const resolved = (await client.request('codeAction/resolve', actions[0])) as CodeAction;
    const text = JSON.stringify(resolved.edit);
    for (const part of ['pyproject.toml', 'requests==2.28.1', 'flake.nix', 'mkVirtualEnv'])
      expect(text).toContain(part);
    // It cannot take a command so late.
    expect(resolved.command).toBeUndefined();
    expect(client.messages.join()).toContain('Then: uv lock, with the versions of poetry.lock');
  });

  it('show the report behind the edits', async () => {
    const codeAction = {
      ...EDITS.textDocument?.codeAction,
      resolveSupport: { properties: ['edit', 'command'] },
    };
    const client = await started({ ...EDITS, textDocument: { codeAction } });
    const [action] = await offered(client, 'mkPoetryApplication');
    expect(action?.command).toBeUndefined();
    const { command } = (await client.request('codeAction/resolve', action)) as CodeAction;
    expect(client.messages).toEqual([]);
    await client.request('workspace/executeCommand', command);
    expect(client.messages).toHaveLength(1);
    const lines = (client.messages[0] ?? '').split('\n');
    expect(lines.length).toBeLessThanOrEqual(9);
    expect(lines.at(-1)).toContain('Then: nix flake lock');
  });

  it('are refused where git could not give a text back, on the disk or in the editor', async () => {
    const client = await started(EDITS);
    const [action] = await offered(client, 'mkPoetryApplication');
    client.replace(join(folder, 'flake.nix'), 2, `${FLAKE}# mine\n`);
    await expect(client.request('codeAction/resolve', action)).rejects.toMatchObject({
      message: expect.stringContaining('flake.nix has changes that git does not have'),
    });
    client.replace(join(folder, 'flake.nix'), 3, FLAKE);
    writeFileSync(join(folder, 'pyproject.toml'), `${manifestText(['requests = "^2"'])}# mine\n`);
    await expect(client.request('codeAction/resolve', action)).rejects.toMatchObject({
      message: expect.stringContaining('pyproject.toml has changes that git does not have'),
    });
  });

  it('are not offered there to a client that resolves nothing', async () => {
    const client = await started({
      ...EDITS,
      textDocument: {
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      },
    });
    expect(await offered(client, 'mkPoetryApplication')).toHaveLength(3);
    client.replace(join(folder, 'flake.nix'), 4, `${FLAKE}# mine\n`);
    expect(await offered(client, 'mkPoetryApplication')).toEqual([]);
  });
});
