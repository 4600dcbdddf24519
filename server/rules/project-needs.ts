import { basename } from 'node:path/posix';
import { externalNeeds } from '../project/verdicts/external-needs.ts';
import type { JudgedNeed, Project, Verdict } from '../project/model.ts';
import { isMissing } from '../project/verdicts/status.ts';
import { projectVerdicts } from '../project/verdicts/project-verdicts.ts';
import { needLabel } from '../targets/needs.ts';
import { targetOf } from '../targets/registry.ts';
import { enumeration } from '../words.ts';
import type { Span } from '../text.ts';
import type { RuleFinding } from './model.ts';

/**
 * What the project itself needs and no Nix file gives it: one finding for each identifier in
 * `[external]`, and one at the project's name for what it says elsewhere.
 */
export function* missingProjectNeeds(project: Project): Iterable<RuleFinding> {
  const { file, name } = project.manifest;
  const said = new Set<string>();
  for (const verdict of projectVerdicts(project)) {
    for (const { span, needs } of placesOf(project, verdict)) {
      const message = say(verdict, needs);
      const key = `${span.start} ${message}`;
      if (said.has(key)) continue;
      said.add(key);
      yield { file, span, message, package: name?.normalized ?? null, verdict };
    }
  }
}

function placesOf(
  { manifest }: Project,
  { needs }: Verdict,
): readonly { readonly span: Span; readonly needs: readonly JudgedNeed[] }[] {
  const left = new Set(needs.filter(isMissing));
  const places = externalNeeds(manifest).flatMap(({ dependency, facts }) => {
    const attrs = new Set(facts.map(({ need }) => needLabel(need)));
    const here = [...left].filter(({ fact }) => attrs.has(needLabel(fact.need)));
    for (const need of here) left.delete(need);
    return here.length === 0 ? [] : [{ span: dependency.urlSpan, needs: here }];
  });
  return left.size === 0 || manifest.name === null
    ? places
    : [...places, { span: manifest.name.span, needs: [...left] }];
}

function say({ package: { name }, target, use }: Verdict, needs: readonly JudgedNeed[]): string {
  const labels = [...new Set(needs.map(({ fact }) => needLabel(fact.need)))];
  const by = target === null ? '' : ` by ${targetOf(target).label}`;
  const [are, them] = labels.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const where = use === null ? 'no Nix file' : basename(use.file);
  return `${enumeration(labels)} ${are} missing: ${name} itself is built${by}, and ${where} does not name ${them}. (Known from this project.)`;
}
