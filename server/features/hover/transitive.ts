import type { Project, Verdict } from '../../project/model.ts';
import { isMissing } from '../../project/verdicts/status.ts';
import { whyLocked } from '../../project/verdicts/why.ts';
import { needLabel } from '../../targets/needs.ts';
import { listed } from './listed.ts';
import { memoize, memoized } from '../../memoize.ts';

/** The packages that come with a direct dependency and lack something: `printing (lacks cups)`. */
export function transitiveMissing(project: Project, { package: { name }, use }: Verdict): string {
  const brought = missingByDirect(project).get(name) ?? [];
  const parts = brought
    .filter((other) => other.use === use)
    .map(({ package: { name: other }, needs }) => {
      const missing = needs.filter(isMissing).map(({ fact }) => needLabel(fact.need));
      return `${other} (lacks ${listed(missing)})`;
    });
  return parts.join(', ');
}

/** What comes with each direct dependency and lacks something, by the name of the dependency. Bench: hover. */
const missingByDirect = memoized((project: Project): ReadonlyMap<string, readonly Verdict[]> => {
  const found = new Map<string, Verdict[]>();
  for (const verdict of project.needsReview()) {
    if (!verdict.needs.some(isMissing)) continue;
    const [direct, ...others] = whyLocked(project, verdict.package.name)?.path ?? [];
    if (direct === undefined || others.length === 0) continue;
    memoize(found, direct, () => []).push(verdict);
  }
  return found;
});
