import { queryObjects } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { SourceText } from '../../server/text.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { fixtureText, LOCK, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';

const FIXTURE = 'several-missing';
const EDITS = 300;

/** How many texts of documents are alive after a collection, old versions among them. */
function textsAlive(): number {
  return queryObjects(SourceText, { format: 'count' });
}

// What is left of a long session is measured by `npm run soak`; this finds what holds every version.
describe('a session of many edits', () => {
  it('holds no version of a document but the last ones', async () => {
    const { client } = await openFixture(FIXTURE);
    const texts = new Map([
      [MANIFEST, fixtureText(FIXTURE, 'pyproject.toml')],
      [LOCK, fixtureText(FIXTURE, 'poetry.lock')],
      [NIX, fixtureText(FIXTURE, 'default.nix')],
    ]);
    client.open(LOCK, texts.get(LOCK) ?? '');
    client.open(NIX, texts.get(NIX) ?? '', 'nix');
    await client.settle();
    const before = textsAlive();
    expect(before).toBeGreaterThan(2);
    const files = [...texts.keys()];
    for (let count = 0; count < EDITS; count += 1) {
      const file = files[count % files.length] ?? MANIFEST;
      const at = { line: 2 + (count % 5), character: 0 };
      client.notify('textDocument/didChange', {
        textDocument: { uri: uriOfFile(file), version: count + 2 },
        contentChanges: [{ range: { start: at, end: at }, text: `# ${count}\n` }],
      });
      const method = ['hover', 'completion', 'documentSymbol', 'inlayHint', 'diagnostic'][
        count % 5
      ];
      await client.request(`textDocument/${method ?? 'hover'}`, {
        textDocument: { uri: uriOfFile(file) },
        position: at,
        range: { start: at, end: at },
      });
    }
    await client.settle();
    // The trees of the Nix files asked for last are remembered, and not the documents that they were.
    expect(textsAlive() - before).toBeLessThan(20);
    await client.stop();
  });
});
