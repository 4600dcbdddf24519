import { describe, expect, it } from 'vitest';
import { markerEnvironment } from './environment.ts';
import { formatMarker } from './marker.ts';
import { evaluatePoetryMarker, parsePoetryMarker } from './poetry-marker.ts';

const linux = {
  ...markerEnvironment('x86_64-linux', '3.11.4'),
  platform_release: '6.1.0-13-amd64',
};

function holds(text: string, extra?: string): boolean {
  const marker = parsePoetryMarker(text);
  if (marker === null) return true;
  if ('problem' in marker) throw new Error(marker.problem);
  return evaluatePoetryMarker(marker, extra === undefined ? linux : { ...linux, extra });
}

describe('parsePoetryMarker', () => {
  it('takes the empty text and a star for no condition', () => {
    expect([parsePoetryMarker(''), parsePoetryMarker('*')]).toEqual([null, null]);
  });

  it.each([
    [`'3.6'inpython_version`, `"3.6" in python_version`],
    [`os.name=="a"andos_name=="b"`, `os_name == "a" and os_name == "b"`],
    [`os_name == "C:\\x"`, `os_name == "C:\\\\x"`],
    [`os_name == "say \\"hi\\""`, `os_name == 'say \\\\"hi\\\\"'`],
    [`( os_name == "a" )or extra in "x y"`, `os_name == "a" or extra in "x y"`],
  ])('reads %s', (text, printed) => {
    const marker = parsePoetryMarker(text);
    expect(marker === null || 'problem' in marker ? null : formatMarker(marker)).toBe(printed);
  });

  it.each([
    [`"2.7" < python_version`, 0, 22],
    [`python_version >= "three"`, 0, 25],
    [`python_version === "3.8"`, 0, 24],
    [`os_name == "a" and python_full_version == "3.8rc1"`, 19, 50],
    [`"x" in extra`, 0, 12],
    [`extra > "x"`, 0, 11],
    [`os_name == os_name`, 11, 12],
    [`"a" == "b"`, 7, 8],
    [`"x" in extras`, 0, 12],
    [`os_name not  in "x"`, 8, 9],
    [`os_name == "C:\\"`, 11, 12],
    [`(os_name == "a"`, 0, 15],
    [`os_name == "a" or`, 17, 17],
    [`os_name == "a"; x`, 14, 15],
  ])('has a problem with %s', (text, start, end) => {
    const marker = parsePoetryMarker(text);
    expect(marker !== null && 'problem' in marker ? marker.span : null).toEqual({ start, end });
  });

  it('says what Poetry says of a comparison that makes no constraint', () => {
    expect(parsePoetryMarker(`python_version >= "three"`)).toMatchObject({
      problem: `Invalid marker for 'python_version': >= three`,
    });
  });
});

describe('evaluatePoetryMarker', () => {
  it.each([
    [`python_version >= "3.8" and sys_platform == "linux"`, true],
    [`python_version in "3.10 3.11"`, true],
    [`python_version not in "3.10 3.11"`, false],
    [`python_full_version in "3.11.4, 3.12.0"`, true],
    [`python_full_version == "3.11"`, false],
    [`os_name === "posix"`, true],
    [`os_name >= "posix"`, false],
    [`sys_platform in "linux darwin"`, true],
    [`sys_platform in "lin win32"`, false],
    [`sys_platform not in "win32 darwin"`, true],
    [`"lin" in sys_platform`, true],
    [`"win" not in sys_platform`, true],
    [`platform_release >= "6.1"`, true],
    [`platform_release < "5.10.123-tegra"`, false],
    [`platform_version == "unknown here"`, true],
    [`os_name != ""`, false],
  ])('%s on Linux with 3.11.4: %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each([
    [`extra == "Docs_X"`, true],
    [`extra != "docs-x"`, false],
    [`extra in "a docs.x"`, true],
    [`extra not in "a docs.x"`, false],
    [`extra == "a"`, false],
  ])('%s with the extra docs-x: %s', (text, expected) => {
    expect(holds(text, 'docs-x')).toBe(expected);
    expect(holds(text)).toBe(true);
  });
});
