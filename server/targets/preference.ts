import type { Known } from '../nix/api.ts';
import type { BuildSettings } from './model.ts';

/** Whether a target prefers wheels, and who says so. */
export type Preference = Known<boolean> & { readonly from: 'nix' | 'setting' | 'default' };

/**
 * What the Nix file says, where it can be read; else what the user states; without a Nix file, what
 * the target does by itself.
 *
 * @param said what the Nix file says; null without one.
 */
export function wheelPreference(
  said: Known<boolean> | null,
  { preferWheels: stated }: BuildSettings,
  byDefault: boolean,
): Preference {
  if (said?.known === true) return { ...said, from: 'nix' };
  if (stated !== null) return { known: true, value: stated, from: 'setting' };
  if (said === null) return { known: true, value: byDefault, from: 'default' };
  return { ...said, from: 'nix' };
}
