import { describe, expect, it } from 'vitest';
import { visible, visibleJson, visibleLines } from './visible.ts';

const HOSTILE = 'a\u001b[31m\u0007b\u009b2Jc\u202ed\u2066e\nf\r\tg\u2028h\u007f';

describe('visible', () => {
  it('shows what is obeyed as escapes, and all else as it is', () => {
    expect(visible(HOSTILE)).toBe(
      String.raw`a\x1b[31m\x07b\x9b2Jc\u202ed\u2066e\nf\r\tg\u2028h\x7f`,
    );
    expect(visible('naïve 包 👩‍🚀 \\n')).toBe('naïve 包 👩‍🚀 \\n');
  });

  it('keeps lines where a text has them', () => {
    expect(visibleLines('a\n\tb\u001b\r\n')).toBe('a\n\tb\\x1b\\r\n');
  });

  it('says the same in JSON', () => {
    const json = visibleJson({ text: HOSTILE });
    expect(JSON.parse(json)).toEqual({ text: HOSTILE });
    expect(visibleLines(json)).toBe(json);
  });
});
