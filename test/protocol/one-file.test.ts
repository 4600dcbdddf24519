import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeAction } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { nodeFileSystem } from '../../server/session/node-file-system.ts';
import { TestClient } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureText, MANIFEST, openFixture } from '../support/fixture-project.ts';

const ALIAS = 'file:///p/%70yproject.toml';

describe('a file that is open under two URIs', () => {
  const text = fixtureText('missing-native-input', 'pyproject.toml');
  const at = { line: 8, character: 2 };

  async function hover(client: TestClient, uri: string): Promise<string> {
    return JSON.stringify(
      await client.request('textDocument/hover', { textDocument: { uri }, position: at }),
    );
  }

  it('keeps one when the other is closed, whichever it is', async () => {
    for (const [first, second] of [
      [uriOfFile(MANIFEST), ALIAS],
      [ALIAS, uriOfFile(MANIFEST)],
    ] as const) {
      const { client } = await openFixture('missing-native-input');
      if (first === ALIAS) {
        const textDocument = { uri: uriOfFile(MANIFEST) };
        client.notify('textDocument/didClose', { textDocument });
        client.notify('textDocument/didOpen', {
          textDocument: { uri: ALIAS, languageId: 'toml', version: 1, text },
        });
      }
      const before = await hover(client, first);
      expect(before).toContain('printing');
      const other = text.replace('printing', 'painting');
      client.notify('textDocument/didOpen', {
        textDocument: { uri: second, languageId: 'toml', version: 1, text: other },
      });
      expect(await hover(client, second)).toContain('painting');
      client.notify('textDocument/didClose', { textDocument: { uri: second } });
      expect(await hover(client, first)).toBe(before);
      const offered = (await client.request('textDocument/codeAction', {
        textDocument: { uri: first },
        range: { start: at, end: at },
        context: { diagnostics: [] },
      })) as CodeAction[];
      expect(offered.length).toBeGreaterThan(0);
      await client.stop();
    }
  });

  it('is what was typed last', async () => {
    const { client } = await openFixture('missing-native-input');
    client.notify('textDocument/didOpen', {
      textDocument: { uri: ALIAS, languageId: 'toml', version: 1, text },
    });
    client.notify('textDocument/didChange', {
      textDocument: { uri: uriOfFile(MANIFEST), version: 2 },
      contentChanges: [{ text: text.replace('printing', 'painting') }],
    });
    expect(await hover(client, ALIAS)).toContain('painting');
    await client.stop();
  });
});

describe('a file that is open under one of its two paths', () => {
  it.each(['nix/real.nix', 'real.nix'])('is read and edited as it is open: %s', async (target) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'one-file-')));
    mkdirSync(join(folder, 'nix'));
    for (const name of ['pyproject.toml', 'poetry.lock'])
      writeFileSync(join(folder, name), fixtureText('missing-native-input', name));
    // Relative paths start in the folder that the link leads to.
    const root = target === 'nix/real.nix' ? '../.' : './.';
    const text = fixtureText('missing-native-input', 'default.nix');
    const nix = text.replace('projectDir = ./.', `projectDir = ${root}`);
    const real = join(folder, target);
    writeFileSync(real, nix);
    symlinkSync(target, join(folder, 'default.nix'));
    const client = await TestClient.start({
      fileSystem: nodeFileSystem,
      knowledge: fixtureKnowledge,
      folders: [folder],
      capabilities: {
        textDocument: {
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
        },
        workspace: { workspaceEdit: { documentChanges: true } },
      },
    });
    client.open(real, `# unsaved\n${nix}`, 'nix');
    client.replace(real, 4, `# unsaved\n# twice\n${nix}`);
    const manifest = join(folder, 'pyproject.toml');
    client.open(manifest, fixtureText('missing-native-input', 'pyproject.toml'));
    await client.settle();
    const place = { line: 8, character: 2 };
    const offered = (await client.request('textDocument/codeAction', {
      textDocument: { uri: uriOfFile(manifest) },
      range: { start: place, end: place },
      context: { diagnostics: [] },
    })) as CodeAction[];
    for (const { edit } of offered)
      if (edit?.documentChanges !== undefined) expect(edit.documentChanges).toHaveLength(1);
    const [edited] = offered.flatMap(({ edit }) => edit?.documentChanges ?? []);
    expect(edited).toMatchObject({ textDocument: { uri: uriOfFile(real), version: 4 } });
    await client.stop();
    rmSync(folder, { recursive: true });
  });
});
