import type { Diagnostic } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import type { TestClient } from '../support/client.ts';
import { fixtureFiles, LOCK, MANIFEST, openFixture } from '../support/fixture-project.ts';

function shown(client: TestClient): readonly unknown[] {
  const diagnostics: readonly Diagnostic[] = client.pushed.get(uriOfFile(MANIFEST)) ?? [];
  return diagnostics.map(({ code, severity }) => [code, severity]);
}

const QUIET = { severity: { 'missing-native-input': 'off' } };

describe('settings of a client', () => {
  it('come with initialize', async () => {
    const { client } = await openFixture('missing-native-input', { initializationOptions: QUIET });
    expect(shown(client)).toEqual([]);
    await client.stop();
  });

  it('are asked for where the client can be asked, and win', async () => {
    const { client } = await openFixture('missing-native-input', {
      capabilities: { workspace: { configuration: true } },
      initializationOptions: QUIET,
      configuration: { severity: { 'missing-native-input': 'error' } },
    });
    expect(shown(client)).toEqual([['missing-native-input', 1]]);
    await client.stop();
  });

  it('may change', async () => {
    const { client } = await openFixture('missing-native-input');
    expect(shown(client)).toEqual([['missing-native-input', 2]]);
    client.notify('workspace/didChangeConfiguration', { settings: { 'pyproject-nix-ls': QUIET } });
    await client.settle();
    expect(shown(client)).toEqual([]);
    await client.stop();
  });

  it('are told of where they are wrong, one message each, and the rest holds', async () => {
    const { client } = await openFixture('missing-native-input', {
      initializationOptions: { ...QUIET, target: 'nixos', systems: 'all' },
    });
    expect(client.messages).toEqual([
      expect.stringContaining('The setting target must be one of'),
      expect.stringContaining('The setting systems must be a list'),
    ]);
    expect(shown(client)).toEqual([]);
    await client.stop();
  });
});

describe('files that change on disk', () => {
  it('are watched where the client can', async () => {
    const { client } = await openFixture('healthy', {
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    });
    const [registered] = client.asked.filter(
      ({ method }) => method === 'client/registerCapability',
    );
    expect(JSON.stringify(registered?.params)).toContain('poetry.lock');
    await client.stop();
  });

  it('are seen without a watcher, before long', async () => {
    const { client, fileSystem } = await openFixture('missing-native-input');
    const fixed = fixtureFiles('healthy').text(LOCK) ?? '';
    fileSystem.write(LOCK, fixed);
    await expect
      .poll(() => shown(client), { timeout: 5000 })
      .not.toEqual([['missing-native-input', 2]]);
    await client.stop();
  });
});
