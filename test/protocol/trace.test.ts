import { describe, expect, it } from 'vitest';
import { TestClient, type ClientOptions } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureFiles, fixtureText, MANIFEST } from '../support/fixture-project.ts';

/** A word of the manifest that nothing but its text has. */
const SECRET = 'a-word-of-the-document';
const TEXT = `${fixtureText('missing-native-input', 'pyproject.toml')}\n# ${SECRET}\n`;

interface Told {
  readonly message: string;
  readonly verbose?: string;
}

async function start(
  options: ClientOptions = {},
): Promise<{ readonly client: TestClient; readonly told: Told[] }> {
  const client = new TestClient({
    fileSystem: fixtureFiles('missing-native-input'),
    knowledge: fixtureKnowledge,
    ...options,
  });
  const told: Told[] = [];
  client.connection.onNotification('$/logTrace', (params) => {
    told.push(params);
  });
  await client.initialize({ folders: ['/p'], ...options });
  return { client, told };
}

async function work(client: TestClient): Promise<void> {
  client.open(MANIFEST, TEXT);
  await client.at('textDocument/hover', MANIFEST, 8, 2);
  await client.settle();
}

describe('$/setTrace', () => {
  it('tells nothing at first', async () => {
    const { client, told } = await start();
    await work(client);
    expect(told).toEqual([]);
    await client.stop();
  });

  it('tells of each message, and with "verbose" what it is about', async () => {
    const { client, told } = await start();
    client.notify('$/setTrace', { value: 'messages' });
    await work(client);
    expect(told.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^request textDocument\/hover took \d+\.\d ms$/),
    );
    expect(told.filter(({ verbose }) => verbose !== undefined)).toEqual([]);
    client.notify('$/setTrace', { value: 'verbose' });
    client.notify('$/setTrace', { value: 'everything' });
    await client.at('textDocument/hover', MANIFEST, 8, 2);
    await client.settle();
    expect(told.map(({ verbose }) => verbose)).toContain(
      'uri file:///p/pyproject.toml, line 8, character 2',
    );
    client.notify('$/setTrace', { value: 'off' });
    await client.settle();
    const before = told.length;
    await work(client);
    expect(told).toHaveLength(before);
    await client.stop();
  });

  it('may be said with initialize', async () => {
    const { client, told } = await start({ trace: 'messages' });
    await work(client);
    expect(told.length).toBeGreaterThan(0);
    await client.stop();
  });
});

describe('what the server tells of its work', () => {
  it('never quotes a document', async () => {
    const { client, told } = await start({ trace: 'verbose', logLevel: 'debug' });
    await work(client);
    client.replace(MANIFEST, 2, `${TEXT}[[[\n`);
    client.notify('textDocument/didOpen', { textDocument: { uri: 5, text: SECRET } });
    await client.request('workspace/executeCommand', { command: SECRET }).catch(() => null);
    await client.settle();
    expect(client.logged.join('')).toContain('textDocument/didChange took');
    expect(JSON.stringify(told)).toContain('textDocument/didChange took');
    expect(client.logged.join('')).not.toContain(SECRET);
    expect(JSON.stringify(told)).not.toContain(SECRET);
    await client.stop();
  });
});
