import type { OverrideRequest } from '../model.ts';
import { USUAL_PYTHON } from '../by-target/model.ts';
import { NIX_TARGETS } from '../by-target/registry.ts';
import { planOverrides } from './plan.ts';
import { mergeRequests, requestProblem } from './request.ts';

/**
 * One override as text to paste into an overlay (`final: prev: { … }`; pypi2nix's `self: super:`), or, for mkshell and
 * dream2nix, the attributes to paste into the shell or the module. LF, from column 0, no line break at the end. Takes
 * `pkgs` as bound. Empty for a request that is unsound: see `requestProblem`.
 */
export function renderOverride(request: OverrideRequest): string {
  if (requestProblem(request) !== null) return '';
  return NIX_TARGETS[request.target].render(request, planOverrides);
}

/**
 * The overrides of a whole project for a target that it has no Nix file of, to paste or to start
 * from: for mkshell a whole `shell.nix`, for dream2nix a module, for pypi2nix
 * `requirements_override.nix` below the flags that do the same, for all others a binding. LF, with
 * a line break at the end. Empty where nothing sound is asked for.
 *
 * @param requests all for one target.
 * @param python the attribute of the interpreter that a whole file is to have.
 */
export function renderStandalone(
  requests: readonly OverrideRequest[],
  python: string = USUAL_PYTHON,
): string {
  const sound = mergeRequests(requests).filter((request) => requestProblem(request) === null);
  const [first] = sound;
  return first === undefined
    ? ''
    : NIX_TARGETS[first.target].renderAll(sound, planOverrides, python);
}

/** The file that people start from, with a place for overrides and none in it. `requests` say which packages a plain nixpkgs environment is to have. */
export function newFileText(
  target: OverrideRequest['target'],
  requests: readonly OverrideRequest[],
): string {
  return NIX_TARGETS[target].newFile(requests);
}
