import { stripVTControlCharacters } from 'node:util';

/** What a log of a failed build is kept as: the lines that matter, the same for the same build. */

const LONGEST_LINE = 400;
/** Lines kept before and after one that tells something, and at the end. */
const AROUND = 2;
const AT_THE_END = 12;
const MOST_LINES = 120;

/** From the surest to the vaguest. */
const TELLING: readonly RegExp[] = [
  /fatal error: .*(?:No such file|not found)/,
  /cannot find -l|undefined reference to/,
  /(?:executable|program|command|library|header|package|dependency|compiler)\b.{0,60}\bnot found|not found: |NOT FOUND|could not find|couldn't find|cannot find|can't find|Could NOT find|was not found|Unable to find/i,
  /No such file or directory: '|No such file or directory$|command not found/,
  /ModuleNotFoundError|ImportError/,
  /(?:^|\s)(?:\w*Error|error|ERROR)\b[:!]/,
  /\bfailed\b|\bmissing\b|\brequired\b/i,
];

/** Words of pip that every failure has. */
const OF_EVERY_FAILURE =
  /subprocess-exited-with-error|Failed building wheel|Failed to build|metadata-generation-failed|exit code: \d|This error originates from|did not run successfully|See above for output|WARNING: |Building wheel for .* error|Getting requirements to build wheel: finished|Preparing metadata .*: finished|full command:|ERROR: Failed|Encountered error|likely not a problem with pip|This is an issue with the package|hint: See|full command|cwd: /;

/**
 * The line that tells why a build failed.
 *
 * @param success the log of a build of the same with one need more: what stands in both says nothing
 */
export function tellingLine(log: string, success: string | null): string {
  const ordinary = new Set(success === null ? [] : linesOf(success));
  const lines = linesOf(log).filter((line) => !OF_EVERY_FAILURE.test(line) && !ordinary.has(line));
  for (const pattern of TELLING) {
    const found = lines.find((line) => pattern.test(line));
    if (found !== undefined) return found.trim();
  }
  return lines.findLast((line) => line.trim() !== '')?.trim() ?? 'no output';
}

/** The lines around what tells something, and the last ones; `…` where lines are left out. */
export function excerptOf(log: string, telling: string): string {
  const lines = linesOf(log);
  const kept = new Set<number>();
  const end = lines.findLastIndex((line) => line !== '' && !OF_EVERY_FAILURE.test(line)) + 1;
  const keep = (index: number): void => {
    const last = Math.min(index + AROUND, end - 1);
    for (let near = Math.max(0, index - AROUND); near <= last; near++) kept.add(near);
  };
  for (let index = Math.max(0, end - AT_THE_END); index < end; index++) kept.add(index);
  const first = lines.findIndex((line) => line.trim() === telling);
  if (first >= 0) keep(first);
  for (const pattern of TELLING.slice(0, -1))
    for (const [index, line] of lines.entries())
      if (kept.size < MOST_LINES && pattern.test(line) && !OF_EVERY_FAILURE.test(line)) keep(index);
  const result: string[] = [];
  let last = -1;
  for (const index of [...kept].toSorted((a, b) => a - b)) {
    if (index > last + 1) result.push('…');
    result.push(lines[index] ?? '');
    last = index;
  }
  return `${result.join('\n')}\n`;
}

/** Without what differs from one run to the next: random folders, process numbers, times, colours. */
function linesOf(log: string): string[] {
  return stripVTControlCharacters(log)
    .replaceAll(
      /\/tmp\/(?:pip-[\w-]+|tmp[\w]+|build-[\w-]+|\.mesonpy-\w+|cc\w+|[\w.-]*tmp[\w.-]*)/g,
      '/tmp/…',
    )
    .replaceAll(/\b\d+(?:\.\d+)?\s?(?:s|ms|seconds)\b/g, '… s')
    .replaceAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]*/g, '…')
    .replaceAll(/0x[0-9a-f]{6,}/g, '0x…')
    .split(/\r?\n|\r/)
    .map((line) =>
      (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line).trimEnd(),
    );
}
