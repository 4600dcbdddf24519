import { describe, expect, it } from 'vitest';
import { terminalSvg } from './terminal-svg.ts';

describe('terminalSvg', () => {
  it('places each run in its cell, in its colour', () => {
    const svg = terminalSvg('a\u001B[38;5;196mred\u001B[39m\nb', 'picture');
    expect(svg).toContain('x="12" y="25.5" textLength="8.4"');
    expect(svg).toContain('x="20.4" y="25.5" textLength="25.2"');
    expect(svg).toMatch(/fill="#ff0000"[^>]*>red</);
    expect(svg).toMatch(/x="12" y="43.5"[^>]*>b</);
  });

  it('reads colours of 24 bits in both spellings', () => {
    expect(terminalSvg('\u001B[38;2;1;2;3mx', '')).toContain('fill="#010203"');
    expect(terminalSvg('\u001B[38:2::1:2:3mx', '')).toContain('fill="#010203"');
  });

  it('draws a background only where there is one, and swaps on reverse video', () => {
    expect(terminalSvg('x', '').match(/<rect/g)).toHaveLength(1);
    expect(terminalSvg('\u001B[48;5;21mx', '')).toContain('fill="#0000ff"/>');
    expect(terminalSvg('\u001B[7mx', '')).toContain('fill="#14161b">x');
  });

  it('keeps a style over the end of a line, and ends it on a reset', () => {
    const svg = terminalSvg('\u001B[1ma\nb\u001B[0m\nc', '');
    expect(svg).toMatch(/font-weight="bold">a</);
    expect(svg).toMatch(/font-weight="bold">b</);
    expect(svg).not.toMatch(/font-weight="bold">c</);
  });

  it('escapes what XML would read', () => {
    const svg = terminalSvg('<a & "b">', '"title"');
    expect(svg).toContain('>&lt;a &amp; &quot;b&quot;&gt;<');
    expect(svg).toContain('aria-label="&quot;title&quot;"');
  });
});
