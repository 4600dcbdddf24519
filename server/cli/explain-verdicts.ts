import type { NeedStatus, Project, Verdict } from '../project/model.ts';
import { needLabel } from '../targets/needs.ts';
import { targetOf } from '../targets/registry.ts';
import { joined, line, type Printed } from './printed.ts';

/** What a project's lock has of a package and some target builds, of one version or of any. */
export function verdictsOn(
  project: Project,
  name: string,
  version: string | null,
): readonly Verdict[] {
  return (project.lock?.byName.get(name) ?? [])
    .filter((locked) => version === null || locked.version === version)
    .flatMap((locked) => project.verdictsFor(locked))
    .filter(({ target, needs }) => target !== null && needs.length > 0);
}

/** One verdict as JSON. */
export function reportVerdict({ target, package: { version }, needs }: Verdict): {
  readonly target: string | null;
  readonly version: string | null;
  readonly needs: readonly {
    readonly need: string;
    readonly status: NeedStatus['kind'];
    readonly reason: string;
  }[];
} {
  return {
    target,
    version,
    needs: needs.map(({ fact, status }) => ({
      need: needLabel(fact.need),
      status: status.kind,
      reason: status.because,
    })),
  };
}

/** One verdict as a section of lines. */
export function formatVerdict({ target, package: { version }, needs }: Verdict): Printed {
  const by = target === null ? '' : `, by ${targetOf(target).label}`;
  const rows = needs.map(
    ({ fact, status }) => `${needLabel(fact.need)}: ${MEANING[status.kind]}: ${status.because}`,
  );
  return joined([
    line`\n${version ?? ''} in this project${by}\n`,
    ...[...new Set(rows)].map((row) => line`  ${row}\n`),
  ]);
}

const MEANING: Readonly<Record<NeedStatus['kind'], string>> = {
  met: 'provided',
  missing: 'missing',
  'not-needed': 'not needed',
  unprovided: 'not provided, and not warned of',
  uncertain: 'perhaps needed',
  unknown: 'not known',
};
