import { posix } from 'node:path';
import { lockFormatOf } from '../../locks/formats.ts';
import type { Lock } from '../../locks/model.ts';
import type { Manifest } from '../../manifests/model.ts';
import type { TargetUse } from '../../nix/api.ts';
import { targetOf } from '../../targets/registry.ts';
import type { ProjectInput, TextFile } from '../model.ts';
import { editableFolders } from './editable-folders.ts';
import { hatchFile } from './hatch-toml.ts';
import { LockChoice } from './lock-choice.ts';
import { isJoined, readLock, readNixSide, readWhole, type NixSide } from './read.ts';
import { uvFreshnessFiles } from './uv-around.ts';
import { uvMemberFiles, uvWorkspaceFile } from './uv-settings.ts';

/** What the files of a project say, before anything is judged. */
export interface ReadInput {
  readonly nix: NixSide;
  readonly choice: LockChoice;
  /** With what it includes. */
  readonly manifest: Manifest;
  readonly lockFile: TextFile | null;
  readonly lock: Lock | null;
  /** The uses that build the manifest with this lock, as the Nix files have them. */
  readonly uses: readonly TargetUse[];
}

/** @param other the lock to read, where it is not the one that counts. */
export function readInput(input: ProjectInput, other?: TextFile): ReadInput {
  const nix = readNixSide({ ...input, root: builtFolder(input) });
  const choice = new LockChoice(input, nix.uses);
  const lockFile = other ?? choice.lock;
  const manifest = readWhole(input);
  const lock = lockFile === null ? null : readLock(lockFile, manifest);
  return { nix, choice, manifest, lockFile, lock, uses: choice.uses(lockFile) };
}

/** The folder that Nix builds: a member of a uv workspace is built with the workspace, whose lock it has. */
function builtFolder({ root, locks: [lock] }: ProjectInput): string {
  return lock !== undefined && lockFormatOf(lock.file)?.ofWorkspace === true
    ? posix.dirname(lock.file)
    : root;
}

/**
 * The files that are missing to read a project whole, by absolute path: what its requirements files
 * include, where uv takes settings from, the manifests that its lock is held against, the other members
 * of a workspace whose settings the target reads, hatchling's own file beside them, and the folders that it takes in
 * editable mode. Of those that cannot be read it keeps saying so. The Nix files are not among them: they are shared by
 * the projects that they stand around.
 */
export function wantedFiles(input: ProjectInput): readonly string[] {
  const { manifest, lock, uses } = readInput(input);
  const readsMembers = uses.some(({ target }) => targetOf(target).reads.uvSettings);
  const hatch = readsMembers ? hatchFile(input, manifest) : null;
  const settings = [uvWorkspaceFile(input), input.uvConfiguration, hatch];
  const wanted = [
    ...settings.filter((file) => file !== null),
    ...(isJoined(manifest) ? manifest.wants : []),
    ...uvFreshnessFiles(input, lock),
    ...(readsMembers ? uvMemberFiles({ input, lock, manifest }) : []),
    ...editableFolders(input.root, manifest).map((folder) => folder.manifest),
  ];
  return [...new Set(wanted)].filter((file) => !input.files.has(file));
}
