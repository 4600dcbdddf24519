import { describe, expect, it } from 'vitest';
import { complete } from '../../server/features/completion/complete.ts';
import type { CompletionItem } from '../../server/features/completion/model.ts';
import { Session } from '../../server/session/session.ts';
import { applyEdits } from '../../server/text.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const FILE = '/p/pyproject.toml';

interface Offered {
  readonly items: readonly CompletionItem[];
  /** The text once the item of this name is taken. */
  readonly taken: (label: string) => string;
}

/** What is offered at `|`, without a lock. */
function offered(marked: string): Offered {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const fileSystem = new MemoryFileSystem({ '/p/.git/HEAD': '', [FILE]: text });
  const snapshot = new Session(fileSystem, fixtureKnowledge).snapshot(FILE);
  if (snapshot === null) throw new Error('no project');
  const completion = complete(snapshot, offset);
  return {
    items: completion?.items ?? [],
    taken(label) {
      const found = completion?.items.find((each) => each.label === label);
      if (completion == null || found === undefined) throw new Error(`${label} is not offered`);
      return applyEdits(text, [{ span: completion.span, newText: found.newText }]);
    },
  };
}

function labels(marked: string): readonly string[] {
  return offered(marked).items.map(({ label }) => label);
}

const PROJECT = '[project]\nname = "app"\nversion = "1"\n';

function system(inside: string): string {
  return `${PROJECT}[build-system]\nrequires = ["${inside}"]\nbuild-backend = "hatchling.build"\n`;
}

describe('[build-system]', () => {
  it('offers back ends with the usual bounds, that of the manifest first', () => {
    expect(labels(system('|'))[0]).toBe('hatchling>=1.26');
    expect(labels(system('|'))).toContain('setuptools>=77.0.3');
    const { taken, items } = offered(system('set|'));
    expect(items[0]?.label).toBe('setuptools>=77.0.3');
    expect(items.filter(({ label }) => label.startsWith('setuptools>'))).toHaveLength(1);
    expect(taken('setuptools>=77.0.3')).toBe(system('setuptools>=77.0.3'));
    expect(labels(system('flit-|'))).toEqual(['flit_core>=3.12.0,<4']);
    expect(labels(system('nothing-like-it|'))).toEqual([]);
  });

  it('offers back ends, and nothing for other keys', () => {
    expect(labels(`${PROJECT}[build-system]\nbuild-backend = "|"\n`)).toContain('mesonpy');
    expect(labels(`${PROJECT}[build-system]\nbackend-path = ["|"]\n`)).toEqual([]);
  });
});

describe('classifiers', () => {
  it.each(['project', 'tool.poetry'])(
    'are offered by every word that is typed, in [%s]',
    (table) => {
      const found = labels(`[${table}]\nname = "a"\nclassifiers = ["python 3.12|"]\n`);
      expect(found).toEqual(['Programming Language :: Python :: 3.12']);
    },
  );

  it('replace the whole text, and are not offered where they are deprecated', () => {
    const text = `${PROJECT}classifiers = ["Topic :: Soft|"]\n`;
    expect(offered(text).taken('Topic :: Software Development')).toBe(
      `${PROJECT}classifiers = ["Topic :: Software Development"]\n`,
    );
    expect(labels(`${PROJECT}classifiers = ["Natural Language :: Ukranian|"]\n`)).toEqual([]);
    expect(labels(`${PROJECT}keywords = ["Topic|"]\n`)).toEqual([]);
  });
});

describe('licences', () => {
  it('are SPDX identifiers, word by word, with what joins them', () => {
    const found = labels(`${PROJECT}license = "|"\n`);
    expect(found.slice(0, 2)).toEqual(['MIT', 'Apache-2.0']);
    expect(found).toContain('AND');
    expect(found).toContain('GPL-3.0-only');
    expect(found).not.toContain('GPL-3.0');
    expect(new Set(found).size).toBe(found.length);
    expect(offered(`${PROJECT}license = "MIT OR Apa|"\n`).taken('Apache-2.0')).toContain(
      'license = "MIT OR Apache-2.0"',
    );
    expect(labels(`${PROJECT}description = "|"\n`)).toEqual([]);
  });
});

