import { canonicalAttr } from './attributes.ts';
import type { NeedRow, Row } from './build-row.ts';
import type { Conditions, Fact, InputList, Need, Source, System } from './model.ts';
import { difference, intersection, normalize, type VersionSet } from './ranges.ts';
import { compareVersions } from './versions.ts';

/**
 * Joins what is known with what builds proved, which comes before recipes and readings. A build speaks for sdists of
 * its version on Linux, and for later ones up to the next release that was built or read. It proves
 * - that a need is required: without it alone the build fails;
 * - that it is none, or an option: the build looked at no file of it, or succeeds without and only links less. What was
 *   called required is then called optional.
 * Where a build without it succeeds for another reason, gives a wheel with fewer modules or one that cannot be imported,
 * others keep their word: a script that looks into /usr/include finds there what it does not find in Nix.
 *
 * @param read the releases whose own files were read
 */
export function withBuilds(
  facts: readonly Fact[],
  rows: readonly Row[],
  read: readonly string[],
): Fact[] {
  const known = [...rows.map(({ version }) => version), ...read];
  return rows
    .filter(({ verdict }) => verdict !== 'inconclusive')
    .reduce<Fact[]>((current, row) => joinRow(current, row, span(row.version, known)), [...facts]);
}

/** What a build of one release says of a need; null where it leaves the word to others. */
type Proof = 'required' | 'optional';

function joinRow(facts: readonly Fact[], row: Row, versions: VersionSet): Fact[] {
  return row.needs.reduce<Fact[]>(
    (current, need) => {
      const proof = proofOf(need);
      return proof === null
        ? current
        : need.attrs.reduce<Fact[]>(
            (list, attr) => joinNeed(list, attr, { row, need, proof, versions }),
            current,
          );
    },
    [...facts],
  );
}

export function proofOf({
  verdict,
  loses = [],
  headers,
  pkgConfig,
  programs,
  links,
  instead,
  line = '',
}: NeedRow): Proof | null {
  const isOpened = headers !== undefined || programs !== undefined || links !== undefined;
  if (verdict === 'needed') return ASKED_BY_ANOTHER.test(line) && !isOpened ? null : 'required';
  if (verdict === 'loaded') return null;
  if (verdict === 'feature')
    return instead === undefined && loses.every((name) => name.startsWith('lib'))
      ? 'optional'
      : null;
  return isOpened || pkgConfig !== undefined ? null : 'optional';
}

/** Words of pkg-config where another library's own file asks: what gives that one in Nix, gives this. */
const ASKED_BY_ANOTHER = /required by '(?!virtual:world)/;

interface Proved {
  readonly row: Row;
  readonly need: NeedRow;
  readonly proof: Proof;
  readonly versions: VersionSet;
}

function joinNeed(facts: readonly Fact[], attr: string, proved: Proved): Fact[] {
  const { proof, row, need, versions } = proved;
  const same = facts.filter((fact) => isSame(fact, attr));
  const rest = facts.filter((fact) => !isSame(fact, attr));
  const kept = same.flatMap((fact) => outside(fact, versions));
  // An attribute that no table names in nixpkgs is Debian's name.
  if (attr.startsWith('debian:')) return [...facts];
  if (proof === 'optional' && same.length === 0) return [...facts];
  const [first] = same;
  const source: Source = { id: 'lab', version: row.version, ...referenceOf(need) };
  const fact: Fact = {
    need: first?.need ?? { kind: 'native-input', attr, as: listOf(need) },
    required: proof === 'required',
    when: within({ distribution: 'sdist', systems: LINUX }, versions),
    sources: [source, ...same.flatMap(({ sources }) => sources)].filter(isFirst),
  };
  return [...rest, fact, ...kept];
}

/** `without libpq: Error: pg_config executable not found.` */
function referenceOf({ attrs, line }: NeedRow): { ref?: string } {
  return line === undefined
    ? {}
    : { ref: `without ${attrs[0] ?? ''}: \`${line.replaceAll('`', "'")}\`` };
}

function listOf({ programs, headers }: NeedRow): InputList {
  return programs !== undefined && headers === undefined ? 'nativeBuildInputs' : 'buildInputs';
}

function isSame({ need, when }: Fact, attr: string): boolean {
  return (
    isInput(need) &&
    when.distribution !== 'wheel' &&
    canonicalAttr(need.attr) === canonicalAttr(attr)
  );
}

function isInput(need: Need): need is Need & { readonly kind: 'native-input' } {
  return need.kind === 'native-input';
}

/** What was known, of what the build does not speak for: other versions, wheels, macOS. */
function outside(fact: Fact, versions: VersionSet): Fact[] {
  const all: VersionSet = fact.when.versions ?? null;
  const inside = intersection(all, versions);
  const kept = [...one(fact, difference(all, versions))];
  const systems = (fact.when.systems ?? SYSTEMS).filter((system) => !LINUX.includes(system));
  if (systems.length > 0) kept.push(...one({ ...fact, when: { ...fact.when, systems } }, inside));
  if (fact.when.distribution === undefined)
    kept.push(...one({ ...fact, when: { ...fact.when, distribution: 'wheel' } }, inside));
  return kept;
}

function one(fact: Fact, versions: VersionSet): Fact[] {
  return versions !== null && versions.length === 0
    ? []
    : [{ ...fact, when: within(fact.when, versions) }];
}

function within(when: Conditions, versions: VersionSet): Conditions {
  const normal = versions === null ? null : normalize(versions);
  const { versions: _replaced, ...rest } = when;
  return normal === null ? rest : { versions: normal, ...rest };
}

function span(version: string, known: readonly string[]): VersionSet {
  const later = known
    .filter((other) => (compareVersions(other, version) ?? 0) > 0)
    .toSorted((a, b) => compareVersions(a, b) ?? 0);
  const [until] = later;
  return [{ from: version, ...(until === undefined ? {} : { until }) }];
}

const SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];
const LINUX = SYSTEMS.filter((system) => system.endsWith('linux'));

function isFirst(source: Source, index: number, all: readonly Source[]): boolean {
  return all.findIndex(({ id }) => id === source.id) === index;
}
