import type { Dependency } from '../../manifests/model.ts';
import { formatMarker, parseMarker } from '../../python/marker.ts';
import { isProblem } from '../../python/problem.ts';
import { differenceOf, specifiersFor } from '../../python/specifiers-for.ts';
import type { MoveNote } from './model.ts';
import { uvSourceOf, type UvSource } from './uv-source.ts';

/** A dependency of Poetry as a requirement of PEP 508. */
export interface MovedRequirement {
  /** `requests[socks]>=2.28,<3; sys_platform == 'linux'` */
  readonly text: string;
  readonly name: string;
  /** PEP 503. */
  readonly normalized: string;
  /** The marker alone; null for none. */
  readonly marker: string | null;
  /** From where it comes, for `[tool.uv.sources]`; null for an index that is not named. */
  readonly source: UvSource | null;
  readonly optional: boolean;
  readonly allowPrereleases: boolean;
  /** What the requirement does not say, as comments for the line above. */
  readonly comments: readonly string[];
}

/** The requirement that allows what a dependency of `[tool.poetry]` allows, and what there is to say of it. */
export function moveRequirement(dependency: Dependency): {
  readonly requirement: MovedRequirement;
  readonly notes: readonly MoveNote[];
} {
  const { name, normalized, extras, optional, allowPrereleases } = dependency;
  const versions = specifiersOf(dependency);
  const marker = markerOf(dependency);
  const from = uvSourceOf(dependency);
  const features = extras.length === 0 ? '' : `[${extras.map((extra) => extra.name).join(',')}]`;
  const condition = marker.text === null ? '' : `; ${marker.text}`;
  const problems = [versions.problem, marker.problem].filter((problem) => problem !== null);
  const note = (kind: MoveNote['kind'], message: string): MoveNote => ({
    kind,
    message: `${name}: ${message}`,
    span: dependency.span,
  });
  return {
    requirement: {
      text: `${name}${features}${versions.text}${condition}`,
      name,
      normalized,
      marker: marker.text,
      source: from.source,
      optional,
      allowPrereleases: allowPrereleases === true,
      comments: problems.map((problem) => `# ${problem}`),
    },
    notes: [
      ...problems.map((problem) => note('look', problem)),
      ...from.problems.map((problem) => note('look', problem)),
    ],
  };
}

interface Part<Text> {
  readonly text: Text;
  /** A sentence on what it does not say. */
  readonly problem: string | null;
}

function specifiersOf({ constraint, form }: Dependency): Part<string> {
  if (constraint === null || form !== 'version') return { text: '', problem: null };
  const { text, parsed } = constraint;
  if (isProblem(parsed))
    return { text: '', problem: `Poetry's constraint ${JSON.stringify(text)} cannot be read.` };
  // What is written in the language of both stays as it is written.
  if (/[<>=!~]/.test(text) && differenceOf(parsed, text) === 'none')
    return { text: text.trim(), problem: null };
  const written = specifiersFor(parsed);
  if (written === null)
    return { text: '', problem: `Poetry's constraint ${JSON.stringify(text)} allows no version.` };
  return { text: written.text, problem: DIFFERENCES[written.difference](text) };
}

const DIFFERENCES = {
  none: () => null,
  'pre-releases': (text: string) =>
    `Poetry's constraint ${JSON.stringify(text)} differs in pre-releases.`,
  more: (text: string) => `Poetry's constraint ${JSON.stringify(text)} allows less.`,
  other: (text: string) => `Poetry's constraint ${JSON.stringify(text)} allows other versions.`,
} as const;

/** The marker with the quotes that need no escapes in TOML. */
function markerOf({ marker, conditions }: Dependency): Part<string | null> {
  if (marker === null) return { text: null, problem: null };
  if (isProblem(marker.parsed))
    return {
      text: null,
      problem: `Poetry's condition ${JSON.stringify(marker.text)} cannot be read.`,
    };
  const isAsWritten = conditions.python === null && conditions.platform === null;
  const text =
    isAsWritten && !isProblem(parseMarker(marker.text)) ? marker.text : formatMarker(marker.parsed);
  return { text: inSingleQuotes(text), problem: null };
}

/** A marker, or a requirement with one, with the quotes that need no escapes in TOML. */
export function inSingleQuotes(text: string): string {
  return /['\\]/.test(text) ? text : text.replaceAll('"', "'");
}
