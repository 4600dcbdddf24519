import { describe, expect, it } from 'vitest';
import { manifestOf, messagesOf, problemsOf } from '../testing.ts';

const HEAD = '[tool.poetry]\nname = "lamp"\nversion = "1"\n';

function violations(text: string): readonly string[] {
  return problemsOf(text, 'invalid-configuration').map((each) =>
    each.slice('invalid-configuration @ '.length),
  );
}

describe('invalid-configuration', () => {
  it.each([
    ['description = """a\nb"""', 'a\nb'],
    ['License = "MIT"', 'License'],
    ['authors = "me"', '"me"'],
    ['homepage = "example.org"', 'example.org'],
    ['keywords = ["a", 1]', '1'],
    ['package-mode = "no"', '"no"'],
    ['readme = 1', '1'],
    ['packages = [{ from = "src" }]', '{ from = "src" }'],
    ['packages = [{ include = "a", format = "egg" }]', 'egg'],
    ['include = [{ path = "a", form = "x" }]', 'form'],
    ['extras = { a = ["b ; c"] }', 'b ; c'],
    ['scripts = { a = { reference = "x", type = "gui" } }', 'gui'],
    ['source = [{ name = "x", url = "u:u", default = true }]', 'default'],
    ['source = [{ name = "x" }]', 'x'],
    ['source = [{ name = "pypi", url = "u:u" }]', 'url'],
    ['source = [{ name = "x", url = "u:u" }, { name = "X", url = "u:v" }]', 'X'],
    ['group.dev = {}', '{}'],
    ['group.dev.dependency.x = "1"', 'dependency'],
    ['dependencies = { a = 1 }', '1'],
    ['dependencies = { a = [] }', '[]'],
    ['dependencies = { a = { version = 1 } }', '1'],
    ['dependencies = { a = { version = "1", develop = true } }', 'develop'],
    ['dependencies = { a = { extras = ["x"] } }', 'extras'],
    ['dependencies = { a = { url = "u:u", branch = "b" } }', 'branch'],
    ['dependencies = { a = [{ git = "u", unknown = 1 }] }', 'unknown'],
  ])('refuses %s', (line, where) => {
    expect(violations(`${HEAD}${line}\n`)).toEqual([where]);
  });

  it.each([
    // Poetry looks at no key that is not a name.
    'group."x y" = { anything = 1 }',
    'dependencies = { "a b" = 1 }',
    'description = ""',
    'package-mode = false',
    'readme = ["a.md"]',
    'packages = [{ include = "a", from = "src", format = ["sdist", "wheel"], to = "x" }]',
    'include = ["a", { path = "b", format = "wheel" }]',
    'build = "build.py"',
    'build = { script = "build.py", generate-setup-file = true }',
    'urls = { "Bug Tracker" = "https://x.example.org" }',
    'plugins = { "a.b" = { c = "d:e" } }',
    'source = [{ name = "x", url = "u:u", priority = "supplemental" }]',
    'group.dev = { optional = true }',
    'dependencies = { a = {}, b = { python = "^3" }, c = { develop = true }, d = ["1", { path = "x" }] }',
    'requires-poetry = ">=2"',
    'requires-plugins = { poetry-plugin-export = ">=1" }',
    'build-constraints = { a = { setuptools = "<70" } }',
  ])('accepts %s', (line) => {
    expect(violations(`${HEAD}${line}\n`)).toEqual([]);
  });

  it.each([
    ['version = "one"', 'one'],
    ['readme = { file = "x.md" }', '{ file = "x.md" }'],
    ['authors = [{ nick = "a" }]', 'nick'],
    ['authors = [{}]', '{}'],
    ['authors = [{ email = "a@b" }]', 'a@b'],
    ['authors = [{ email = "a@b@c.d" }]', 'a@b@c.d'],
    ['urls = { home = "x y" }', 'x y'],
    ['dynamic = ["name"]', 'name'],
    ['entry-points = { console_scripts = {} }', 'console_scripts'],
    ['license-files = ["..\\\\x", "../y"]', '"..\\\\x"'],
    ['dependencies = { a = "1" }', '{ a = "1" }'],
    ['scripts = { a = 1 }', '1'],
  ])('refuses [project] %s', (line, where) => {
    expect(violations(`[project]\nname = "x"\n${line}\n[tool.poetry]\n`)).toContain(where);
  });

  it('asks for the name of a [project], and for includes of groups', () => {
    expect(violations('[tool.poetry]\n[project]\nversion = "1"\n')).toEqual(['[project]']);
    expect(
      violations('[tool.poetry]\n[dependency-groups]\na = ["x", 1, { include = "b" }]\n'),
    ).toEqual(['1', '{ include = "b" }', 'include']);
  });

  it('is asked of [project] only where Poetry is or may be the tool', () => {
    const text = '[project]\nname = "x"\nversion = "one"\n';
    expect(manifestOf(text).problems).toMatchObject([
      { code: 'invalid-configuration', assumes: 'poetry' },
    ]);
    expect(manifestOf(`${text}[tool.uv]`).problems).toEqual([]);
  });
});

