import { describe, expect, it } from 'vitest';
import type { Dependency } from './model.ts';
import { at, manifestOf } from './testing.ts';

function read(requirement: string, tool = ''): { text: string; dependency: Dependency } {
  const text = `[project]\nname = "x"\nversion = "1"\ndependencies = ['${requirement}']\n${tool}`;
  const [dependency] = manifestOf(text).dependencies;
  if (dependency === undefined) throw new Error('no dependency');
  return { text, dependency };
}

function problems(requirement: string, tool = ''): readonly string[] {
  const text = `[project]\nname = "x"\nversion = "1"\ndependencies = ["""${requirement}"""]\n${tool}`;
  return manifestOf(text)
    .problems.filter(({ assumes }) => assumes === undefined)
    .map(({ code, span }) => `${code} @ ${at(text, span) ?? ''}`);
}

describe('readRequirement', () => {
  it.each([
    ['https://example.org/p-1.0.zip', 'url'],
    ['git+ssh://git@example.org/p.git@main', 'git'],
    ['file:///libs/p', 'path'],
    ['file:///libs/p-1.0-py3-none-any.whl', 'file'],
  ])('tells the form of %s', (url, form) => {
    expect(read(`p @ ${url}`).dependency.form).toBe(form);
  });

  it('makes what asks for an extra optional', () => {
    expect(read('p ; extra == "x"').dependency.optional).toBe(true);
    expect(read('p ; os_name == "extra"').dependency.optional).toBe(false);
  });

  it('gives the name of what is still being typed', () => {
    const { text, dependency } = read('requests >=');
    expect(dependency.name).toBe('requests');
    expect(at(text, dependency.nameSpan)).toBe('requests');
    expect(read('requests[').dependency.name).toBe('requests');
    expect(read('requests; python_version <').dependency).toMatchObject({
      name: 'requests',
      constraint: null,
      marker: { parsed: { problem: expect.any(String) } },
    });
    expect(read('').dependency).toMatchObject({ name: '', normalized: '' });
  });

  it('reports each by its kind', () => {
    expect(problems('p >=')).toEqual(['invalid-constraint @ >=']);
    expect(problems('p; python_version <')).toEqual(['invalid-marker @ python_version <']);
    expect(problems('-p')).toEqual(['invalid-name @ -p']);
    expect(problems('p>=1,<2')).toEqual([]);
  });

  it("reads by Poetry's grammar where Poetry is the tool, and by either where none is", () => {
    expect(problems('p>=3.*', '[tool.poetry]')).toEqual([]);
    expect(problems('p>=3.*')).toEqual([]);
    expect(problems('p>=3.*', '[tool.uv]')).toHaveLength(1);
    expect(problems('p===1.0', '[tool.poetry]')).toHaveLength(1);
    expect(problems('p===1.0')).toEqual([]);
    expect(problems('p===1.0', '[tool.uv]')).toEqual([]);
    expect(problems('p>=2,<1', '[tool.poetry]')).toHaveLength(1);
    expect(problems('p>=1 # why', '[tool.poetry]')).toEqual([]);
  });

  it("reads the build system's by PEP 508 alone", () => {
    const text =
      '[tool.poetry]\nname = "x"\nversion = "1"\n[build-system]\nrequires = ["p>=3.*"]\n';
    expect(
      manifestOf(text).problems.filter(({ code }) => code === 'invalid-constraint'),
    ).toHaveLength(1);
  });
});
