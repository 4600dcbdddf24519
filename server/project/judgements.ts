import type { KnowledgeBase } from '../../overrides-db/model.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { TargetId, TargetUse } from '../nix/model.ts';
import type { BuildSettings, Distribution, Pin } from '../targets/model.ts';
import { targetOf } from '../targets/registry.ts';
import { judgeNeeds, type NeedAnswer } from './judge.ts';
import { remembered } from './remember.ts';

/** A use of the project, or the target that the user has set where no Nix file is known; both null where there is neither. */
export interface View {
  readonly target: TargetId | null;
  readonly use: TargetUse | null;
  readonly builds: BuildSettings;
  readonly pin: Pin | null;
}

/** What a verdict says of a locked package whatever the manifest says. */
export interface Judgement {
  readonly distribution: Distribution;
  readonly needs: readonly NeedAnswer[];
  readonly notes: readonly string[];
}

type ByPackage = WeakMap<LockedPackage, Judgement>;

/** Kept while knowledge, lock and Nix files are the same objects: typing in the manifest judges nothing again. */
const kept = new WeakMap<
  KnowledgeBase,
  WeakMap<TargetUse | KnowledgeBase, Map<string, ByPackage>>
>();

export function judgeLocked(
  locked: LockedPackage,
  view: View,
  knowledge: KnowledgeBase,
): Judgement {
  const byUse = remembered(kept, knowledge, () => new WeakMap());
  const byBuilds = remembered(byUse, view.use ?? knowledge, () => new Map<string, ByPackage>());
  const { builds, pin, target } = view;
  const key = JSON.stringify([target, builds, pin]);
  const byPackage = remembered(byBuilds, key, () => new WeakMap());
  return remembered(byPackage, locked, () => judge(locked, view, knowledge));
}

function judge(locked: LockedPackage, view: View, knowledge: KnowledgeBase): Judgement {
  const target = view.target === null ? null : targetOf(view.target);
  const distribution = target?.distribution(locked, view.use, view.builds) ?? {
    kind: 'unknown',
    why: 'no Nix file says how it is built',
  };
  const facts = knowledge.lookup(locked.name);
  const build = { ...view, locked, version: locked.parsedVersion, distribution, target };
  return {
    distribution,
    needs: facts === null ? [] : judgeNeeds(facts, build),
    notes: facts?.notes ?? [],
  };
}
