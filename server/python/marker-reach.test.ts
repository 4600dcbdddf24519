import { expect, it } from 'vitest';
import { formatConstraint } from './format-constraint.ts';
import { platformEnvironment } from './environment.ts';
import { markerReachable, parseMarker, reachablePythons } from './marker.ts';
import type { Marker } from './marker.ts';
import type { Constraint } from './model.ts';
import { parsePoetryConstraint } from './poetry-constraint.ts';

function marker(text: string): Marker {
  const parsed = parseMarker(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

function range(text: string): Constraint {
  const parsed = parsePoetryConstraint(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

it.each([
  ['python_version < "3.10"', '^3.9'],
  ['python_version <= "3.9"', '>=3.9.5'],
  ['python_version == "3.9"', '>=3.9.5,<3.10'],
  ['python_version > "3.9"', '>=3.8,<3.11'],
  ['python_version in "3.8, 3.9"', '^3.9'],
  ['python_version not in "3.8"', '^3.8'],
  ['"3.9" <= python_version', '^3.8'],
  ['python_full_version < "3.9.1"', '^3.9'],
  ['python_full_version == "3.13.0rc1"', '>=3.13.0rc1'],
  ['python_version ~= "3.8"', '>=3.12'],
  ['python_version === "3.9"', '^3.9'],
  ['python_version >= "three"', '^3.9'],
  ['sys_platform == "win32"', '^3.9'],
  ['sys_platform == "no such platform"', '^3.9'],
  ['"win" in sys_platform and sys_platform != "cygwin"', '^3.9'],
  ['extra == "a" and extra == "b"', '^3.9'],
  ['platform_release >= "5" and platform_release < "4"', '^3.9'],
  ['implementation_version == "0"', '^3.9'],
  ['python_version < "3" or sys_platform == "linux"', '^3.9'],
])('%s can be reached under %s', (text, python) => {
  expect(markerReachable(marker(text), { python: range(python) })).toBe(true);
});

it.each([
  ['python_version < "3.9"', '^3.9'],
  ['python_version <= "3.8"', '>=3.8.999,!=3.8.*'],
  ['python_version == "2.7"', '^3.9'],
  ['python_version > "3.9"', '>=3.9,<3.10'],
  ['python_version != "3.9"', '>=3.9.5,<3.10'],
  ['python_version in "3.7, 3.8"', '^3.9'],
  ['python_version not in "3.9"', '~3.9'],
  ['"3.9" > python_version', '^3.9'],
  ['python_full_version < "3.9.1"', '>=3.9.1'],
  ['python_version == "3.9.1"', '^3.9'],
  ['python_version ~= "2.7"', '^3.9'],
  ['sys_platform == "win32" and sys_platform == "linux"', '^3.9'],
  ['os_name == "nt" and (os_name == "posix" or os_name == "java")', '^3.9'],
  ['python_version < "3" or sys_platform == "a" and sys_platform == "b"', '^3.9'],
  ['python_version < "3" and sys_platform == "linux"', '^3.9'],
])('%s cannot be reached under %s', (text, python) => {
  expect(markerReachable(marker(text), { python: range(python) })).toBe(false);
});

it('looks at the platforms that are given', () => {
  const environments = [platformEnvironment('x86_64-linux'), platformEnvironment('aarch64-darwin')];
  const reach = (text: string): boolean => markerReachable(marker(text), { environments });
  expect(reach('sys_platform == "win32"')).toBe(false);
  expect(reach('platform_system == "Darwin" and platform_machine == "x86_64"')).toBe(false);
  expect(reach('platform_system == "Darwin" and platform_machine == "arm64"')).toBe(true);
  expect(reach('implementation_name == "pypy"')).toBe(false);
  expect(reach('platform_release >= "5"')).toBe(true);
  expect(markerReachable(marker('os_name == "posix"'), { environments: [] })).toBe(false);
});

it('says for which Pythons a marker may hold', () => {
  const pythons = reachablePythons(
    marker('python_version >= "3.8" and (python_version < "3.10" or os_name == "nt")'),
    platformEnvironment('x86_64-linux'),
  );
  expect(formatConstraint(pythons)).toBe('>=3.8.dev0,<3.10');
});

it('gives up on platforms when there are too many to try', () => {
  const variables = ['os_name', 'sys_platform', 'platform_machine'];
  const parts = variables.flatMap((name) =>
    Array.from({ length: 100 }, (_, index) => `${name} != "${index}"`),
  );
  const text = [...parts, 'os_name == "0"'].join(' and ');
  expect(markerReachable(marker(text), {})).toBe(false);
  expect(markerReachable(marker(`${text} or python_version < "3"`), {})).toBe(true);
});
