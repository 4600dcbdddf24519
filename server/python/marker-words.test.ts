import { describe, expect, it } from 'vitest';
import { parseMarker } from './marker.ts';
import { markerInWords } from './marker-words.ts';

function words(text: string): string | null {
  const marker = parseMarker(text);
  return 'problem' in marker ? 'not a marker' : markerInWords(marker);
}

describe('markerInWords', () => {
  it.each([
    ['sys_platform == "win32"', 'only on Windows'],
    ['platform_system != "Darwin"', 'not on macOS'],
    ['python_version < "3.11"', 'only with Python < 3.11'],
    ['python_version == "3.11"', 'only with Python 3.11'],
    ['python_version >= "3.8" and os_name == "nt"', 'only with Python >= 3.8, only on Windows'],
  ])('says of %s: %s', (text, expected) => {
    expect(words(text)).toBe(expected);
  });

  it.each([
    'sys_platform == "win32" or sys_platform == "cygwin"',
    'platform_machine == "x86_64"',
    '"win32" == sys_platform',
    'sys_platform >= "win32"',
    'python_version in "3.8 3.9"',
  ])('has no words for %s', (text) => {
    expect(words(text)).toBeNull();
  });
});
