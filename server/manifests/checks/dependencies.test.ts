import { describe, expect, it } from 'vitest';
import { fixed, messagesOf, problemsOf } from '../testing.ts';

const HEAD = '[tool.poetry]\nname = "lamp"\nversion = "1"\n';

function withDependencies(lines: string, rest = ''): string {
  return `${HEAD}[tool.poetry.dependencies]\n${lines}\n${rest}`;
}

function listOf(items: string): string {
  return `[project]\nname = "x"\nversion = "1"\ndependencies = [${items}]\n`;
}

/** A dependency of Poetry's, where [project] asks for `a>=2`. */
function besideProject(own: string): string {
  return `${listOf('"a>=2"')}[tool.poetry.dependencies]\na = ${own}\n`;
}

describe('invalid-constraint', () => {
  it('says what Poetry says, at what is wrong', () => {
    const text = withDependencies('glow = "^1 || latest"\nwax = { version = "1.x" }');
    expect(problemsOf(text, 'invalid-constraint')).toEqual([
      'invalid-constraint @ latest',
      'invalid-constraint @ 1.x',
    ]);
    expect(messagesOf(text, 'invalid-constraint')).toEqual([
      'Could not parse version constraint: latest',
      'Could not parse version constraint: 1.x',
    ]);
  });

  it('covers Python ranges and platforms', () => {
    const text = withDependencies(
      'python = "3.x"\nglow = { version = "1", python = ">>3", platform = "linux ||" }',
      '[project]\nname = "lamp"\nrequires-python = "new"',
    );
    expect(problemsOf(text, 'invalid-constraint')).toEqual([
      'invalid-constraint @ 3.x',
      'invalid-constraint @ >>3',
      'invalid-constraint @ linux ||',
      'invalid-constraint @ new',
    ]);
  });

  it('lets contradictions pass: Poetry reads them', () => {
    expect(problemsOf(withDependencies('glow = ">=2,<1"'), 'invalid-constraint')).toEqual([]);
  });
});

describe('invalid-marker', () => {
  it('is at the marker', () => {
    const text = withDependencies('glow = { version = "1", markers = "python_version >" }');
    expect(problemsOf(text, 'invalid-marker')).toHaveLength(1);
    const valid = withDependencies(`glow = { version = "1", markers = "python_version > '3'" }`);
    expect(problemsOf(valid, 'invalid-marker')).toEqual([]);
  });

  it('is a comparison without sense too, where Poetry is the tool', () => {
    const requirement = `dependencies = ["glow; python_version < '<3.10'"]`;
    const project = `[project]\nname = "lamp"\nversion = "1"\n${requirement}\n`;
    expect(problemsOf(`${project}[tool.poetry]`, 'invalid-marker')).toHaveLength(1);
    expect(problemsOf(`${project}[tool.uv]`, 'invalid-marker')).toEqual([]);
  });
});

describe('invalid-name', () => {
  it('is a key that no package can have', () => {
    const text = withDependencies('"glow strong" = "1"\n"wax-" = "1"\nfine_Name.x = "1"');
    expect(problemsOf(text, 'invalid-name')).toEqual([
      'invalid-name @ "glow strong"',
      'invalid-name @ "wax-"',
    ]);
  });

  it('fixes a slip, and explains extras in a name', () => {
    expect(fixed(withDependencies('"Glow Strong" = "1"'), 'invalid-name')).toBe(
      withDependencies('glow-strong = "1"'),
    );
    const extras = withDependencies('"glow[strong]" = "1"');
    expect(fixed(extras, 'invalid-name')).toBeNull();
    expect(messagesOf(extras, 'invalid-name')[0]).toContain('extras = […]');
    expect(fixed(withDependencies('"é" = "1"'), 'invalid-name')).toBeNull();
  });

  it('is a project name that PEP 621 refuses', () => {
    const text = '[project]\nname = "my lamp"\nversion = "1"\n';
    expect(problemsOf(text, 'invalid-name')).toEqual(['invalid-name @ my lamp']);
    expect(fixed(text, 'invalid-name')).toBe('[project]\nname = "my-lamp"\nversion = "1"\n');
  });
});

