import { describe, expect, it } from 'vitest';
import type { Hover, HoverBlock } from './model.ts';
import { renderMarkdown, renderPlainText } from './render.ts';

function hoverOf(more: Partial<HoverBlock>): Hover {
  const empty = { constraint: null, mark: null, remarks: [], rows: [], notes: [], preview: '' };
  return { span: { start: 0, end: 1 }, blocks: [{ title: 'foo 1.0', ...empty, ...more }] };
}

function hoverWith(preview: string): Hover {
  return hoverOf({ preview });
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

describe('what is quoted from a file', () => {
  it.each([
    ['~=2.3', '`~=2.3`'],
    ['*', '`*`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
  ])('stands in a code span without a backslash: %s', (constraint, expected) => {
    expect(renderMarkdown(hoverOf({ constraint, mark: '✓' }))).toBe(`**foo 1.0** — ${expected} ✓`);
    expect(renderPlainText(hoverOf({ constraint, mark: '✓' }))).toBe(`foo 1.0 — ${constraint} ✓`);
  });

  it('stands before what is said of it', () => {
    const rows = [{ label: 'Marker', code: "os_name == 'nt'", text: 'not installed here' }];
    expect(renderMarkdown(hoverOf({ rows }))).toBe(
      "**foo 1.0**  \n**Marker**  `os_name == 'nt'`: not installed here",
    );
  });
});
