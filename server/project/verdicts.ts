import type { PackageFacts } from '../../overrides-db/model.ts';
import type { Lock, LockedPackage } from '../locks/model.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';
import type { TargetId, TargetUse } from '../nix/model.ts';
import type { Constraint } from '../python/model.ts';
import { candidateInterpreters } from '../targets/interpreters.ts';
import type { BuildSettings, Distribution, Pin } from '../targets/model.ts';
import { targetOf } from '../targets/registry.ts';
import { builtPackages } from './built.ts';
import { judgeNeeds, type Build } from './judge.ts';
import type { ProjectInput, Verdict } from './model.ts';
import type { NixSide } from './read.ts';

/** A use of the project, or the target that the user has set where no Nix file is known; both null where there is neither. */
interface View {
  readonly target: TargetId | null;
  readonly use: TargetUse | null;
  readonly builds: BuildSettings;
  built: ((locked: LockedPackage) => Verdict['built']) | null;
}

/** Makes verdicts when asked, one for each view of the project, and keeps them. */
export class VerdictMaker {
  readonly #input: ProjectInput;
  readonly #manifest: Manifest;
  readonly #lock: Lock | null;
  readonly #pin: Pin | null;
  readonly #views: readonly View[];
  readonly #made = new Map<LockedPackage, readonly Verdict[]>();

  constructor(input: ProjectInput, manifest: Manifest, lock: Lock | null, nix: NixSide) {
    this.#input = input;
    this.#manifest = manifest;
    this.#lock = lock;
    this.#pin = nix.poetry2nixPin;
    const uses = nix.uses.length > 0 ? nix.uses : [null];
    this.#views = uses.map((use) => ({
      target: use?.target ?? input.settings.target,
      use,
      builds: {
        systems: input.settings.systems,
        pythons: candidateInterpreters(use, projectPython(manifest)),
      },
      built: null,
    }));
  }

  ofLocked(locked: LockedPackage): readonly Verdict[] {
    const known = this.#made.get(locked);
    if (known !== undefined) return known;
    const verdicts = this.#views.map((view) => this.#lockedVerdict(locked, view));
    this.#made.set(locked, verdicts);
    return verdicts;
  }

  ofUnlocked(dependency: Dependency): readonly Verdict[] {
    const parsed = dependency.constraint?.parsed;
    const version = parsed === undefined || 'problem' in parsed ? null : parsed;
    return this.#views.map((view) =>
      this.#verdict(
        view,
        { name: dependency.normalized, version: null },
        null,
        version,
        { kind: 'unknown', why: 'it is not locked yet' },
        { state: 'unknown', why: 'it is not locked yet' },
      ),
    );
  }

  #lockedVerdict(locked: LockedPackage, view: View): Verdict {
    const distribution: Distribution =
      view.target === null
        ? { kind: 'unknown', why: 'no Nix file says how it is built' }
        : targetOf(view.target).distribution(locked, view.use, view.builds);
    const named = { name: locked.name, version: locked.version };
    const built = () => this.#builtIn(view)(locked);
    return this.#verdict(view, named, locked, locked.parsedVersion, distribution, built);
  }

  #builtIn(view: View): (locked: LockedPackage) => Verdict['built'] {
    if (this.#lock === null) return () => ({ state: 'unknown', why: 'there is no lock' });
    view.built ??= builtPackages(this.#manifest, this.#lock, view.use, view.builds);
    return view.built;
  }

  #verdict(
    view: View,
    named: Verdict['package'],
    locked: LockedPackage | null,
    version: Build['version'],
    distribution: Distribution,
    built: Verdict['built'] | (() => Verdict['built']),
  ): Verdict {
    const facts: PackageFacts | null = this.#input.knowledge.lookup(named.name);
    const build: Build = {
      locked,
      version,
      distribution,
      target: view.target === null ? null : targetOf(view.target),
      use: view.use,
      builds: view.builds,
      pin: this.#pin,
    };
    const answers = facts === null ? [] : judgeNeeds(facts, build);
    // Whether it is built takes a walk through the whole lock: asked only where it decides.
    const matters = answers.some(({ missing }) => missing);
    const settled = typeof built !== 'function' ? built : matters ? built() : null;
    const silent =
      settled?.state !== 'yes' || this.#input.settings.ignoredPackages.includes(named.name);
    return {
      package: named,
      locked,
      target: view.target,
      use: view.use,
      distribution,
      needs: answers.map(({ missing, ...need }) => ({ ...need, warn: missing && !silent })),
      get built() {
        return settled ?? (typeof built === 'function' ? built() : built);
      },
      notes: facts?.notes ?? [],
    };
  }
}

function projectPython({ requiresPython }: Manifest): Constraint | null {
  const parsed = requiresPython?.parsed;
  return parsed === undefined || 'problem' in parsed ? null : parsed;
}
