import type { OverrideRequest } from '../../nix/api.ts';
import { requestedBuildSystems, subjectName, withoutKinds } from '../../nix/api.ts';
import type { Finding, Project } from '../../project/model.ts';
import { requestFor } from '../../project/overrides/request.ts';
import { uvSettingsFile } from '../../project/inputs/uv-settings.ts';
import { tomlOf } from '../../project/inputs/text-file.ts';
import type { TextEdit } from '../../text.ts';
import { enumeration } from '../../words.ts';
import type { CodeAction } from './model.ts';
import { placeLabel } from './provide-overrides.ts';
import type { ListToWrite } from './toml-lists.ts';
import { newTables, writeLists } from './toml-lists.ts';

/** The diagnostics that it mends. */
const BUILD_SYSTEM_CODES: ReadonlySet<string> = new Set([
  'missing-build-system',
  'unknown-build-system',
]);

const TABLE = ['tool', 'uv', 'extra-build-dependencies'];

/**
 * Offers to tell uv, and with it uv2nix, what a package is built with, beside the overlay that does
 * the same. It changes nothing in `uv.lock`.
 *
 * Before: `[tool.uv.extra-build-dependencies]` with `printing = ["setuptools"]`.
 * After: above that line `tree-of-bk = ["hatchling"]`
 * (test/fixtures/uv2nix-build-system)
 */
export function addExtraBuildDependencies(project: Project, finding: Finding): CodeAction | null {
  const { verdict } = finding;
  if (!BUILD_SYSTEM_CODES.has(finding.code) || verdict?.use?.target !== 'uv2nix') return null;
  const request = requestFor(verdict, 'uv2nix');
  const systems = request === null ? [] : requestedBuildSystems(request);
  if (request === null || systems.length === 0) return null;
  const edits = extraBuildEdits(project, [request]);
  if (edits === null) return null;
  const place = placeLabel(project, { edits, creates: new Map() });
  return {
    title: `Add ${enumeration(systems)} to the extra-build-dependencies of ${verdict.package.name} ${place}`,
    kind: 'quickfix',
    isPreferred: false,
    findings: [finding],
    createsFile: false,
    edits: () => ({ edits, creates: new Map() }),
  };
}

/** The edits that write the build systems of these requests to the `pyproject.toml` that counts; null where it cannot take them. */
export function extraBuildEdits(
  { input, manifest }: Project,
  requests: readonly OverrideRequest[],
): ReadonlyMap<string, readonly TextEdit[]> | null {
  const source = uvSettingsFile(input);
  const document = manifest.kind === 'pyproject' ? tomlOf(source) : null;
  if (document === null || document.errors.length > 0) return null;
  const lists = listsOf(requests);
  const edits = lists.length === 0 ? null : writeLists(document, lists);
  return edits === null ? null : new Map([[source.file, edits]]);
}

/** The build systems that are requested, as a TOML table to paste; empty where there are none. */
export function extraBuildTable(requests: readonly OverrideRequest[]): string {
  const lists = listsOf(requests);
  return lists.length === 0 ? '' : newTables(lists, '\n');
}

/** The requests without what such a table says; those that ask for nothing else are left out. */
export function withoutBuildSystems(
  requests: readonly OverrideRequest[],
): readonly OverrideRequest[] {
  return requests
    .map((request) => withoutKinds(request, 'build-system'))
    .filter(({ needs }) => needs.length > 0);
}

/** uv2nix takes the name as the lock has it for a key, and plain requirements for items. */
function listsOf(requests: readonly OverrideRequest[]): readonly ListToWrite[] {
  return requests.flatMap((request) => {
    const key = subjectName(request);
    const items = requestedBuildSystems(request).map((text) => ({ text, comment: null }));
    return key === null || items.length === 0
      ? []
      : [{ table: TABLE, key, items, isOneLine: true }];
  });
}
