import { describe, expect, it } from 'vitest';
import { readScript, scriptMetadata } from './script.ts';

const SCRIPT = `#!/usr/bin/env python3
"""Ünïcode 𝒳"""
# /// script
# requires-python = ">=3.12"
# dependencies = [
#   "requests<3",
#   "rich",
# ]
#
# [tool.uv.sources]
# rich = { git = "https://git.test/rich" }
# ///
# [project]
import requests
`;

describe('scriptMetadata', () => {
  it('has the offsets of the file', () => {
    const document = scriptMetadata(SCRIPT);
    expect(document?.text.length).toBe(SCRIPT.length);
    expect(document?.errors).toEqual([]);
    expect([...(document?.root.entries.keys() ?? [])]).toEqual([
      'requires-python',
      'dependencies',
      'tool',
    ]);
  });

  it.each([
    ['no block', 'import requests\n'],
    ['a block that is never closed', '# /// script\n# dependencies = []\nimport a\n'],
    ['a block of another type', '# /// pyproject\n# dependencies = []\n# ///\n'],
    ['an empty block', '# /// script\n# ///\n'],
    [
      'two blocks, which is an error',
      '# /// script\n# a = 1\n# ///\n\n# /// script\n# b = 1\n# ///\n',
    ],
    ['a line in it that is no comment', '# /// script\n# a = 1\n\n# ///\n'],
    ['an opening that is indented', '  # /// script\n# a = 1\n# ///\n'],
    ['text behind the type', '# /// script here\n# a = 1\n# ///\n'],
  ])('is null for %s', (_what, text) => {
    expect(scriptMetadata(text)).toBeNull();
  });

  it('ends a block with the last line that closes one', () => {
    const document = scriptMetadata(
      '# /// script\r\n# a = """\r\n# ///\r\n# """\r\n# ///\r\n#\r\nx = 1\r\n',
    );
    expect(document?.errors).toEqual([]);
    expect([...(document?.root.entries.keys() ?? [])]).toEqual(['a']);
  });

  it('reads a comment sign without a blank only on an empty line', () => {
    expect(scriptMetadata('# /// script\n#a = 1\n# ///\n')).toBeNull();
    expect(scriptMetadata('# /// script\n#\n# a = 1\n# ///')).not.toBeNull();
  });
});

describe('readScript', () => {
  it('reads what uv does, each where it stands', () => {
    const document = scriptMetadata(SCRIPT);
    if (document === null) throw new Error('no block');
    const manifest = readScript('/p/a.py', document);
    expect(manifest).toMatchObject({ kind: 'script', tool: 'uv', complete: true, problems: [] });
    expect(manifest.requiresPython?.text).toBe('>=3.12');
    expect(
      manifest.dependencies.map(({ name, nameSpan, form }) => [
        name,
        SCRIPT.slice(nameSpan.start, nameSpan.end),
        form,
      ]),
    ).toEqual([
      ['requests', 'requests', 'version'],
      ['rich', 'rich', 'git'],
    ]);
  });

  it('tells what cannot be read', () => {
    const document = scriptMetadata('# /// script\n# dependencies = ["a<<1"]\n# ///\n');
    if (document === null) throw new Error('no block');
    const { problems } = readScript('/p/a.py', document);
    expect(problems.map(({ code }) => code)).toEqual(['invalid-constraint']);
  });
});
