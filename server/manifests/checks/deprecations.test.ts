import { describe, expect, it } from 'vitest';
import { fixed, messagesOf, problemsOf } from '../testing.ts';

describe('deprecated-section', () => {
  it('is renamed where it stands, its sub-tables too', () => {
    const text = `[tool.poetry.dev-dependencies] # tools
pytest = "*"
mock.version = "1"
[tool.poetry.dev-dependencies."black"]
version = "^22"
[tool.poetry.extras]
`;
    expect(problemsOf(text, 'deprecated-section')).toEqual([
      'deprecated-section @ [tool.poetry.dev-dependencies]',
    ]);
    expect(fixed(text, 'deprecated-section')).toBe(`[tool.poetry.group.dev.dependencies] # tools
pytest = "*"
mock.version = "1"
[tool.poetry.group.dev.dependencies."black"]
version = "^22"
[tool.poetry.extras]
`);
  });

  it.each([
    '[tool.poetry]\ndev-dependencies = { pytest = "*" }\n',
    '[tool.poetry]\ndev-dependencies.pytest = "*"\n',
    '[tool.poetry]\ndev-dependencies = 1\n',
    '[[tool.poetry.dev-dependencies.pytest]]\nversion = "1"\n',
    '[tool.poetry.dev-dependencies]\na = "1"\n[tool.poetry.group.dev.dependencies]\nb = "1"\n',
    '[tool.poetry.dev-dependencies]\na = "1"\n[tool.poetry]\ngroup = { x = { optional = true } }\n',
    '[tool.poetry.dev-dependencies]\na = "1"\n[dependency-groups]\ndev = ["b"]\n',
  ])('is reported without a fix where a rename is not enough: %j', (text) => {
    expect(problemsOf(text, 'deprecated-section')).toHaveLength(1);
    expect(fixed(text, 'deprecated-section')).toBeNull();
  });

  it('may join a group that has options alone', () => {
    const text =
      '[tool.poetry.group.dev]\noptional = true\n[tool.poetry.dev-dependencies]\na = "1"\n';
    expect(fixed(text, 'deprecated-section')).toContain('[tool.poetry.group.dev.dependencies]');
  });
});

describe('deprecated-build-backend', () => {
  it('becomes poetry-core', () => {
    const text =
      '[build-system]\nrequires = ["poetry>=0.12", "cython"]\nbuild-backend = "poetry.masonry.api"\n';
    expect(problemsOf(text, 'deprecated-build-backend')).toEqual([
      'deprecated-build-backend @ poetry.masonry.api',
    ]);
    expect(fixed(text, 'deprecated-build-backend')).toBe(
      '[build-system]\nrequires = ["poetry-core>=1.0.0", "cython"]\nbuild-backend = "poetry.core.masonry.api"\n',
    );
  });

  it('is all of Poetry required for the new backend too', () => {
    const text =
      '[build-system]\nrequires = ["poetry"]\nbuild-backend = "poetry.core.masonry.api"\n';
    expect(problemsOf(text, 'deprecated-build-backend')).toEqual([
      'deprecated-build-backend @ "poetry"',
    ]);
  });

  it('does not name poetry-core twice', () => {
    const text =
      '[build-system]\nrequires = ["poetry", "poetry-core"]\nbuild-backend = "poetry.masonry.api"\n';
    expect(fixed(text, 'deprecated-build-backend')).toBe(
      text.replace('poetry.masonry', 'poetry.core.masonry'),
    );
  });

  it.each([
    '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n',
    '[build-system]\nrequires = ["setuptools", "poetry"]\nbuild-backend = "setuptools.build_meta"\n',
    '[build-system]\nrequires = ["poetry"]\n',
    '',
  ])('leaves others alone: %j', (text) => {
    expect(problemsOf(text, 'deprecated-build-backend')).toEqual([]);
  });
});

describe('deprecated-key', () => {
  it('is allows-prereleases, everywhere', () => {
    const text = `[tool.poetry.dependencies]
a = { version = "1", allows-prereleases = true }
[tool.poetry.group.x.dependencies]
b = [{ version = "1", allows-prereleases = false }]
`;
    expect(problemsOf(text, 'deprecated-key')).toHaveLength(2);
    const one = '[tool.poetry.dependencies]\na = { version = "1", allows-prereleases = true }\n';
    expect(fixed(one, 'deprecated-key')).toBe(one.replace('allows', 'allow'));
  });
});

describe('deprecated-license', () => {
  it('is a table, or a classifier', () => {
    const text = `[project]
name = "x"
version = "1"
license = { text = "MIT" }
classifiers = ["License :: OSI Approved :: MIT License", "Topic :: Utilities"]
`;
    expect(problemsOf(text, 'deprecated-license')).toEqual([
      'deprecated-license @ { text = "MIT" }',
      'deprecated-license @ License :: OSI Approved :: MIT License',
    ]);
  });
});

function scripts(value: string): string {
  return `[tool.poetry.scripts]\na = ${value}\n`;
}

describe('project-migration', () => {
  it('warns of fields that [project] has', () => {
    const text =
      '[tool.poetry]\nname = "x"\nversion = "1"\nhomepage = "https://x.example.org"\n[project]\nname = "x"\ndynamic = ["version"]\n';
    expect(messagesOf(text, 'project-migration')).toEqual([
      '[project.name] and [tool.poetry.name] are both set. The latter will be ignored.',
      '[tool.poetry.homepage] is deprecated. Use [project.urls] instead.',
    ]);
  });

  it('warns of console scripts alone', () => {
    expect(messagesOf(scripts('"a:b"'), 'project-migration')).toHaveLength(1);
    expect(
      messagesOf(scripts('{ reference = "a.sh", type = "file" }'), 'project-migration'),
    ).toEqual([]);
  });

  it('has no fix: poetry2nix does not read [project]', () => {
    expect(fixed('[tool.poetry]\nname = "x"\n', 'project-migration')).toBeNull();
  });
});
