import { describe, expect, it } from 'vitest';
import { readAbout } from './core-metadata.ts';

describe('core metadata', () => {
  it('has a summary and a licence', () => {
    const text =
      'Metadata-Version: 2.4\nName: lamp\nSummary: Light on demand\nLicense-Expression: MIT\nLicense: see LICENSE\n\nSummary: not this\n';
    expect(readAbout(text)).toEqual({ summary: 'Light on demand', license: 'MIT' });
  });

  it('has the older licence of one line', () => {
    const text = 'Summary: UNKNOWN\nLicense: BSD License\n        and more of it\n';
    expect(readAbout(text)).toEqual({ summary: '', license: 'BSD License' });
  });

  it.each(['', 'x', '\0\0', ': a', 'Summary:none'])('has nothing: %j', (text) =>
    expect(readAbout(text)).toEqual({ summary: '', license: '' }),
  );
});
