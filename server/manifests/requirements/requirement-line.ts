import { parseMarker } from '../../python/marker.ts';
import { normalizeName } from '../../python/names.ts';
import { parseRequirement } from '../../python/requirement.ts';
import { specifiersToConstraint } from '../../python/specifier.ts';
import type { Span } from '../../text.ts';
import { asksForExtra } from '../conditions.ts';
import { isProblem } from '../../python/problem.ts';
import type { DeclaredMarker, Dependency } from '../model.ts';
import { readUrl } from '../requirement-url.ts';

/** What a line asks for; it has no name where only building it tells the name (a folder, a bare URL). */
export type LineRequirement = Omit<Dependency, 'span'>;

/** From offsets of the text that is read to those of the file. */
export type SpanOf = (start: number, end: number) => Span;

const ARCHIVE = /\.(?:whl|zip|tgz|tbz|txz|tlz|tar(?:\.(?:gz|bz2|xz|lz|lzma))?)$/i;
const URL_SCHEME = /^(?:https?|file|ftp|(?:git|hg|bzr|svn)(?:\+[a-z]+)?):/i;
const VARIABLE = /\$\{[A-Z0-9_]+\}/;

/**
 * Reads what stands before a line's options, as pip's `parse_req_from_line` does: a URL or a path,
 * or else a PEP 508 specifier. What cannot be read stands as a problem where the constraint or the
 * marker would; of a line with an environment variable in it nothing is wrong before it is known.
 */
export function readRequirementLine(text: string, spanOf: SpanOf): LineRequirement {
  const isUrl = URL_SCHEME.test(text);
  const semicolon = text.indexOf(isUrl ? '; ' : ';');
  const head = trimmed(text, 0, semicolon === -1 ? text.length : semicolon);
  const tail = semicolon === -1 ? null : trimmed(text, semicolon + 1, text.length);
  const marker = tail === null ? null : readMarker(tail, spanOf);
  const isVariable = VARIABLE.test(text);
  if (isUrl) return placed(head, marker, spanOf);
  const read = parseRequirement(head.text);
  if (!isProblem(read)) {
    const at = ({ start, end }: Span): Span => spanOf(head.start + start, head.start + end);
    const reference = read.url && readUrl(read.url.text, at(read.url.span));
    // pip takes the name of an archive for the archive before it takes it for a project.
    if (reference === null && read.specifier === null && ARCHIVE.test(read.name.text))
      return placed(head, marker, spanOf);
    return assembled(read.name.text, at(read.name.span), marker, {
      extras: read.extras.map((extra) => ({ name: extra.text, span: at(extra.span) })),
      constraint: read.specifier && {
        text: read.specifier.text,
        span: at(read.specifier.span),
        parsed: specifiersToConstraint(read.specifier.parsed),
      },
      ...(reference ?? { form: 'version', reference: null }),
    });
  }
  if (isVariable || looksLikePath(head.text)) return placed(head, marker, spanOf);
  return broken(head, marker, read.problem, spanOf);
}

/** Reads the value of `-e`: a folder, a URL of version control, or `name @ URL`. None of them is ever called wrong. */
export function readEditable(text: string, spanOf: SpanOf): LineRequirement {
  const read = parseRequirement(text);
  const isDirect = !isProblem(read) && read.url !== null;
  const requirement = isDirect
    ? readRequirementLine(text, spanOf)
    : placed({ text, start: 0 }, null, spanOf);
  const { reference } = requirement;
  return { ...requirement, reference: reference && { ...reference, develop: true } };
}

interface Part {
  readonly text: string;
  readonly start: number;
}

function readMarker(part: Part, spanOf: SpanOf): DeclaredMarker | null {
  if (part.text === '') return null;
  const span = spanOf(part.start, part.start + part.text.length);
  return { text: part.text, span, parsed: parseMarker(part.text) };
}

/** A path or a URL, with extras behind it or without. */
function placed(part: Part, marker: DeclaredMarker | null, spanOf: SpanOf): LineRequirement {
  const bracket = extrasStart(part.text);
  const location = part.text.slice(0, bracket ?? undefined).trimEnd();
  const at = (start: number, end: number): Span => spanOf(part.start + start, part.start + end);
  const found = nameIn(location);
  const nameSpan = found === null ? at(0, 0) : at(found.start, found.start + found.text.length);
  return assembled(found?.text ?? '', nameSpan, marker, {
    extras: bracket === null ? [] : extrasIn(part.text, bracket, at),
    constraint: null,
    ...readUrl(location, at(0, location.length)),
  });
}

/** The name that is certain without building: that of the `#egg=` fragment or of a wheel's file. */
function nameIn(location: string): Part | null {
  const egg = /[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(location);
  if (egg?.[1] !== undefined)
    return { text: egg[1], start: egg.index + egg[0].length - egg[1].length };
  const end = location.search(/[?#]/);
  const path = end === -1 ? location : location.slice(0, end);
  const start = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const name = /^([A-Za-z0-9][A-Za-z0-9._]*)-[^/]*\.whl$/i.exec(path.slice(start))?.[1];
  return name === undefined ? null : { text: name, start };
}

/** Where the extras behind a path start; null where there are none. */
function extrasStart(text: string): number | null {
  const open = text.endsWith(']') ? text.lastIndexOf('[') : -1;
  return open > 0 ? open : null;
}

function extrasIn(text: string, open: number, at: SpanOf): LineRequirement['extras'] {
  const extras: { name: string; span: Span }[] = [];
  let from = open + 1;
  for (const each of text.slice(open + 1, -1).split(',')) {
    const name = each.trim();
    const start = from + (each.length - each.trimStart().length);
    if (name !== '') extras.push({ name, span: at(start, start + name.length) });
    from += each.length + 1;
  }
  return extras;
}

function broken(
  head: Part,
  marker: DeclaredMarker | null,
  problem: string,
  spanOf: SpanOf,
): LineRequirement {
  const written = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/.exec(head.text)?.[0] ?? '';
  const rest = trimmed(head.text, written.length, head.text.length);
  const start = head.start + rest.start;
  return assembled(written, spanOf(head.start, head.start + written.length), marker, {
    form: 'version',
    reference: null,
    extras: [],
    constraint: {
      text: rest.text,
      span: spanOf(start, start + rest.text.length),
      parsed: { problem, span: { start: 0, end: rest.text.length } },
    },
  });
}

function assembled(
  name: string,
  nameSpan: Span,
  marker: DeclaredMarker | null,
  rest: Pick<Dependency, 'extras' | 'constraint' | 'form' | 'reference'>,
): LineRequirement {
  return {
    name,
    normalized: normalizeName(name),
    nameSpan,
    origin: 'requirements',
    group: 'main',
    extra: null,
    marker,
    conditions: { markers: marker, python: null, platform: null },
    optional: asksForExtra(marker),
    source: null,
    allowPrereleases: null,
    ...rest,
  };
}

/** pip's `_looks_like_path`, and archives, which it looks for without a separator too. */
function looksLikePath(text: string): boolean {
  if (text.startsWith('.') || /[/\\]/.test(text)) return true;
  return ARCHIVE.test(text.slice(0, extrasStart(text) ?? undefined));
}

function trimmed(text: string, from: number, to: number): Part {
  const part = text.slice(from, to);
  return { text: part.trim(), start: from + part.length - part.trimStart().length };
}
