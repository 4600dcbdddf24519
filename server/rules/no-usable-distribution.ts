import { fileOfLocked } from '../locks/file-of.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { FormatOption } from '../project/model.ts';
import { whyLocked } from '../project/verdicts/why.ts';
import { targetOf } from '../targets/registry.ts';
import type { Span } from '../text.ts';
import type { Rule } from './model.ts';

export const noUsableDistribution: Rule = {
  id: 'no-usable-distribution',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'No file in the lock fits the interpreter and system of the build.',
  *check(project) {
    const said = new Set<string>();
    for (const verdict of project.needsReview()) {
      const { locked, target, distribution } = verdict;
      if (locked === null || target === null || distribution.kind !== 'unusable') continue;
      if (verdict.built.state !== 'yes' || project.lock === null) continue;
      const message =
        distribution.rule !== null
          ? `${locked.name} ${locked.version ?? ''} cannot be installed: ${distribution.why}.`
          : `${locked.name} ${locked.version ?? ''} has no sdist in the lock, and no wheel that fits: ${targetOf(target).label} cannot build it.`;
      if (said.has(message)) continue;
      said.add(message);
      const atLock = { file: fileOfLocked(project.lock, locked), span: locked.nameSpan };
      const why = whyLocked(project, locked.name);
      if (why === null) {
        yield { ...atLock, message, package: locked.name };
        continue;
      }
      yield {
        file: fileOf(project.manifest, why.direct),
        span: why.direct.nameSpan,
        message,
        package: locked.name,
        related: [
          { ...atLock, message: 'its files' },
          ...placesOfRule(project.formats, distribution.rule),
        ],
      };
      // A requirements file may be its own lock: there is no second place to say it.
      if (locked.nameSpan !== why.direct.nameSpan)
        yield { ...atLock, message, package: locked.name, duplicate: true };
    }
  },
};

function placesOfRule(
  formats: readonly FormatOption[],
  rule: string | null,
): readonly { file: string; span: Span; message: string }[] {
  return formats
    .filter(({ because }) => because === rule)
    .map(({ source: { file }, span }) => ({ file, span, message: 'what may be taken' }));
}
