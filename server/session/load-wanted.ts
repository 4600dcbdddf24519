/** How far files are followed. */
export interface LoadLimits {
  /** Files that are asked for at most, found or not. */
  readonly files: number;
  /** How often it is asked what is wanted: files that name each other in a row are followed so far. */
  readonly rounds: number;
}

/**
 * Loads the files that are wanted, then those that are wanted with these there, until nothing more is
 * wanted or can be had. Each is asked for once.
 *
 * @param initial what is there, by absolute path; the same object comes back where nothing is added.
 * @param wantedWith the files that are missing with these there. Absolute paths.
 * @param load null where there is no such file, or it must not be read.
 * @param join what is there with what was found; each time another map, for what has been read from a map of
 *   files is kept by the map.
 * @param asked what was asked for before; what is asked for here is added.
 */
export function loadWantedInto<Loaded, Files extends ReadonlyMap<string, Loaded>>(
  initial: Files,
  wantedWith: (files: Files) => readonly string[],
  load: (file: string) => Loaded | null,
  join: (files: Files, found: ReadonlyMap<string, Loaded>) => Files,
  limits: LoadLimits,
  asked: Set<string> = new Set(),
): Files {
  let files = initial;
  let left = limits.files;
  for (let round = 0; round < limits.rounds; round += 1) {
    const found = new Map<string, Loaded>();
    const wanted = wantedWith(files).filter((file) => !asked.has(file));
    for (const file of wanted.slice(0, left)) {
      asked.add(file);
      const loaded = load(file);
      if (loaded !== null) found.set(file, loaded);
    }
    if (found.size === 0) break;
    left -= wanted.length;
    files = join(files, found);
  }
  return files;
}

/** The same for files of which a plain map is enough. */
export function loadWanted<Loaded>(
  initial: ReadonlyMap<string, Loaded>,
  wantedWith: (files: ReadonlyMap<string, Loaded>) => readonly string[],
  load: (file: string) => Loaded | null,
  limits: LoadLimits,
  asked: Set<string> = new Set(),
): ReadonlyMap<string, Loaded> {
  const join = (
    files: ReadonlyMap<string, Loaded>,
    found: ReadonlyMap<string, Loaded>,
  ): ReadonlyMap<string, Loaded> => new Map([...files, ...found]);
  return loadWantedInto(initial, wantedWith, load, join, limits, asked);
}
