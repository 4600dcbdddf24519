const CONTEXT = 3;

/** Texts with more lines than this are shown as replaced: a table of all pairs would take too much memory. */
const MOST_LINES = 4000;

interface Step {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * The change of one file in the unified format that `patch -p1` and `git apply` read. Empty where nothing
 * changed.
 *
 * @param file relative to where the patch is applied, with slashes.
 */
export function unifiedDiff(file: string, before: string | null, after: string): string {
  if (before === after) return '';
  const steps = diffLines(splitLines(before ?? ''), splitLines(after));
  const header = `--- ${before === null ? '/dev/null' : nameIn('a', file)}\n+++ ${nameIn('b', file)}\n`;
  return header + hunks(steps).join('');
}

/** As git writes it (`quote_c_style`): what is not plain ASCII in quotes and octal, and a tab behind a name with blanks. */
function nameIn(side: 'a' | 'b', file: string): string {
  const name = `${side}/${file}`;
  if (/^[ !#-[\]-~]*$/.test(name)) return name.includes(' ') ? `${name}\t` : name;
  const bytes = Array.from(Buffer.from(name, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === '\\') return `\\${character}`;
    if (byte >= 0x20 && byte < 0x7f) return character;
    return `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${bytes.join('')}"`;
}

/** Lines with their breaks; the last may have none. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]+\n?|\n/g) ?? [];
}

function diffLines(a: readonly string[], b: readonly string[]): readonly Step[] {
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head += 1;
  let tail = 0;
  const most = Math.min(a.length, b.length) - head;
  while (tail < most && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return [
    ...marked(' ', a.slice(0, head)),
    ...diffMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...marked(' ', a.slice(a.length - tail)),
  ];
}

/** By the longest common subsequence. */
function diffMiddle(a: readonly string[], b: readonly string[]): readonly Step[] {
  if (a.length * b.length > MOST_LINES ** 2) return [...marked('-', a), ...marked('+', b)];
  const lengths = commonLengths(a, b);
  const width = b.length + 1;
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      steps.push({ mark: ' ', line: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) {
      steps.push({ mark: '-', line: a[i] ?? '' });
      i += 1;
    } else {
      steps.push({ mark: '+', line: b[j] ?? '' });
      j += 1;
    }
  }
  return [...steps, ...marked('-', a.slice(i)), ...marked('+', b.slice(j))];
}

function marked(mark: Step['mark'], lines: readonly string[]): readonly Step[] {
  return lines.map((line) => ({ mark, line }));
}

/** Row-major, one more row and column than lines: the common length of what follows each pair. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  return lengths;
}

function hunks(steps: readonly Step[]): readonly string[] {
  const changed = steps.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const ranges: { start: number; end: number }[] = [];
  for (const index of changed) {
    const start = Math.max(0, index - CONTEXT);
    const end = Math.min(steps.length, index + CONTEXT + 1);
    const last = ranges.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else ranges.push({ start, end });
  }
  return ranges.map(({ start, end }) => hunk(steps, start, end));
}

function hunk(steps: readonly Step[], start: number, end: number): string {
  const inside = steps.slice(start, end);
  const before = rangeText(steps.slice(0, start), inside, '+');
  const after = rangeText(steps.slice(0, start), inside, '-');
  const lines = inside.map(({ mark, line }) =>
    line.endsWith('\n') ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`,
  );
  return `@@ -${before} +${after} @@\n${lines.join('')}`;
}

/** `start,count` on the side that does not have the lines marked `other`. */
function rangeText(above: readonly Step[], inside: readonly Step[], other: '-' | '+'): string {
  const first = above.filter(({ mark }) => mark !== other).length;
  const count = inside.filter(({ mark }) => mark !== other).length;
  return `${count === 0 ? first : first + 1},${count}`;
}
