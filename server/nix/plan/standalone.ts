import type { OverrideRequest, TargetId } from '../model.ts';
import { requestedBuildSystems, requestedInputs } from '../request.ts';
import { applyEdits } from '../../text.ts';
import { EMPTY_MODULE } from './new-file.ts';
import { planOverrides } from './plan.ts';
import { isOutsideOfOverlays, renderOverrides } from './render.ts';
import { mergeRequests, requestProblem } from './request.ts';

/**
 * The overrides of a whole project for a target that it has no Nix file of, to paste or to start
 * from: for mkshell a whole `shell.nix`, for dream2nix a module, for pypi2nix
 * `requirements_override.nix` below the flags that do the same, for all others a binding. LF, with
 * a line break at the end. Empty where nothing sound is asked for.
 *
 * @param requests all for one target.
 */
export function renderStandalone(requests: readonly OverrideRequest[]): string {
  const sound = mergeRequests(requests).filter((request) => requestProblem(request) === null);
  const [first] = sound;
  if (first === undefined) return '';
  switch (first.target) {
    case 'mkshell':
      return filledIn(first.target, sound);
    case 'dream2nix': {
      const inModule = sound.filter((request) => !isOutsideOfOverlays(request));
      const own = sound.filter(isOutsideOfOverlays).map(ownModule).join('');
      return own + (inModule.length === 0 ? '' : filledIn(first.target, inModule));
    }
    case 'pypi2nix':
      return `# The same as flags: pypi2nix ${pypi2nixFlags(sound)}\n${renderOverrides(sound)}\n`;
    case 'poetry2nix':
    case 'uv2nix':
    case 'nixpkgs':
      return `${renderOverrides(sound)}\n`;
  }
}

/** What the project itself needs, which its own module says in a form that each writes differently. */
function ownModule(request: OverrideRequest): string {
  const lists = ['nativeBuildInputs', 'buildInputs', 'propagatedBuildInputs'] as const;
  return lists
    .map((list) => ({ list, attrs: requestedInputs(request, list) }))
    .filter(({ attrs }) => attrs.length > 0)
    .map(({ list, attrs }) => `# mkDerivation.${list} of the project itself: ${attrs.join(' ')}\n`)
    .join('');
}

/** What the planner writes into a file that has nothing yet. */
function filledIn(target: TargetId, requests: readonly OverrideRequest[]): string {
  const files = new Map(target === 'dream2nix' ? [[ENTRY, EMPTY_MODULE]] : []);
  const plan = planOverrides(files, ENTRY, requests);
  if (plan.outcome !== 'edited') return '';
  const edits = plan.edits.get(ENTRY) ?? [];
  return plan.creates.get(ENTRY) ?? applyEdits(files.get(ENTRY) ?? '', edits);
}

const ENTRY = '/default.nix';

/** `-E "libxml2 libxslt" -s setuptools-scm`. */
function pypi2nixFlags(requests: readonly OverrideRequest[]): string {
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
