import { describe, expect, it } from 'vitest';
import { fixed, problemsOf } from '../testing.ts';

function withLicense(text: string): string {
  return `[project]\nname = "x"\nversion = "1"\nlicense = "${text}"\n`;
}

describe('invalid-license', () => {
  it.each([
    'MIT',
    'mit',
    'MIT AND (Apache-2.0 or BSD-2-Clause)',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    'GPL-2.0+',
    'LicenseRef-Proprietary',
    '((MIT))',
  ])('takes %s', (text) => {
    expect(problemsOf(withLicense(text), 'invalid-license')).toEqual([]);
  });

  it.each([
    '',
    'Proprietary',
    'MIT License',
    'MIT OR',
    'OR MIT',
    '(MIT',
    'MIT)',
    '()',
    'MIT (Apache-2.0)',
    'MIT WITH',
    'LicenseRef-a_b',
    'Apache-2.0 AND AND MIT',
  ])('refuses %j', (text) => {
    expect(problemsOf(withLicense(text), 'invalid-license')).toEqual([`invalid-license @ ${text}`]);
  });

  it.each([
    ['Apache 2.0', 'Apache-2.0'],
    ['mit license', 'MIT'],
    ['bsd 3-clause', 'BSD-3-Clause'],
    ['Proprietary', null],
  ])('knows what %s means: %s', (text, meant) => {
    expect(fixed(withLicense(text), 'invalid-license')).toBe(
      meant === null ? null : withLicense(meant),
    );
  });
});
