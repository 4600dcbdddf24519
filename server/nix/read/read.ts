import { posix } from 'node:path';
import { groupBy } from '../../../overrides-db/group.ts';
import { touches } from '../../text.ts';
import type { NixFiles, NixReading, OverrideEntry } from '../model.ts';
import { FileLoader } from '../resolve/files.ts';
import { Resolver } from '../resolve/resolver.ts';
import type { NixFile } from '../resolve/scope.ts';
import { NIX_TARGETS } from '../by-target/registry.ts';
import type { ReadContext, UseReading } from './context.ts';
import { findCalls } from './calls.ts';
import { readOverlayFiles } from './overlay-files.ts';
import { foldersReadByPlace } from './read-by-place.ts';
import { seenFrom } from './place.ts';

const TARGETS = Object.values(NIX_TARGETS);

/**
 * Reads what the Nix files around the project at `projectRoot` say, statically: which of poetry2nix, uv2nix, … builds
 * it, how, and what its overrides provide. `entries` are the absolute paths to start from; files that they import are
 * read if they are among `files`, and are in `wants` if not.
 */
export function readNix(
  files: NixFiles,
  entries: readonly string[],
  projectRoot: string,
): NixReading {
  const { uses, wants, wantedFolders } = analyseNix(files, entries, projectRoot);
  return { uses: uses.map(({ use }) => use), wants, wantedFolders };
}

/** A reading together with the syntax that it was read from, for rules that look at the text. */
export interface NixAnalysis extends ReadContext {
  /** The folder of the project that the reading is for. */
  readonly projectRoot: string;
  readonly uses: readonly UseReading[];
  readonly wants: readonly string[];
  readonly wantedFolders: readonly string[];
  /** What the same files say to no project in particular: one object for all projects that have them around. */
  anywhere(): NixAnalysis;
}

/** As `readNix`, with what the answers were read from. */
export function analyseNix(
  files: NixFiles,
  entries: readonly string[],
  projectRoot: string,
): NixAnalysis {
  return new FilesAnalysis(files, entries).of(projectRoot);
}

/**
 * What some Nix files say, whatever the project: read once for all projects that have the same files
 * around them.
 */
export class FilesAnalysis {
  readonly #loader: FileLoader;
  readonly #context: ReadContext;
  /** By reader. */
  readonly #builds: readonly (readonly UseReading[])[];
  readonly #overlays: readonly UseReading[];
  /** What the files of all of these want. */
  readonly #wants: readonly string[];
  readonly #wantedFolders: readonly string[];
  #shells: Shells | null = null;
  #anywhere: NixAnalysis | null = null;

  constructor(files: NixFiles, entries: readonly string[]) {
    const loader = new FileLoader(files);
    const resolver = new Resolver(loader);
    const started = entries.map((entry) => loader.load(entry)).filter((file) => file !== null);
    const read = indexAll(resolver, started);
    const context = { resolver, files: read, calls: findCalls(resolver, read) };
    this.#builds = TARGETS.filter(({ isBesideBuilds }) => !isBesideBuilds).map((target) =>
      target.read(context),
    );
    const used = this.#builds.flat().flatMap(({ overlays }) => overlays.map(({ file }) => file));
    this.#overlays = readOverlayFiles(context, new Set(used));
    this.#wants = loader.wanted;
    this.#wantedFolders = foldersReadByPlace(context);
    this.#loader = loader;
    this.#context = context;
  }

  /** As the project at `projectRoot` sees it: what is nearest to it first. */
  of(projectRoot: string): NixAnalysis {
    const { files, calls } = this.#context;
    const rank = ranks(files, projectRoot);
    const ofFile = (file: string): number => rank.get(file) ?? 0;
    const seen = (uses: readonly UseReading[]): readonly UseReading[] =>
      nearestFirst(uses, ({ use }) => ofFile(use.file)).map((each) =>
        useSeenFrom(projectRoot, each),
      );
    const builds = this.#builds.flatMap(seen);
    // Where Nix builds the project, a shell beside it is for the rest of the work.
    const isBuilt = builds.some(
      ({ use }) => use.projectDir.known && use.projectDir.value === projectRoot,
    );
    const shells = isBuilt ? null : this.#readShells();
    return {
      resolver: new Resolver(this.#loader, this.#context.resolver),
      projectRoot,
      files: nearestFirst(files, ({ path }) => ofFile(path)),
      calls: nearestFirst(calls, ({ scope }) => ofFile(scope.file.path)),
      uses: [...builds, ...seen(this.#overlays), ...seen(shells?.uses ?? [])],
      wants: shells?.wants ?? this.#wants,
      wantedFolders: this.#wantedFolders,
      anywhere: () => (this.#anywhere ??= this.of('')),
    };
  }

  #readShells(): Shells {
    if (this.#shells === null) {
      const uses = TARGETS.filter(({ isBesideBuilds }) => isBesideBuilds).flatMap((target) =>
        target.read(this.#context),
      );
      this.#shells = { uses, wants: this.#loader.wanted };
    }
    return this.#shells;
  }
}

interface Shells {
  readonly uses: readonly UseReading[];
  /** What the files of these want, and those of all the rest. */
  readonly wants: readonly string[];
}

/** Indexes files that lead to each other, and what they import: each is looked at twice, and not once for every file that leads to it. */
function indexAll(resolver: Resolver, files: readonly NixFile[]): readonly NixFile[] {
  const reached = new Map<string, NixFile>();
  const look = (): void => {
    const seen = new Set<string>();
    for (const file of files)
      if (!seen.has(file.path))
        for (const found of resolver.index(file, seen)) reached.set(found.path, found);
  };
  look();
  // What is imported may be said by functions whose callers are known only now.
  look();
  return [...reached.values()];
}

/** How far above the project each file is; what a file imports is where that file is. */
function ranks(files: readonly NixFile[], projectRoot: string): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (let folder = projectRoot; !levels.has(folder); folder = posix.dirname(folder))
    levels.set(folder, levels.size);
  const found = new Map<string, number>();
  let last = 0;
  for (const { path } of files) {
    last = levels.get(posix.dirname(path)) ?? last;
    found.set(path, last);
  }
  return found;
}

/** Sorts by rank; what has one rank keeps its order. */
function nearestFirst<T>(items: readonly T[], rankOf: (item: T) => number): readonly T[] {
  const byRank = groupBy(items, rankOf);
  if (byRank.size < 2) return items;
  return [...byRank].toSorted(([a], [b]) => a - b).flatMap(([, same]) => same);
}

function useSeenFrom(projectRoot: string, reading: UseReading): UseReading {
  const { use } = reading;
  const projectDir = seenFrom(projectRoot, use.projectDir);
  return projectDir === use.projectDir ? reading : { ...reading, use: { ...use, projectDir } };
}

/** The override that `offset` of `file` stands in, the innermost where several do; null where none does. */
export function overrideEntryAt(
  { uses }: Pick<NixReading, 'uses'>,
  file: string,
  offset: number,
): OverrideEntry | null {
  const around = uses
    .flatMap(({ overrides }) => overrides.entries)
    .filter((entry) => entry.file === file && touches(entry.span, offset));
  const [first, ...rest] = around;
  if (first === undefined) return null;
  return rest.reduce((best, entry) => (width(entry) < width(best) ? entry : best), first);
}

function width({ span }: OverrideEntry): number {
  return span.end - span.start;
}
