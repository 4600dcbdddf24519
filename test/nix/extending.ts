import type { NixFiles, OverridePlan, Reason, TargetUse } from '../../server/nix/model.ts';
import { parseNix } from '../../server/nix/parse.ts';
import { planOverrides } from '../../server/nix/plan/plan.ts';
import { readNix } from '../../server/nix/read/read.ts';
import { applyPlan, overrideRequest } from './edits.ts';

/** What became of one use that is understood whole when a package that no project has was to be overridden there. */
export interface Extension {
  readonly use: TargetUse;
  /** Why nothing was written; null where something was. */
  readonly refused: Reason | null;
  /** What is wrong with what was written; empty for nothing. */
  readonly problem: string;
  /** The reason for people, or the files that changed. */
  readonly said: string;
}

const NAME = 'a-package-of-no-project';
const LIBRARY = 'a-library-of-no-nixpkgs';

/** Extends each use of the files that is understood whole, each time from the files as they are. */
export function extendEveryUse(
  files: NixFiles,
  entries: readonly string[],
  projectRoot: string,
): readonly Extension[] {
  const { uses } = readNix(files, entries, projectRoot);
  return uses
    .filter(({ overrides }) => overrides.understood)
    .map((use) => extend(use, files, entries, projectRoot));
}

function extend(
  use: TargetUse,
  files: NixFiles,
  entries: readonly string[],
  projectRoot: string,
): Extension {
  const plan = planFor(use, files);
  if (plan.outcome !== 'edited')
    return {
      use,
      refused: plan.outcome === 'not-editable' ? plan.because : null,
      problem: plan.outcome === 'present' ? `said to be there: ${plan.reason}` : '',
      said: plan.reason,
    };
  const after = applyPlan(files, plan);
  const changed = [...plan.edits.keys(), ...plan.creates.keys()];
  const problems = [
    ...changed.filter((path) => parseNix(after.get(path) ?? '').errors.length > 0),
    ...(isReadBack(use, after, entries, projectRoot) ? [] : ['not read back']),
    ...(planFor(use, after).outcome === 'present' ? [] : ['changed by a second run']),
  ];
  return { use, refused: null, problem: problems.join(', '), said: changed.join(', ') };
}

function planFor({ target, file, projectDir }: TargetUse, files: NixFiles): OverridePlan {
  const request = overrideRequest({
    target,
    package: target === 'mkshell' ? null : NAME,
    buildInputs: [LIBRARY],
  });
  return planOverrides(files, file, [request], projectDir.known ? projectDir.value : null);
}

/** Whether a use that calls the same of the same project has the library now. */
function isReadBack(
  use: TargetUse,
  after: NixFiles,
  entries: readonly string[],
  projectRoot: string,
): boolean {
  const same = readNix(after, entries, projectRoot).uses.filter(
    ({ target, file, callee }) =>
      target === use.target && file === use.file && callee === use.callee,
  );
  return same.some(({ overrides, shell }) =>
    shell === undefined
      ? overrides.entries.some(
          ({ normalized, lists, opaque, conditional }) =>
            normalized === NAME &&
            !opaque &&
            !conditional &&
            lists.some(({ attrs }) => attrs.includes(LIBRARY)),
        )
      : shell.libraryPath?.includes(LIBRARY) === true,
  );
}
