import { spawnSync } from 'node:child_process';
import { canonicalAttr } from '../attributes.ts';
import { COMMIT_DIGITS } from '../poetry2nix-line.ts';
import type { BuildSystemsJson } from './build-systems.ts';
import { scanBindings, type Binding } from './nix-scan.ts';

/** The first parents of HEAD, oldest first. */
export type MainLine = readonly {
  /** Shortened. */
  readonly commit: string;
  /** ISO 8601 day. */
  readonly date: string;
}[];

/** One state of a file, by the position on the main line from which it is so. */
export interface State {
  readonly position: number;
  readonly text: string;
}

/** Positions: `from` inclusive, `until` exclusive; without one, to the last that is known. */
export interface Span {
  readonly from: number;
  readonly until?: number;
}

export function mainLine(checkout: string): MainLine {
  const log = git(checkout, ['log', '--first-parent', '--reverse', '--format=%H %cs']);
  return log
    .split('\n')
    .filter((one) => one !== '')
    .map((line) => ({ commit: line.slice(0, COMMIT_DIGITS), date: line.slice(41) }));
}

/** The states of one file over the main line, oldest first. One in which it does not exist is an empty text. */
export function* statesOf(checkout: string, line: MainLine, path: string): Generator<State> {
  const positions = new Map(line.map(({ commit }, position) => [commit, position]));
  const log = git(checkout, ['log', '--first-parent', '--reverse', '--format=%H', '--', path]);
  for (const commit of log.split('\n').filter((one) => one !== '')) {
    const position = positions.get(commit.slice(0, COMMIT_DIGITS));
    if (position !== undefined)
      yield { position, text: git(checkout, ['show', `${commit}:${path}`]) };
  }
}

/** When each thing was there: `things` names what a state has. */
export function spansOf(
  states: Iterable<State>,
  things: (text: string) => Iterable<string>,
): Map<string, Span[]> {
  const spans = new Map<string, Span[]>();
  const open = new Map<string, number>();
  for (const { position, text } of states) {
    const now = new Set(things(text));
    for (const [thing, from] of open) {
      if (now.has(thing)) continue;
      open.delete(thing);
      if (from < position) add(spans, thing, { from, until: position });
    }
    for (const thing of now) if (!open.has(thing)) open.set(thing, position);
  }
  for (const [thing, from] of open) add(spans, thing, { from });
  return spans;
}

function add(spans: Map<string, Span[]>, thing: string, span: Span): void {
  const list = spans.get(thing);
  if (list === undefined) spans.set(thing, [span]);
  else list.push(span);
}

/** One entry of build-systems.json as a line: name, build system, `from`, `until`. None for a state that is no JSON. */
export function buildSystemEntries(text: string): string[] {
  let json: BuildSystemsJson;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  return Object.entries(json).flatMap(([name, entries]) =>
    (Array.isArray(entries) ? entries : [entries]).map((entry) =>
      typeof entry === 'string'
        ? [name, entry, '', ''].join('\t')
        : [name, entry.buildSystem, entry.from ?? '', entry.until ?? ''].join('\t'),
    ),
  );
}

/**
 * What one state of the overrides has of each package, one line a thing: `name TAB word WORD` for each word of its
 * binding, `name TAB bounds LIST` for the versions that it compares with, `name TAB cargo VERSION` for each version
 * that has a hash. What a helper of the file has counts for the packages that name it.
 */
export function overrideThings(text: string): string[] {
  const bindings = scanBindings(text).filter(({ depth }) => depth <= DEEPEST);
  const depth = depthOfPackages(bindings, text);
  const helpers = new Map(
    bindings
      .filter((one) => one.depth < depth || one.name.startsWith('_'))
      .map((one) => [one.name, bodyOf(one, text)]),
  );
  const result = new Set<string>();
  let covered = 0;
  for (const binding of bindings) {
    if (binding.depth !== depth || binding.start < covered) continue;
    covered = binding.end;
    const { name } = binding;
    const body = withHelpers(bodyOf(binding, text), helpers);
    for (const word of wordsOf(body)) result.add(`${name}\tword ${historyWord(word)}`);
    const bounds = [...body.matchAll(BOUND)].map(([, bound]) => bound ?? '');
    result.add(`${name}\tbounds ${[...new Set(bounds)].toSorted().join(' ')}`);
    for (const [, version] of body.matchAll(HASHED)) result.add(`${name}\tcargo ${version}`);
  }
  return [...result];
}

/** Packages are bound no deeper than in a set, in a function, in a list. */
const DEEPEST = 3;

const BOUND = /version(?:AtLeast|Older)[^"\n]{0,60}"(\d[\w.]*)"/g;
const HASHED = /"(\d[\w.]*)" = (?:"sha256-|\{\s*lockFile|\.\/)/g;

/** The word that stands for an attribute in the history, the same for its other names: a package that went from `openssl` to `openssl_3` had it all along. */
export function historyWord(attr: string): string {
  const name = canonicalAttr(attr);
  return name.split('.').at(-1) ?? name;
}

/** The depth at which most bindings override the package of the set before. */
function depthOfPackages(bindings: readonly Binding[], text: string): number {
  const counts = new Map<number, number>();
  for (const binding of bindings) {
    if (
      !/^\s*=\s*(?:super|prev)\b/.test(
        text.slice(binding.start + binding.name.length, binding.start + binding.name.length + 40),
      )
    )
      continue;
    counts.set(binding.depth, (counts.get(binding.depth) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? DEEPEST;
}

function bodyOf({ name, start, end }: Binding, text: string): string {
  return text.slice(start + name.length, end);
}

function withHelpers(body: string, helpers: ReadonlyMap<string, string>): string {
  const named = wordsOf(body).filter((word) => helpers.has(word) && !GENERIC.has(word));
  return [body, ...named.map((word) => helpers.get(word) ?? '')].join('\n');
}

/** Names that a body binds for itself, and a helper that adds what it is told to. */
const GENERIC: ReadonlySet<string> = new Set([
  'addBuildSystem',
  "addBuildSystem'",
  'version',
  'src',
  'stdenv',
  'lib',
  'pkgs',
  'buildSystems',
]);

function wordsOf(text: string): string[] {
  return [...new Set(text.match(/[A-Za-z_][\w-]*/g))];
}

/** What the checkout's own configuration would run is not run. */
const WITHOUT_PROGRAMS = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

function git(checkout: string, args: readonly string[]): string {
  const all = [...WITHOUT_PROGRAMS, '-C', checkout, ...args];
  const run = spawnSync('git', all, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return run.status === 0 ? run.stdout : '';
}
