import { describe, expect, it } from 'vitest';
import type { Hover } from './model.ts';
import { renderMarkdown, renderPlainText } from './render.ts';

function hoverWith(preview: string): Hover {
  const block = { title: 'foo 1.0', constraint: null, remarks: [], rows: [], notes: [], preview };
  return { span: { start: 0, end: 1 }, blocks: [block] };
}

describe('the preview of an override', () => {
  it('is a block of Nix', () => {
    expect(renderMarkdown(hoverWith('a = 1;\nb = 2;'))).toBe(
      '**foo 1.0**\n\n```nix\na = 1;\nb = 2;\n```',
    );
    expect(renderPlainText(hoverWith('a = 1;\nb = 2;'))).toBe('foo 1.0\n\n  a = 1;\n  b = 2;');
  });

  it('is left out where nothing is missing', () => {
    expect(renderMarkdown(hoverWith(''))).toBe('**foo 1.0**');
    expect(renderPlainText(hoverWith(''))).toBe('foo 1.0');
  });

  it('cannot close its fence', () => {
    expect(renderMarkdown(hoverWith('a = "````";'))).toContain('\n`````nix\na = "````";\n`````');
  });
});
