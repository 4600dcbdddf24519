import type { ReadingsFile } from './reading.ts';
import { type ReadRelease, withReadings } from './read-facts.ts';
import { applyCorrections } from './corrections.ts';
import { withBuilds } from './built-facts.ts';
import { groupBy } from './group.ts';
import type { Row } from './build-row.ts';
import { mergeFacts } from './merge.ts';
import type { PackageFacts, Poetry2nixDefaults, Provision, Source, System } from './model.ts';
import { parseRuns, type Run } from './poetry2nix-line.ts';
import type {
  Correction,
  DefaultsRow,
  DefaultsTable,
  FactsFile,
  LibraryTable,
} from './source-text.ts';
import { needsOfWheel } from './wheel-needs.ts';
import { statementsOf, type Statement, type Testimony } from './statements.ts';

/** All of the reviewable text. */
export interface Knowledge {
  readonly files: readonly FactsFile[];
  readonly libraries: LibraryTable;
  readonly corrections: readonly Correction[];
  readonly defaults: DefaultsTable;
  /** What was read in packages themselves. */
  readonly readings?: readonly ReadingsFile[];
  /** What building them proved. */
  readonly builds?: readonly Row[];
}

/**
 * What every package is concluded to need, names ascending. How sources are
 * weighed is told in `merge.ts`; what was read in a package comes before them (`read-facts.ts`), what was proved by
 * building it before both (`built-facts.ts`); corrections come last and win.
 */
export function reconcile({
  files,
  libraries,
  corrections,
  defaults,
  readings = [],
  builds = [],
}: Knowledge): PackageFacts[] {
  const stated = collect(files);
  const rows = new Map(Object.entries(defaults).filter(([name]) => !name.startsWith('$')));
  const byName = groupBy(corrections, (one) => one.package);
  const read = releasesOf(readings);
  const built = groupBy(builds, ({ name }) => name);
  const names = new Set([
    ...stated.keys(),
    ...rows.keys(),
    ...byName.keys(),
    ...read.keys(),
    ...built.keys(),
  ]);
  names.delete('*');
  return [...names]
    .toSorted()
    .map((name) => {
      const statements = (stated.get(name) ?? []).map((one) => statementsOf(one, libraries));
      const own = [...(byName.get('*') ?? []), ...(byName.get(name) ?? [])];
      const releases = { read: read.get(name) ?? [], built: built.get(name) ?? [] };
      return packageOf(name, statements.flat(), rows.get(name), own, releases);
    })
    .filter((one): one is PackageFacts => one !== null);
}

function collect(files: readonly FactsFile[]): Map<string, Testimony[]> {
  const result = new Map<string, Testimony[]>();
  for (const file of files) {
    for (const [name, facts] of Object.entries(file.packages)) {
      const list = result.get(name) ?? [];
      list.push({ file, facts });
      result.set(name, list);
    }
  }
  return result;
}

function releasesOf(readings: readonly ReadingsFile[]): Map<string, ReadRelease[]> {
  const result = new Map<string, ReadRelease[]>();
  for (const { source, packages } of readings) {
    for (const [name, versions] of Object.entries(packages)) {
      const list = result.get(name) ?? [];
      for (const [version, reading] of Object.entries(versions))
        list.push({ source, version, reading });
      result.set(name, list);
    }
  }
  return result;
}

function packageOf(
  name: string,
  statements: readonly Statement[],
  row: DefaultsRow | undefined,
  corrections: readonly Correction[],
  { read, built }: { readonly read: readonly ReadRelease[]; readonly built: readonly Row[] },
): PackageFacts | null {
  const linked = isWheelAlone(statements, read) ? linkedIn(read) : NOTHING;
  const all = statements.flatMap((one) => ofWheelToo(one, linked));
  const said = withReadings(mergeFacts(all.filter(isOfNeeds)), read);
  const facts = withBuilds(
    said,
    built,
    read.flatMap(({ source, version }) => (source === 'sdist' ? [version] : [])),
  );
  const corrected = applyCorrections(facts, corrections);
  const unmapped = unmappedOf(statements);
  const poetry2nix = defaultsOf(statements, row);
  const notes = [
    ...statements.flatMap(({ note }) => (note === undefined ? [] : [note])),
    ...(row?.notes ?? []),
    ...corrected.notes,
  ];
  if (corrected.facts.length + unmapped.length + notes.length === 0 && poetry2nix === null) {
    return null;
  }
  return { name, facts: corrected.facts, poetry2nix, unmapped, notes: [...new Set(notes)] };
}

