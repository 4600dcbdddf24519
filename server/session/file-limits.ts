import { basename } from 'node:path/posix';
import type { FileProblem } from './file-system.ts';
import { isRequirementsName, isToml, roleOf } from './file-roles.ts';

/**
 * How much of a kind of file is read, and how much of that at once: while one file is read and judged, all
 * else waits. What takes memory and time is not the bytes alone: of two files of a megabyte one may hold a
 * hundred packages with their hashes, and the other a hundred thousand empty tables. docs/limits.md has
 * what was measured.
 */
export interface FileLimit {
  readonly bytes: number;
  /** What is read and judged within 100 ms, by code that has not run before. */
  readonly bytesAtOnce: number;
  /** What is counted beside the bytes. */
  readonly entries: readonly EntryLimit[];
}

export interface EntryLimit {
  readonly most: number;
  readonly mostAtOnce: number;
  /** The plural of what is counted, for people. */
  readonly what: string;
  /** How many there are in a text, or `most` + 1 where there are more. */
  readonly count: (text: string, most: number) => number;
}

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

const LIMITS = {
  manifest: {
    bytes: 2 * MEGABYTE,
    bytesAtOnce: 64 * KILOBYTE,
    entries: [
      { most: 100_000, mostAtOnce: 1_000, what: 'lines and commas', count: countLinesAndCommas },
    ],
  },
  requirements: {
    bytes: 4 * MEGABYTE,
    bytesAtOnce: 128 * KILOBYTE,
    entries: [{ most: 100_000, mostAtOnce: 700, what: 'lines', count: countLines }],
  },
  'TOML lock': {
    bytes: 8 * MEGABYTE,
    bytesAtOnce: 128 * KILOBYTE,
    entries: [
      { most: 50_000, mostAtOnce: 750, what: 'tables', count: countTables },
      { most: 200_000, mostAtOnce: 5_000, what: 'inline tables', count: countBraces },
    ],
  },
  Nix: { bytes: 2 * MEGABYTE, bytesAtOnce: 24 * KILOBYTE, entries: [] },
  JSON: {
    bytes: 1.5 * MEGABYTE,
    bytesAtOnce: 144 * KILOBYTE,
    entries: [{ most: Infinity, mostAtOnce: 1_500, what: 'objects', count: countBraces }],
  },
} as const satisfies Record<string, FileLimit>;

/** The limit of a file, by its name. */
export function limitOf(file: string): FileLimit {
  const role = roleOf(file);
  if (role === 'nix') return LIMITS.Nix;
  if (isRequirementsName(file)) return LIMITS.requirements;
  if (role === 'lock' && isToml(file)) return LIMITS['TOML lock'];
  if (isToml(file) || role === 'manifest') return LIMITS.manifest;
  return LIMITS.JSON;
}

/** Why a file of so many bytes is not read; null where it is. */
export function tooManyBytes(file: string, bytes: number): FileProblem | null {
  const { bytes: most } = limitOf(file);
  if (bytes <= most) return null;
  return tooLarge(
    `${file} is ${(bytes / MEGABYTE).toFixed(1)} MB; more than ${most / MEGABYTE} MB of a ${nameOf(file)} are not read.`,
  );
}

/** Why a text is not read, of which there are few enough bytes; null where it is. */
export function tooManyEntries(file: string, text: string): FileProblem | null {
  for (const { most, what, count } of limitOf(file).entries) {
    // Each takes a character at least.
    if (text.length <= most || count(text, most) <= most) continue;
    return tooLarge(`${file} has more than ${most} ${what}, and is not read.`);
  }
  return null;
}

/**
 * How much of what is read and judged at once a text takes, 1 for all of it: a file above that is heavy, and
 * so is a project whose files are above it together. Of what is above 1, only that it is.
 */
export function weightOf(file: string, text: string): number {
  const { bytesAtOnce, entries } = limitOf(file);
  let weight = text.length / bytesAtOnce;
  for (const { mostAtOnce, count } of entries) {
    if (weight > 1) break;
    weight = Math.max(weight, count(text, mostAtOnce) / mostAtOnce);
  }
  return weight;
}

/** Whether a text takes longer to read and judge than others may wait: then its projects are heavy. */
export function isHeavy(file: string, text: string): boolean {
  return weightOf(file, text) > 1;
}

function tooLarge(message: string): FileProblem {
  return { kind: 'file-too-large', message };
}

function nameOf(file: string): string {
  return basename(file).endsWith('.nix') ? 'Nix file' : basename(file);
}

const LF = 0x0a;
const CR = 0x0d;
const COMMA = 0x2c;
const LEFT_BRACKET = 0x5b;

function countLines(text: string, most: number): number {
  let count = 0;
  for (let at = 0; at < text.length && count <= most; at++) if (isLineBreak(text, at)) count += 1;
  return count;
}

function countLinesAndCommas(text: string, most: number): number {
  let count = 0;
  for (let at = 0; at < text.length && count <= most; at++)
    if (text.charCodeAt(at) === COMMA || isLineBreak(text, at)) count += 1;
  return count;
}

/** Lines that begin with a bracket: headers, but for a few in arrays that are written so. */
function countTables(text: string, most: number): number {
  let count = text.charCodeAt(0) === LEFT_BRACKET ? 1 : 0;
  for (let at = 0; at < text.length && count <= most; at++)
    if (isLineBreak(text, at) && text.charCodeAt(at + 1) === LEFT_BRACKET) count += 1;
  return count;
}

function countBraces(text: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf('{'); at !== -1 && count <= most; at = text.indexOf('{', at + 1))
    count += 1;
  return count;
}

/** Whether a line ends at `at`; of a CR and an LF together the LF ends it. */
function isLineBreak(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === LF || (code === CR && text.charCodeAt(at + 1) !== LF);
}
