import type { Vulnerability } from '../project/model.ts';
import { normalizeName } from '../python/names.ts';
import type { Version } from '../python/model.ts';
import { compareVersions, parseVersion } from '../python/version.ts';

/** One entry of a database of vulnerabilities in OSV's format, of what it says of packages on Python indexes. */
export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly affected: readonly AffectedPackage[];
}

interface AffectedPackage {
  /** PEP 503. */
  readonly name: string;
  /** As written. */
  readonly versions: ReadonlySet<string>;
  /** Each from an `introduced` to what ends it. */
  readonly ranges: readonly AffectedRange[];
}

interface AffectedRange {
  /** Null: from the first. */
  readonly introduced: Version | null;
  /** The first that is mended; null where none is. */
  readonly fixed: Version | null;
  /** The last that is affected, where the range ends so. */
  readonly last: Version | null;
}

/**
 * Reads an entry (OSV schema 1.x). Any value may be given; null for what is none, was withdrawn, or says nothing of
 * packages on Python indexes.
 */
export function readAdvisory(value: unknown): Advisory | null {
  if (!isRecord(value) || typeof value['id'] !== 'string' || 'withdrawn' in value) return null;
  const affected = listOf(value['affected']).flatMap(affectedOf);
  if (affected.length === 0) return null;
  const { id, summary, details } = value;
  const [firstLine = ''] = (typeof details === 'string' ? details : '').trim().split('\n', 1);
  return {
    id,
    aliases: textsOf(value['aliases']),
    summary: typeof summary === 'string' && summary !== '' ? summary : firstLine.slice(0, 200),
    affected,
  };
}

/** Entries by the packages that they are about, by PEP 503 name. */
export function byPackage(
  advisories: readonly Advisory[],
): ReadonlyMap<string, readonly Advisory[]> {
  const found = new Map<string, Advisory[]>();
  for (const advisory of advisories)
    for (const name of new Set(advisory.affected.map((each) => each.name)))
      found.set(name, [...(found.get(name) ?? []), advisory]);
  return found;
}

/** What the entries say of one release. */
export function vulnerabilitiesOf(
  advisories: readonly Advisory[],
  name: string,
  version: string,
): readonly Vulnerability[] {
  const parsed = parseVersion(version);
  return advisories.flatMap(({ id, aliases, summary, affected }) => {
    const hits = affected.filter((each) => each.name === name && isAffected(each, version, parsed));
    if (hits.length === 0) return [];
    return [{ id, aliases, summary, fixed: parsed === null ? null : fixedAfter(hits, parsed) }];
  });
}

function isAffected(
  { versions, ranges }: AffectedPackage,
  text: string,
  version: Version | null,
): boolean {
  if (versions.has(text)) return true;
  if (version === null) return false;
  return ranges.some((range) => isWithin(range, version)) || includesAs(versions, version);
}

/** A list may spell a version otherwise: `1.0` is `1.0.0`. */
function includesAs(versions: ReadonlySet<string>, version: Version): boolean {
  for (const each of versions) {
    const parsed = parseVersion(each);
    if (parsed !== null && compareVersions(parsed, version) === 0) return true;
  }
  return false;
}

function isWithin({ introduced, fixed, last }: AffectedRange, version: Version): boolean {
  if (introduced !== null && compareVersions(version, introduced) < 0) return false;
  if (fixed !== null && compareVersions(version, fixed) >= 0) return false;
  return last === null || compareVersions(version, last) <= 0;
}

/** The least version above this one that an entry names as mended. */
function fixedAfter(affected: readonly AffectedPackage[], version: Version): string | null {
  const above = affected
    .flatMap(({ ranges }) => ranges.flatMap(({ fixed }) => fixed ?? []))
    .filter((fixed) => compareVersions(fixed, version) > 0)
    .toSorted(compareVersions);
  return above[0]?.text ?? null;
}

function affectedOf(value: unknown): AffectedPackage[] {
  if (!isRecord(value) || !isRecord(value['package'])) return [];
  const { ecosystem, name } = value['package'];
  if (ecosystem !== 'PyPI' || typeof name !== 'string') return [];
  return [
    {
      name: normalizeName(name),
      versions: new Set(textsOf(value['versions'])),
      ranges: listOf(value['ranges']).flatMap(rangesOf),
    },
  ];
}

/** Events stand in the order of versions, each `introduced` before what ends it. */
function rangesOf(value: unknown): AffectedRange[] {
  if (!isRecord(value) || value['type'] !== 'ECOSYSTEM') return [];
  const ranges: AffectedRange[] = [];
  let open: { readonly introduced: Version | null } | null = null;
  for (const event of listOf(value['events'])) {
    if (!isRecord(event)) continue;
    const { introduced } = event;
    const fixed = versionOf(event['fixed']);
    const last = versionOf(event['last_affected']);
    if (typeof introduced === 'string') {
      if (open !== null) continue;
      const from = versionOf(introduced);
      // One that cannot be read begins nowhere.
      open =
        introduced === '0' ? { introduced: null } : from === null ? null : { introduced: from };
    } else if (open !== null && (fixed !== null || last !== null)) {
      ranges.push({ ...open, fixed, last });
      open = null;
    }
  }
  return open === null ? ranges : [...ranges, { ...open, fixed: null, last: null }];
}

function versionOf(value: unknown): Version | null {
  return typeof value === 'string' ? parseVersion(value) : null;
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}

/** Bounded: a database is somebody else's. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, 20_000) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
