import type { OverrideRequest } from '../../nix/api.ts';
import { renderOverride, requestedBuildSystems, subjectName, withoutKinds } from '../../nix/api.ts';

/** The entry of an override as poetry2nix itself keeps it: build systems in `overrides/build-systems.json`, and all else in `overrides/default.nix`. */
export function upstreamEntry([request]: readonly OverrideRequest[]): string {
  if (request === undefined) return '';
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
