import type { Constraint, SyntaxProblem } from '../python/model.ts';
import { normalizeName } from '../python/names.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import type { PoetryRequirement } from '../python/poetry-requirement.ts';
import { parsePoetryRequirement } from '../python/poetry-requirement.ts';
import type { Requirement } from '../python/requirement.ts';
import { parseRequirement } from '../python/requirement.ts';
import { specifiersToConstraint } from '../python/specifier.ts';
import type { Span } from '../text.ts';
import type { TomlString, TomlValue } from '../toml/model.ts';
import { asksForExtra } from './conditions.ts';
import { isProblem } from '../python/problem.ts';
import type { Dependency } from './model.ts';
import { readUrl } from './requirement-url.ts';
import { asItems, partSpan } from './toml-access.ts';

/**
 * Whose grammar requirements are read by. The two differ in little (`name>=3.*` is Poetry's alone,
 * `===` is not); where no tool is named, what either takes is right.
 */
export type RequirementDialect = 'pep508' | 'poetry' | 'either';

/** Where a list of requirements stands. */
export interface RequirementPlace {
  readonly origin: 'project' | 'dependency-groups' | 'build-system' | 'tool.uv' | 'tool.pdm';
  readonly group: string;
  readonly extra: string | null;
}

/** The PEP 508 strings of a list; items of other types are left out. */
export function readRequirements(
  list: TomlValue | undefined,
  dialect: RequirementDialect,
  place: RequirementPlace,
): readonly Dependency[] {
  return asItems(list)
    .filter((item) => item.kind === 'string')
    .map((item) => readRequirement(item, dialect, place));
}

/**
 * One PEP 508 string. One that cannot be read still gives its name, as far as it has one; what is
 * wrong with it stands where its constraint or its marker would.
 */
export function readRequirement(
  string: TomlString,
  dialect: RequirementDialect,
  place: RequirementPlace,
): Dependency {
  const read = READERS[dialect](string.value);
  const parts = isProblem(read) ? brokenParts(string, read) : partsOf(string, read);
  return {
    ...parts,
    ...place,
    normalized: normalizeName(parts.name),
    span: string.span,
    conditions: { markers: parts.marker, python: null, platform: null },
    optional: place.extra !== null || asksForExtra(parts.marker),
    source: null,
    allowPrereleases: null,
  };
}

type Parts = Pick<
  Dependency,
  'name' | 'nameSpan' | 'form' | 'constraint' | 'extras' | 'marker' | 'reference'
>;

const READERS: Readonly<
  Record<RequirementDialect, (text: string) => PoetryRequirement | SyntaxProblem>
> = {
  pep508: readPep508,
  poetry: (text) => parsePoetryRequirement(withoutComment(text)),
  either: (text) => {
    const read = readPep508(text);
    const other = isProblem(read) ? parsePoetryRequirement(withoutComment(text)) : read;
    return isProblem(other) ? read : other;
  },
};

function readPep508(text: string): PoetryRequirement | SyntaxProblem {
  const read = parseRequirement(text);
  if (isProblem(read)) return read;
  const { specifier, ...rest } = read;
  return { ...rest, constraint: specifier && { ...specifier, parsed: asConstraint(specifier) } };
}

/** A lock of Poetry is judged in its constraint language; what only PEP 440 knows (`===`) is read as that has it. */
function asConstraint(specifier: NonNullable<Requirement['specifier']>): Constraint {
  const constraint = parsePoetryConstraint(specifier.text);
  return isProblem(constraint) ? specifiersToConstraint(specifier.parsed) : constraint;
}

function partsOf(string: TomlString, requirement: PoetryRequirement): Parts {
  const { name, extras, constraint, url, marker } = requirement;
  const at = <Part extends { readonly span: Span }>(part: Part): Part => ({
    ...part,
    span: partSpan(string, part.span),
  });
  return {
    name: name.text,
    nameSpan: at(name).span,
    extras: extras.map(at).map(({ text, span }) => ({ name: text, span })),
    constraint: constraint && at(constraint),
    marker: marker && at(marker),
    ...(url === null ? { form: 'version', reference: null } : readUrl(url.text, at(url).span)),
  };
}

function brokenParts(string: TomlString, problem: SyntaxProblem): Parts {
  const text = string.value;
  const name = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?/.exec(text);
  const written = name?.[1] ?? '';
  const nameEnd = name?.[0].length ?? 0;
  const semicolon = text.indexOf(';', nameEnd);
  const inMarker = semicolon !== -1 && problem.span.start > semicolon;
  // The reader's own span is where it stopped, which is one letter as often as not.
  const rest = inMarker
    ? trimmed(text, semicolon + 1, text.length)
    : trimmed(text, nameEnd, semicolon === -1 ? text.length : semicolon);
  const unread = {
    text: rest.text,
    span: partSpan(string, rest.span),
    parsed: { problem: problem.problem, span: { start: 0, end: rest.text.length } },
  };
  return {
    name: written,
    nameSpan: partSpan(string, { start: nameEnd - written.length, end: nameEnd }),
    form: 'version',
    extras: [],
    constraint: inMarker ? null : unread,
    marker: inMarker ? unread : null,
    reference: null,
  };
}

function trimmed(text: string, start: number, end: number): { text: string; span: Span } {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  const inner = part.trim();
  return { text: inner, span: { start: from, end: from + inner.length } };
}

/** poetry-core drops ` # …` from a requirement, unless a marker follows. */
function withoutComment(text: string): string {
  const start = text.indexOf(' #');
  return start === -1 || text.includes(' ;', start) ? text : text.slice(0, start);
}
