import { describe, expect, it } from 'vitest';
import { fixed, messagesOf, problemsOf } from '../testing.ts';

const CODES = ['unknown-group', 'group-cycle', 'duplicate-group'];

describe('unknown-group', () => {
  it('is a group that nothing declares, in both sections', () => {
    const text = `[dependency-groups]
test = [{ include-group = "Lint" }, { include-group = "typ_ing" }]
lint = []
[tool.poetry.group.docs]
include-groups = ["test", "linting"]
`;
    expect(problemsOf(text, ...CODES)).toEqual([
      'unknown-group @ typ_ing',
      'unknown-group @ linting',
    ]);
    expect(messagesOf(text, 'unknown-group')).toEqual([
      "Group 'test' includes group 'typ_ing' which is not defined.",
      "Group 'docs' includes group 'linting' which is not defined.",
    ]);
  });

  it('suggests a near name', () => {
    const text = '[dependency-groups]\ntest = []\nall = [{ include-group = "tset" }]\n';
    expect(fixed(text, 'unknown-group')).toBe(text.replace('tset', 'test'));
  });

  it('knows main where there is one, and never the old dev-dependencies', () => {
    const docs = '[tool.poetry.group.docs]\ninclude-groups = ["main"]\n';
    expect(problemsOf(`${docs}[tool.poetry.dependencies]\n`, ...CODES)).toEqual([]);
    const dev = '[tool.poetry.group.docs]\ninclude-groups = ["dev"]\n';
    expect(problemsOf(`${dev}[tool.poetry.dev-dependencies]\nx = "1"`, ...CODES)).toEqual([
      'unknown-group @ dev',
    ]);
    expect(problemsOf(`${dev}[tool.poetry.group.dev.dependencies]\nx = "1"`, ...CODES)).toEqual([]);
  });

  it('says nothing of a file with errors', () => {
    expect(
      problemsOf('[dependency-groups]\na = [{ include-group = "b" }]\nb = ', ...CODES),
    ).toEqual([]);
  });
});

describe('group-cycle', () => {
  it('is at the include that closes the circle', () => {
    const text = `[dependency-groups]
a = [{ include-group = "b" }]
b = [{ include-group = "c" }]
c = [{ include-group = "A" }]
d = [{ include-group = "d" }, { include-group = "a" }]
`;
    expect(problemsOf(text, ...CODES)).toEqual(['group-cycle @ A', 'group-cycle @ d']);
    expect(messagesOf(text, 'group-cycle')).toEqual([
      'Cyclic dependency group include in a: b -> c -> a',
      'Cyclic dependency group include in d: d',
    ]);
  });

  it('is no diamond', () => {
    const text = `[dependency-groups]
a = [{ include-group = "b" }, { include-group = "c" }]
b = [{ include-group = "d" }]
c = [{ include-group = "d" }]
d = []
`;
    expect(problemsOf(text, ...CODES)).toEqual([]);
  });

  it("counts Poetry's includes in place of those of [dependency-groups]", () => {
    const text = `[dependency-groups]
a = [{ include-group = "b" }]
b = [{ include-group = "a" }]
[tool.poetry.group.b]
include-groups = ["c"]
[tool.poetry.group.c]
optional = true
`;
    expect(problemsOf(text, ...CODES)).toEqual([]);
  });

  it('ends on long chains and full meshes', () => {
    const chain = Array.from(
      { length: 3000 },
      (_, n) => `g${n} = [{ include-group = "g${n + 1}" }]`,
    );
    expect(
      problemsOf(`[dependency-groups]\n${chain.join('\n')}\ng3000 = []\n`, 'group-cycle'),
    ).toEqual([]);
    const names = Array.from({ length: 40 }, (_, n) => `{ include-group = "g${n}" }`).join(', ');
    const mesh = Array.from({ length: 40 }, (_, n) => `g${n} = [${names}]`);
    expect(
      problemsOf(`[dependency-groups]\n${mesh.join('\n')}\n`, 'group-cycle').length,
    ).toBeGreaterThan(0);
  });
});

describe('duplicate-group', () => {
  it('is two spellings of one name', () => {
    const text =
      '[dependency-groups]\nmy_docs = []\n[tool.poetry.group.my-docs]\noptional = true\n';
    expect(messagesOf(text, ...CODES)).toEqual([
      'Duplicate dependency group name after normalization: my-docs (my-docs, my_docs)',
    ]);
    expect(problemsOf(text.replace('my_docs', 'my-docs'), ...CODES)).toEqual([]);
  });
});
