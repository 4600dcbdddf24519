import type { Project, Verdict } from '../../project/model.ts';
import { outgrownBounds, type OutgrownBound } from '../../project/verdicts/outgrown-bounds.ts';

/**
 * The build systems that are newer than an sdist takes, and what can be done where its build fails over one. Empty where
 * that is not certain of any.
 */
export function buildVersions(project: Project, verdict: Verdict): string {
  const hasWheel = verdict.locked?.files.some(({ name }) => name.endsWith('.whl')) ?? false;
  return outgrownBounds(verdict, project)
    .map(
      (bound) =>
        `${bound.name}${bound.specifier} is required, and ${bound.has}: the build is not held to it, and where it fails over it, ${remedies(bound, hasWheel).join(', or ')}`,
    )
    .join('; ');
}

function remedies({ name, older, has }: OutgrownBound, hasWheel: boolean): readonly string[] {
  const isLocked = has.startsWith('the lock');
  return [
    ...(hasWheel ? ['take its wheel'] : []),
    ...(older === null ? [] : [`give it ${older} in place of ${name}`]),
    ...(older === null
      ? [
          isLocked
            ? `lock an older ${name}`
            : `have an older ${name} in the lock, with which all packages are built then`,
        ]
      : []),
  ];
}
