import type { NixFiles, OverridePlan, OverrideRequest } from '../../server/nix/model.ts';
import { planOverrides } from '../../server/nix/plan/plan.ts';
import { applyEdits } from '../../server/text.ts';

/** A request with what it leaves out filled in. */
export function overrideRequest(given: Partial<OverrideRequest>): OverrideRequest {
  return {
    target: 'poetry2nix',
    package: null,
    buildInputs: [],
    nativeBuildInputs: [],
    propagatedBuildInputs: [],
    buildSystems: [],
    preferWheel: false,
    cargo: false,
    environment: [],
    ...given,
  };
}

/** The files after a plan. */
export function applyPlan(files: NixFiles, plan: OverridePlan): ReadonlyMap<string, string> {
  if (plan.outcome !== 'edited') return files;
  const result = new Map(files);
  for (const [path, edits] of plan.edits)
    result.set(path, applyEdits(files.get(path) ?? '', edits));
  for (const [path, text] of plan.creates) result.set(path, text);
  return result;
}

/** Plans, applies, and plans again on the result. */
export function planTwice(
  files: NixFiles,
  entry: string,
  requests: readonly OverrideRequest[],
): { plan: OverridePlan; after: ReadonlyMap<string, string>; again: OverridePlan } {
  const plan = planOverrides(files, entry, requests);
  const after = applyPlan(files, plan);
  return { plan, after, again: planOverrides(after, entry, requests) };
}

/** Lines of `before` that `after` lacks, in order. */
export function lostLines(before: string, after: string): readonly string[] {
  const lines = after.split('\n');
  let from = 0;
  return before.split('\n').filter((line) => {
    const found = lines.indexOf(line, from);
    if (found < 0) return true;
    from = found + 1;
    return false;
  });
}
