import { crossCheck } from '../locks/cross-check.ts';
import { lockFreshness } from '../locks/lock-freshness.ts';
import type { Lock, LockedPackage } from '../locks/model.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';
import type { Project, ProjectInput, ResolvedDependency, Verdict } from './model.ts';
import { readLock, readManifest, readNixSide } from './read.ts';
import { VerdictMaker } from './verdicts.ts';

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
  readonly settings: Project['settings'];
  readonly uses: Project['uses'];
  readonly wants: Project['wants'];
  readonly #verdicts: VerdictMaker;
  #freshness: Project['freshness'] | null = null;
  #dependencies: readonly ResolvedDependency[] | null = null;
  #all: readonly Verdict[] | null = null;

  constructor(input: ProjectInput) {
    this.input = input;
    this.root = input.root;
    this.settings = input.settings;
    this.manifest = readManifest(input.manifest);
    this.lock = input.lock === null ? null : readLock(input.lock);
    const nix = readNixSide(input);
    this.uses = nix.uses;
    this.wants = nix.wants;
    this.#verdicts = new VerdictMaker(input, this.manifest, this.lock, nix);
  }

  get freshness(): Project['freshness'] {
    this.#freshness ??=
      this.lock === null
        ? 'unknown'
        : lockFreshness(this.input.manifest.document, this.manifest, this.lock).state;
    return this.#freshness;
  }

  get dependencies(): readonly ResolvedDependency[] {
    this.#dependencies ??= this.manifest.dependencies
      .filter(({ origin }) => origin !== 'build-system')
      .map((dependency) => ({
        dependency,
        ...(this.lock === null
          ? { status: 'unknown' as const, locked: [] }
          : crossCheck(dependency, this.manifest, this.lock)),
      }));
    return this.#dependencies;
  }

  verdicts(): readonly Verdict[] {
    this.#all ??= (this.lock?.packages ?? []).flatMap((locked) => this.verdictsFor(locked));
    return this.#all;
  }

  verdictsFor(locked: LockedPackage): readonly Verdict[] {
    return this.#verdicts.ofLocked(locked);
  }

  verdictForUnlocked(dependency: Dependency): readonly Verdict[] {
    return this.#verdicts.ofUnlocked(dependency);
  }
}
