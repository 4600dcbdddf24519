import type { TomlDocument, TomlTable } from '../toml/model.ts';

/**
 * The table that uv takes its settings from: that of a `uv.toml`, or `[tool.uv]` of the manifest
 * (`own`). What belongs to the workspace (constraints, overrides, environments, conflicts, sources)
 * it reads from the manifest alone.
 */
export type UvSettings = TomlTable | 'own' | 'unknown';

/** What uv reads beside a manifest to see whether a lock belongs to it. Folders are as seen from the lock's. */
export interface UvAround {
  /** What it takes in place of the manifest's `[tool.uv]`, where it does. */
  readonly settings: UvSettings;
  /** Settings that may count besides, such as those of the folder of a script; null where there are none. */
  readonly elsewhere: TomlTable | null;
  /** The manifest of the workspace's root, where the manifest is that of a member. */
  readonly root: TomlDocument | null;
  /** The folders in which the workspace's globs find a manifest; null where that is not known, or this is not its root. */
  readonly members: readonly string[] | null;
  /** The manifests of those, and of the folders that the lock names, by folder. */
  readonly manifests: ReadonlyMap<string, TomlDocument>;
}

/** Nothing beside it. */
export const ALONE: UvAround = {
  settings: 'own',
  elsewhere: null,
  root: null,
  members: null,
  manifests: new Map(),
};
