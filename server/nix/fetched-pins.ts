import { memoized } from '../memoize.ts';
import type { Found, Pins } from './pins.ts';
import { SOURCES } from './pins.ts';

/**
 * Pins, with what Nix files fetch by an address: `fetchTarball "https://github.com/NixOS/nixpkgs/archive/….tar.gz"`.
 * A file that fetches another revision than the one that is pinned leaves open which of them is used, so that the source is
 * left out. Comments at the head of a line do not count.
 */
export function besideFetched(pins: Pins, nixFiles: ReadonlyMap<string, string>): Pins {
  const fetched = fetchedIn(nixFiles);
  if (fetched.length === 0) return pins;
  const found: { -readonly [source in keyof Pins]: Pins[source] } = { ...pins };
  for (const source of new Set(fetched.map((each) => each.source))) {
    const all = fetched.flatMap((each) => (each.source === source ? [each.pin] : []));
    const first = pins[source] ?? all[0];
    if (first === undefined) continue;
    if (all.every(({ revision }) => revision === first.revision)) found[source] = first;
    else delete found[source];
  }
  return found;
}

/** Kept for all projects around the same files. Bench: `check` of 177 projects. */
const fetchedIn = memoized((nixFiles: ReadonlyMap<string, string>): readonly Found[] =>
  [...nixFiles].flatMap(([file, text]) => fetchedBy(file, text)),
);

function fetchedBy(file: string, text: string): readonly Found[] {
  if (!text.includes('/archive/')) return [];
  return text.split('\n').flatMap((line) => {
    if (/^\s*#/.test(line)) return [];
    const [, repository = '', revision] = ARCHIVE.exec(line) ?? [];
    const source = SOURCES.find((one) => one === repository);
    if (source === undefined || revision === undefined) return [];
    return [{ source, pin: { revision, date: null, file } }];
  });
}

const ARCHIVE = /github\.com\/[\w.-]{1,99}\/(nixpkgs|poetry2nix|uv2nix)\/archive\/([0-9a-f]{40})\b/;
