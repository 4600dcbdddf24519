import type {
  NixFiles,
  OverridePlan,
  OverrideRequest,
  OwnPackage,
  TargetId,
} from '../../server/nix/model.ts';
import { planOverrides } from '../../server/nix/plan/plan.ts';
import { applyEdits } from '../../server/text.ts';

/** A request as tests and cases write it down: what it asks for by kind. */
export interface RequestRow {
  readonly target?: TargetId;
  /** Null: the shell. */
  readonly package?: string | null;
  readonly ofProject?: boolean;
  readonly buildInputs?: readonly string[];
  readonly nativeBuildInputs?: readonly string[];
  readonly propagatedBuildInputs?: readonly string[];
  readonly buildSystems?: readonly string[];
  readonly preferWheel?: boolean;
  readonly cargo?: boolean;
  readonly cargoRoot?: string;
  readonly hooksByDefaults?: boolean;
  readonly setByDefaults?: boolean;
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  readonly withoutDependencies?: readonly string[];
  readonly dependencies?: readonly string[];
  readonly relaxedDependencies?: readonly string[];
  readonly ignoredLibraries?: readonly string[];
  readonly own?: OwnPackage;
}

export function overrideRequest(row: RequestRow): OverrideRequest {
  const { target = 'poetry2nix', package: name = null, ofProject = false } = row;
  const mark = row.setByDefaults === true ? ({ setByDefaults: true } as const) : {};
  const lists = ['buildInputs', 'nativeBuildInputs', 'propagatedBuildInputs'] as const;
  const cargo = {
    kind: 'cargo-hash',
    root: row.cargoRoot ?? null,
    hooksByDefaults: row.hooksByDefaults === true,
    ...mark,
  } as const;
  return {
    target,
    subject: name === null ? { kind: 'shell' } : { kind: ofProject ? 'project' : 'package', name },
    needs: [
      ...lists.flatMap((list) =>
        (row[list] ?? []).map((attr) => ({ kind: 'input', list, attr, ...mark }) as const),
      ),
      ...(row.buildSystems ?? []).map(
        (each) => ({ kind: 'build-system', name: each, ...mark }) as const,
      ),
      ...(row.preferWheel === true ? [{ kind: 'wheel' } as const] : []),
      ...(row.cargo === true ? [cargo] : []),
      ...(row.environment ?? []).map((each) => ({ kind: 'environment', ...each }) as const),
      ...(row.withoutDependencies ?? []).map(
        (each) => ({ kind: 'without-dependency', name: each }) as const,
      ),
      ...(row.dependencies ?? []).map((each) => ({ kind: 'dependency', name: each }) as const),
      ...(row.relaxedDependencies ?? []).map(
        (each) => ({ kind: 'relaxed-dependency', name: each }) as const,
      ),
      ...(row.ignoredLibraries ?? []).map(
        (each) => ({ kind: 'ignored-library', name: each }) as const,
      ),
      ...(row.own === undefined ? [] : [{ kind: 'definition', of: row.own } as const]),
    ],
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
