import { groupBy } from '../../../overrides-db/group.ts';
import type { Verdict } from '../../project/model.ts';
import { needLabel } from '../../targets/needs.ts';
import { targetOf } from '../../targets/registry.ts';
import { listed } from './listed.ts';

/**
 * What nobody provides and no diagnostic is about, and why: `cups (no source …)`. Empty for a target
 * of which nothing is ever warned and for what is not locked, and where what provides it is not known, which is said
 * elsewhere.
 */
export function notWarnedOf({ needs, use, locked, ofProject }: Verdict): string {
  if (locked === null && ofProject !== true) return '';
  if (use === null || !targetOf(use.target).provides.defaultsAreKnown) return '';
  const open = needs.filter(
    ({ status }) =>
      (status.kind === 'uncertain' || status.kind === 'unprovided') &&
      status.provider.by === 'nobody',
  );
  const byReason = groupBy(open, ({ status }) => status.because);
  return [...byReason]
    .map(([because, those]) => {
      const labels = listed(those.map(({ fact }) => needLabel(fact.need)));
      return `${labels} (${because})`;
    })
    .join('; ');
}
