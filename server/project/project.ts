import { posix } from 'node:path';
import { crossCheck } from '../freshness/cross-check.ts';
import { lockFreshness } from '../freshness/lock-freshness.ts';
import { lockFormatOf } from '../locks/formats.ts';
import type { Lock, LockedPackage } from '../locks/model.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';
import { formatsOf } from './inputs/formats.ts';
import { LockChoice } from './inputs/lock-choice.ts';
import type { Project, ProjectInput, ResolvedDependency, TextFile, Verdict } from './model.ts';
import { isJoined, readLock, readManifest, readNixSide, readWhole } from './inputs/read.ts';
import { tomlOf } from './inputs/text-file.ts';
import { uvSettings } from './inputs/uv-configuration.ts';
import { uvMemberFiles, uvSettingsFile, withUvSettings } from './inputs/uv-settings.ts';
import { VerdictMaker } from './verdicts/verdicts.ts';

/**
 * Joins a project's texts with the knowledge base. Pure and cheap: each text is read once for as
 * long as the same document is passed in, and verdicts are made when asked.
 */
export function joinProject(input: ProjectInput): Project {
  return new JoinedProject(input);
}

class JoinedProject implements Project {
  readonly input: ProjectInput;
  readonly root: string;
  readonly manifest: Manifest;
  readonly lock: Lock | null;
  readonly lockFile: TextFile | null;
  readonly selection: Project['selection'];
  readonly settings: Project['settings'];
  readonly uses: Project['uses'];
  readonly formats: Project['formats'];
  readonly wants: Project['wants'];
  readonly wantedIncludes: Project['wantedIncludes'];
  readonly wantedMembers: Project['wantedMembers'];
  readonly #choice: LockChoice;
  readonly #verdicts: VerdictMaker;
  #withOtherLocks: readonly Project[] | null = null;
  #freshness: Project['freshness'] | null = null;
  #dependencies: readonly ResolvedDependency[] | null = null;
  #all: readonly Verdict[] | null = null;

  /** @param lock the one to join with; the one that counts where none is given. */
  constructor(input: ProjectInput, lock?: TextFile) {
    this.input = input;
    this.root = input.root;
    const nix = readNixSide({ ...input, root: builtFolder(input) });
    this.#choice = new LockChoice(input, nix.uses);
    this.lockFile = lock ?? this.#choice.lock;
    this.selection = this.#choice.selection(this.lockFile);
    // What is not built has no target: nothing of its needs is judged.
    this.settings = this.selection.active ? input.settings : { ...input.settings, target: null };
    this.manifest = readWhole(input);
    this.lock = this.lockFile === null ? null : readLock(this.lockFile, this.manifest);
    const workspace = readManifest(uvSettingsFile(input));
    const members = [this.manifest, ...(input.uvMembers ?? []).map(readManifest)];
    const uses = this.#choice.uses(this.lockFile);
    this.uses = uses.map((use) => withUvSettings(use, workspace, members));
    const isUv2nix = uses.some(({ target }) => target === 'uv2nix');
    this.wantedMembers = isUv2nix ? uvMemberFiles(this) : [];
    this.formats = formatsOf(input, this.lockFile);
    this.wants = nix.wants;
    this.wantedIncludes = isJoined(this.manifest) ? this.manifest.wants : [];
    this.#verdicts = new VerdictMaker(this, nix);
  }

  get withOtherLocks(): readonly Project[] {
    this.#withOtherLocks ??= this.#choice.locks
      .filter((lock) => lock !== this.lockFile)
      .map((lock) => new JoinedProject(this.input, lock));
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

  verdictForUnlocked(dependency: Dependency): readonly Verdict[] {
    return this.#verdicts.ofUnlocked(dependency);
  }

  #judgeFreshness(): Project['freshness'] {
    const document = tomlOf(this.input.manifest);
    if (this.lock === null || document === null) return 'unknown';
    return lockFreshness(document, this.manifest, this.lock, uvSettings(this.input)).state;
  }
}

/** The folder that Nix builds: a member of a uv workspace is built with the workspace, whose lock it has. */
function builtFolder({ root, lock }: ProjectInput): string {
  return lock !== null && lockFormatOf(lock.file)?.ofWorkspace === true
    ? posix.dirname(lock.file)
    : root;
}
