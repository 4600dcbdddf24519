import type { TargetId } from '../nix/api.ts';
import type { Verdict } from '../project/model.ts';
import { pypi2nixFlags } from '../project/overrides/pypi2nix-command.ts';
import type { CodeAction } from './code-actions/model.ts';
import { pypi2nixActions } from './code-actions/pypi2nix.ts';
import { upstreamEntry } from './code-actions/poetry2nix-entry.ts';
import { standaloneText, type CopiedForm } from './code-actions/copied-form.ts';
import type { Snapshot } from './model.ts';

/** What the features say and offer of one target alone. */
interface TargetFeatures {
  /** How what a package needs is offered for the clipboard; null where it is not. */
  readonly copied: CopiedForm | null;
  /** The arguments of its command that a package wants, for a hover; empty where it has none. */
  readonly flags: (verdict: Verdict) => string;
  /** Actions on a package that no other target has. */
  readonly actions: (snapshot: Snapshot, offset: number, copies: boolean) => readonly CodeAction[];
  /** Whether one of these writes what a package needs. */
  readonly writesNeedsItself: boolean;
}

const PLAIN: TargetFeatures = {
  copied: null,
  flags: () => '',
  actions: () => [],
  writesNeedsItself: false,
};

const FEATURES: Readonly<Record<TargetId, TargetFeatures>> = {
  uv2nix: { ...PLAIN, copied: { target: 'uv2nix', label: 'for uv2nix', textOf: standaloneText } },
  'pyproject-nix': PLAIN,
  nixpkgs: {
    ...PLAIN,
    copied: { target: 'nixpkgs', label: 'for nixpkgs', textOf: standaloneText },
  },
  devenv: PLAIN,
  mkshell: {
    ...PLAIN,
    copied: { target: 'mkshell', label: 'for a shell', textOf: standaloneText },
  },
  poetry2nix: {
    ...PLAIN,
    copied: {
      target: 'poetry2nix',
      label: "as an entry for poetry2nix's own overrides",
      textOf: upstreamEntry,
    },
  },
  dream2nix: PLAIN,
  pypi2nix: {
    ...PLAIN,
    flags: (verdict) => pypi2nixFlags([verdict]),
    actions: pypi2nixActions,
    writesNeedsItself: true,
  },
};

export function featuresOf(target: TargetId): TargetFeatures {
  return FEATURES[target];
}

/** The forms in which overrides are offered for the clipboard, in the order in which they are offered. */
export const COPIED: readonly CopiedForm[] = Object.values(FEATURES).flatMap(
  ({ copied }) => copied ?? [],
);

/** What the targets offer that no other has. */
export function targetActions(
  snapshot: Snapshot,
  offset: number,
  copies: boolean,
): readonly CodeAction[] {
  return Object.values(FEATURES).flatMap(({ actions }) => actions(snapshot, offset, copies));
}
