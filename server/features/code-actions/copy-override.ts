import type { OverrideRequest, TargetId } from '../../nix/api.ts';
import {
  renderOverride,
  renderStandalone,
  requestedBuildSystems,
  subjectName,
  withoutKinds,
} from '../../nix/api.ts';
import { standaloneRequests } from '../../project/overrides/standalone.ts';
import type { Snapshot } from '../model.ts';
import { lockedAt, placeAt } from '../place.ts';
import type { CodeAction } from './model.ts';

/** The ways in which people paste what they copy. */
const TARGETS: readonly (readonly [target: TargetId, label: string])[] = [
  ['uv2nix', 'uv2nix'],
  ['nixpkgs', 'nixpkgs'],
  ['mkshell', 'a shell'],
];

/** Offers the override that a package needs as text for the clipboard, for those who paste it elsewhere. */
export function copyOverride(snapshot: Snapshot, offset: number): readonly CodeAction[] {
  const place = placeAt(snapshot, offset);
  if (place === null) return [];
  const { project } = place;
  const [locked] = lockedAt(place);
  const one = locked ?? (place.kind === 'dependency' ? place.resolved.dependency : null);
  if (one === null) return [];
  const texts = TARGETS.map(([target, label]) => ({
    label: `for ${label}`,
    text: renderStandalone(standaloneRequests(project, target, one)),
  }));
  const [upstream] = standaloneRequests(project, 'poetry2nix', one);
  if (upstream !== undefined)
    texts.push({
      label: "as an entry for poetry2nix's own overrides",
      text: upstreamText(upstream),
    });
  return texts
    .filter(({ text }) => text !== '')
    .map(({ label, text }) => ({
      title: `Copy what ${one.name} needs ${label}`,
      kind: 'refactor.rewrite',
      isPreferred: false,
      findings: [],
      createsFile: false,
      copies: text,
      edits: () => null,
    }));
}

/** poetry2nix keeps build systems in `overrides/build-systems.json`, and all else in `overrides/default.nix`. */
function upstreamText(request: OverrideRequest): string {
  const name = subjectName(request);
  const buildSystems = requestedBuildSystems(request);
  const systems =
    buildSystems.length === 0
      ? []
      : [
          '# overrides/build-systems.json',
          `  ${JSON.stringify(name)}: ${JSON.stringify(buildSystems.toSorted(), null, 2).replaceAll('\n', '\n  ')},`,
        ];
  const rest = renderOverride(withoutKinds(request, 'build-system'));
  return [...systems, ...(rest === '' ? [] : ['# overrides/default.nix', rest]), ''].join('\n');
}