describe('[tool.uv]', () => {
  it('offers the keys that bear on builds, and says what they mean to uv2nix', () => {
    const { items } = offered(`${PROJECT}[tool.uv]\nno-|\n`);
    const key = items.find(({ label }) => label === 'no-binary-package');
    expect(key?.documentation()).toContain('uv2nix');
    expect(items.map(({ label }) => label)).toContain('extra-build-dependencies');
    expect(labels(`${PROJECT}[tool.other]\nno-|\n`)).toEqual([]);
  });

  it('offers groups of the manifest without a lock', () => {
    const groups = `[dependency-groups]\nlint = []\ntest = []\n`;
    expect(labels(`${PROJECT}${groups}[tool.uv]\ndefault-groups = ["|"]\n`)).toEqual([
      'lint',
      'test',
    ]);
  });

  it('offers requirements for what packages are built with', () => {
    const table = '[tool.uv.extra-build-dependencies]\n';
    expect(labels(`${PROJECT}${table}thing = ["pict|"]\n`)).toContain('pictures');
    expect(labels(`${PROJECT}${table}|\n`)).toEqual([]);
  });
});

describe('extras without a lock', () => {
  it('are those of the project itself, and those that another requirement names', () => {
    const extras = '[project.optional-dependencies]\nfast = []\nall = ["app[|]"]\n';
    expect(labels(`${PROJECT}${extras}`)).toEqual(['fast', 'all']);
    const others = '[dependency-groups]\na = ["thing[http2]"]\nb = ["thing[|"]\n';
    expect(labels(`${PROJECT}${others}`)).toEqual(['http2']);
    expect(labels(`${PROJECT}[dependency-groups]\nb = ["thing[|"]\n`)).toEqual([]);
  });
});

describe('a header', () => {
  it.each([
    ['[tool.pyp|', '[tool.pyproject-nix-ls]'],
    ['[tool.pyp|]', '[tool.pyproject-nix-ls]'],
    ['[tool.pyp|roject]', '[tool.pyproject-nix-ls]'],
    ['[|', '[tool.pyproject-nix-ls]'],
  ])('is completed while it is typed: %s', (typed, expected) => {
    const after = '\n\n[dependency-groups]\nlint = []\n';
    expect(offered(`${PROJECT}${typed}${after}`).taken('tool.pyproject-nix-ls')).toBe(
      `${PROJECT}${expected}${after}`,
    );
  });

  it('is not one that is there, nor one of another tool', () => {
    const found = labels(`${PROJECT}[dependency-groups]\nlint = []\n\n[|\n`);
    expect(found).not.toContain('dependency-groups');
    expect(found).toContain('build-system');
    expect(found.some((name) => name.startsWith('tool.poetry'))).toBe(false);
    expect(labels('[tool.poetry]\nname = "a"\n\n[tool.poetry.g|\n')).toContain(
      'tool.poetry.group.dev.dependencies',
    );
  });

  it('is not what a list holds', () => {
    expect(labels(`${PROJECT}keywords = [\n  [|\n`)).toEqual([]);
    expect(labels(`${PROJECT}keywords = [|\n`)).toEqual([]);
    expect(labels(`${PROJECT}# [|\n`)).toEqual([]);
  });
});

describe('beside a TOML server with the schemas of SchemaStore', () => {
  const BESIDE = `${PROJECT}[tool.pyproject-nix-ls]\nkey-completion = false\n\n`;

  it.each(['[tool.uv]', '[tool.poetry.dependencies.thing]', '[build-system]'])(
    'the keys of %s are left to it',
    (header) => {
      expect(labels(`${BESIDE}${header}\n|\n`)).toEqual([]);
    },
  );

  it('what the schemas lack is completed: keys, headers, values', () => {
    expect(labels(`${BESIDE}[tool.poetry]\n|\n`)).toEqual(['requires-poetry']);
    expect(labels(`${BESIDE}[tool.poetry.group.dev]\n|\n`)).toEqual(['include-groups']);
    expect(labels(`${BESIDE}[external]\n|\n`)).toContain('host-requires');
    expect(labels(`${BESIDE}[|\n`)).toEqual([
      'external',
      'external.optional-host-requires',
      'tool.pyproject-nix-ls.severity',
      'tool.pyproject-nix-ls.packages',
    ]);
    expect(labels(`${BESIDE}[build-system]\nrequires = ["set|"]\n`)).toContain(
      'setuptools>=77.0.3',
    );
  });
});
