import type { Fact, KnowledgeBase, PackageFacts, Source } from '../../overrides-db/model.ts';
import { groupBy } from '../../overrides-db/group.ts';
import { withExactReadings } from '../../overrides-db/read-facts.ts';
import type { Reading } from '../../overrides-db/reading.ts';
import { NEEDS_FILE } from './needs-file.ts';

/** What was read in a file that a project's lock pins. */
export interface ReadPackage {
  /** PEP 503. */
  readonly name: string;
  readonly version: string;
  readonly source: 'sdist' | 'wheel';
  readonly reading: Reading;
  /** Whether this user's own cache has it; else it is what the project's file says. */
  readonly isOwn: boolean;
}

/** The knowledge base with what was read of single releases, which comes before recipes and holds for these alone. */
export function withReadPackages(
  base: KnowledgeBase,
  packages: readonly ReadPackage[],
): KnowledgeBase {
  if (packages.length === 0) return base;
  const byName = groupBy(packages, ({ name }) => name);
  const made = new Map<string, PackageFacts>();
  return {
    provenance: base.provenance,
    lookup(name) {
      const read = byName.get(name);
      if (read === undefined) return base.lookup(name);
      const known = made.get(name) ?? merged(name, base.lookup(name), read);
      made.set(name, known);
      return known;
    },
    *names(prefix = '') {
      const own = [...byName.keys()].filter((name) => name.startsWith(prefix));
      yield* new Set([...base.names(prefix), ...own].toSorted());
    },
  };
}

function merged(
  name: string,
  known: PackageFacts | null,
  read: readonly ReadPackage[],
): PackageFacts {
  const facts = read.reduce<Fact[]>(
    (current, one) => withExactReadings(current, one).map((fact) => attributed(fact, one)),
    [...(known?.facts ?? [])],
  );
  return {
    name,
    facts,
    poetry2nix: known?.poetry2nix ?? null,
    unmapped: known?.unmapped ?? [],
    notes: known?.notes ?? [],
  };
}

/** What stands in a file of the project is its word, not that of the package. */
function attributed(fact: Fact, { isOwn, source, version, reading }: ReadPackage): Fact {
  if (isOwn) return fact;
  const isOfReading = (one: Source): boolean =>
    one.id === source && one.version === version && isPlace(one.ref, reading);
  if (!fact.sources.some(isOfReading)) return fact;
  return {
    ...fact,
    sources: fact.sources.map((one): Source =>
      isOfReading(one) ? { id: 'project', ref: `${NEEDS_FILE}: ${one.ref ?? ''}` } : one,
    ),
  };
}

function isPlace(ref: string | undefined, { evidence }: Reading): boolean {
  return ref !== undefined && (evidence.some(({ at }) => at === ref) || IMPLIED.has(ref));
}

/** Where what no evidence says follows from what there is of the build (`sdist-needs.ts`). */
const IMPLIED: ReadonlySet<string> = new Set(['pyproject.toml:1', 'setup.py:1']);
