import type { Lock, LockedPackage } from '../locks/model.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';
import { targetOf } from '../targets/registry.ts';
import { buildsOf } from './builds.ts';
import { builtPackages } from './built.ts';
import { judgeNeeds, type NeedAnswer } from './judge.ts';
import { judgeLocked, type View } from './judgements.ts';
import type { JudgedNeed, Project, ProjectInput, Verdict } from './model.ts';
import type { NixSide } from './read.ts';
import { remembered } from './remember.ts';

type Built = Verdict['built'];

/** The part of a project that its verdicts are made from. */
type VerdictSubject = Pick<Project, 'input' | 'manifest' | 'lock' | 'settings' | 'uses'>;

/** Makes verdicts when asked, one for each view of the project, and keeps them. */
export class VerdictMaker {
  readonly #input: ProjectInput;
  readonly #manifest: Manifest;
  readonly #lock: Lock | null;
  readonly #views: readonly View[];
  readonly #made = new Map<LockedPackage, readonly Verdict[]>();
  readonly #built = new Map<View, (locked: LockedPackage) => Built>();

  constructor(
    { input, manifest, lock, settings, uses: own }: VerdictSubject,
    { poetry2nixPin }: Pick<NixSide, 'poetry2nixPin'>,
  ) {
    this.#input = input;
    this.#manifest = manifest;
    this.#lock = lock;
    const uses = own.length > 0 ? own : [null];
    this.#views = uses.map((use) => ({
      target: use?.target ?? settings.target,
      use,
      builds: buildsOf(use, manifest, settings),
      pin: poetry2nixPin,
    }));
  }

  ofLocked(locked: LockedPackage): readonly Verdict[] {
    return remembered(this.#made, locked, () =>
      this.#views.map((view) => this.#lockedVerdict(locked, view)),
    );
  }

  ofUnlocked(dependency: Dependency): readonly Verdict[] {
    const parsed = dependency.constraint?.parsed;
    const version = parsed === undefined || 'problem' in parsed ? null : parsed;
    const facts = this.#input.knowledge.lookup(dependency.normalized);
    const why = 'it is not locked yet';
    return this.#views.map((view) => {
      const target = view.target === null ? null : targetOf(view.target);
      const distribution = { kind: 'unknown', why } as const;
      const build = { ...view, locked: null, version, distribution, target };
      return {
        package: { name: dependency.normalized, version: null },
        locked: null,
        target: view.target,
        use: view.use,
        distribution,
        needs: facts === null ? [] : weighed(judgeNeeds(facts, build), false),
        built: { state: 'unknown', why },
        notes: facts?.notes ?? [],
      };
    });
  }

  #lockedVerdict(locked: LockedPackage, view: View): Verdict {
    const { distribution, needs, notes } = judgeLocked(locked, view, this.#input.knowledge);
    const built = (): Built => this.#isBuilt(locked, view);
    // Whether it is built takes a walk through the whole lock: asked only where it decides.
    const mayWarn =
      needs.some(({ missing }) => missing) &&
      !this.#input.settings.ignoredPackages.includes(locked.name) &&
      built().state === 'yes';
    return {
      package: { name: locked.name, version: locked.version },
      locked,
      target: view.target,
      use: view.use,
      distribution,
      needs: weighed(needs, mayWarn),
      get built() {
        return built();
      },
      notes,
    };
  }

  #isBuilt(locked: LockedPackage, view: View): Built {
    const lock = this.#lock;
    if (lock === null) return { state: 'unknown', why: 'there is no lock' };
    return remembered(this.#built, view, () =>
      builtPackages(this.#manifest, lock, view.use, view.builds),
    )(locked);
  }
}

/** The last word on each need: what is missing is warned of if the package may be. */
function weighed(needs: readonly NeedAnswer[], mayWarn: boolean): readonly JudgedNeed[] {
  return needs.map(({ missing, ...need }) => ({ ...need, warn: missing && mayWarn }));
}
