import { groupBy } from '../group.ts';
import type { SourceFact } from '../source-text.ts';
import { importBuildSystem } from './build-systems.ts';
import { normalizeName, type FactsSet } from './facts-text.ts';
import {
  buildSystemEntries,
  historyWord,
  overrideThings,
  spansOf,
  statesOf,
  type MainLine,
  type Span,
} from './history.ts';

/** What the overrides had over the main line: by package as the file writes it, then by thing (`overrideThings`). */
export type OverridesHistory = ReadonlyMap<string, ReadonlyMap<string, readonly Span[]>>;

/** Through the file's move in 2022. */
export function overridesHistory(checkout: string, line: MainLine): OverridesHistory {
  const states = ['overrides.nix', 'overrides/default.nix']
    .flatMap((path) => [...statesOf(checkout, line, path)])
    .filter(({ text }) => text !== '')
    .toSorted((a, b) => a.position - b.position);
  const byName = new Map<string, Map<string, readonly Span[]>>();
  for (const [key, spans] of spansOf(states, overrideThings)) {
    const [name = '', thing = ''] = key.split('\t');
    const things = byName.get(name) ?? new Map<string, readonly Span[]>();
    byName.set(name, things.set(thing, spans));
  }
  return byName;
}

/** A span as the facts write it. */
export function written(spans: readonly Span[], line: MainLine): string[] {
  const commit = (position: number): string => line[position]?.commit ?? '';
  return spans.map(
    ({ from, until }) => `${commit(from)}..${until === undefined ? '' : commit(until)}`,
  );
}

/**
 * The facts of one package of the overrides with the revisions that state them. What is stated for some versions
 * holds where the override compared with these versions too; elsewhere it names the thing, and more is not known.
 *
 * @param inputs what another recipe or table calls an input or a build system, by its word.
 */
export function datedFacts(
  facts: readonly SourceFact[],
  { name, evaluated }: { readonly name: string; readonly evaluated: boolean },
  things: ReadonlyMap<string, readonly Span[]>,
  inputs: ReadonlyMap<string, readonly SourceFact[]>,
  line: MainLine,
): SourceFact[] {
  const dated = facts.flatMap((fact) => dateOne(fact, things, line));
  const told = new Set(facts.map(wordOf));
  const former = [...things].flatMap(([thing, spans]): SourceFact[] => {
    const word = thing.startsWith('word ') ? thing.slice('word '.length) : '';
    // What the evaluated state names and does not give is named for something else.
    const past = evaluated ? spans.filter(({ until }) => until !== undefined) : spans;
    const during = written(past, line);
    return told.has(word) || word === name || past.length === 0
      ? []
      : (inputs.get(word) ?? []).map((fact) => ({ ...fact, named: true, during }));
  });
  return [...dated, ...former];
}

/** The versions whose crates have a hash, with the revisions that have it. */
export function cargoVersions(
  things: ReadonlyMap<string, readonly Span[]>,
  line: MainLine,
): Readonly<Record<string, readonly string[]>> {
  const rows = [...things].flatMap(([thing, spans]) =>
    thing.startsWith('cargo ')
      ? [[thing.slice('cargo '.length), written(spans, line)] as const]
      : [],
  );
  return Object.fromEntries(
    rows.toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })),
  );
}

/**
 * Every entry that build-systems.json had, with the revisions that have it. Those of its first state were cut out of
 * the overrides, and date back to where these name them.
 */
export function buildSystemFacts(
  checkout: string,
  line: MainLine,
  overrides: OverridesHistory,
): FactsSet['packages'] {
  const states = [...statesOf(checkout, line, 'overrides/build-systems.json')];
  const first = states[0]?.position ?? 0;
  const packages = new Map<string, SourceFact[]>();
  const entries = [...spansOf(states, buildSystemEntries)];
  for (const [key, spans] of entries) {
    const [name = '', buildSystem = '', from = '', until = ''] = key.split('\t');
    const before = overrides.get(name)?.get(`word ${buildSystem}`) ?? [];
    const older = spans[0]?.from === first ? before.filter((one) => one.from < first) : [];
    const during = written(joined([...older, ...spans]), line);
    const list = packages.get(normalizeName(name)) ?? [];
    list.push(
      ...importBuildSystem({ buildSystem, from, until }).map((fact) => ({ ...fact, during })),
    );
    packages.set(normalizeName(name), list);
  }
  return packages;
}

