interface Style {
  readonly foreground: string | null;
  readonly background: string | null;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underlined: boolean;
  readonly reversed: boolean;
}

interface Run {
  readonly text: string;
  readonly column: number;
  readonly style: Style;
}

const CELL = { width: 8.4, height: 18, ascent: 13.5 };
const MARGIN = 12;
const DEFAULTS = { foreground: '#e0e2ea', background: '#14161b' };
const PLAIN: Style = {
  foreground: null,
  background: null,
  bold: false,
  italic: false,
  underlined: false,
  reversed: false,
};

/**
 * Draws what is on a terminal's screen, as `tmux capture-pane -e` gives it: lines of text with SGR
 * sequences (ECMA-48), colours of 16, 256 or 24 bits. One column is one UTF-16 unit wide, which
 * holds for what our pictures show.
 */
export function terminalSvg(screen: string, title: string): string {
  const lines = screen.replace(/\n+$/, '').split('\n');
  let style = PLAIN;
  const rows = lines.map((line) => {
    const { runs, after } = readLine(line, style);
    style = after;
    return runs;
  });
  const columns = Math.max(...rows.map((runs) => endOf(runs)));
  const width = columns * CELL.width + 2 * MARGIN;
  const height = rows.length * CELL.height + 2 * MARGIN;
  const drawn = rows.flatMap((runs, row) => runs.map((run) => drawRun(run, row)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" height="${height}" role="img" aria-label="${escape(title)}">
<title>${escape(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${DEFAULTS.background}"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
${drawn.filter((one) => one !== '').join('\n')}
</g>
</svg>
`;
}

function readLine(line: string, before: Style): { runs: Run[]; after: Style } {
  const runs: Run[] = [];
  let style = before;
  let column = 0;
  for (const [index, part] of line.split('\u001B[').entries()) {
    const end = index === 0 ? 0 : part.indexOf('m') + 1;
    if (end > 0) style = applySgr(style, part.slice(0, end - 1));
    const text = part.slice(end);
    if (text === '') continue;
    runs.push({ text, column, style });
    column += text.length;
  }
  return { runs, after: style };
}

function applySgr(before: Style, parameters: string): Style {
  let style = before;
  const codes = parameters.split(';');
  while (codes.length > 0) {
    const code = codes.shift() ?? '';
    const [head = '', ...sub] = code.split(':');
    const number = Number(head === '' ? 0 : head);
    if (number === 38 || number === 48 || number === 58) {
      const colour = extendedColour(sub.length > 0 ? sub : codes);
      if (number === 38) style = { ...style, foreground: colour };
      if (number === 48) style = { ...style, background: colour };
    } else style = applySimple(style, number, sub[0]);
  }
  return style;
}

function applySimple(style: Style, code: number, sub: string | undefined): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 22) return { ...style, bold: false };
  if (code === 3 || code === 23) return { ...style, italic: code === 3 };
  if (code === 4 || code === 24) return { ...style, underlined: code === 4 && sub !== '0' };
  if (code === 7 || code === 27) return { ...style, reversed: code === 7 };
  if (code === 39) return { ...style, foreground: null };
  if (code === 49) return { ...style, background: null };
  if (code >= 30 && code <= 37) return { ...style, foreground: paletteColour(code - 30) };
  if (code >= 90 && code <= 97) return { ...style, foreground: paletteColour(code - 82) };
  if (code >= 40 && code <= 47) return { ...style, background: paletteColour(code - 40) };
  if (code >= 100 && code <= 107) return { ...style, background: paletteColour(code - 92) };
  return style;
}

/** Takes `5;n` or `2;r;g;b` off the front of the parameters. */
function extendedColour(parameters: string[]): string | null {
  const kind = parameters.shift();
  if (kind === '5') return paletteColour(Number(parameters.shift()));
  if (kind !== '2') return null;
  // The form with colons has a colour space, usually empty, before the three.
  if (parameters.length > 3 && parameters[0] === '') parameters.shift();
  const [red, green, blue] = parameters.splice(0, 3).map(Number);
  return hex(red ?? 0, green ?? 0, blue ?? 0);
}

const SIXTEEN = [
  '#07080d',
  '#ffc0b9',
  '#b3f6c0',
  '#fce094',
  '#a6dbff',
  '#ffcaff',
  '#8cf8f7',
  '#eef1f8',
  '#4f5258',
  '#ffc0b9',
  '#b3f6c0',
  '#fce094',
  '#a6dbff',
  '#ffcaff',
  '#8cf8f7',
  '#eef1f8',
];

function paletteColour(index: number): string {
  const basic = SIXTEEN[index];
  if (basic !== undefined) return basic;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return hex(grey, grey, grey);
  }
  const cube = index - 16;
  return hex(
    cubeLevel(Math.floor(cube / 36)),
    cubeLevel(Math.floor(cube / 6) % 6),
    cubeLevel(cube % 6),
  );
}

function cubeLevel(step: number): number {
  return step === 0 ? 0 : 55 + step * 40;
}

function drawRun({ text, column, style }: Run, row: number): string {
  const [foreground, background] = style.reversed
    ? [style.background ?? DEFAULTS.background, style.foreground ?? DEFAULTS.foreground]
    : [style.foreground ?? DEFAULTS.foreground, style.background];
  const x = round(MARGIN + column * CELL.width);
  const y = MARGIN + row * CELL.height;
  const width = round(text.length * CELL.width);
  const box =
    background === null || background === DEFAULTS.background
      ? ''
      : `<rect x="${x}" y="${y}" width="${width}" height="${CELL.height}" fill="${background}"/>`;
  if (text.trim() === '') return box;
  const attributes = [
    `x="${x}" y="${round(y + CELL.ascent)}" textLength="${width}" lengthAdjust="spacingAndGlyphs"`,
    `fill="${foreground}"`,
    style.bold ? 'font-weight="bold"' : '',
    style.italic ? 'font-style="italic"' : '',
    style.underlined ? 'text-decoration="underline"' : '',
  ].filter((attribute) => attribute !== '');
  return `${box}<text ${attributes.join(' ')}>${escape(text)}</text>`;
}

function endOf(runs: readonly Run[]): number {
  const last = runs.at(-1);
  return last === undefined ? 0 : last.column + last.text.length;
}

function hex(...channels: readonly number[]): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
