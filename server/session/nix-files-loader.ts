import { basename, dirname } from 'node:path/posix';
import type { Finding } from '../project/model.ts';
import type { NixFiles } from '../nix/api.ts';
import { readNixSide } from '../project/inputs/read.ts';
import type { SourceText } from '../text.ts';
import type { Boundary } from './boundary.ts';
import { nixFilesBelow, nixFilesIn } from './discovery.ts';
import type { FileProblem } from './file-system.ts';
import { foldersUpTo } from './reader.ts';
import { loadWantedInto, type LoadLimits } from './load-wanted.ts';
import { nixTextsJoin } from './nix-texts.ts';
import { fileFinding } from './session-findings.ts';
import { projectSettings } from './settings/settings.ts';
import { defaultSettings } from './settings/settings-table.ts';
import { DependencyRecorder, type Weights } from './dependency-recorder.ts';
import type { Texts } from './texts.ts';

/** The Nix files around a folder, with what they import. Its projects share the same objects. Immutable. */
export interface LoadedNixFiles {
  readonly nixFiles: NixFiles;
  readonly pinFiles: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly problems: readonly Finding[];
  readonly heavyFiles: ReadonlySet<string>;
  readonly weights: Weights;
  /** Whether its files are still what they were. */
  isCurrent(): boolean;
  /** Every path whose change may change it. */
  paths(): readonly string[];
}

/** All Nix files of one folder are loaded: `nixFilesIn` bounds their number. */
const ALL: LoadLimits = { files: Infinity, rounds: 1 };
/** How far their imports are followed. */
const LIMITS: LoadLimits = { files: 256, rounds: 8 };

/** What is known of the Nix files around folders. */
export class NixFilesLoader {
  readonly #texts: Texts;
  readonly #boundaryOf: (root: string) => Boundary;
  readonly #known = new Map<string, FolderSide>();

  constructor(texts: Texts, boundaryOf: (root: string) => Boundary) {
    this.#texts = texts;
    this.#boundaryOf = boundaryOf;
  }

  /**
   * The Nix files around `root`, up to the root of the checkout or `limit`, and those that they import,
   * until none is missing. Folder by folder from the outermost one on: what stands above many projects
   * is read for all of them.
   */
  around(root: string, limit: string | null): LoadedNixFiles {
    const known = this.#known.get(root);
    const boundary = this.#boundaryOf(root);
    if (known?.isCurrent() && known.boundary.equals(boundary)) return known;
    const walk = new DependencyRecorder(this.#texts, boundary);
    const folders = foldersUpTo(root, limit, walk);
    const outermost = folders.at(-1) ?? root;
    const lookAt = (folder: string): DependencyRecorder =>
      folder === root ? walk : new DependencyRecorder(this.#texts, boundary);
    let side = this.#of(outermost, null, lookAt(outermost));
    for (const folder of folders.slice(0, -1).toReversed())
      side = this.#of(folder, side, lookAt(folder));
    return side;
  }

  /** Forgets all but what is around folders that `isWanted`; answers the paths of what it keeps. */
  retain(isWanted: (folder: string) => boolean): readonly string[] {
    for (const folder of this.#known.keys()) if (!isWanted(folder)) this.#known.delete(folder);
    return [...this.#known.values()].flatMap((side) => side.paths());
  }

  clear(): void {
    this.#known.clear();
  }

  /** @param look for the folder that the walk began in, what was looked at to find those above. */
  #of(folder: string, outer: FolderSide | null, look: DependencyRecorder): FolderSide {
    const known = this.#known.get(folder);
    const isSame = known?.outer === outer && known.boundary.equals(look.boundary);
    if (isSame && known.isCurrent()) return known;
    const side = new FolderSide(folder, outer, look);
    this.#known.set(folder, side);
    return side;
  }
}

/** The Nix files of one folder and what they import, beside those around the folder above. */
class FolderSide implements LoadedNixFiles {
  readonly outer: FolderSide | null;
  readonly nixFiles: NixFiles;
  readonly pinFiles: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly problems: readonly Finding[];
  readonly heavyFiles: ReadonlySet<string>;
  readonly weights: Weights;
  readonly #look: DependencyRecorder;
  /** Files that were looked for, here and above, found or not. */
  readonly #asked: ReadonlySet<string>;

  constructor(folder: string, outer: FolderSide | null, look: DependencyRecorder) {
    this.outer = outer;
    this.#look = look;
    this.weights = look.weights;
    if (outer !== null) look.weighToo(outer.weights);
    const own = nixFilesIn(folder, look);
    const ownFiles = look.withoutTwins(own.nixFiles);
    const problems = [...(outer?.problems ?? [])];
    const sources = new Map(outer?.sources);
    const asked = new Set(outer === null ? [] : outer.#asked);
    const textOf = (file: string): string | null => {
      const { source, problem } = look.load(file);
      if (source !== null) sources.set(file, source);
      else if (problem !== null && !isQuiet(problem) && !isFolder(file, look))
        problems.push(fileFinding(file, problem));
      return source?.text ?? null;
    };
    const join = nixTextsJoin(look);
    const none: NixFiles = new Map();
    const loaded = loadWantedInto(
      outer?.nixFiles ?? none,
      () => ownFiles,
      textOf,
      join,
      ALL,
      asked,
    );
    const pins = own.pinFiles.flatMap((file) => {
      const text = textOf(file);
      return text === null ? [] : [[file, text] as const];
    });
    // Where a folder adds nothing, it has the very objects of the one above: what was read from them holds.
    const pinFiles =
      pins.length === 0 && outer !== null
        ? outer.pinFiles
        : new Map([...pins, ...(outer?.pinFiles ?? [])]);
    this.pinFiles = pinFiles;

    this.nixFiles = loadWantedInto(
      loaded,
      (nixFiles) => {
        const { wants, wantedFolders } = readNixSide({
          root: folder,
          nixFiles,
          pinFiles,
          settings: ANY,
        });
        return [...wants, ...wantedFolders.flatMap((each) => nixFilesBelow(each, look))];
      },
      textOf,
      join,
      LIMITS,
      asked,
    );
    this.sources = this.nixFiles === outer?.nixFiles ? outer.sources : sources;
    this.problems = problems;
    this.heavyFiles = new Set([...look.heavyFiles, ...(outer?.heavyFiles ?? [])]);
    this.#asked = asked;
  }

  get boundary(): Boundary {
    return this.#look.boundary;
  }

  isCurrent(): boolean {
    return this.#look.isCurrent() && (this.outer?.isCurrent() ?? true);
  }

  paths(): readonly string[] {
    return [...this.#look.paths(), ...(this.outer?.paths() ?? [])];
  }
}

/** Nothing is wrong with a Nix file that imports what is not here; what may not be read is told elsewhere. */
function isQuiet({ kind }: FileProblem): boolean {
  return kind === 'missing' || kind === 'outside';
}

/** Whether an import names a folder (`./vendor/pyproject.nix`): Nix reads its `default.nix`, and nothing is wrong. */
function isFolder(file: string, look: DependencyRecorder): boolean {
  return look
    .list(dirname(file))
    .some(({ name, kind }) => kind === 'directory' && name === basename(file));
}

/** What the files import does not depend on what is set. */
const ANY = projectSettings(defaultSettings);
