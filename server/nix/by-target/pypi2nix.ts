import type { OverrideRequest } from '../model.ts';
import { DIALECTS } from '../plan/dialect.ts';
import { readPypi2nix } from '../read/pypi2nix.ts';
import { requestedBuildSystems, requestedInputs } from '../request.ts';
import type { NixTarget } from './model.ts';
import { INPUTS_ALONE, NOTHING_SPECIAL } from './model.ts';
import { overlayTarget } from './overlay-target.ts';

export const pypi2nix: NixTarget = overlayTarget({
  dialect: DIALECTS.pypi2nix,
  takes: INPUTS_ALONE,
  overlays: NOTHING_SPECIAL,
  read: readPypi2nix,
  isOfOneProject: false,
  placesWithoutUse: () => [],
  noPlace: 'no overlay',
  ownCalls: null,
  noOwn: 'where pypi2nix builds the project itself is not known',
  newFile: () => '{ pkgs, python }:\n\nself: super: {\n}\n',
  bind: (overlay) => `{ pkgs, python }:\n\n${overlay}`,
  heading: (requests) => `# The same as flags: pypi2nix ${flags(requests)}\n`,
});

/** `-E "libxml2 libxslt" -s setuptools-scm`. */
function flags(requests: readonly OverrideRequest[]): string {
  const lists = ['buildInputs', 'nativeBuildInputs', 'propagatedBuildInputs'] as const;
  const inputs = requests.flatMap((request) =>
    lists.flatMap((list) => requestedInputs(request, list)),
  );
  const systems = requests.flatMap(requestedBuildSystems);
  return [
    ...(inputs.length === 0 ? [] : [`-E "${[...new Set(inputs)].join(' ')}"`]),
    ...[...new Set(systems)].map((name) => `-s ${name}`),
  ].join(' ');
}
