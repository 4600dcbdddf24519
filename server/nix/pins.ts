/** One revision that a file pins. */
export interface PinnedRevision {
  /** The commit, in full or, where only a channel's address says it, shortened. */
  readonly revision: string;
  /** When it was committed, ISO 8601; null where the file does not say (only `flake.lock` does). */
  readonly date: string | null;
  /** The file that pins it. */
  readonly file: string;
  /** The branch or channel of the project itself that it was taken from (`nixos-25.11`), where the file says so. */
  readonly branch?: string;
  /** Whether the file has further revisions of the same source under other names. */
  readonly isOneOfSeveral?: true;
}

/** The pinned sources that answers depend on, as far as they are pinned and all files agree. */
export interface Pins {
  readonly poetry2nix?: PinnedRevision;
  readonly uv2nix?: PinnedRevision;
  /** That which uv2nix has, where a flake's lock says so. */
  readonly 'pyproject.nix'?: PinnedRevision;
  /** The build systems that a package set of pyproject.nix is given. */
  readonly 'build-system-pkgs'?: PinnedRevision;
  readonly nixpkgs?: PinnedRevision;
  /** What files do not agree on: all that they pin of a source, which is then left out above. */
  readonly disagreeing?: Readonly<Partial<Record<Source, readonly PinnedRevision[]>>>;
}

/** A source that may be pinned. */
export type Source = Exclude<keyof Pins, 'disagreeing'>;

export const SOURCES: readonly Source[] = [
  'poetry2nix',
  'uv2nix',
  'pyproject.nix',
  'build-system-pkgs',
  'nixpkgs',
];

/**
 * Reads `flake.lock` (versions 5 to 7), niv's `sources.json` and npins' `sources.json`, told apart by their content.
 * `files` are their texts by path; a damaged one says nothing. Where two files pin different revisions of one source,
 * which of them is used is not known, and the source stands among those that they disagree on.
 */
export function readPins(files: ReadonlyMap<string, string>): Pins {
  const found = [...files].flatMap(([file, text]) => readFile(file, text));
  return SOURCES.reduce<Pins>(
    (pins, source) =>
      withRevisions(
        pins,
        source,
        found.flatMap((each) => (each.source === source ? [each.pin] : [])),
      ),
    {},
  );
}

/** Pins in which a source has these revisions: the one that all are, or those that there are. None leaves it as it is. */
export function withRevisions(
  pins: Pins,
  source: Source,
  revisions: readonly PinnedRevision[],
): Pins {
  const [first] = revisions;
  if (first === undefined) return pins;
  const { [source]: _former, disagreeing, ...rest } = pins;
  if (revisions.every(({ revision }) => revision === first.revision))
    return { ...rest, ...(disagreeing === undefined ? {} : { disagreeing }), [source]: first };
  return { ...rest, disagreeing: { ...disagreeing, [source]: revisions } };
}

/** A revision of one source. */
export interface Found {
  readonly source: Source;
  readonly pin: PinnedRevision;
}

/** One named entry of a file. */
interface Entry {
  readonly name: string;
  /** Owner and repository or address, to recognise the source by. */
  readonly places: readonly string[];
  readonly revision: string | null;
  readonly date: string | null;
  readonly branch: string | null;
}

function readFile(file: string, text: string): readonly Found[] {
  const entries = readEntries(parseJson(text));
  return SOURCES.flatMap((source) => {
    const ofSource = entries.filter(({ places }) => places.some((at) => isPlaceOf(at, source)));
    const entry = pickEntry(ofSource, source);
    if (entry === null || entry.revision === null) return [];
    const { revision, date, branch } = entry;
    const pin: PinnedRevision = {
      revision,
      date,
      file,
      ...(branch === null ? {} : { branch }),
      ...(ofSource.length > 1 ? { isOneOfSeveral: true } : {}),
    };
    return [{ source, pin }];
  });
}

/** The entry of that name, else the only one of that source: of `nixpkgs-stable` and `nixpkgs-unstable`, neither. */
function pickEntry(ofSource: readonly Entry[], source: Source): Entry | null {
  const named = ofSource.find(({ name }) => name === source);
  if (named !== undefined) return named;
  return ofSource.length === 1 ? (ofSource[0] ?? null) : null;
}

