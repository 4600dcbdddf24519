import { spawnSync } from 'node:child_process';
import { canonicalAttr } from '../attributes.ts';
import type { BuildSystemsJson, EntryHistory } from './build-systems.ts';
import { scanBindings } from './nix-scan.ts';

/** One commit of the main line that touched a file, oldest first. */
export interface Revision {
  readonly commit: string;
  /** ISO 8601 day. */
  readonly date: string;
  readonly text: string;
}

/** The states of one file over the first parents of HEAD, oldest first. A state in which it does not exist is an empty text. */
export function* revisionsOf(checkout: string, path: string): Generator<Revision> {
  const log = git(checkout, ['log', '--first-parent', '--reverse', '--format=%H %cs', '--', path]);
  for (const line of log.split('\n').filter((one) => one !== '')) {
    const [commit = '', date = ''] = line.split(' ');
    yield { commit, date, text: git(checkout, ['show', `${commit}:${path}`]) };
  }
}

/**
 * Since when each thing is there without a break: `things` names what a state has. What the first state
 * has already may have been there before in another form: it is marked `or-earlier`, unless `fromStart`.
 */
export function sinceWhen(
  revisions: Iterable<Revision>,
  things: (text: string) => ReadonlySet<string>,
  fromStart: boolean,
): Map<string, string> {
  const since = new Map<string, string>();
  let first = true;
  for (const { commit, date, text } of revisions) {
    const now = things(text);
    for (const thing of since.keys()) if (!now.has(thing)) since.delete(thing);
    for (const thing of now) {
      if (since.has(thing)) continue;
      since.set(thing, `${date} ${commit}${first && !fromStart ? ' or-earlier' : ''}`);
    }
    first = false;
  }
  return since;
}

/** Entries of build-systems.json. The file was cut out of the overrides in 2022, so its first entries are older by an unknown time. */
export function buildSystemsHistory(checkout: string): EntryHistory {
  const since = sinceWhen(
    revisionsOf(checkout, 'overrides/build-systems.json'),
    buildSystemEntries,
    false,
  );
  const result = new Map<string, Map<string, string>>();
  for (const [thing, when] of since) {
    const [name = '', key = ''] = thing.split('\t');
    const entries = result.get(name) ?? new Map<string, string>();
    entries.set(key, when);
    result.set(name, entries);
  }
  return result;
}

/**
 * `name TAB build system` for each entry of one state; none for a state that is no JSON. Ranges are left out: one that
 * was narrowed later did at least as much before.
 */
export function buildSystemEntries(text: string): Set<string> {
  const result = new Set<string>();
  let json: BuildSystemsJson;
  try {
    json = JSON.parse(text);
  } catch {
    return result;
  }
  for (const [name, entries] of Object.entries(json)) {
    for (const entry of Array.isArray(entries) ? entries : [entries])
      result.add(`${name}\t${typeof entry === 'string' ? entry : entry.buildSystem}`);
  }
  return result;
}

/** `name TAB word` for each word in the bindings of the packages of one state of the overrides, words as `historyWord` has them. */
export function overrideWords(names: ReadonlySet<string>): (text: string) => Set<string> {
  return (text) => {
    const result = new Set<string>();
    for (const { name, depth, start, end } of scanBindings(text)) {
      if (depth > 3 || !names.has(name)) continue;
      const words = text.slice(start, end).match(/[A-Za-z_][\w-]*/g) ?? [];
      for (const word of words) result.add(`${name}\t${historyWord(word)}`);
    }
    return result;
  };
}

/** The word that stands for an attribute in the history, the same for its other names: a package that went from `openssl` to `openssl_3` had it all along. */
export function historyWord(attr: string): string {
  const name = canonicalAttr(attr);
  return name.split('.').at(-1) ?? name;
}

/** Since when each word stands in a package's override, through the file's move in 2022. Keys as `overrideWords` makes them. */
export function overridesHistory(
  checkout: string,
  names: ReadonlySet<string>,
): Map<string, string> {
  const old = [...revisionsOf(checkout, 'overrides.nix')].filter(({ text }) => text !== '');
  const moved = revisionsOf(checkout, 'overrides/default.nix');
  return sinceWhen([...old, ...moved], overrideWords(names), true);
}

/** What the checkout's own configuration would run is not run. */
const WITHOUT_PROGRAMS = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

function git(checkout: string, args: readonly string[]): string {
  const all = [...WITHOUT_PROGRAMS, '-C', checkout, ...args];
  const run = spawnSync('git', all, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return run.status === 0 ? run.stdout : '';
}
