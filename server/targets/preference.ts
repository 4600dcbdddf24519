import type { Known, TargetUse } from '../nix/api.ts';
import type { BuildSettings } from './model.ts';

/** Whether a target prefers wheels, and who says so. */
export type Preference = Known<boolean> & { readonly from: 'nix' | 'setting' | 'default' };

/**
 * What the Nix file says, where it can be read; else what the user states; without a Nix file, what
 * the target does by itself.
 */
export function wheelPreference(
  use: TargetUse | null,
  { preferWheels: stated }: BuildSettings,
  byDefault: boolean,
): Preference {
  if (use?.preferWheels.known === true) return { ...use.preferWheels, from: 'nix' };
  if (stated !== null) return { known: true, value: stated, from: 'setting' };
  if (use === null) return { known: true, value: byDefault, from: 'default' };
  return { ...use.preferWheels, from: 'nix' };
}
