import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import type { ContentHashes } from './content-hash.ts';
import { contentHashes, HASH_FORMULAS } from './content-hash.ts';

function hashesOf(text: string): ContentHashes {
  return contentHashes(parseToml(text).root);
}

const NOTHING = '{"dependencies": null, "dev-dependencies": null, "extras": null, "source": null}';

describe('contentHashes', () => {
  it('hashes what an empty file has', () => {
    const hashes = hashesOf('');
    expect(hashes.relevantContent('2.3')).toBe(NOTHING);
    // As Poetry 2.4 prints it.
    expect(hashes.hash('2.3')).toBe(
      '115cf985d932e9bf5f540555bbdd75decbb62cac81e399375fc19f6277f8c1d8',
    );
  });

  it('leaves out what is not locked', () => {
    const hashes = hashesOf('[tool.poetry]\nname = "a"\n[project]\nname = "a"\nversion = "1"');
    for (const formula of HASH_FORMULAS) expect(hashes.relevantContent(formula)).toBe(NOTHING);
  });

  it('knows groups since 1.2, an empty table of them too', () => {
    const hashes = hashesOf('[tool.poetry.group]');
    expect(hashes.relevantContent('1.0')).toBe(NOTHING);
    expect(hashes.relevantContent('1.2')).toBe(
      '{"dependencies": null, "dev-dependencies": null, "extras": null, "group": {}, "source": null}',
    );
  });

  it('nests since 2.0, where [project] has what is locked', () => {
    const hashes = hashesOf(
      '[project]\ndependencies = []\n[tool.poetry.dependencies]\na = { source = "x" }',
    );
    expect(hashes.relevantContent('2.0')).toBe(
      '{"project": {"dependencies": []}, "tool": {"poetry": {"dependencies": {"a": {"source": "x"}}}}}',
    );
    expect(hashes.relevantContent('1.2')).toBe(
      '{"dependencies": {"a": {"source": "x"}}, "dev-dependencies": null, "extras": null, "source": null}',
    );
  });

  it('knows [dependency-groups] since 2.3, unless it is empty', () => {
    const hashes = hashesOf('[dependency-groups]\ndev = ["x"]');
    expect(hashes.relevantContent('2.3')).toBe(
      '{"dependency-groups": {"dev": ["x"]}, "tool": {"poetry": {}}}',
    );
    expect(hashes.relevantContent('2.0')).toBe(NOTHING);
    expect(hashesOf('[dependency-groups]').relevantContent('2.3')).toBe(NOTHING);
    expect(hashesOf('dependency-groups = ""').relevantContent('2.3')).toBe(NOTHING);
    expect(hashesOf('dependency-groups = 1').relevantContent('2.3')).toBe(
      '{"dependency-groups": 1, "tool": {"poetry": {}}}',
    );
  });

  it.each([
    'project = 1',
    'tool = []',
    '[tool]\npoetry = "x"',
    '[tool.poetry.dependencies]\na = 1979-05-27',
  ])('has no hash for what Poetry fails on: %j', (text) => {
    for (const formula of HASH_FORMULAS) expect(hashesOf(text).hash(formula)).toBeNull();
  });

  it('has a hash where a date stands in what is not hashed', () => {
    expect(hashesOf('[project]\nreleased = 1979-05-27').relevantContent('2.3')).toBe(NOTHING);
  });
});