/** Whether a package is known in wheels alone: one was read, and of a build of it nobody says anything. */
function isWheelAlone(statements: readonly Statement[], read: readonly ReadRelease[]): boolean {
  return (
    read.length > 0 &&
    read.every(({ source }) => source === 'wheel') &&
    statements.every(({ need }) => need?.kind !== 'build-system' && need?.kind !== 'cargo-hash')
  );
}

/** Keys of the libraries that a release links which was read. */
function linkedIn(read: readonly ReadRelease[]): ReadonlySet<string> {
  const needs = read.flatMap(({ reading }) => needsOfWheel(reading));
  return new Set(needs.flatMap(({ need }) => (need.kind === 'wheel-library' ? [need.attr] : [])));
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * A statement, with what it says of a wheel where there is nothing else: poetry2nix does not ask which file it gives inputs
 * to. What of them no wheel links is not known to be needed.
 */
function ofWheelToo(statement: Statement, linked: ReadonlySet<string>): Statement[] {
  const { need, witness, when } = statement;
  if (witness !== 'poetry2nix' || need?.kind !== 'native-input' || !linked.has(need.attr))
    return [statement];
  const systems = (when.systems ?? LINUX).filter((system) => system.endsWith('linux'));
  if (when.distribution !== undefined || systems.length === 0) return [statement];
  const ofWheel: Statement = {
    ...statement,
    need: { kind: 'wheel-library', attr: need.attr },
    when: { ...when, systems, distribution: 'wheel' },
    derived: true,
  };
  return [statement, ofWheel];
}

const LINUX: readonly System[] = ['x86_64-linux', 'aarch64-linux'];

/**
 * Whether a statement says what a package needs. What a source said once tells what its old revisions provide, and an
 * input that is given to wheels alone is none of an sdist.
 */
function isOfNeeds({ need, when, during, named }: Statement): boolean {
  const isFormer = named === true || during?.every((run) => !run.endsWith('..')) === true;
  return !isFormer && !(need?.kind === 'native-input' && when.distribution === 'wheel');
}

function unmappedOf(statements: readonly Statement[]): { library: string; source: Source }[] {
  const result = new Map<string, { library: string; source: Source }>();
  for (const { unmapped, source } of statements) {
    if (unmapped === undefined) continue;
    const key = `${source.id} ${unmapped}`;
    if (!result.has(key)) result.set(key, { library: unmapped, source });
  }
  return [...result].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function defaultsOf(
  statements: readonly Statement[],
  row: DefaultsRow | undefined,
): Poetry2nixDefaults | null {
  const provides = statements.flatMap((one) => provisionOf(one));
  if (provides.length === 0 && row === undefined) return null;
  return {
    provides: dedupe(provides),
    replaces: row?.replaces ?? [],
    ...(row?.cargoVersions === undefined ? {} : { cargoVersions: row.cargoVersions }),
    ...(row?.cargoDuring === undefined ? {} : { cargoDuring: runsOf(row.cargoDuring) }),
    ...(row?.cargoUnknown === undefined ? {} : { cargoUnknown: row.cargoUnknown }),
    ...(row?.prefersWheel === undefined ? {} : { prefersWheel: row.prefersWheel }),
    ...(row?.prefersWheelDuring === undefined
      ? {}
      : { prefersWheelDuring: parseRuns(row.prefersWheelDuring) }),
    ...(row?.broken === undefined ? {} : { broken: row.broken }),
  };
}

function provisionOf({
  source,
  need,
  when,
  during,
  named,
  written,
  derived,
}: Statement): Provision[] {
  if (source.id !== 'poetry2nix' || need === null || derived === true) return [];
  const runs = during === undefined ? undefined : parseRuns(during);
  return [
    {
      need,
      when,
      ...(written === undefined ? {} : { written }),
      ...(runs === undefined ? {} : { during: runs }),
      ...(named === undefined ? {} : { named }),
    },
  ];
}

function runsOf(
  during: NonNullable<DefaultsRow['cargoDuring']>,
): Readonly<Record<string, readonly Run[]>> {
  return Object.fromEntries(
    Object.entries(during).map(([version, runs]) => [version, parseRuns(runs)]),
  );
}

/** By need; of several ways to provide one, the oldest first. */
function dedupe(provisions: readonly Provision[]): Provision[] {
  const seen = new Map(
    provisions.map((one) => [
      JSON.stringify([one.need, String(one.during?.[0]?.[0] ?? 0).padStart(6, '0'), one]),
      one,
    ]),
  );
  return [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
