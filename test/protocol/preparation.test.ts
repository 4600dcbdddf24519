import type { CompletionList } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureText, LOCK, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';

/** The fixtures' knowledge, and how often it was asked for names: once for a list of packages. */
class CountedKnowledge implements KnowledgeBase {
  readonly provenance: KnowledgeBase['provenance'] = fixtureKnowledge.provenance;
  lists: number = 0;

  lookup(name: string): ReturnType<KnowledgeBase['lookup']> {
    return fixtureKnowledge.lookup(name);
  }

  names(prefix?: string): Iterable<string> {
    this.lists += 1;
    return fixtureKnowledge.names(prefix);
  }
}

const FIXTURE = 'several-missing';

describe('what is asked first of a manifest', () => {
  it('is ready when nothing has come for a moment', async () => {
    const knowledge = new CountedKnowledge();
    const { client } = await openFixture(FIXTURE, { knowledge });
    expect(knowledge.lists).toBe(2);
    const list = (await client.at('textDocument/completion', MANIFEST, 8, 1)) as CompletionList;
    expect(list.items.map(({ label }) => label)).toEqual(['pictures']);
    expect(knowledge.lists).toBe(2);
    await client.stop();
  });

  it('is made ready once, and not again with every key', async () => {
    const knowledge = new CountedKnowledge();
    const { client } = await openFixture(FIXTURE, { knowledge });
    client.replace(MANIFEST, 2, `${fixtureText(FIXTURE, 'pyproject.toml')}# typed\n`);
    await client.settle();
    expect(knowledge.lists).toBe(2);
    await client.at('textDocument/completion', MANIFEST, 8, 1);
    expect(knowledge.lists).toBe(3);
    await client.stop();
  });

  it('is not made ready for other files', async () => {
    const knowledge = new CountedKnowledge();
    const { client } = await openFixture(FIXTURE, { knowledge });
    client.open(LOCK, fixtureText(FIXTURE, 'poetry.lock'));
    client.open(NIX, fixtureText(FIXTURE, 'default.nix'), 'nix');
    client.open('/p/nowhere.toml', '');
    await client.settle();
    expect(knowledge.lists).toBe(2);
    expect(client.logged).toEqual([]);
    await client.stop();
  });
});
