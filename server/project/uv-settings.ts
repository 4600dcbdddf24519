import type { Manifest, SpannedName, UvBuilding } from '../manifests/model.ts';
import type { Known, OverrideEntry, TargetUse } from '../nix/model.ts';
import type { Span } from '../text.ts';
import type { ProjectInput, TextFile } from './model.ts';
import { remembered } from './remember.ts';

const made = new WeakMap<TargetUse, Map<string, TargetUse>>();

/** The file whose `[tool.uv]` says what packages are built with: of a member that of its workspace. */
export function uvSettingsFile({ uvWorkspace, manifest }: ProjectInput): TextFile {
  return uvWorkspace ?? manifest;
}

/**
 * The use as uv2nix builds it with the `[tool.uv]` of the workspace (`loadConfig`): build
 * dependencies that stand there count as an override, and what uv may not build or install from
 * wheels weighs more than `sourcePreference`. A member of a workspace may say the latter for itself.
 * The same object for the same settings.
 *
 * @param workspace the manifest of `uvSettingsFile`.
 */
export function withUvSettings(use: TargetUse, manifest: Manifest, workspace: Manifest): TargetUse {
  const ofAll = withSettingsOf(use, workspace);
  if (manifest === workspace || manifest.building === undefined) return ofAll;
  return withSettingsOf(ofAll, { ...manifest, building: { ...manifest.building, extra: [] } });
}

function withSettingsOf(use: TargetUse, { building, file }: Manifest): TargetUse {
  if (use.target !== 'uv2nix' || building === undefined) return use;
  const known = remembered(made, use, () => new Map<string, TargetUse>());
  return remembered(known, `${file} ${JSON.stringify(building)}`, () =>
    joined(use, building, file),
  );
}

function joined(use: TargetUse, building: UvBuilding, file: string): TargetUse {
  const { noBuild, noBinary, noBuildPackages, noBinaryPackages } = building;
  const overall = noBuild?.value === true ? true : noBinary?.value === true ? false : null;
  const { entries } = use.overrides;
  // uv2nix asks of single packages only where nothing is said of all.
  const kept =
    overall === null ? entries : entries.map((entry) => ({ ...entry, preferWheel: null }));
  const chosen = (names: readonly SpannedName[], preferWheel: boolean): readonly OverrideEntry[] =>
    overall === null
      ? names.map(({ name, span }) => entryOf(name, file, span, { preferWheel }))
      : [];
  const preferWheels: Known<boolean> =
    overall === null ? use.preferWheels : { known: true, value: overall };
  return {
    ...use,
    preferWheels,
    overrides: {
      ...use.overrides,
      entries: [
        ...kept,
        ...building.extra.map(({ name, key, requirements, keySpan }) =>
          entryOf(
            name,
            file,
            keySpan,
            // uv2nix looks for the name as the lock has it.
            key === name ? { lists: [buildSystems(requirements)] } : {},
          ),
        ),
        ...chosen(noBuildPackages, true),
        ...chosen(noBinaryPackages, false),
      ],
    },
  };
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
