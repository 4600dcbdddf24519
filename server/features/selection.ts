import { LOCK_FORMATS } from '../locks/formats.ts';
import { nodesAround, readJson } from '../locks/json.ts';
import type { Lock } from '../locks/model.ts';
import type { Manifest } from '../manifests/model.ts';
import { isRequirements } from '../project/inputs/read.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { touches, type Span } from '../text.ts';
import type { TomlEntry, TomlTable, TomlValue } from '../toml/model.ts';
import { packageAt } from './place.ts';
import type { Snapshot } from './model.ts';

/** What an editor selects when asked for more and more around an offset: the smallest first, the document last. */
export function selectionSpans(snapshot: Snapshot, offset: number): readonly Span[] {
  const document = { start: 0, end: snapshot.source.text.length };
  const spans = snapshot.role === 'nix' ? [] : spansAround(snapshot, offset);
  return nested([...spans, document]);
}

function spansAround({ role, projects }: Snapshot, offset: number): readonly Span[] {
  const [{ input, lock, lockFile, manifest }] = projects;
  const source = role === 'lock' ? lockFile : input.manifest;
  const document = source === null ? null : tomlOf(source);
  if (document === null) {
    if (role === 'lock' && lock !== null && source !== null && isJson(lock))
      return nodesAround(readJson(source.document.text), offset);
    const parts = role === 'lock' ? lockedParts(lock, offset) : declaredParts(manifest);
    return parts.filter((span) => touches(span, offset));
  }
  const section = document.sections.findLast(({ span }) => span.start <= offset);
  if (section === undefined) return [];
  const base = section.span.start;
  const inside = entrySpans(section.table(), offset - base).map(({ start, end }) => ({
    start: start + base,
    end: end + base,
  }));
  const around =
    role === 'lock' && lock !== null ? packageAt(lock.packages, offset)?.span : undefined;
  return [...inside, section.span, ...(around === undefined ? [] : [around])];
}

function isJson({ kind }: Lock): boolean {
  return LOCK_FORMATS[kind].syntax === 'json';
}

/** What a requirements file says, and the parts of it. */
function declaredParts(manifest: Manifest): readonly Span[] {
  const own = manifest.dependencies.filter(({ file }) => file === undefined);
  const stated = isRequirements(manifest) ? manifest.statements : [];
  return [
    ...stated.map(({ span }) => span),
    ...own.flatMap(({ span, nameSpan, constraint, marker, reference, extras }) => [
      span,
      nameSpan,
      ...[constraint, marker, reference, ...extras].flatMap((part) => part?.span ?? []),
    ]),
  ];
}

function lockedParts(lock: Lock | null, offset: number): readonly Span[] {
  const locked = lock === null ? null : packageAt(lock.packages, offset);
  if (locked === null) return [];
  return [
    locked.span,
    locked.nameSpan,
    ...(locked.versionSpan === null ? [] : [locked.versionSpan]),
  ];
}

const MOST_LEVELS = 64;

/** From the innermost value to the statement. */
function entrySpans(table: TomlTable, offset: number): readonly Span[] {
  const spans: Span[] = [];
  let entry = entryAt(table, offset);
  for (let level = 0; entry !== null && level < MOST_LEVELS; level += 1) {
    spans.push(entry.span);
    if (touches(entry.keySpan, offset)) spans.push(entry.keySpan);
    const value = valueAt(entry.value, offset, spans);
    entry = value?.kind === 'table' ? entryAt(value, offset) : null;
  }
  return spans.toReversed();
}

/** Goes into arrays down to the element at the offset, and notes what it passes. */
function valueAt(value: TomlValue, offset: number, spans: Span[]): TomlValue | null {
  let current: TomlValue | undefined = value;
  for (let level = 0; current !== undefined && level < MOST_LEVELS; level += 1) {
    if (!touches(current.span, offset)) return current.kind === 'table' ? current : null;
    spans.push(current.span);
    if (current.kind === 'string' && touches(current.contentSpan, offset))
      spans.push(current.contentSpan);
    if (current.kind !== 'array') return current;
    current = current.items.find((item) => touches(item.span, offset));
  }
  return null;
}

function entryAt({ entries }: TomlTable, offset: number): TomlEntry | null {
  for (const entry of entries.values()) if (touches(entry.span, offset)) return entry;
  return null;
}

/** The spans of which each is strictly inside of the next: an editor requires this of selections. */
function nested(spans: readonly Span[]): readonly Span[] {
  const ordered = spans.toSorted((a, b) => a.end - a.start - (b.end - b.start));
  const kept: Span[] = [];
  for (const span of ordered) {
    const last = kept.at(-1);
    const isAround = last === undefined || (span.start <= last.start && last.end <= span.end);
    const isSame = last !== undefined && span.start === last.start && span.end === last.end;
    if (isAround && !isSame) kept.push(span);
  }
  return kept;
}
