import { posix } from 'node:path';
import { lockFormatOf } from '../../locks/formats.ts';
import type { Manifest, UvBuilding } from '../../manifests/model.ts';
import type { Known } from '../../nix/api.ts';
import type { UvBuilds } from '../../targets/model.ts';
import type { Project, ProjectInput, TextFile } from '../model.ts';

/** The file whose `[tool.uv]` says what packages are built with: of a member that of its workspace. */
export function uvSettingsFile(input: ProjectInput): TextFile {
  const workspace = uvWorkspaceFile(input);
  return (workspace === null ? undefined : input.files.get(workspace)) ?? input.manifest;
}

/** The `pyproject.toml` beside the uv.lock of a member of a workspace; null for no member. Absolute path. */
export function uvWorkspaceFile({
  root,
  manifest,
  candidates,
}: Pick<ProjectInput, 'root' | 'manifest' | 'candidates'>): string | null {
  const locks = candidates.find((each) => each.manifest === manifest.file)?.locks ?? [];
  const lock = locks.find((file) => lockFormatOf(file)?.ofWorkspace === true);
  const folder = lock === undefined ? root : posix.dirname(lock);
  return folder === root ? null : posix.join(folder, 'pyproject.toml');
}

/**
 * The `pyproject.toml` of the other members of the workspace, as their lock names them: uv2nix takes
 * their settings of builds too, uv those of the root alone. Absolute paths; empty for no workspace.
 */
export function uvMemberFiles({ input, lock, manifest }: UvProject): readonly string[] {
  if (lock === null) return [];
  const own = new Set([manifest.file, uvSettingsFile(input).file]);
  return (lock.members ?? []).flatMap((name) => {
    const { type = '', url = null } = lock.byName.get(name)?.[0]?.source ?? {};
    if (!LOCAL.has(type) || url === null || url === '') return [];
    const file = posix.resolve(posix.dirname(lock.file), url, 'pyproject.toml');
    return own.has(file) ? [] : [file];
  });
}

type UvProject = Pick<Project, 'input' | 'lock' | 'manifest'>;

const LOCAL: ReadonlySet<string> = new Set(['editable', 'virtual', 'directory']);

/**
 * What `[tool.uv]` of the workspace says of builds, as uv2nix (49dac8d) reads it (`loadConfig`):
 * build dependencies that stand in its root count like an override, and what uv may not build or
 * install from wheels weighs more than `sourcePreference`, in whichever member it stands. Null where
 * it says nothing.
 *
 * @param workspace the manifest of `uvSettingsFile`.
 * @param members those of the other projects of the workspace.
 */
export function uvBuildsOf(workspace: Manifest, members: readonly Manifest[]): UvBuilds | null {
  const all = settingsOf(workspace, members);
  if (all.length === 0) return null;
  const named = (key: 'noBuildPackages' | 'noBinaryPackages'): readonly string[] =>
    all.flatMap(({ building }) => building[key].map(({ name }) => name));
  return {
    // uv2nix looks for the name as the lock has it.
    extra: (workspace.building?.extra ?? []).flatMap(({ name, key, requirements }) =>
      key === name ? [{ package: name, buildSystems: requirements, file: workspace.file }] : [],
    ),
    variables: (workspace.building?.variables ?? []).map(({ key, names }) => ({
      package: key,
      names,
      file: workspace.file,
    })),
    configured: (workspace.building?.configured ?? []).map((key) => ({
      package: key,
      file: workspace.file,
    })),
    noBuild: flagOf(all, 'noBuild'),
    noBinary: flagOf(all, 'noBinary'),
    noBuildPackages: named('noBuildPackages'),
    noBinaryPackages: named('noBinaryPackages'),
  };
}

/** Where these settings name a package. */
export function uvPlacesOf(workspace: Manifest, members: readonly Manifest[]): Project['uvPlaces'] {
  const extra = (workspace.building?.extra ?? []).map(({ name, keySpan }) => ({
    name,
    file: workspace.file,
    span: keySpan,
  }));
  const chosen = settingsOf(workspace, members).flatMap(({ file, building }) =>
    [...building.noBuildPackages, ...building.noBinaryPackages].map(({ name, span }) => ({
      name,
      file,
      span,
    })),
  );
  return [...extra, ...chosen];
}

interface Settings {
  readonly file: string;
  readonly building: UvBuilding;
}

function settingsOf(workspace: Manifest, members: readonly Manifest[]): readonly Settings[] {
  return [...new Set([workspace, ...members])].flatMap(({ file, building }) =>
    building === undefined ? [] : [{ file, building }],
  );
}

/** Where members contradict each other uv2nix fails. */
function flagOf(all: readonly Settings[], key: 'noBuild' | 'noBinary'): Known<boolean> {
  const said = new Set(all.flatMap(({ building }) => building[key]?.value ?? []));
  return said.size > 1
    ? { known: false, why: 'members of the workspace contradict each other' }
    : { known: true, value: said.has(true) };
}