describe('self-dependency', () => {
  it('looks at all spellings, in every group of Poetry', () => {
    const text = withDependencies('LAMP = "1"', '[tool.poetry.group.x.dependencies]\nlamp = "*"');
    expect(problemsOf(text, 'self-dependency')).toEqual([
      'self-dependency @ LAMP',
      'self-dependency @ lamp',
    ]);
  });

  it('leaves extras that include one another alone', () => {
    const text =
      '[project]\nname = "lamp"\n[project.optional-dependencies]\na = ["x"]\nall = ["lamp[a]"]\n';
    expect(problemsOf(text, 'self-dependency', 'unknown-extra')).toEqual([]);
  });
});

describe('unknown-source', () => {
  const source = '[[tool.poetry.source]]\nname = "Private"\nurl = "https://x.example.org"\n';

  it('compares letter by letter', () => {
    const text = withDependencies(
      'a = { version = "1", source = "Private" }\nb = { version = "1", source = "private" }\nc = [{ version = "1", source = "other" }]',
      source,
    );
    expect(problemsOf(text, 'unknown-source')).toEqual([
      'unknown-source @ private',
      'unknown-source @ other',
    ]);
  });

  it('knows PyPI unless another source is primary', () => {
    const dependency = 'a = { version = "1", source = "PyPI" }';
    expect(problemsOf(withDependencies(dependency), 'unknown-source')).toEqual([]);
    expect(problemsOf(withDependencies(dependency, source), 'unknown-source')).toHaveLength(1);
    const explicit = `${source}priority = "explicit"\n`;
    expect(problemsOf(withDependencies(dependency, explicit), 'unknown-source')).toEqual([]);
    const both = `${source}[[tool.poetry.source]]\nname = "pypi"\n`;
    expect(problemsOf(withDependencies(dependency, both), 'unknown-source')).toEqual([]);
  });

  it('suggests a near name', () => {
    const text = withDependencies('a = { version = "1", source = "Privat" }', source);
    expect(fixed(text, 'unknown-source')).toBe(text.replace('"Privat"', '"Private"'));
  });

  it('says nothing of a file with errors', () => {
    const text = withDependencies('a = { version = "1", source = "x" }\nb = ');
    expect(problemsOf(text, 'unknown-source')).toEqual([]);
  });
});

describe('duplicate-dependency', () => {
  it('is one package under two keys', () => {
    const text = withDependencies('Foo_Bar = "1"\nfoo-bar = "1"');
    expect(problemsOf(text, 'duplicate-dependency')).toEqual(['duplicate-dependency @ foo-bar']);
  });

  it('is one requirement twice', () => {
    expect(problemsOf(listOf('"a>=1", "A"'), 'duplicate-dependency')).toEqual([
      'duplicate-dependency @ A',
    ]);
    expect(problemsOf(listOf('"a>=1", "a[x]"'), 'duplicate-dependency')).toEqual([]);
    expect(
      problemsOf(listOf(`"a<2; python_version<'3.9'", "a>=2"`), 'duplicate-dependency'),
    ).toEqual([]);
  });

  it('is not one list of constraints, nor one package in two groups', () => {
    const text = withDependencies(
      'a = [{ version = "1", python = "<3.9" }, { version = "2", python = ">=3.9" }]\nb = "1"',
      '[tool.poetry.group.test.dependencies]\nb = "1"\n',
    );
    expect(problemsOf(text, 'duplicate-dependency')).toEqual([]);
  });

  it('is what [project] and [tool.poetry] contradict each other in', () => {
    expect(problemsOf(besideProject('"<2"'), 'duplicate-dependency')).toEqual([
      'duplicate-dependency @ <2',
    ]);
    expect(problemsOf(besideProject('"^2"'), 'duplicate-dependency')).toEqual([]);
    expect(problemsOf(besideProject('{ source = "x" }'), 'duplicate-dependency')).toEqual([]);
    expect(
      problemsOf(besideProject('{ version = "<2", python = "<3.9" }'), 'duplicate-dependency'),
    ).toEqual([]);
  });
});
