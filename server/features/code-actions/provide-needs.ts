import { placeAt, verdictsAt } from '../place.ts';
import type { Snapshot } from '../model.ts';
import { requestFor } from '../../project/overrides/request.ts';
import { targetOf } from '../../targets/registry.ts';
import { featuresOf } from '../targets.ts';
import type { CodeAction } from './model.ts';
import { placeLabel, planRequests } from './provide-overrides.ts';

/**
 * Offers to write what a package needs for a target whose defaults are not known, such as a shell:
 * nothing of it is ever warned of, so that it is written where someone asks for it.
 *
 * Before: `packages = [ pkgs.python311 ];` in the call of `mkShell`.
 * After: `packages = [ pkgs.python311 pkgs.cups ];`, and `pkgs.cups` in its `LD_LIBRARY_PATH`
 * (test/fixtures/pdm)
 */
export function provideNeeds(snapshot: Snapshot, offset: number): readonly CodeAction[] {
  const place = placeAt(snapshot, offset);
  if (place === null) return [];
  const { project } = place;
  return verdictsAt(place).flatMap((verdict): readonly CodeAction[] => {
    const { use, package: named } = verdict;
    if (use === null || targetOf(use.target).provides.defaultsAreKnown) return [];
    if (featuresOf(use.target).writesNeedsItself) return [];
    if (verdict.built.state === 'no') return [];
    const request = requestFor(verdict, use.target, 'everyUnprovided');
    const edits = request === null ? null : planRequests(project, use, [request]);
    if (edits === null) return [];
    return [
      {
        title: `Provide what ${named.name} needs ${placeLabel(project, edits)}`,
        kind: 'refactor.rewrite',
        isPreferred: false,
        findings: [],
        createsFile: edits.creates.size > 0,
        edits: () => edits,
      },
    ];
  });
}
