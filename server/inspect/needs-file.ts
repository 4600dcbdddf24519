import { visibleJsonLine } from '../visible.ts';
import type { EvidenceKind, ReadEvidence, Reading } from '../../overrides-db/reading.ts';

/** The file beside a lock that says what was read in the files which it pins (`docs/needs.schema.json`). */
export const NEEDS_FILE = 'pyproject-nix-ls.needs.json';

const SCHEMA_VERSION = 1;

/** What was read in one file that a lock pins. */
export interface NeedsRow {
  /** The lock's own name, in the same folder. */
  readonly lock: string;
  /** PEP 503. */
  readonly name: string;
  readonly version: string;
  readonly source: 'sdist' | 'wheel';
  readonly reading: Reading;
}

/** A file's rows, those that could not be understood left out; what is wrong with it is one sentence, or null. */
export interface NeedsText {
  readonly rows: readonly NeedsRow[];
  readonly problem: string | null;
}

/** Reads a file as `printNeeds` writes it. Any text may be given. */
export function readNeeds(text: string): NeedsText {
  const json = parsed(text);
  if (!isRecord(json)) return { rows: [], problem: 'it is not what `inspect --write` writes' };
  if (json['schemaVersion'] !== SCHEMA_VERSION)
    return {
      rows: [],
      problem: `its schemaVersion is ${JSON.stringify(json['schemaVersion'] ?? null)}, and only ${SCHEMA_VERSION} is known`,
    };
  const packages = Array.isArray(json['packages']) ? json['packages'].slice(0, MOST_ROWS) : [];
  return { rows: packages.flatMap(rowOf), problem: null };
}

/** One row a line but for its evidence, sorted, so that a change of one package is a change of its lines alone. */
export function printNeeds(rows: readonly NeedsRow[]): string {
  const sorted = rows.toSorted((a, b) => compareText(keyOf(a), keyOf(b)));
  const texts = sorted.map(({ lock, name, version, source, reading }) => {
    const { evidence, ...head } = reading;
    const row = visibleJsonLine({ lock, name, version, source, ...head }).slice(0, -1);
    const items = evidence.map((one) => `\n      ${visibleJsonLine(one)}`).join(',');
    return `    ${row},"evidence":[${items}${items === '' ? '' : '\n    '}]}`;
  });
  const list = texts.length === 0 ? '[]' : `[\n${texts.join(',\n')}\n  ]`;
  return `{\n  "schemaVersion": ${SCHEMA_VERSION},\n  "packages": ${list}\n}\n`;
}

/** Bounds: a file of this size is read while others wait. */
const MOST_ROWS = 5_000;
const MOST_EVIDENCE = 200;
const MOST_CHARACTERS = 1_000;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function rowOf(value: unknown): NeedsRow[] {
  if (!isRecord(value)) return [];
  const { lock, name, version, source } = value;
  const reading = readingOf(value);
  if (!isText(lock) || !isText(name) || !isText(version) || reading === null) return [];
  if (source !== 'sdist' && source !== 'wheel') return [];
  return [{ lock, name, version, source, reading }];
}

/** A reading of JSON that somebody else may have written; null for what is none. */
export function readingOf(value: unknown): Reading | null {
  if (!isRecord(value)) return null;
  const { file, sha256, backend, incomplete, declaresAll, evidence } = value;
  if (!isText(file) || !isText(sha256) || !/^[0-9a-f]{64}$/.test(sha256)) return null;
  if (!Array.isArray(evidence)) return null;
  return {
    file,
    sha256,
    ...(isText(backend) ? { backend } : {}),
    ...(incomplete === true ? { incomplete } : {}),
    ...(declaresAll === true ? { declaresAll } : {}),
    evidence: evidence.slice(0, MOST_EVIDENCE).flatMap(evidenceOf),
  };
}

function evidenceOf(value: unknown): ReadEvidence[] {
  if (!isRecord(value)) return [];
  const { kind, name, at, on, beside, by } = value;
  const condition = value['if'];
  if (!isKind(kind) || !isText(name) || !isText(at)) return [];
  return [
    {
      kind,
      name,
      at,
      ...(isText(condition) ? { if: condition } : {}),
      ...(on === 'linux' || on === 'darwin' ? { on } : {}),
      ...(isText(beside) ? { beside } : {}),
      ...(isText(by) ? { by } : {}),
    },
  ];
}

const KINDS: readonly EvidenceKind[] = [
  'requirement',
  'library',
  'pkg-config',
  'program',
  'cmake-package',
  'meson-dependency',
  'language',
  'crate',
  'bundled',
  'links',
  'opens',
];

function isKind(value: unknown): value is EvidenceKind {
  return KINDS.some((kind) => kind === value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MOST_CHARACTERS;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyOf({ lock, name, version, reading }: NeedsRow): string {
  return [lock, name, version, reading.file].join('\0');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
