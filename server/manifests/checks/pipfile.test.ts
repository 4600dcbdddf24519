import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../text.ts';
import { parseToml } from '../../toml/parse.ts';
import { readPipfile } from '../pipfile.ts';
import { at } from '../testing.ts';

/** What is wrong, as `code @ where`. */
function problems(text: string): readonly string[] {
  return readPipfile('/project/Pipfile', parseToml(text)).problems.map(
    ({ code, span }) => `${code} @ ${at(text, span) ?? ''}`,
  );
}

/** The text after the only fix. */
function fixed(text: string): string {
  const fixes = readPipfile('/project/Pipfile', parseToml(text)).problems.flatMap(({ fix }) =>
    fix === undefined ? [] : [fix],
  );
  expect(fixes).toHaveLength(1);
  return applyEdits(
    text,
    fixes.flatMap(({ edits }) => edits),
  );
}

const SOURCES =
  '[[source]]\nname = "pypi"\nurl = "https://pypi.python.org/simple"\nverify_ssl = true\n[[source]]\nname = "ours"\nurl = "https://example.org"\nverify_ssl = true\n';

describe('a Pipfile', () => {
  it.each([
    [
      'every form of a package',
      '[packages]\na = "*"\nb = 1\nc = 1.5\nd = { version = ">=1", extras = ["x"], index = "pypi" }\ne = { git = "https://example.org/e", ref = "main", editable = true }\nf = { path = "./f" }\n"g[x, y]" = "*"\ng = ">=1"\n',
    ],
    ['a package in two categories', '[packages]\na = ">=2"\n[dev-packages]\na = "==1"\n'],
    ['sources with all keys', `${SOURCES}[packages]\na = { version = "*", index = "ours" }\n`],
    ['a Python that is no version', '[requires]\npython_version = ">=3.8"\n'],
    ['settings of a formatter', '[tool.neat]\nwidth = 88\n[tool.neat.more]\nx = 1\n'],
    ['a marker key', '[packages]\na = { version = "*", sys_platform = "== \'linux\'" }\n'],
    ['a section by headers', '[packages.a]\nversion = "*"\nextras = ["x"]\n'],
    ['nothing', ''],
  ])('may have %s', (_name, text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each([
    ['[packages]\na = { version = "*", index = "oers" }\n', 'unknown-source @ oers'],
    ['[packages]\na = "not a version"\n', 'invalid-constraint @ not a version'],
    ['[packages]\na = { version = "*", markers = "os_name is nt" }\n', 'invalid-marker'],
    ['[packages]\na = { version = "*", os_name = "nt" }\n', 'invalid-marker'],
    ['[packages]\n"a b" = "*"\n', 'invalid-name @ "a b"'],
    ['[docs]\nA_b = "*"\na-b = ">=1"\n', 'duplicate-dependency @ a-b'],
    ['[packages]\na = true\n', 'invalid-configuration @ true'],
    ['[packages]\na = { version = 1 }\n', 'invalid-configuration @ 1'],
    ['[packages]\na = { version = "*", extras = "x" }\n', 'invalid-configuration @ "x"'],
    [
      '[packages]\na = { git = "https://example.org/a", commit = "1" }\n',
      'invalid-configuration @ commit',
    ],
    ['[requires]\npython_version = 3.11\n', 'invalid-configuration @ 3.11'],
    [
      '[[source]]\nname = "x"\nurl = "https://example.org"\nverify_ssl = "yes"\n',
      'invalid-configuration @ "yes"',
    ],
    ['[pipenv]\nallow_prereleases = "yes"\n', 'invalid-configuration @ "yes"'],
  ])('may not have %j', (text, problem) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  it('says which keys a source lacks', () => {
    const text = '[[source]]\nurl = "https://example.org"\n';
    const [problem] = readPipfile('/project/Pipfile', parseToml(text)).problems;
    expect(problem?.message).toBe('A source needs `name` and `verify_ssl` too.');
  });

  it('offers the name that was meant', () => {
    expect(fixed(`${SOURCES}[packages]\na = { version = "*", index = "oers" }\n`)).toContain(
      'index = "ours"',
    );
    expect(fixed('[packages]\na = { version = "*", extra = ["x"] }\n')).toContain('extras = ["x"]');
  });

  it('concludes nothing from what is absent in a file with errors', () => {
    const broken = '[[source]\nname = "ours"\n[packages]\na = { version = "*", index = "ours" }\n';
    expect(problems(broken).filter((one) => !one.startsWith('invalid-name'))).toEqual([]);
  });

  it('names the parts of a key with extras', () => {
    const text = '[packages]\n"lamp[warm, dim]" = "*"\n';
    const [lamp] = readPipfile('/project/Pipfile', parseToml(text)).dependencies;
    expect(at(text, lamp?.nameSpan)).toBe('lamp');
    expect(lamp?.extras.map(({ span }) => at(text, span))).toEqual(['warm', 'dim']);
  });
});
