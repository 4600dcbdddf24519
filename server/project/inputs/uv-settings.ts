import { posix } from 'node:path';
import { lockFormatOf } from '../../locks/formats.ts';
import type { Manifest, UvBuilding } from '../../manifests/model.ts';
import type { Known, OverrideEntry, TargetUse } from '../../nix/api.ts';
import type { Span } from '../../text.ts';
import type { Project, ProjectInput, TextFile } from '../model.ts';
import { memoize } from '../memoize.ts';

const made = new WeakMap<TargetUse, Map<string, TargetUse>>();

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
  const lock = locks.find((file) => lockFormatOf(file)?.kind === 'uv');
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
 * The use as uv2nix (49dac8d) builds it with the `[tool.uv]` of the workspace (`loadConfig`): build
 * dependencies that stand in its root count as an override, and what uv may not build or install
 * from wheels weighs more than `sourcePreference`, in whichever member it stands. The same object
 * for the same settings.
 *
 * @param workspace the manifest of `uvSettingsFile`.
 * @param members those of the other projects of the workspace.
 */
export function withUvSettings(
  use: TargetUse,
  workspace: Manifest,
  members: readonly Manifest[],
): TargetUse {
  if (use.target !== 'uv2nix') return use;
  const all = [...new Set([workspace, ...members])].flatMap(({ file, building }) =>
    building === undefined ? [] : [{ file, building }],
  );
  if (all.length === 0) return use;
  const known = memoize(made, use, () => new Map<string, TargetUse>());
  return memoize(known, JSON.stringify(all), () => joined(use, all, workspace.file));
}

interface Settings {
  readonly file: string;
  readonly building: UvBuilding;
}

function joined(use: TargetUse, all: readonly Settings[], root: string): TargetUse {
  const overall = overallChoice(all);
  const { entries } = use.overrides;
  // uv2nix asks of single packages only where nothing is said of all.
  const kept =
    overall === null ? entries : entries.map((entry) => ({ ...entry, preferWheel: null }));
  const chosen = (
    key: 'noBuildPackages' | 'noBinaryPackages',
    preferWheel: boolean,
  ): readonly OverrideEntry[] =>
    overall === null
      ? all.flatMap(({ file, building }) =>
          building[key].map(({ name, span }) => entryOf(name, file, span, { preferWheel })),
        )
      : [];
  const extra = all.find(({ file }) => file === root)?.building.extra ?? [];
  return {
    ...use,
    preferWheels: overall ?? use.preferWheels,
    overrides: {
      ...use.overrides,
      entries: [
        ...kept,
        ...extra.map(({ name, key, requirements, keySpan }) =>
          entryOf(
            name,
            root,
            keySpan,
            // uv2nix looks for the name as the lock has it.
            key === name ? { lists: [buildSystems(requirements)] } : {},
          ),
        ),
        ...chosen('noBuildPackages', true),
        ...chosen('noBinaryPackages', false),
      ],
    },
  };
}

/** What is said of all packages; null where nothing is. Where members contradict each other uv2nix fails. */
function overallChoice(all: readonly Settings[]): Known<boolean> | null {
  const said = (key: 'noBuild' | 'noBinary'): ReadonlySet<boolean> =>
    new Set(all.flatMap(({ building }) => building[key]?.value ?? []));
  const [noBuild, noBinary] = [said('noBuild'), said('noBinary')];
  if (noBuild.size > 1 || noBinary.size > 1)
    return { known: false, why: 'members of the workspace contradict each other' };
  if (noBuild.has(true) && noBinary.has(true))
    return { known: false, why: 'neither wheels nor sdists may be taken' };
  if (noBuild.has(true)) return { known: true, value: true };
  return noBinary.has(true) ? { known: true, value: false } : null;
}

function buildSystems(attrs: readonly string[]): OverrideEntry['lists'][number] {
  return { list: 'build-system', attrs, complete: true, replaces: false };
}

function entryOf(
  name: string,
  file: string,
  span: Span,
  more: Partial<OverrideEntry>,
): OverrideEntry {
  return {
    name,
    normalized: name,
    file,
    nameSpan: span,
    span,
    beforeDefaults: false,
    lists: [],
    preferWheel: null,
    sets: [],
    opaque: false,
    conditional: false,
    ...more,
  };
}
