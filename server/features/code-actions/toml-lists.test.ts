import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../text.ts';
import { parseToml } from '../../toml/parse.ts';
import type { ListToWrite } from './toml-lists.ts';
import { writeLists } from './toml-lists.ts';

const LIST: ListToWrite = {
  table: ['external'],
  key: 'host-requires',
  items: [
    { text: 'dep:generic/a', comment: null },
    { text: 'dep:generic/b', comment: 'foo' },
  ],
};

function written(text: string, lists: readonly ListToWrite[] = [LIST]): string | null {
  const edits = writeLists(parseToml(text), lists);
  if (edits === null) return null;
  const after = applyEdits(text, edits);
  expect(parseToml(after).errors).toEqual([]);
  return after;
}

describe('writeLists', () => {
  it('adds a table at the end', () => {
    const block = `[external]
host-requires = [
    "dep:generic/a",
    "dep:generic/b", # foo
]
`;
    expect(written('[project]\nname = "x"\n')).toBe(`[project]\nname = "x"\n\n${block}`);
    expect(written('[project]')).toBe(`[project]\n\n${block}`);
    expect(written('')).toBe(block);
    expect(written('[project]\r\n')).toBe(`[project]\r\n\r\n${block.replaceAll('\n', '\r\n')}`);
  });

  it('adds a list below the header of its table', () => {
    expect(written('[external] # x\ndependencies = []\n[project]\n')).toBe(`[external] # x
host-requires = [
    "dep:generic/a",
    "dep:generic/b", # foo
]
dependencies = []
[project]
`);
  });

  it.each([
    ['["x"]', '["x", "dep:generic/a", "dep:generic/b"]'],
    ['["x", ]', '["x", "dep:generic/a", "dep:generic/b", ]'],
    ['[]', '["dep:generic/a", "dep:generic/b"]'],
    ['[\n  "x"\n]', '[\n  "x",\n  "dep:generic/a",\n  "dep:generic/b", # foo\n]'],
    ['[\n  "x", # y\n]', '[\n  "x", # y\n  "dep:generic/a",\n  "dep:generic/b", # foo\n]'],
    ['[\n]', '[\n    "dep:generic/a",\n    "dep:generic/b", # foo\n]'],
  ])('adds to %j', (before, after) => {
    expect(written(`[external]\nhost-requires = ${before}\n`)).toBe(
      `[external]\nhost-requires = ${after}\n`,
    );
  });

  it('writes a list on one line where that is asked for', () => {
    expect(written('', [{ ...LIST, isOneLine: true }])).toBe(
      '[external]\nhost-requires = ["dep:generic/a", "dep:generic/b"]\n',
    );
  });

  it('adds to what is no list nothing, nor to a table in braces', () => {
    expect(written('external = { x = 1 }\n')).toBeNull();
    expect(written('[external]\nhost-requires = "x"\n')).toBeNull();
  });

  it('adds several lists, and tables below tables', () => {
    const group: ListToWrite = {
      table: ['external', 'dependency-groups'],
      key: 'dev',
      items: [{ text: 'dep:generic/c', comment: null }],
    };
    expect(written('', [{ ...LIST, key: 'build-requires' }, LIST, group])).toBe(`[external]
build-requires = [
    "dep:generic/a",
    "dep:generic/b", # foo
]
host-requires = [
    "dep:generic/a",
    "dep:generic/b", # foo
]

[external.dependency-groups]
dev = [
    "dep:generic/c",
]
`);
  });
});
