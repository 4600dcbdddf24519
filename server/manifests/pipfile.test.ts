import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import type { Dependency, Manifest } from './model.ts';
import { readPipfile } from './pipfile.ts';
import { at } from './testing.ts';

function read(text: string): Manifest {
  return readPipfile('/project/Pipfile', parseToml(text));
}

/** The package that a line of `[packages]` declares. */
function only(line: string): Dependency {
  const [dependency, ...others] = read(`[packages]\n${line}\n`).dependencies;
  if (dependency === undefined || others.length > 0) throw new Error('not one package');
  return dependency;
}

describe('readPipfile', () => {
  it('reads categories as groups', () => {
    const manifest = read(
      '[[source]]\nname = "pypi"\nurl = "u"\nverify_ssl = true\n[packages]\nLamp_Shade = "*"\n[dev-packages]\nwax = ">=1"\n[Night_time]\nglow = "*"\n[requires]\npython_version = "3.11"\n[scripts]\nlight = "lamp on"\n[pipenv]\nallow_prereleases = true\n',
    );
    expect(manifest).toMatchObject({ kind: 'pipfile', tool: 'pipenv', complete: true });
    expect(manifest.dependencies.map(({ normalized, group }) => [normalized, group])).toEqual([
      ['lamp-shade', 'main'],
      ['wax', 'dev'],
      ['glow', 'night-time'],
    ]);
    expect(manifest.groups.map(({ name, normalized }) => [name, normalized])).toEqual([
      ['dev', 'dev'],
      ['Night_time', 'night-time'],
    ]);
    expect(manifest.sources.map(({ name }) => name)).toEqual(['pypi']);
    expect(manifest.scripts).toMatchObject([{ name: 'light', value: 'lamp on' }]);
    expect(manifest.requiresPython).toMatchObject({ text: '3.11' });
    expect(manifest.requiresPython?.parsed).toMatchObject({ ranges: [{ includeMax: false }] });
    expect(manifest.problems).toEqual([]);
  });

  it('reads versions, markers and the index', () => {
    const line =
      'lamp = { version = ">=1,<2", markers = "os_name == \'nt\' or python_version < \'3\'", sys_platform = "== \'linux\'", extras = ["warm"], index = "private" }';
    const text = `[packages]\n${line}\n`;
    const lamp = only(line);
    expect(at(text, lamp.constraint?.span)).toBe('>=1,<2');
    expect(lamp.marker?.text).toBe(
      "(os_name == 'nt' or python_version < '3') and sys_platform == 'linux'",
    );
    expect(lamp.extras.map(({ name }) => name)).toEqual(['warm']);
    expect(lamp.source?.name).toBe('private');
    expect(at(text, lamp.nameSpan)).toBe('lamp');
  });

  it.each([
    ['lamp = "*"', '*'],
    ['lamp = "==4.*"', '==4.*'],
    ['lamp = "3.*"', '3.*'],
    ['lamp = 1.5', '1.5'],
    ['lamp = ""', ''],
    ['lamp = ">=1; python_version < \'3\'"', ">=1; python_version < '3'"],
    ['"lamp[warm, cold]" = "~=1.0"', '~=1.0'],
  ])('reads %s', (line, constraint) => {
    const lamp = only(line);
    expect(lamp).toMatchObject({ name: 'lamp', form: 'version', constraint: { text: constraint } });
    expect(read(`[packages]\n${line}\n`).problems).toEqual([]);
    expect(lamp.extras).toHaveLength(line.includes('[') ? 2 : 0);
    expect(lamp.marker !== null).toBe(line.includes(';'));
  });

  it.each([
    ['lamp = { git = "https://example.org/l.git", ref = "v1", editable = true }', 'git', true],
    ['lamp = { hg = "https://example.org/l" }', 'url', false],
    ['lamp = { path = ".", editable = true }', 'path', true],
    ['lamp = { file = "./l.zip" }', 'file', false],
    ['lamp = { file = "https://example.org/l.zip" }', 'url', false],
  ])('reads where %s comes from', (line, form, develop) => {
    const lamp = only(line);
    expect(lamp).toMatchObject({ form, constraint: null, reference: { develop } });
    expect(lamp.reference?.revision?.text ?? null).toBe(line.includes('ref') ? 'v1' : null);
  });

  it('says what pip cannot read', () => {
    const text =
      '[packages]\nlamp = "=>1"\nglow = { version = "*", markers = "os_name = \'nt\'" }\nwax = { version = "*", sys_platform = "linux" }\n';
    expect(read(text).problems.map(({ code, span }) => [code, at(text, span)])).toEqual([
      ['invalid-constraint', '=>1'],
      ['invalid-marker', expect.any(String)],
      ['invalid-marker', 'linux'],
    ]);
  });

  it('takes what is no package for none', () => {
    const { dependencies, problems } = read('packages = 1\n[scripts]\nx = ">1>"\n');
    expect([dependencies, problems]).toEqual([[], []]);
    expect(only('lamp = []')).toMatchObject({ constraint: null, form: 'version' });
  });
});