/** By the word that an override has for it: everything that facts call an input or a build system. */
export function inputsByWord(facts: Iterable<SourceFact>): Map<string, SourceFact[]> {
  const named = [...facts].flatMap((fact): { word: string; fact: SourceFact }[] => {
    if (!('attr' in fact) || fact.kind === 'wheel-library') return [];
    const word = wordOf(fact);
    if (word === null || NO_INPUTS.has(word)) return [];
    const plain: SourceFact =
      fact.kind === 'native-input'
        ? { kind: fact.kind, attr: fact.attr, as: fact.as }
        : { kind: fact.kind, attr: fact.attr };
    return [{ word, fact: plain }];
  });
  return new Map(
    [...groupBy(named, ({ word }) => word)].map(([word, all]) => [
      word,
      [...groupBy(all, ({ fact }) => fact.kind).values()].flatMap(([one]) => one?.fact ?? []),
    ]),
  );
}

/** Words of the language and of nixpkgs' library that are the name of some package too. */
const NO_INPUTS: ReadonlySet<string> = new Set([
  'attr',
  'attrs',
  'build',
  'file',
  'git',
  'lib',
  'optional',
  'packaging',
  'patch',
  'python',
  'stdenv',
  'time',
  'toml',
  'version',
  'which',
]);

function wordOf(fact: SourceFact): string | null {
  if (fact.kind === 'cargo-hash') return 'cargoDeps';
  if (fact.kind === 'environment') return fact.name;
  return 'attr' in fact ? historyWord(fact.attr) : null;
}

function dateOne(
  fact: SourceFact,
  things: ReadonlyMap<string, readonly Span[]>,
  line: MainLine,
): SourceFact[] {
  const spans = things.get(`word ${wordOf(fact)}`);
  if (spans === undefined) return [fact];
  if (fact.when?.versions === undefined) return [{ ...fact, during: written(spans, line) }];
  const bounds = fact.when.versions.flatMap(({ from, until }) => [from, until]);
  const compared = [...things].flatMap(([thing, list]) => {
    const all = thing.startsWith('bounds ') ? thing.slice('bounds '.length).split(' ') : null;
    return all !== null && bounds.every((one) => one === undefined || all.includes(one))
      ? list
      : [];
  });
  const alike = joined(compared);
  const now = spans.flatMap((one) => alike.flatMap((other) => common(one, other)));
  // A bound that is put together from other words is in no list.
  if (now.length === 0) return [{ ...fact, during: written(spans, line) }];
  const older = spans.flatMap((one) => without(one, alike));
  const { when: _, ...plain } = fact;
  return [
    { ...fact, during: written(now, line) },
    ...(older.length === 0
      ? []
      : [{ ...plain, named: true as const, during: written(older, line) }]),
  ];
}

/** What is left of a span without others, which are in order. */
function without(span: Span, others: readonly Span[]): Span[] {
  const starts = [0, ...others.map(({ until }) => until ?? Infinity)];
  return starts.flatMap((from, index) => {
    const until = others[index]?.from;
    return from === Infinity ? [] : common(span, until === undefined ? { from } : { from, until });
  });
}

function common(a: Span, b: Span): Span[] {
  const from = Math.max(a.from, b.from);
  const until = Math.min(a.until ?? Infinity, b.until ?? Infinity);
  if (from >= until) return [];
  return [until === Infinity ? { from } : { from, until }];
}

/** Spans in order, those that touch as one. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const next of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || (last.until ?? Infinity) < next.from) result.push(next);
    else if (last.until !== undefined) {
      const { until } = next;
      result[result.length - 1] =
        until === undefined
          ? { from: last.from }
          : { from: last.from, until: Math.max(until, last.until) };
    }
  }
  return result;
}
