import type { ClientCapabilities, CodeAction, Diagnostic } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import type { TestClient } from '../support/client.ts';
import { fixtureText, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';

const CAPABILITIES: ClientCapabilities = {
  textDocument: {
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

const LOG = [
  'python3.11-printing> Running phase: buildPhase',
  'python3.11-printing> a.c:1:10: fatal error: zlib.h: No such file or directory',
  "error: builder for '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-python3.11-printing-2.0.1.drv' failed with exit code 1;",
].join('\n');

async function explain(client: TestClient, log: string, uri: string | null): Promise<unknown> {
  const answer = await client.request('workspace/executeCommand', {
    command: 'pyproject-nix-ls.explainLog',
    arguments: [uri, log],
  });
  await client.settle();
  return answer;
}

/** The diagnostics that come from the log. */
function told(client: TestClient): readonly Diagnostic[] {
  const all = client.pushed.get(uriOfFile(MANIFEST)) ?? [];
  return all.filter(({ code }) => code === 'failed-build');
}

describe('the log of the last build', () => {
  it('becomes diagnostics at the dependency, with the action beside them', async () => {
    const { client } = await openFixture('missing-native-input', { capabilities: CAPABILITIES });
    const answer = await explain(client, LOG, uriOfFile(MANIFEST));
    expect(answer).toMatch(/^printing 2\.0\.1 failed to build in buildPhase: /);
    expect(client.messages).toEqual([expect.stringContaining('One build failed')]);
    const [diagnostic, ...others] = told(client);
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({ severity: 1, range: { start: { line: 8, character: 0 } } });
    expect(diagnostic?.message).toMatch(/It needs zlib\. Known to be needed beside: cups\./);
    const actions = (await client.request('textDocument/codeAction', {
      textDocument: { uri: uriOfFile(MANIFEST) },
      range: diagnostic?.range,
      context: { diagnostics: told(client) },
    })) as CodeAction[];
    const action = actions.find(({ title }) => title.includes('failed build'));
    expect(action?.title).toBe('Provide what the failed build of printing needs in default.nix');
    expect(JSON.stringify(action?.edit)).toMatch(/pkgs\.zlib.*pkgs\.cups/);
    await client.stop();
  });

  it('counts until a Nix file changes, and not for what is typed in the manifest', async () => {
    const { client, fileSystem } = await openFixture('missing-native-input', {
      capabilities: CAPABILITIES,
    });
    await explain(client, LOG, null);
    expect(told(client)).toHaveLength(1);
    client.notify('textDocument/didChange', {
      textDocument: { uri: uriOfFile(MANIFEST), version: 2 },
      contentChanges: [
        {
          range: { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } },
          text: '# typed\n',
        },
      ],
    });
    await client.settle();
    expect(told(client)).toHaveLength(1);
    fileSystem.write(NIX, `${fixtureText('missing-native-input', 'default.nix')}\n# changed\n`);
    client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOfFile(NIX), type: 2 }],
    });
    await client.settle();
    expect(told(client)).toEqual([]);
    await client.stop();
  });

  it('says so where nothing failed, and takes back what a log before it said', async () => {
    const { client } = await openFixture('missing-native-input', { capabilities: CAPABILITIES });
    await explain(client, LOG, uriOfFile(MANIFEST));
    expect(await explain(client, 'all is well\n', uriOfFile(MANIFEST))).toBe('');
    expect(client.messages.at(-1)).toBe('Nothing in the log failed.');
    expect(told(client)).toEqual([]);
    await client.stop();
  });

  it('stands in the Nix file where an evaluation ended', async () => {
    const { client } = await openFixture('missing-native-input', { capabilities: CAPABILITIES });
    const text = fixtureText('missing-native-input', 'default.nix').split('\n');
    const line = text.findIndex((each) => each.includes('mkPoetry'));
    const column = (text[line] ?? '').indexOf('mkPoetry');
    const log = [
      'error:',
      "       error: attribute 'mkPoetryApplication' missing",
      '',
      `       at ${NIX}:${line + 1}:${column + 1}:`,
      '',
      `           ${line + 1}|${text[line] ?? ''}`,
      '',
    ];
    const answer = await explain(client, log.join('\n'), uriOfFile(MANIFEST));
    expect(answer).toMatch(
      /^The evaluation failed: error: attribute 'mkPoetryApplication' missing/,
    );
    const inNix = (client.pushed.get(uriOfFile(NIX)) ?? []).filter(
      ({ code }) => code === 'failed-build',
    );
    expect(inNix).toMatchObject([{ range: { start: { line, character: column } } }]);
    expect(told(client)).toEqual([]);
    // The copy of another flake has a file of that name too.
    const elsewhere = log.join('\n').replace(NIX, '/q/default.nix');
    await explain(client, elsewhere, uriOfFile(MANIFEST));
    expect(told(client)).toHaveLength(1);
    await client.stop();
  });

  it('stands where the environment is made whose packages have one file, with the action', async () => {
    const { client } = await openFixture('uv2nix-flake', { capabilities: CAPABILITIES });
    const store = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz';
    const flake = uriOfFile('/p/flake.nix');
    const log = [
      `album-env>         Files: ${store}-lamp-3.2.0/LICENSE ${store}-bulb-4.2.1/LICENSE`,
      `error: builder for '${store}-album-env.drv' failed with exit code 1`,
    ].join('\n');
    await explain(client, log, uriOfFile(MANIFEST));
    const failed = (client.pushed.get(flake) ?? []).filter(({ code }) => code === 'failed-build');
    expect(failed).toMatchObject([
      { message: expect.stringMatching(/^album-env failed to build/) },
    ]);
    const actions = (await client.request('textDocument/codeAction', {
      textDocument: { uri: flake },
      range: failed[0]?.range,
      context: { diagnostics: failed },
    })) as CodeAction[];
    const action = actions.find(({ title }) => title.includes('take the first'));
    expect(action?.title).toBe('Let album-env take the first LICENSE in flake.nix');
    expect(JSON.stringify(action?.edit)).toContain('venvIgnoreCollisions');
    await client.stop();
  });
});
