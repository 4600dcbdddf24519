import { basename } from 'node:path/posix';
import type { JudgedNeed, Verdict } from '../../project/model.ts';
import { providerOf } from '../../project/verdicts/status.ts';
import { needLabel } from '../../targets/needs.ts';
import { targetOf } from '../../targets/registry.ts';
import { enumeration } from '../../words.ts';

/** Who provides what a package needs: the one that provides most, then the exceptions. Empty where nothing is needed. */
export function providedBy(needs: readonly JudgedNeed[], target: Verdict['target']): string {
  const byProvider = new Map<string, Provided>();
  for (const judged of needs) {
    const { fact, status } = judged;
    const provider = providerOf(judged);
    const name = status.kind === 'met' && status.file !== null ? basename(status.file) : null;
    const provided = byProvider.get(`${provider} ${name}`) ?? { provider, file: name, labels: [] };
    const label = needLabel(fact.need);
    if (!provided.labels.includes(label)) provided.labels.push(label);
    byProvider.set(`${provider} ${name}`, provided);
  }
  const [main, ...others] = [...byProvider.values()].toSorted(
    (a, b) =>
      b.labels.length - a.labels.length || ORDER.indexOf(a.provider) - ORDER.indexOf(b.provider),
  );
  if (main === undefined) return '';
  const exceptions = others.map(
    (provided) => `${enumeration(provided.labels)} (${shortName(provided, needs, target)})`,
  );
  const rest = exceptions.length === 0 ? '' : `, except ${exceptions.join(', ')}`;
  return `${longName(main, needs, target)}${rest}`;
}

type Provider = ReturnType<typeof providerOf>;

interface Provided {
  readonly provider: Provider;
  /** The name of the providing file, without its folder; null where what provides the needs is no file of the project. */
  readonly file: string | null;
  /** The needs that it provides, in words; grows while needs are grouped. */
  readonly labels: string[];
}

/** Which of two that provide as much is said first. */
const ORDER: readonly Provider[] = ['target-defaults', 'project-nix', 'nobody', 'unknown'];

function longName(
  { provider, file }: Provided,
  needs: readonly JudgedNeed[],
  target: Verdict['target'],
): string {
  switch (provider) {
    case 'target-defaults':
      return target === null ? 'defaults' : `${targetOf(target).label}'s defaults`;
    case 'project-nix':
      return file ?? "the project's Nix files";
    case 'nobody':
      return 'nobody';
    case 'unknown':
      return unknownBecause(needs);
  }
}

function shortName(
  provided: Provided,
  needs: readonly JudgedNeed[],
  target: Verdict['target'],
): string {
  switch (provided.provider) {
    case 'nobody':
      return 'not provided';
    case 'unknown':
      return 'not known';
    case 'target-defaults':
    case 'project-nix':
      return longName(provided, needs, target);
  }
}

function unknownBecause(needs: readonly JudgedNeed[]): string {
  const [why] = needs.flatMap(({ status }) => {
    if (status.kind === 'unknown') return [status.because];
    return 'provider' in status && status.provider.by === 'unknown'
      ? [status.provider.because]
      : [];
  });
  return why === undefined || why === '' ? 'not known' : `not known: ${why}`;
}
