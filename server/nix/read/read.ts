import { touches } from '../../text.ts';
import type { NixFiles, NixReading, OverrideEntry } from '../model.ts';
import { FileLoader } from '../resolve/files.ts';
import { Resolver } from '../resolve/resolver.ts';
import type { NixFile } from '../resolve/scope.ts';
import type { ReadContext, UseReading } from './context.ts';
import { findCalls } from './context.ts';
import { readDream2nix } from './dream2nix.ts';
import { readShells } from './mkshell.ts';
import { readNixpkgs } from './nixpkgs.ts';
import { readOverlayFiles } from './overlay-files.ts';
import { readPoetry2nix } from './poetry2nix.ts';
import { readPypi2nix } from './pypi2nix.ts';
import { readUv2nix } from './uv2nix.ts';

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
  const { uses, wants } = analyseNix(files, entries, projectRoot);
  return { uses: uses.map(({ use }) => use), wants };
}

/** A reading together with the syntax that it was read from, for rules that look at the text. */
export interface NixAnalysis extends ReadContext {
  readonly uses: readonly UseReading[];
  readonly wants: readonly string[];
}

/** As `readNix`, with what the answers were read from. */
export function analyseNix(
  files: NixFiles,
  entries: readonly string[],
  projectRoot: string,
): NixAnalysis {
  const loader = new FileLoader(files);
  const resolver = new Resolver(loader);
  const reached = new Map<string, NixFile>();
  for (const entry of entries) {
    const file = loader.load(entry);
    if (file === null) continue;
    for (const found of resolver.index(file)) reached.set(found.path, found);
  }
  const read = [...reached.values()];
  const calls = findCalls(resolver, read);
  const context: ReadContext = { resolver, projectRoot, files: read, calls };
  return { ...context, uses: readUses(context), wants: loader.wanted };
}

function readUses(context: ReadContext): readonly UseReading[] {
  const builds = [
    ...readPoetry2nix(context),
    ...readUv2nix(context),
    ...readDream2nix(context),
    ...readNixpkgs(context),
    ...readPypi2nix(context),
  ];
  const used = new Set(builds.flatMap(({ overlays }) => overlays.map(({ file }) => file)));
  // Where Nix builds the project, a shell beside it is for the rest of the work.
  const isBuilt = builds.some(
    ({ use }) => use.projectDir.known && use.projectDir.value === context.projectRoot,
  );
  const shells = isBuilt ? [] : readShells(context);
  return [...builds, ...readOverlayFiles(context, used), ...shells];
}

/** The override that `offset` of `file` stands in, the innermost where several do; null where none does. */
export function overrideEntryAt(
  { uses }: NixReading,
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