function isPlaceOf(place: string, source: Source): boolean {
  if (place.split(/[/?#]/).some((part) => part === source || part === `${source}.git`)) return true;
  return source === 'nixpkgs' && /^https:\/\/(?:releases|channels)\.nixos\.org\//.test(place);
}

function readEntries(json: unknown): readonly Entry[] {
  const nodes = field(json, 'nodes');
  if (nodes !== undefined) return flakeEntries(json, nodes);
  const pins = field(json, 'pins');
  if (pins !== undefined) return entriesOf(pins).map(([name, pin]) => npinsEntry(name, pin));
  return entriesOf(json).map(([name, source]) => nivEntry(name, source));
}

/**
 * The names of the inputs of the flake that a `flake.lock` is of, as `nix flake update` takes them: those that a command
 * line could take for something else are left out. Empty for any other text.
 */
export function flakeInputs(text: string): readonly string[] {
  const json = parseJson(text);
  const nodes = field(json, 'nodes');
  const root = field(nodes, textField(json, 'root') ?? 'root');
  return entriesOf(field(root, 'inputs')).flatMap(([name]) =>
    /^[A-Za-z_][\w.'-]{0,100}$/.test(name) ? [name] : [],
  );
}

/** The inputs of the flake itself; those of its inputs are used only where they are followed. */
function flakeEntries(json: unknown, nodes: unknown): readonly Entry[] {
  const root = textField(json, 'root') ?? 'root';
  return entriesOf(field(field(nodes, root), 'inputs')).flatMap(([name, input]) => {
    const node = followInput(nodes, root, input, 0);
    const locked = field(node, 'locked');
    const own = locked === undefined ? [] : [flakeEntry(name, locked, field(node, 'original'))];
    if (own[0]?.places[0] !== 'uv2nix') return own;
    // uv2nix reads wheels with the pyproject.nix that is its own input, whichever the flake has.
    const inner = field(field(node, 'inputs'), 'pyproject-nix');
    const used = field(followInput(nodes, root, inner, 0), 'locked');
    return used === undefined ? own : [...own, flakeEntry('pyproject.nix', used, undefined)];
  });
}

/** The node that an input names, directly or by a path of inputs from the root (`follows`). */
function followInput(nodes: unknown, root: string, input: unknown, depth: number): unknown {
  if (typeof input === 'string') return field(nodes, input);
  if (!Array.isArray(input) || depth > 10) return undefined;
  let node = field(nodes, root);
  for (const name of input) {
    if (typeof name !== 'string') return undefined;
    node = followInput(nodes, root, field(field(node, 'inputs'), name), depth + 1);
  }
  return node;
}

function flakeEntry(name: string, locked: unknown, original: unknown): Entry {
  const seconds = field(locked, 'lastModified');
  const url = textField(locked, 'url') ?? '';
  return {
    name,
    places: [textField(locked, 'repo') ?? '', url],
    revision: textField(locked, 'rev') ?? revisionOfChannel(url),
    date: typeof seconds === 'number' ? isoDate(seconds) : null,
    branch: isNixos(locked) ? branchOf(original) : channelOf(textField(original, 'url') ?? url),
  };
}

function nivEntry(name: string, source: unknown): Entry {
  const url = textField(source, 'url') ?? '';
  return {
    name,
    places: [textField(source, 'repo') ?? '', url],
    revision: textField(source, 'rev') ?? revisionOfChannel(url),
    date: null,
    branch: isNixos(source) ? textField(source, 'branch') : channelOf(url),
  };
}

function npinsEntry(name: string, pin: unknown): Entry {
  const repository = field(pin, 'repository');
  const url = textField(pin, 'url') ?? '';
  return {
    name,
    places: [textField(repository, 'repo') ?? '', textField(repository, 'url') ?? '', url],
    revision: textField(pin, 'revision') ?? revisionOfChannel(url),
    date: null,
    branch: isNixos(repository) ? textField(pin, 'branch') : channelOf(url),
  };
}

/** What a flake's input follows: without a branch or a commit the one that is the repository's default. */
function branchOf(original: unknown): string | null {
  const branch = textField(original, 'ref');
  if (branch !== null || textField(original, 'type') !== 'github') return branch;
  return textField(original, 'rev') === null ? 'master' : null;
}

/** Whether a repository is nixpkgs' own: a fork's branches are its own. */
function isNixos(repository: unknown): boolean {
  return textField(repository, 'owner')?.toLowerCase() === 'nixos';
}

/** The channel in `https://channels.nixos.org/nixos-25.11/nixexprs.tar.xz`, or in the address of a release of it. */
function channelOf(url: string): string | null {
  const [, channel, release] =
    /^https:\/\/(?:channels\.nixos\.org|releases\.nixos\.org)\/(?:((?:nixos|nixpkgs)-[\w.-]+)\/|nixos\/(\d\d\.\d\d)(?:-small)?\/)/.exec(
      url,
    ) ?? [];
  return channel ?? (release === undefined ? null : `nixos-${release}`);
}

/** The short commit in `…/nixos-25.05pre770617.9189ac18287c/nixexprs.tar.xz`. */
function revisionOfChannel(url: string): string | null {
  return /\.([0-9a-f]{7,40})\/nixexprs\.tar/.exec(url)?.[1] ?? null;
}

/** The latest second of a four-digit year. */
const LAST_SECOND = 253_402_300_799;

/** Seconds since 1970 in ISO 8601, by the days of the Gregorian calendar from 1 March of the year 0. */
function isoDate(seconds: number): string | null {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LAST_SECOND) return null;
  const days = Math.floor(seconds / 86_400) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = ((monthFromMarch + 2) % 12) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const second = seconds % 86_400;
  const time = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}T${time.map((part) => padded(part, 2)).join(':')}Z`;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function textField(value: unknown, key: string): string | null {
  const found = field(value, key);
  return typeof found === 'string' && found !== '' ? found : null;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
