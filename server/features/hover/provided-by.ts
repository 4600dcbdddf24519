import { basename } from 'node:path/posix';
import type { JudgedNeed, Provider, Verdict } from '../../project/model.ts';
import { needLabel } from '../../targets/needs.ts';
import { targetOf } from '../../targets/registry.ts';

/** Who provides what a package needs: the one that provides most, then the exceptions. Empty where nothing is needed. */
export function providedBy(verdict: Verdict): string {
  const byProvider = new Map<Provider, string[]>();
  for (const { fact, provider } of verdict.needs) {
    const labels = byProvider.get(provider) ?? [];
    const label = needLabel(fact.need);
    if (!labels.includes(label)) labels.push(label);
    byProvider.set(provider, labels);
  }
  const [main, ...others] = [...byProvider].toSorted(
    ([a, labelsOfA], [b, labelsOfB]) =>
      labelsOfB.length - labelsOfA.length || ORDER.indexOf(a) - ORDER.indexOf(b),
  );
  if (main === undefined) return '';
  const exceptions = others.map(
    ([provider, labels]) => `${labels.join(' ')} (${shortName(provider, verdict)})`,
  );
  const rest = exceptions.length === 0 ? '' : `, except ${exceptions.join(', ')}`;
  return `${longName(main[0], verdict)}${rest}`;
}

/** Which of two that provide as much is said first. */
const ORDER: readonly Provider[] = ['target-defaults', 'project-nix', 'nobody', 'unknown'];

function longName(provider: Provider, verdict: Verdict): string {
  switch (provider) {
    case 'target-defaults':
      return verdict.target === null ? 'defaults' : `${targetOf(verdict.target).label}'s defaults`;
    case 'project-nix':
      return nixFile(verdict);
    case 'nobody':
      return 'nobody';
    case 'unknown':
      return unknownBecause(verdict.needs);
  }
}

function shortName(provider: Provider, verdict: Verdict): string {
  switch (provider) {
    case 'nobody':
      return 'not provided';
    case 'unknown':
      return 'not known';
    case 'target-defaults':
    case 'project-nix':
      return longName(provider, verdict);
  }
}

function nixFile({ use }: Verdict): string {
  if (use === null) return "the project's Nix files";
  return basename(use.generated?.file ?? use.file);
}

function unknownBecause(needs: readonly JudgedNeed[]): string {
  const first = needs.find(({ provider }) => provider === 'unknown');
  return first === undefined || first.because === '' ? 'not known' : `not known: ${first.because}`;
}
