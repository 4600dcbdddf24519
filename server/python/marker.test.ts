import { describe, expect, it } from 'vitest';
import { markerEnvironment } from './environment.ts';
import {
  andMarkers,
  evaluateMarker,
  formatMarker,
  parseMarker,
  platformToMarker,
  pythonConstraintToMarker,
  simplifyMarker,
} from './marker.ts';
import type { Marker } from './marker.ts';
import { parsePoetryConstraint } from './poetry-constraint.ts';

function marker(text: string): Marker {
  const parsed = parseMarker(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

const linux = {
  ...markerEnvironment('x86_64-linux', '3.11.4'),
  platform_release: '6.1.0-13-amd64',
};

describe('parseMarker', () => {
  it('keeps where its parts stand', () => {
    expect(marker(`os.name == 'posix'`).expression).toEqual({
      kind: 'comparison',
      left: { kind: 'variable', text: 'os_name', span: { start: 0, end: 7 } },
      operator: '==',
      right: { kind: 'value', text: 'posix', span: { start: 11, end: 18 } },
    });
  });

  it.each([
    [`python_version>="3.8"and os_name=='nt'`, `python_version >= "3.8" and os_name == "nt"`],
    [`((os_name == 'nt'))`, `os_name == "nt"`],
    [`a == a`, null],
    [
      `os_name == "a" and (os_name == "b" or os_name == "c")`,
      `os_name == "a" and (os_name == "b" or os_name == "c")`,
    ],
    [
      `(os_name == "a" and os_name == "b") or os_name == "c"`,
      `os_name == "a" and os_name == "b" or os_name == "c"`,
    ],
    [`"x" not  in platform_version`, `"x" not in platform_version`],
    [`python_implementation == 'PyPy'`, `platform_python_implementation == "PyPy"`],
    [`extra == 'Foo_Bar'`, `extra == "foo-bar"`],
    [
      `'Foo_Bar' in extras or "T.x" in dependency_groups`,
      `"foo-bar" in extras or "t-x" in dependency_groups`,
    ],
    [`os_name == 'say "hi"'`, `os_name == 'say "hi"'`],
    [`os_name == '\\x41\\n'`, `os_name == "A\\x0a"`],
  ])('reads and prints %s', (text, printed) => {
    const parsed = parseMarker(text);
    expect('problem' in parsed ? null : formatMarker(parsed)).toBe(printed);
  });

  it.each([
    ['', 0],
    ['python_version', 14],
    ['python_version >=', 17],
    ['python_version >= 3.8', 18],
    [`python_version => "3"`, 15],
    [`(os_name == "a"`, 0],
    [`os_name == "a")`, 14],
    [`os_name == "a" os_name == "b"`, 15],
    [`os_name == "a" and`, 18],
    [`os_name == 'open`, 11],
    [`platform_dist == "x"`, 0],
    [`os_name not "x"`, 8],
    [`os_name == '\\x4'`, 11],
    [`os_name == "a"; os_name == "b"`, 14],
  ])('has a problem with %j at %i', (text, start) => {
    const parsed = parseMarker(text);
    expect('problem' in parsed ? parsed.span.start : null).toBe(start);
  });
});

describe('evaluateMarker', () => {
  it.each([
    [`python_version >= "3.8"`, true],
    [`python_version < "3.11"`, false],
    [`python_version == "3.11"`, true],
    [`python_full_version > "3.11"`, true],
    [`python_version in "3.10, 3.11"`, true],
    [`"3.10" <= python_version`, true],
    [`sys_platform == "linux" and platform_machine == "x86_64"`, true],
    [`sys_platform == "win32" or os_name == "posix"`, true],
    [`sys_platform >= "linux"`, true],
    [`sys_platform > "aaa"`, false],
    [`"lin" in sys_platform`, true],
    [`"win" not in sys_platform`, true],
    [`implementation_name != "pypy"`, true],
    [`platform_release >= "6"`, false],
    [`platform_release == "6.1.0-13-amd64"`, true],
    [`extra == "docs"`, false],
    [`python_version >= "not a version"`, false],
    [`python_version != "4.9-tegra"`, true],
    [`sys_platform ~= "linux"`, null],
    [`os_name == "posix" or sys_platform ~= "linux"`, null],
    [`"a" == "b"`, null],
    [`platform_version == "#1"`, null],
    [`platform_version == "#1" or os_name == "posix"`, true],
    [`"a" in extras`, null],
  ])('%s on Linux with 3.11.4: %s', (text, expected) => {
    expect(evaluateMarker(marker(text), linux)).toBe(expected);
  });

  it.each([
    [`extra == "Docs_X"`, true],
    [`extra != "docs-x"`, false],
    [`"Docs.X" in extras`, true],
    [`"other" in extras`, false],
    [`"other" not in extras`, true],
    [`"t" in dependency_groups`, true],
    [`extras == "docs-x"`, null],
  ])('%s with an extra and groups: %s', (text, expected) => {
    const environment = {
      ...linux,
      extra: 'docs-X',
      extras: new Set(['DOCS-x']),
      dependency_groups: new Set(['t']),
    };
    expect(evaluateMarker(marker(text), environment)).toBe(expected);
  });
});

describe('simplifyMarker', () => {
  it.each([
    [`python_version >= "3.8" and python_version < "3.9"`, '*', `python_version == "3.8"`],
    [`python_version >= "3.8" and python_version < "4"`, '^3.9', 'always'],
    [`python_version < "3"`, '^3.9', 'never'],
    [`python_version < "3" or os_name == "nt"`, '^3.9', `os_name == "nt"`],
    [`os_name == "nt" and os_name == "posix"`, '*', 'never'],
    [`os_name == "nt" or os_name != "nt"`, '*', 'always'],
    [`extra == "a" and extra == "b"`, '*', `extra == "a" and extra == "b"`],
    [`os_name == "nt" and os_name != "posix"`, '*', `os_name == "nt"`],
    [`os_name == "nt" or os_name == "nt" and extra == "a"`, '*', `os_name == "nt"`],
    [`os_name == "nt" and os_name == "nt"`, '*', `os_name == "nt"`],
    [`python_version != "3.8" or python_version == "3.8"`, '*', 'always'],
    [
      `python_full_version >= "3.8.1" and python_version >= "3.7" and extra == "a"`,
      '*',
      `python_full_version >= "3.8.1" and extra == "a"`,
    ],
    [`python_version >= "3.8" and python_version < "3.12"`, '^3.9', `python_version < "3.12"`],
    [`python_version < "3" or python_version >= "3.10"`, '^3.9', `python_version >= "3.10"`],
    [`python_version in "3.8 3.9"`, '*', `python_version in "3.8 3.9"`],
  ])('%s under %s', (text, python, expected) => {
    const range = parsePoetryConstraint(python);
    if ('problem' in range) throw new Error(range.problem);
    const simple = simplifyMarker(marker(text), range);
    expect(typeof simple === 'string' ? simple : formatMarker(simple)).toBe(expected);
  });
});

describe('markers made of other things', () => {
  it.each([
    ['*', null],
    ['^3.8', `python_version >= "3.8" and python_version < "4.0"`],
    ['>3.6', `python_full_version > "3.6.0"`],
    ['<=3.9', `python_full_version <= "3.9.0"`],
    ['>=3.8.1', `python_full_version >= "3.8.1"`],
    ['3.11.4', `python_full_version == "3.11.4"`],
    [
      '~2.7 || ^3.5',
      `python_version >= "2.7" and python_version < "2.8" or python_version >= "3.5" and python_version < "4.0"`,
    ],
    ['>4,<3', `python_version < "0"`],
  ])('python = %j', (text, expected) => {
    const range = parsePoetryConstraint(text);
    if ('problem' in range) throw new Error(range.problem);
    expect(pythonConstraintToMarker(range)?.text ?? null).toBe(expected);
  });

  it.each([
    ['linux', `sys_platform == "linux"`],
    ['!=win32', `sys_platform != "win32"`],
    ['darwin || linux', `sys_platform == "darwin" or sys_platform == "linux"`],
    ['!=win32, !=cygwin', `sys_platform != "win32" and sys_platform != "cygwin"`],
  ])('platform = %j', (text, expected) => {
    expect(platformToMarker(text)).toMatchObject({ text: expected });
  });

  it('platform = "*" is no condition, and an empty one a problem', () => {
    expect(platformToMarker('*')).toBeNull();
    expect(platformToMarker('linux ||')).toEqual({
      problem: 'Could not parse version constraint: ',
      span: { start: 8, end: 8 },
    });
  });

  it('joins conditions', () => {
    const either = marker(`os_name == "a" or os_name == "b"`);
    expect(andMarkers(null, either)).toBe(either);
    expect(andMarkers(null)).toBeNull();
    expect(andMarkers(marker(`extra == "x"`), null, either)?.text).toBe(
      `extra == "x" and (os_name == "a" or os_name == "b")`,
    );
  });
});
