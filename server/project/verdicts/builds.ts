import type { Manifest } from '../../manifests/model.ts';
import type { TargetUse } from '../../nix/api.ts';
import { candidateInterpreters } from '../../targets/interpreters.ts';
import type { BuildSettings } from '../../targets/model.ts';
import type { Settings } from '../model.ts';

/** The builds that one use of a project stands for; `use` null: no Nix file is known. */
export function buildsOf(
  use: TargetUse | null,
  { requiresPython }: Manifest,
  { systems, python, preferWheels }: Settings,
): BuildSettings {
  const range = requiresPython?.parsed;
  const supported = range === undefined || 'problem' in range ? null : range;
  return { systems, pythons: candidateInterpreters(use, supported, python), preferWheels };
}
