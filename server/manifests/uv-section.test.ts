import { describe, expect, it } from 'vitest';
import type { Manifest } from './model.ts';
import { at, manifestOf } from './testing.ts';

function withUv(text: string): Manifest {
  return manifestOf(`[project]\nname = "a"\ndependencies = ["lamp>=1"]\n${text}`);
}

describe('[tool.uv.sources]', () => {
  it.each([
    ['{ git = "https://example.org/lamp", tag = "v1" }', 'git', 'https://example.org/lamp'],
    ['[{ path = "./lamp" }]', 'path', './lamp'],
    [
      '[{ git = "https://example.org/lamp", marker = "sys_platform == \'linux\'" }, { path = "./lamp", marker = "sys_platform != \'linux\'" }]',
      'git',
      'https://example.org/lamp',
    ],
    [
      '[{ index = "cpu", marker = "sys_platform == \'linux\'" }, { path = "./lamp" }]',
      'version',
      null,
    ],
    ['[{ index = "cpu", extra = "a" }, { index = "gpu", extra = "b" }]', 'version', null],
    ['{ workspace = true }', 'version', null],
    ['[]', 'version', null],
    ['1', 'version', null],
  ])('lamp = %s', (source, form, location) => {
    const [dependency] = withUv(`[tool.uv.sources]\nLamp = ${source}\n`).dependencies;
    expect([dependency?.form, dependency?.reference?.location ?? null]).toEqual([form, location]);
  });

  it('names an index', () => {
    const [dependency] = withUv('[tool.uv.sources]\nlamp = { index = "cpu" }\n').dependencies;
    expect(dependency?.source?.name).toBe('cpu');
  });
});

describe('what [tool.uv] says of builds', () => {
  it('is read with its places', () => {
    const uv = `[tool.uv]
default-groups = ["Dev", "docs"]
no-build = true
no-binary-package = ["Wick"]
[tool.uv.extra-build-dependencies]
Lamp = ["setuptools>=60", { requirement = "wheel", match-runtime = true }, "!"]
`;
    const { building } = withUv(uv);
    const text = `[project]\nname = "a"\ndependencies = ["lamp>=1"]\n${uv}`;
    expect(building).toMatchObject({
      defaultGroups: ['dev', 'docs'],
      noBuild: { value: true, span: expect.anything() },
      noBinary: null,
      noBuildPackages: [],
      extra: [{ name: 'lamp', key: 'Lamp', requirements: ['setuptools'] }],
    });
    expect(at(text, building?.extra[0]?.keySpan)).toBe('Lamp');
    expect(building?.noBinaryPackages.map(({ span }) => at(text, span))).toEqual(['Wick']);
  });

  it('names the packages whose builds are told something', () => {
    const { building } = withUv(`[tool.uv.extra-build-variables]
Lamp = { WICK = "long", OIL = "1" }
[tool.uv.config-settings]
editable_mode = "compat"
[tool.uv.config-settings-package]
moon = { full = "yes" }
`);
    expect(building?.variables).toEqual([{ key: 'Lamp', names: ['WICK', 'OIL'] }]);
    expect(building?.configured).toEqual(['moon']);
    expect(withUv('[tool.uv.config-settings]\nfull = "yes"\n').building?.configured).toEqual([
      null,
    ]);
  });

  it('is absent where nothing is said', () => {
    expect(withUv('[tool.uv]\ndev-dependencies = []\n').building).toBeUndefined();
  });
});
