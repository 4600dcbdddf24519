import { describe, expect, it } from 'vitest';
import { SourceText } from '../text.ts';
import { parseToml } from '../toml/parse.ts';
import { indexesOf } from './indexes.ts';

const A = 'https://a.example.org/simple';
const B = 'https://b.example.org/simple';

describe('the indexes that a manifest names', () => {
  it.each([
    [
      'uv',
      `[[tool.uv.index]]\nname = "a"\nurl = "${A}"\n[[tool.uv.index]]\nname = "b"\nurl = "${B}"\ndefault = true\n`,
      [
        { name: 'a', url: A, isDefault: false },
        { name: 'b', url: B, isDefault: true },
      ],
    ],
    ['an older uv', `[tool.uv]\nindex-url = "${A}"\n`, [{ name: null, url: A, isDefault: true }]],
    [
      'Poetry',
      `[[tool.poetry.source]]\nname = "a"\nurl = "${A}"\n[[tool.poetry.source]]\nname = "b"\nurl = "${B}"\npriority = "supplemental"\n[[tool.poetry.source]]\nname = "PyPI"\n`,
      [
        { name: 'a', url: A, isDefault: true },
        { name: 'b', url: B, isDefault: false },
      ],
    ],
    [
      'PDM',
      `[[tool.pdm.source]]\nname = "pypi"\nurl = "${A}"\n[[tool.pdm.source]]\nname = "b"\nurl = "${B}"\n`,
      [
        { name: 'pypi', url: A, isDefault: true },
        { name: 'b', url: B, isDefault: false },
      ],
    ],
    [
      'Pipenv',
      `[[source]]\nname = "a"\nurl = "${A}"\nverify_ssl = true\n`,
      [{ name: 'a', url: A, isDefault: true }],
    ],
    ['nobody', '[tool.uv]\nindex = 3\n[[tool.poetry.source]]\nurl = 1\n', []],
  ])('of %s', (_, text, expected) => expect(indexesOf(parseToml(text))).toEqual(expected));

  it('of requirements', () => {
    const text = `# pinned\n-i ${A}\n--extra-index-url=${B}\nlamp==1.0\n`;
    expect(indexesOf(new SourceText(text))).toEqual([
      { name: null, url: A, isDefault: true },
      { name: null, url: B, isDefault: false },
    ]);
    expect(indexesOf(new SourceText('lamp==1.0\n'))).toEqual([]);
  });
});
