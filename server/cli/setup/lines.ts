export function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** A text with further lines at its end, behind an empty one, with its own line breaks. */
export function appended(before: string, lines: string): string {
  const eol = eolOf(before);
  const gap = before.endsWith('\n') ? '' : eol;
  return before + gap + eol + lines.replaceAll('\n', eol);
}
