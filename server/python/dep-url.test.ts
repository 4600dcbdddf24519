import { describe, expect, it } from 'vitest';
import { growthOfTime, SUPER_LINEAR } from '../../test/support/growth.ts';
import type { DepUrl } from './dep-url.ts';
import { parseExternalSpecifier } from './dep-url.ts';

function url(text: string): DepUrl {
  const parsed = parseExternalSpecifier(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.url;
}

function problem(text: string): {
  readonly at: string;
  readonly instead: string | undefined;
  readonly fixed: string | undefined;
} | null {
  const parsed = parseExternalSpecifier(text);
  if (!('problem' in parsed)) return null;
  const { span, instead } = parsed;
  const fixed =
    instead === undefined ? undefined : text.slice(0, span.start) + instead + text.slice(span.end);
  return { at: text.slice(span.start, span.end), instead, fixed };
}

describe('an external dependency specifier', () => {
  it.each([
    ['dep:generic/zlib', 'generic', null, 'zlib', null],
    ['dep:generic/openjpeg@>=2.0', 'generic', null, 'openjpeg', '>=2.0'],
    ['dep:pypi/requests@2.0', 'pypi', null, 'requests', '2.0'],
    ['dep:pypi/requests@>=2.0, <3', 'pypi', null, 'requests', '>=2.0, <3'],
    ['dep:generic/llvm@%3C20', 'generic', null, 'llvm', '<20'],
    ['dep:virtual/compiler/c', 'virtual', 'compiler', 'c', null],
    ['dep:virtual/interface/lapack@>=3.7.1', 'virtual', 'interface', 'lapack', '>=3.7.1'],
    ['dep:golang/github.com/junegunn/fzf', 'golang', 'github.com/junegunn', 'fzf', null],
    ['dep:github/AbiWord/enchant', 'github', 'AbiWord', 'enchant', null],
    ['dep:cran/nat.nblast', 'cran', null, 'nat.nblast', null],
    ['dep:npm/@angular/cli@==1.0', 'npm', '@angular', 'cli', '==1.0'],
    ['dep:npm/%40angular/cli', 'npm', '@angular', 'cli', null],
    ['dep:Generic/XCB', 'generic', null, 'XCB', null],
    ['dep:generic/zlib@', 'generic', null, 'zlib', null],
    ['  dep:generic/zlib  ', 'generic', null, 'zlib', null],
  ])('%s', (text, type, namespace, name, version) => {
    expect(url(text)).toMatchObject({ type, namespace, name, version });
  });

  it('has qualifiers and a subpath', () => {
    const read = url('dep:generic/cmake?repository_url=https://example.org/a&Arch=x#src/lib');
    expect([...read.qualifiers]).toEqual([
      ['repository_url', 'https://example.org/a'],
      ['arch', 'x'],
    ]);
    expect(read.subpath).toBe('src/lib');
  });

  it('takes a marker behind a semicolon, read or not', () => {
    const text = "dep:generic/XCB; platform_system=='Linux'";
    const read = parseExternalSpecifier(text);
    if ('problem' in read || read.marker === null) throw new Error('no marker');
    expect(text.slice(read.marker.span.start, read.marker.span.end)).toBe(
      "platform_system=='Linux'",
    );
    expect(read.marker.parsed).not.toHaveProperty('problem');
    const broken = parseExternalSpecifier('dep:generic/XCB; plat == 1');
    expect('problem' in broken ? null : broken.marker?.parsed).toHaveProperty('problem');
  });

  it.each([
    ['', '', undefined],
    ['zlib', 'zlib', undefined],
    ['generic/zlib', 'generic/zlib', 'dep:generic/zlib'],
    ['pkg:generic/zlib', 'pkg:generic/zlib', 'dep:generic/zlib'],
    ['virtual:compiler/c', 'virtual:compiler/c', 'dep:virtual/compiler/c'],
    ['dep:', 'dep:', undefined],
    ['dep:zlib', 'zlib', 'dep:generic/zlib'],
    ['dep:generic/', 'dep:generic/', undefined],
    ['dep:7zip/zlib', '7zip', undefined],
    ['dep:gen eric/zlib', 'gen eric', undefined],
    ['dep:virtual/c', 'dep:virtual/c', undefined],
    ['dep:generic/zlib@~=1.2', '~=1.2', undefined],
    ['dep:generic/zlib@!=1.2', '!=1.2', undefined],
    ['dep:generic/zlib@1.*', '1.*', undefined],
    ['dep:generic/zlib@>=X.Y', '>=X.Y', undefined],
    ['dep:generic/zlib@==1.*', '==1.*', undefined],
    ['dep:generic/zlib >=1.2', ' >=1.2', 'dep:generic/zlib@>=1.2'],
    [
      'dep:generic/zlib>=1.2; os_name == "posix"',
      '>=1.2',
      'dep:generic/zlib@>=1.2; os_name == "posix"',
    ],
    ['dep:generic/z lib', ' lib', undefined],
    ['dep:generic/zlib?a', 'dep:generic/zlib?a', undefined],
    ['dep:generic/zlib?1a=b', 'dep:generic/zlib?1a=b', undefined],
  ])('%s is none', (text, at, fixed) => {
    expect(problem(text)).toMatchObject({ at, fixed });
  });

  it('knows a scheme of an earlier draft', () => {
    expect(parseExternalSpecifier('pkg:generic/zlib')).toHaveProperty('isFormerDraft', true);
    expect(parseExternalSpecifier('generic/zlib')).not.toHaveProperty('isFormerDraft');
  });

  it('reads hostile texts in time that grows with them', () => {
    for (const part of ['/', '@', '?', '#', ';', '=', '%', ' ', 'dep:']) {
      const growth = growthOfTime((size) => {
        const read = parseExternalSpecifier(`dep:generic/${part.repeat(size)}`);
        expect(read).toBeTypeOf('object');
      }, 50_000);
      expect(growth, part).toBeLessThan(SUPER_LINEAR);
    }
  });
});
