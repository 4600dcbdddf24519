import { crossCheck } from '../freshness/cross-check.ts';
import { lockFreshness } from '../freshness/lock-freshness.ts';
import type { Lock, LockedPackage } from '../locks/model.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';
import { formatsOf } from './inputs/formats.ts';
import type {
  Project,
  ProjectInput,
  Release,
  ResolvedDependency,
  TextFile,
  Verdict,
} from './model.ts';
import { readInput, type ReadInput } from './inputs/read-input.ts';
import { readManifest } from './inputs/read.ts';
import { tomlOf } from './inputs/text-file.ts';
import { uvAround } from './inputs/uv-around.ts';
import { uvBuildsOf, uvMemberFiles, uvPlacesOf, uvSettingsFile } from './inputs/uv-settings.ts';
import { targetOf } from '../targets/registry.ts';
import { VerdictMaker, viewsOf } from './verdicts/verdicts.ts';

/**
 * Joins a project's texts with the knowledge base. Pure and cheap: each text is read once for as
 * long as the same document is passed in, and verdicts are made when asked.
 */
export function joinProject(input: ProjectInput): Project {
  return joinWith(input, readInput(input));
}

function joinWith(input: ProjectInput, read: ReadInput): Project {
  const { manifest, lock, lockFile, choice, nix, uses } = read;
  const selection = choice.selection(lockFile);
  // What is not built has no target: nothing of its needs is judged.
  const settings = selection.active ? input.settings : { ...input.settings, target: null };
  const workspace = readManifest(uvSettingsFile(input));
  const members = [manifest, ...uvMembers(input, read)];
  const uvBuilds = uvBuildsOf(workspace, members);
  const areMinded = uses.some(({ target }) => targetOf(target).reads.uvSettings);
  const uvPlaces = areMinded ? uvPlacesOf(workspace, members) : [];
  const formats = formatsOf(input, lockFile);
  const parts = {
    input,
    manifest,
    lock,
    lockFile,
    selection,
    settings,
    uses,
    uvBuilds,
    uvPlaces,
    formats,
  };
  const others = choice.locks.filter((other) => other !== lockFile);
  return new JoinedProject(parts, new VerdictMaker(parts, viewsOf(parts, nix)), () =>
    others.map((other) => joinWith(input, readInput(input, other))),
  );
}

/** The manifests of the workspace's other members that are loaded. */
function uvMembers(input: ProjectInput, { lock, manifest }: ReadInput): readonly Manifest[] {
  return uvMemberFiles({ input, lock, manifest }).flatMap((path) => {
    const file = input.files.get(path);
    return file === undefined ? [] : [readManifest(file)];
  });
}

/** What is known when a project is joined. */
type JoinedParts = Pick<
  Project,
  | 'input'
  | 'manifest'
  | 'lock'
  | 'lockFile'
  | 'selection'
  | 'settings'
  | 'uses'
  | 'uvBuilds'
  | 'uvPlaces'
  | 'formats'
>;

class JoinedProject implements Project {
  readonly root: string;
  readonly input: ProjectInput;
  readonly manifest: Manifest;
  readonly lock: Lock | null;
  readonly lockFile: TextFile | null;
  readonly selection: Project['selection'];
  readonly settings: Project['settings'];
  readonly uses: Project['uses'];
  readonly formats: Project['formats'];
  readonly uvBuilds: Project['uvBuilds'];
  readonly uvPlaces: Project['uvPlaces'];
  readonly #verdicts: VerdictMaker;
  readonly #joinOthers: () => readonly Project[];
  #withOtherLocks: readonly Project[] | null = null;
  #freshness: Project['freshness'] | null = null;
  #dependencies: readonly ResolvedDependency[] | null = null;
  #all: readonly Verdict[] | null = null;

  constructor(parts: JoinedParts, verdicts: VerdictMaker, joinOthers: () => readonly Project[]) {
    this.root = parts.input.root;
    this.input = parts.input;
    this.manifest = parts.manifest;
    this.lock = parts.lock;
    this.lockFile = parts.lockFile;
    this.selection = parts.selection;
    this.settings = parts.settings;
    this.uses = parts.uses;
    this.uvBuilds = parts.uvBuilds;
    this.uvPlaces = parts.uvPlaces;
    this.formats = parts.formats;
    this.#verdicts = verdicts;
    this.#joinOthers = joinOthers;
  }

  get withOtherLocks(): readonly Project[] {
    this.#withOtherLocks ??= this.#joinOthers();
    return this.#withOtherLocks;
  }

  get freshness(): Project['freshness'] {
    this.#freshness ??= this.#judgeFreshness();
    return this.#freshness;
  }

  get dependencies(): readonly ResolvedDependency[] {
    this.#dependencies ??= this.manifest.dependencies
      .filter(({ origin }) => origin !== 'build-system')
      .map((dependency) => {
        if (this.lock === null) return { dependency, status: 'unknown', locked: [] };
        const { status, locked } = crossCheck(dependency, this.manifest, this.lock);
        return { dependency, status, locked };
      });
    return this.#dependencies;
  }

  verdicts(): readonly Verdict[] {
    this.#all ??= (this.lock?.packages ?? []).flatMap((locked) => this.verdictsFor(locked));
    return this.#all;
  }

  needsReview(): readonly Verdict[] {
    return this.#verdicts.needsReview().flatMap((locked) => this.verdictsFor(locked));
  }

  verdictsFor(locked: LockedPackage): readonly Verdict[] {
    return this.#verdicts.ofLocked(locked);
  }

  verdictsOfRelease(locked: LockedPackage, release: Release): readonly Verdict[] {
    return this.#verdicts.ofRelease(locked, release);
  }

  verdictForUnlocked(dependency: Dependency): readonly Verdict[] {
    return this.#verdicts.ofUnlocked(dependency);
  }

  #judgeFreshness(): Project['freshness'] {
    const document = tomlOf(this.input.manifest);
    if (this.lock === null || document === null) return 'unknown';
    return lockFreshness(document, this.manifest, this.lock, uvAround(this.input, this.lock)).state;
  }
}
