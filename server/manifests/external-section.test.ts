import { describe, expect, it } from 'vitest';
import { at, fixed, manifestOf, messagesOf, problemsOf } from './testing.ts';

const CODES = [
  'invalid-external-dependency',
  'invalid-external-table',
  'invalid-marker',
  'unknown-group',
  'group-cycle',
];

function list(id: string): string {
  return `[external]\ndependencies = ["${id}"]\n`;
}

describe('[external]', () => {
  it('has required, optional and grouped dependencies', () => {
    const text = `[project]
name = "x"
[external]
build-requires = ["dep:virtual/compiler/c"]
host-requires = ["dep:generic/zlib@>=1.2; sys_platform == 'linux'"]
dependencies = ["dep:generic/git"]
[external.optional-host-requires]
Extra_One = ["dep:generic/lcms2"]
[external.dependency-groups]
dev = ["dep:generic/valgrind", { include-group = "test" }]
test = ["dep:generic/catch2"]
`;
    const { external } = manifestOf(text);
    expect(
      external?.dependencies.map(({ role, key, asked, urlSpan, marker }) => [
        role,
        key,
        asked,
        at(text, urlSpan),
        at(text, marker?.span),
      ]),
    ).toEqual([
      ['build-requires', 'build-requires', null, 'dep:virtual/compiler/c', null],
      ['host-requires', 'host-requires', null, 'dep:generic/zlib@>=1.2', "sys_platform == 'linux'"],
      ['dependencies', 'dependencies', null, 'dep:generic/git', null],
      ['host-requires', 'optional-host-requires', 'extra-one', 'dep:generic/lcms2', null],
      ['dependencies', 'dependency-groups', 'dev', 'dep:generic/valgrind', null],
      ['dependencies', 'dependency-groups', 'test', 'dep:generic/catch2', null],
    ]);
    expect(external?.groups[0]?.includes.map(({ name }) => name)).toEqual(['test']);
    expect(problemsOf(text, ...CODES)).toEqual([]);
  });

  it('is none where the file has none', () => {
    expect(manifestOf('[project]\nname = "x"\n').external).toBeUndefined();
  });

  it('says nothing of names that nobody has registered, and of types that are far from any that is known', () => {
    const text = `[external]
dependencies = ["dep:generic/never-heard-of", "dep:spack/zlib", "dep:virtual/display/x11", "dep:pypi/a/b"]
`;
    expect(problemsOf(text, ...CODES)).toEqual([]);
  });

  it('says what is wrong with an identifier where it is wrong', () => {
    const text = `[external]
host-requires = ["zlib", "dep:generic/zlib@~=1.2", "dep:generic/zlib >=1.2", "dep:genric/zlib", "dep:github/enchant"]
`;
    expect(problemsOf(text, ...CODES)).toEqual([
      'invalid-external-dependency @ zlib',
      'invalid-external-dependency @ ~=1.2',
      'invalid-external-dependency @  >=1.2',
      'invalid-external-dependency @ genric',
      'invalid-external-dependency @ dep:github/enchant',
    ]);
  });

  it('says what is wrong with a marker, with keys, with types and with groups', () => {
    const text = `[external]
build_requires = []
host-requires = "dep:generic/zlib"
dependencies = [1, "dep:generic/git; os == 'x'"]
optional-dependencies = []
[external.dependency-groups]
a = [{ include-group = "b" }]
b = [{ include-group = "a" }, { include-group = "c" }]
`;
    expect(problemsOf(text, ...CODES)).toEqual([
      'invalid-external-table @ build_requires',
      'invalid-external-table @ "dep:generic/zlib"',
      'invalid-external-table @ 1',
      "invalid-marker @ os == 'x'",
      'invalid-external-table @ []',
      'group-cycle @ a',
      'unknown-group @ c',
    ]);
    expect(problemsOf('external = 1\n', ...CODES)).toEqual(['invalid-external-table @ 1']);
  });

  it('has fixes', () => {
    const code = 'invalid-external-dependency';
    expect(fixed(list('pkg:generic/zlib'), code)).toBe(list('dep:generic/zlib'));
    expect(fixed(list('virtual:compiler/c'), code)).toBe(list('dep:virtual/compiler/c'));
    expect(fixed(list('dep:generic/zlib>=1'), code)).toBe(list('dep:generic/zlib@>=1'));
    expect(fixed(list('dep:genric/zlib'), code)).toBe(list('dep:generic/zlib'));
    expect(fixed('[external]\nbuild_requires = []\n', 'invalid-external-table')).toBe(
      '[external]\nbuild-requires = []\n',
    );
  });

  it('weighs what an earlier draft had less', () => {
    const [problem] = manifestOf(
      '[external]\ndependencies = ["pkg:generic/zlib"]\n',
    ).problems.filter(({ code }) => code === 'invalid-external-dependency');
    expect(problem?.severity).toBe('warning');
    expect(
      messagesOf(
        '[external]\ndependencies = ["pkg:generic/zlib"]\n',
        'invalid-external-dependency',
      ),
    ).toEqual([
      'An external dependency begins with `dep:`, such as `dep:generic/zlib`. `pkg:` is of an earlier draft of PEP 725.',
    ]);
  });
});
