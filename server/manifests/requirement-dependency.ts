import type { SyntaxProblem } from '../python/model.ts';
import { normalizeName } from '../python/names.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import type { Requirement } from '../python/requirement.ts';
import { parseRequirement } from '../python/requirement.ts';
import { specifiersToConstraint } from '../python/specifier.ts';
import type { Span } from '../text.ts';
import type { TomlString, TomlValue } from '../toml/model.ts';
import { asksForExtra, isProblem } from './conditions.ts';
import type { DeclaredConstraint, Dependency } from './model.ts';
import { readUrl } from './requirement-url.ts';
import { asItems, partSpan } from './toml-access.ts';

/** Where a list of requirements stands. */
export interface RequirementPlace {
  readonly origin: 'project' | 'dependency-groups' | 'build-system' | 'tool.uv';
  readonly group: string;
  readonly extra: string | null;
}

/** The PEP 508 strings of a list; items of other types are left out. */
export function readRequirements(
  list: TomlValue | undefined,
  place: RequirementPlace,
): readonly Dependency[] {
  return asItems(list)
    .filter((item) => item.kind === 'string')
    .map((item) => readRequirement(item, place));
}

/**
 * One PEP 508 string. One that cannot be read still gives its name, as far as it has one; what is
 * wrong with it stands where its constraint or its marker would.
 */
export function readRequirement(string: TomlString, place: RequirementPlace): Dependency {
  const text = withoutComment(string.value);
  const read = parseRequirement(text);
  const parts = isProblem(read) ? brokenParts(string, text, read) : partsOf(string, read);
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

function partsOf(string: TomlString, requirement: Requirement): Parts {
  const { name, extras, specifier, url, marker } = requirement;
  const at = (span: Span): Span => partSpan(string, span);
  return {
    name: name.text,
    nameSpan: at(name.span),
    extras: extras.map((extra) => ({ name: extra.text, span: at(extra.span) })),
    constraint: specifier && {
      text: specifier.text,
      span: at(specifier.span),
      parsed: asConstraint(specifier),
    },
    marker: marker && { text: marker.text, span: at(marker.span), parsed: marker.parsed },
    ...(url === null ? { form: 'version', reference: null } : readUrl(url.text, at(url.span))),
  };
}

/** Poetry reads specifiers in its own language; what only PEP 440 knows (`===`) is read as that has it. */
function asConstraint(
  specifier: NonNullable<Requirement['specifier']>,
): DeclaredConstraint['parsed'] {
  const constraint = parsePoetryConstraint(specifier.text);
  return isProblem(constraint) ? specifiersToConstraint(specifier.parsed) : constraint;
}

function brokenParts(string: TomlString, text: string, problem: SyntaxProblem): Parts {
  const name = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?/.exec(text);
  const written = name?.[1] ?? '';
  const nameEnd = name?.[0].length ?? 0;
  const semicolon = text.indexOf(';', nameEnd);
  const inMarker = semicolon !== -1 && problem.span.start > semicolon;
  const restSpan = inMarker
    ? { start: semicolon + 1, end: text.length }
    : { start: nameEnd, end: semicolon === -1 ? text.length : semicolon };
  const rest = {
    text: text.slice(restSpan.start, restSpan.end),
    span: partSpan(string, restSpan),
    parsed: { problem: problem.problem, span: shiftBack(problem.span, restSpan.start) },
  };
  return {
    name: written,
    nameSpan: partSpan(string, { start: nameEnd - written.length, end: nameEnd }),
    form: 'version',
    extras: [],
    constraint: inMarker ? null : rest,
    marker: inMarker ? rest : null,
    reference: null,
  };
}

function shiftBack({ start, end }: Span, by: number): Span {
  return { start: Math.max(0, start - by), end: Math.max(0, end - by) };
}

/** poetry-core drops ` # …` from a requirement, unless a marker follows. */
function withoutComment(text: string): string {
  const start = text.indexOf(' #');
  return start === -1 || text.includes(' ;', start) ? text : text.slice(0, start);
}
