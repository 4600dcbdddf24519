import { memoized } from '../memoize.ts';
import type { Found, Pins } from './pins.ts';
import { SOURCES, withRevisions } from './pins.ts';

/**
 * Pins, with what Nix files fetch: by an address (`fetchTarball "https://github.com/NixOS/nixpkgs/archive/….tar.gz"`) or by
 * a `rev` (`fetchGit`, `fetchFromGitHub`). A file that fetches another revision than the one that is pinned leaves open which of
 * them is used. Comments at the head of a line do not count.
 */
export function besideFetched(pins: Pins, nixFiles: ReadonlyMap<string, string>): Pins {
  const fetched = fetchedIn(nixFiles);
  return SOURCES.reduce((current, source) => {
    const all = fetched.flatMap((each) => (each.source === source ? [each.pin] : []));
    if (all.length === 0) return current;
    const pinned = pins[source];
    return withRevisions(current, source, [
      ...(pins.disagreeing?.[source] ?? (pinned === undefined ? [] : [pinned])),
      ...all,
    ]);
  }, pins);
}

/** Kept for all projects around the same files. Bench: `check` of 177 projects. */
const fetchedIn = memoized((nixFiles: ReadonlyMap<string, string>): readonly Found[] =>
  [...nixFiles].flatMap(([file, text]) => fetchedBy(file, text)),
);

function fetchedBy(file: string, text: string): readonly Found[] {
  if (!/\/archive\/|\brev\s*=/.test(text)) return [];
  const code = text.replaceAll(/^[ \t]*#.*$/gm, '');
  const byAddress = [...code.matchAll(ARCHIVE)].map(([, repository = '', revision = '']) => ({
    repository,
    revision,
  }));
  const byRevision = [...code.matchAll(FETCHED)].flatMap(([set]) => {
    const [, revision] = /\brev\s*=\s*"([0-9a-f]{40})"/.exec(set) ?? [];
    const [, repository = /\brepo\s*=\s*"([\w.-]{1,99})"/.exec(set)?.[1]] = ADDRESS.exec(set) ?? [];
    return revision === undefined || repository === undefined ? [] : [{ repository, revision }];
  });
  return [...byAddress, ...byRevision].flatMap(({ repository, revision }) => {
    const source = SOURCES.find((one) => one === repository);
    return source === undefined ? [] : [{ source, pin: { revision, date: null, file } }];
  });
}

const ARCHIVE =
  /github\.com\/[\w.-]{1,99}\/(nixpkgs|poetry2nix|uv2nix)\/archive\/([0-9a-f]{40})\b/g;

/** What the two fetchers that take a revision are given, where it is written out. */
const FETCHED = /\bfetch(?:Git|FromGitHub)\s*(?:rec\s*)?\{[^{}]{1,999}\}/g;

const ADDRESS = /\burl\s*=\s*"[\w+:/.@-]{1,99}\/([\w-]{1,99})(?:\.git)?"/;
