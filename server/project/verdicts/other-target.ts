import type { LockedPackage } from '../../locks/model.ts';
import type { Dependency } from '../../manifests/model.ts';
import type { TargetId } from '../../nix/api.ts';
import type { BuildSettings } from '../../targets/model.ts';
import { targetOf } from '../../targets/registry.ts';
import { memoize, memoized } from '../../memoize.ts';
import type { Project, Verdict } from '../model.ts';
import { buildsOf, mindedBy } from './builds.ts';
import type { View } from './judgements.ts';
import { projectVerdictsIn } from './project-verdicts.ts';
import { unpinnedDependencies } from './unpinned.ts';
import { VerdictMaker } from './verdicts.ts';

/** What a project would need with a target that it has no Nix file of. Nothing is joined or read anew for it. */
export class OtherTarget {
  readonly builds: BuildSettings;
  readonly #project: Project;
  readonly #view: View;
  readonly #verdicts: VerdictMaker;

  /** @param python the interpreter that is taken; null: every one that the project supports. */
  constructor(project: Project, target: TargetId, python: string | null) {
    const settings = { ...project.input.settings, python };
    this.builds = {
      ...buildsOf(null, project.manifest, settings),
      ...mindedBy(targetOf(target), project, {}),
    };
    this.#project = project;
    this.#view = { target, use: null, builds: this.builds, pin: null, nixpkgsUntil: null };
    this.#verdicts = new VerdictMaker(project, [this.#view]);
  }

  /** Of what is locked, or of a dependency that is not. */
  verdictsFor(one: LockedPackage | Dependency): readonly Verdict[] {
    return 'normalized' in one ? this.#verdicts.ofUnlocked(one) : this.#verdicts.ofLocked(one);
  }

  /** Of the project itself. */
  projectVerdicts(): readonly Verdict[] {
    return projectVerdictsIn(this.#project, this.#view);
  }

  /** Of the project itself, of what is locked, and of what pip takes without a pin. */
  verdicts(): readonly Verdict[] {
    const packages = this.#project.lock?.packages ?? [];
    const unpinned = unpinnedDependencies(this.#project, this.builds);
    return [
      ...this.projectVerdicts(),
      ...[...packages, ...unpinned].flatMap((one) => this.verdictsFor(one)),
    ];
  }
}

/** Asked for one package at a time, by a quick fix; each would make all of the view anew. */
const madeFor = memoized((_project: Project) => new Map<string, OtherTarget>());

/** The project as another target would build it, with the lock that it has. */
export function withTarget(project: Project, target: TargetId, python: string | null): OtherTarget {
  return memoize(
    madeFor(project),
    `${target} ${python}`,
    () => new OtherTarget(project, target, python),
  );
}

/** The project with the lock that the target reads, of several; who asks for it means this manifest, whichever of its folder counts. */
export function withLockFor(project: Project, target: TargetId): Project {
  const wanted = targetOf(target).reads.files?.lock ?? null;
  if (wanted !== null && project.lock?.kind === wanted) return project;
  const [first] = project.input.locks;
  const all = [project, ...project.withOtherLocks];
  return (
    all.find(({ lock }) => wanted !== null && lock?.kind === wanted) ??
    all.find(({ lockFile }) => lockFile === first) ??
    project
  );
}
