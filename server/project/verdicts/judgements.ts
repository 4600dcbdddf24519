import type { KnowledgeBase, PackageFacts } from '../../../overrides-db/model.ts';
import type { Lock, LockedPackage } from '../../locks/model.ts';
import type { TargetId, TargetUse } from '../../nix/api.ts';
import type { BuildSettings, Distribution, Pin } from '../../targets/model.ts';
import { targetOf } from '../../targets/registry.ts';
import type { JudgedNeed } from '../model.ts';
import { asLocked } from './as-locked.ts';
import { judgeNeeds, type Build } from './judge.ts';
import { packageProviders } from './providers/providers.ts';
import { isMissing } from './status.ts';
import { unnamedBuildSystem } from './unnamed-build-system.ts';
import { memoize } from '../../memoize.ts';

/** A use of the project, or the target that the user has set where no Nix file is known; both null where there is neither. */
export interface View {
  readonly target: TargetId | null;
  readonly use: TargetUse | null;
  readonly builds: BuildSettings;
  readonly pin: Pin | null;
  /** The day before which the pinned nixpkgs has all changes, ISO 8601; null where it is not known. Attributes have their names of that day. */
  readonly nixpkgsUntil: string | null;
}

/** What a verdict says of a locked package whatever the manifest says. */
export interface Judgement {
  readonly distribution: Distribution;
  /** As if the package is built. */
  readonly needs: readonly JudgedNeed[];
  readonly notes: readonly string[];
}

/** Judges locked packages in one view of a project, each once. */
export class Judge {
  readonly #view: View;
  readonly #knowledge: KnowledgeBase;
  /** Bench: `didChange`, and a key in a lock. */
  readonly #judgements = new WeakMap<object, Judgement>();
  /** Several rules ask, of each project anew. Bench: `didChange`. */
  readonly #needsReview = new WeakMap<Lock, readonly LockedPackage[]>();

  constructor(view: View, knowledge: KnowledgeBase) {
    this.#view = view;
    this.#knowledge = knowledge;
  }

  of(locked: LockedPackage): Judgement {
    // None of it says where in the lock the package stands.
    const key = locked.identity ?? locked;
    return memoize(this.#judgements, key, () => judge(locked, this.#view, this.#knowledge));
  }

  /** The packages of which a rule may have something to say: something is missing, or no file fits. */
  needsReview(lock: Lock): readonly LockedPackage[] {
    return memoize(this.#needsReview, lock, () =>
      lock.packages.filter((locked) => {
        const { distribution, needs } = this.of(locked);
        return distribution.kind === 'unusable' || needs.some(isMissing);
      }),
    );
  }
}

/** Bench: `didChange`. */
const judges = new WeakMap<KnowledgeBase, WeakMap<TargetUse | KnowledgeBase, Map<string, Judge>>>();

/** The judge that is kept while knowledge and Nix files are the same objects: typing in the manifest judges nothing again. */
export function judgeFor(view: View, knowledge: KnowledgeBase): Judge {
  const byUse = memoize(judges, knowledge, () => new WeakMap());
  const byBuilds = memoize(byUse, view.use ?? knowledge, () => new Map<string, Judge>());
  const { builds, pin, nixpkgsUntil, target } = view;
  const key = JSON.stringify([target, builds, pin, nixpkgsUntil]);
  return memoize(byBuilds, key, () => new Judge(view, knowledge));
}

function judge(locked: LockedPackage, view: View, knowledge: KnowledgeBase): Judgement {
  const target = view.target === null ? null : targetOf(view.target);
  const known = knowledge.lookup(locked.name);
  const facts =
    known === null
      ? null
      : asLocked(known, locked, {
          builds: view.builds,
          dependenciesAreInputs: target?.provides.dependenciesAreInputs ?? false,
        });
  const distribution = target?.distribution(locked, view.use, view.builds, facts, view.pin) ?? {
    kind: 'unknown',
    why: 'no Nix file says how it is built',
  };
  const needsOf = (of: PackageFacts | null): readonly JudgedNeed[] =>
    of === null ? [] : judgeIn(view, of, locked, locked.parsedVersion, distribution);
  const needs = needsOf(facts);
  const unnamed = unnamedBuildSystem(locked, facts, needs, { distribution, target, pin: view.pin });
  return {
    distribution,
    needs: unnamed === null ? needs : [...needs, ...needsOf(unnamed)],
    notes: facts?.notes ?? [],
  };
}

/** What a package needs in a view of the project, as if it is built; `locked` null: it is not locked yet. */
export function judgeIn(
  view: View,
  facts: PackageFacts,
  locked: LockedPackage | null,
  version: Build['version'],
  distribution: Distribution,
): readonly JudgedNeed[] {
  const target = view.target === null ? null : targetOf(view.target);
  return judgeNeeds(facts, {
    version,
    distribution,
    target,
    defaultsAreKnown: target?.provides.defaultsAreKnown ?? false,
    hasUse: view.use !== null,
    builds: view.builds,
    nixpkgsUntil: view.nixpkgsUntil,
    providers: target === null ? [] : packageProviders(facts, { ...view, target, locked }),
  });
}
