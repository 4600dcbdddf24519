import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import type { TestClient } from '../support/client.ts';
import { fixtureText, LOCK, MANIFEST, openFixture } from '../support/fixture-project.ts';

const TEXT = fixtureText('healthy', 'pyproject.toml');

function ask(client: TestClient, method: string, params: object = {}, file = MANIFEST) {
  const textDocument = { uri: uriOfFile(file) };
  return client.request(`textDocument/semanticTokens/${method}`, { textDocument, ...params });
}

/** What a client shows after a delta. */
function applied(data: readonly number[], { edits }: SemanticTokensDelta): readonly number[] {
  const result = [...data];
  for (const { start, deleteCount, data: inserted } of edits)
    result.splice(start, deleteCount, ...(inserted ?? []));
  return result;
}

describe('semantic tokens', () => {
  it('come as lines and characters, one after another', async () => {
    const { client } = await openFixture('healthy');
    const { data } = (await ask(client, 'full')) as SemanticTokens;
    const lines = TEXT.split('\n');
    let line = 0;
    let character = 0;
    const words: string[] = [];
    for (let at = 0; at < data.length; at += 5) {
      const [down = 0, right = 0, length = 0] = data.slice(at, at + 3);
      line += down;
      character = down === 0 ? character + right : right;
      words.push((lines[line] ?? '').slice(character, character + length));
    }
    expect(words).toContain('pictures');
    expect(words).toContain('^');
    expect(data.length % 5).toBe(0);
    await client.stop();
  });

  it('come of a part alone', async () => {
    const { client } = await openFixture('healthy');
    const { data } = (await ask(client, 'full')) as SemanticTokens;
    const line = { start: { line: 8, character: 0 }, end: { line: 8, character: 99 } };
    const part = (await ask(client, 'range', { range: line })) as SemanticTokens;
    expect(part.data.length).toBeGreaterThan(0);
    expect(part.data.length).toBeLessThanOrEqual(data.length);
    expect(part.data[0]).toBe(8);
    const lock = (await ask(client, 'full', {}, LOCK)) as SemanticTokens;
    expect(lock.data).toHaveLength(5);
    await client.stop();
  });

  it('come as what has changed', async () => {
    const { client } = await openFixture('healthy');
    const first = (await ask(client, 'full')) as SemanticTokens;
    const previousResultId = first.resultId;
    const same = (await ask(client, 'full/delta', { previousResultId })) as SemanticTokensDelta;
    expect(same.edits).toEqual([]);
    client.replace(MANIFEST, 2, TEXT.replace('pictures = "^7', 'other = ">=2,<3"\npictures = "7'));
    const delta = (await ask(client, 'full/delta', {
      previousResultId: same.resultId,
    })) as SemanticTokensDelta;
    expect(delta.edits).toHaveLength(1);
    const whole = (await ask(client, 'full')) as SemanticTokens;
    expect(applied(first.data, delta)).toEqual(whole.data);
    await client.stop();
  });

  it('come whole where the client names a state that is not known', async () => {
    const { client } = await openFixture('healthy');
    const answer = await ask(client, 'full/delta', { previousResultId: 'none' });
    expect(answer).toHaveProperty('data');
    await client.stop();
  });
});
