import type { TargetUse } from '../nix/api.ts';
import type { GroupsAsked } from './model.ts';
import { choicesOf } from './uv2nix-groups.ts';
import { takes } from './groups.ts';

/** Whether an extra or a group is taken that excludes others, by the name that markers of a uv.lock have for it; null for any other name, and where it is not known. */
export type ConflictChoice = (name: string) => boolean | null;

/**
 * What `dependencies` of uv2nix' `mkPyprojectOverlay` takes of extras and groups that exclude each other; null where it
 * does not say. uv writes `extra-3-app-cpu` for extra `cpu` of `app`, whose name has three bytes (`universal_marker.rs`).
 */
export function conflictChoice(
  use: Pick<TargetUse, 'lockOverlay'> | null,
  of: GroupsAsked,
): ConflictChoice | null {
  const spec = use?.lockOverlay?.dependencies;
  if (spec == null || spec.packages.some(({ takes: taken }) => taken === null)) return null;
  const choices = choicesOf(spec, of);
  return (name) => {
    const [, kind, length, rest] = /^(extra|group)-(\d+)-(.*)$/.exec(name) ?? [];
    if (kind === undefined || rest === undefined) return null;
    const at = Number(length);
    const choice = choices.get(rest.slice(0, at));
    const taken = kind === 'extra' ? choice?.extras : choice?.groups;
    return taken !== undefined && takes(taken, rest.slice(at + 1));
  };
}
