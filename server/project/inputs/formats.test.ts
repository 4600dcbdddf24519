import { describe, expect, it } from 'vitest';
import { projectOf } from '../../../test/support/project.ts';
import { ruleFor } from '../../targets/files.ts';
import { SourceText } from '../../text.ts';
import { parseToml } from '../../toml/parse.ts';
import { formatsOf } from './formats.ts';
import type { FormatOption, ProjectInput, TextFile } from '../model.ts';
import { joinProject } from '../project.ts';

const MAIN = '/p/requirements.txt';

/** A project whose lock is the requirements file itself, and what that includes. */
function inputOf(texts: Readonly<Record<string, string>>): ProjectInput & { lock: TextFile } {
  const files = new Map(
    Object.entries(texts).map(([name, text]) => {
      const file = `/p/${name}`;
      return [file, { file, document: new SourceText(text) }];
    }),
  );
  const main = files.get(MAIN) ?? { file: MAIN, document: new SourceText('') };
  const { input } = projectOf({ manifest: '', nix: null });
  return { ...input, manifest: main, lock: main, files };
}

/** What pip may take of `foo`, `bar` and any other package; `-` where it may take either. */
function allowed(files: Readonly<Record<string, string>>): string {
  const input = inputOf(files);
  const formats = formatsOf(input, input.lock);
  const builds = { systems: [], pythons: [], preferWheels: null, formats };
  return ['foo', 'bar', 'other'].map((name) => ruleFor(name, builds)?.only ?? '-').join(' ');
}

describe('the kinds of files that pip may take', () => {
  // Each is what pip 23.2.1 answers (`parse_requirements`, then `get_allowed_formats`).
  it.each([
    ['--no-binary foo\nfoo==1\n', 'sdist - -'],
    ['--no-binary :all:\n--only-binary foo\n', 'wheel sdist sdist'],
    ['--only-binary foo\n--no-binary :all:\n', 'sdist sdist sdist'],
    ['--no-binary foo,Bar\n--no-binary :none:\n', '- - -'],
    ['--no-binary foo,Bar\n--only-binary :none:\n', 'sdist sdist -'],
    ['--no-binary :all:,:none:,foo\n', 'sdist - -'],
    ['--no-binary foo,:all:\n', 'sdist sdist sdist'],
    ['--no-binary :all:,foo\n--only-binary bar\n', 'sdist wheel sdist'],
    ['--only-binary=:all: --no-binary=foo\n', 'sdist wheel wheel'],
    ['--only-binary foo --no-binary foo\n', 'sdist - -'],
    ['foo==1 --no-binary foo\n', 'sdist - -'],
    ['foo==1 --no-binary :all:\nbar==2 --only-binary bar\n', 'sdist wheel sdist'],
    ['--no-binary foo, bar\n', 'sdist - -'],
    ["--no-binary ''\n", '- - -'],
    ['--no-bin foo\n', 'sdist - -'],
    ['--no-binary --pre\n', '- - -'],
    ['--no-binary :none:\n', '- - -'],
    ['--prefer-binary\nfoo==1\n', '- - -'],
    ['# --no-binary foo\nfoo==1\n', '- - -'],
    ['', '- - -'],
  ])('%j: %s', (text, expected) => {
    expect(allowed({ 'requirements.txt': text })).toBe(expected);
  });

  it.each([
    ['-r b.txt\n--only-binary foo\n', '--no-binary foo\n', 'wheel - -'],
    ['--only-binary foo\n-r b.txt\n', '--no-binary foo\n', 'sdist - -'],
    ['--only-binary foo\n-c b.txt\n', '--no-binary foo\n', 'sdist - -'],
    ['-r b.txt\n--only-binary foo\n-r b.txt\n', '--no-binary foo\n', 'sdist - -'],
    ['-r b.txt --no-binary bar\n', '--only-binary bar\n', '- wheel -'],
  ])('%j with %j: %s', (text, included, expected) => {
    expect(allowed({ 'requirements.txt': text, 'b.txt': included })).toBe(expected);
  });

  it('is not known where a file is not there, is a URL, or includes itself', () => {
    const own = '--no-binary foo\n';
    expect(allowed({ 'requirements.txt': `${own}-r b.txt\n` })).toBe('- - -');
    expect(allowed({ 'requirements.txt': `${own}-c https://example.org/c.txt\n` })).toBe('- - -');
    expect(allowed({ 'requirements.txt': `${own}-r requirements.txt\n` })).toBe('- - -');
    expect(allowed({ 'requirements.txt': `${own}-r b.txt\n`, 'b.txt': '-r b.txt\n' })).toBe(
      '- - -',
    );
  });

  it('says where it stands', () => {
    const files = { 'requirements.txt': 'foo\n-r b.txt\n', 'b.txt': 'bar\n--only-binary=foo\n' };
    const input = inputOf(files);
    const [option, ...others] = formatsOf(input, input.lock);
    expect(others).toEqual([]);
    expect(option?.because).toBe('--only-binary foo in b.txt');
    expect(textOf(option)).toBe('--only-binary=foo');
  });

  it('ends for many files that include each other', () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}.txt`);
    const all = names.map((name) => `-r ${name}\n`).join('');
    const files = Object.fromEntries(names.map((name) => [name, all]));
    expect(allowed({ ...files, 'requirements.txt': `--no-binary foo\n${all}` })).toBe('- - -');
  });
});

const PYPROJECT = '[project]\nname = "app"\nversion = "1"\n';

/** The same for uv, by its settings beside a `uv.lock`. */
function allowedByUv(uv: string, uvToml: string | null = null): string {
  const { input } = projectOf({
    manifest: `${PYPROJECT}[tool.uv]\n${uv}`,
    lock: 'version = 1\n',
    lockName: 'uv.lock',
    nix: null,
  });
  const file = '/p/uv.toml';
  const configuration =
    uvToml === null
      ? {}
      : {
          uvConfiguration: file,
          files: new Map([[file, { file, document: parseToml(uvToml) }]]),
        };
  const { formats } = joinProject({ ...input, ...configuration });
  const builds = { systems: [], pythons: [], preferWheels: null, formats };
  return ['foo', 'bar'].map((name) => ruleFor(name, builds)?.only ?? '-').join(' ');
}

describe('the kinds of files that uv may take', () => {
  it.each([
    ['', '- -'],
    ['no-binary = true\n', 'sdist sdist'],
    ['no-build = true\n', 'wheel wheel'],
    ['no-build = true\nno-binary-package = ["Foo"]\n', 'sdist wheel'],
    ['no-binary-package = ["foo"]\n', 'sdist -'],
    ['no-build-package = ["foo"]\n', 'wheel -'],
    ['no-build = false\nno-build-package = ["foo"]\n', '- -'],
  ])('%j: %s', (uv, expected) => {
    expect(allowedByUv(uv)).toBe(expected);
    expect(allowedByUv('no-build = true\nno-binary = true\n', uv)).toBe(expected);
  });

  it('is not known where uv.toml cannot be read', () => {
    expect(allowedByUv('no-build = true\n', 'no-build = tru\n')).toBe('- -');
  });
});

function textOf(option: FormatOption | undefined): string | undefined {
  return option?.source.document.text.slice(option.span.start, option.span.end);
}
