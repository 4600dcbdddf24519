import { requestProblem } from '../../nix/api.ts';
import { packageRequests } from '../../project/overrides/standalone.ts';
import type { Snapshot } from '../model.ts';
import { lockedAt, placeAt } from '../place.ts';
import { COPIED } from '../targets.ts';
import type { CodeAction } from './model.ts';

/**
 * Offers the override that a package needs as text for the clipboard, for those who paste it elsewhere.
 *
 * Before: the cursor on `printing = "^3.0"`.
 * After: no file has changed, and the clipboard holds `printing = prev.printing.overridePythonAttrs …`,
 * with all that the target asks for.
 */
export function copyOverride(snapshot: Snapshot, offset: number): readonly CodeAction[] {
  const place = placeAt(snapshot, offset);
  if (place === null) return [];
  const { project } = place;
  const [locked] = lockedAt(place);
  const one = locked ?? (place.kind === 'dependency' ? place.resolved.dependency : null);
  if (one === null) return [];
  return COPIED.flatMap(({ target, label, textOf }): readonly CodeAction[] => {
    const requests = packageRequests(project, target, one);
    if (!requests.some((request) => requestProblem(request) === null)) return [];
    return [
      {
        title: `Copy what ${one.name} needs ${label}`,
        kind: 'refactor.rewrite',
        isPreferred: false,
        findings: [],
        createsFile: false,
        copies: () => textOf(requests),
        edits: () => null,
      },
    ];
  });
}
