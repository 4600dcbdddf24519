import type { Manifest } from '../../manifests/model.ts';
import type { Pins, TargetUse } from '../../nix/api.ts';
import { candidateInterpreters } from '../../targets/interpreters.ts';
import type { BuildSettings, Pin, Target } from '../../targets/model.ts';
import { withoutPlaces } from '../inputs/formats.ts';
import type { Project, Settings } from '../model.ts';

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

/** What a target minds of the project's settings, at the revision that is pinned. */
export function mindedBy(
  target: Target | null,
  { formats, uvBuilds }: Pick<Project, 'formats' | 'uvBuilds'>,
  pins: Pins,
): Pick<BuildSettings, 'formats' | 'uv'> {
  const { asInstaller = false, uvSettings = false } = target?.reads ?? {};
  const day = pinOf(target, pins)?.date ?? null;
  const { extra = '', configSettings = '' } = target?.reads.uvSettingsSince ?? {};
  const isRead = (since: string): boolean => day === null || day >= since;
  return {
    ...(asInstaller && formats.length > 0 ? { formats: withoutPlaces(formats) } : {}),
    ...(uvSettings && uvBuilds !== null
      ? {
          uv: {
            ...uvBuilds,
            ...(isRead(extra) ? {} : { extra: [], variables: [] }),
            ...(isRead(configSettings) ? {} : { configured: [] }),
          },
        }
      : {}),
  };
}

/** The revision that decides what a target does, or those that may; null where none is pinned. */
export function pinOf(target: Target | null, pins: Pins): Pin | null {
  if (target?.pinned == null) return null;
  const [first, ...rest] = pins.disagreeing?.[target.pinned] ?? [];
  if (first === undefined) return pins[target.pinned] ?? null;
  return { revision: first.revision, date: null, others: rest.map(({ revision }) => revision) };
}