describe('missing-metadata', () => {
  it('asks for name and version in either section', () => {
    expect(messagesOf('[tool.poetry]\n', 'missing-metadata')).toEqual([
      'Either [project.name] or [tool.poetry.name] is required in package mode.',
      'Either [project.version] or [tool.poetry.version] is required in package mode.',
    ]);
    expect(
      messagesOf('[tool.poetry]\nname = "x"\nversion = ""\n', 'missing-metadata'),
    ).toHaveLength(1);
    const both = '[project]\nname = "x"\n[tool.poetry]\nversion = "1"\n';
    expect(messagesOf(both, 'missing-metadata')).toEqual([]);
  });

  it('asks for neither of what is no package', () => {
    expect(messagesOf('[tool.poetry]\npackage-mode = false\n', 'missing-metadata')).toEqual([]);
    expect(messagesOf('[tool.uv]\n[project]\nname = "x"\n', 'missing-metadata')).toEqual([]);
  });
});

describe('invalid-version', () => {
  it('is one that PEP 440 has not, where it counts', () => {
    const text = '[tool.poetry]\nname = "x"\nversion = "1.x"\n';
    expect(problemsOf(text, 'invalid-version')).toEqual(['invalid-version @ 1.x']);
    expect(problemsOf(text.replace('1.x', 'v1.0-beta'), 'invalid-version')).toEqual([]);
    const ignored = `${text}[project]\nname = "x"\nversion = "1"\n`;
    expect(problemsOf(ignored, 'invalid-version')).toEqual([]);
  });
});

describe('invalid-readme', () => {
  it('is an empty path, or another type than the first', () => {
    expect(problemsOf(`${HEAD}readme = ""\n`, 'invalid-readme')).toHaveLength(1);
    const text = `${HEAD}readme = ["a.md", "b.markdown", "c.rst", "d"]\n`;
    expect(problemsOf(text, 'invalid-readme')).toEqual([
      'invalid-readme @ c.rst',
      'invalid-readme @ d',
    ]);
    expect(messagesOf(text, 'invalid-readme')[0]).toBe(
      'Declared README files must be of same type: found text/markdown, text/plain, text/x-rst.',
    );
  });
});

function withRanges(own: string, promised: string): string {
  return `[project]\nname = "x"\nversion = "1"\nrequires-python = "${promised}"\n[tool.poetry.dependencies]\npython = "${own}"\n`;
}

describe('the Python range', () => {
  it('is ambiguous as a wildcard', () => {
    const text = `${HEAD}[tool.poetry.dependencies]\npython = "*"\n`;
    expect(problemsOf(text, 'ambiguous-python')).toEqual(['ambiguous-python @ *']);
  });

  it.each([
    ['^3.10', '>=3.9', 0],
    ['^3.8', '>=3.9', 1],
    ['*', '>=3.9', 1],
    ['*', '*', 0],
    ['^3.8', 'oops', 0],
    ['oops', '>=3.9', 0],
  ])('%s must be within %s: %i', (own, promised, count) => {
    expect(problemsOf(withRanges(own, promised), 'python-outside-requires-python')).toHaveLength(
      count,
    );
  });
});
