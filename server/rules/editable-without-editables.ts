import { posix } from 'node:path';
import { lockFormatOf } from '../locks/formats.ts';
import { tableAt, valueOf } from '../manifests/toml-access.ts';
import { findEditableWithoutEditables } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { loadedHatchFile } from '../project/inputs/hatch-toml.ts';
import { readNixSide } from '../project/inputs/read.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import type { Rule } from './model.ts';
import { findingOf } from './nix-mistakes.ts';

export const editableWithoutEditables: Rule = {
  id: 'editable-without-editables',
  defaultSeverity: 'warning',
  summary: 'A project that hatchling builds is made editable without editables.',
  about: 'nix',
  check(project) {
    const { manifest, lock, lockFile } = project;
    const name = manifest.name?.normalized;
    if (name === undefined || lockFile === null || !isBuiltWithHatchling(project)) return [];
    if (lockFormatOf(lockFile.file)?.ofWorkspace !== true) return [];
    const own = lock?.byName.get(name) ?? [];
    if (!own.some(({ source }) => source?.type === 'editable')) return [];
    const { analysis } = readNixSide(project.input);
    const workspace = posix.dirname(lockFile.file);
    return findEditableWithoutEditables(analysis, { name, workspace }).map((each) =>
      findingOf(each),
    );
  },
};

/** Whether hatchling makes it editable with a package that its own build system does not name. */
function isBuiltWithHatchling({ manifest, input, uvBuilds }: Project): boolean {
  const { buildSystem, name } = manifest;
  if (buildSystem?.backend?.text !== 'hatchling.build') return false;
  if (buildSystem.requires.some(({ normalized }) => normalized === TOOL)) return false;
  const extra = uvBuilds?.extra ?? [];
  if (extra.some((each) => each.package === name?.normalized && each.buildSystems.includes(TOOL)))
    return false;
  const own = tomlOf(input.manifest);
  const file = loadedHatchFile(input);
  const hatch = file === null ? null : tomlOf(file);
  // Folders that are named are put on the path as they are (`build_editable_explicit`).
  return ![
    own === null ? null : tableAt(own.root, 'tool', 'hatch', 'build'),
    hatch === null ? null : tableAt(hatch.root, 'build'),
  ].some((build) =>
    [build, build === null ? null : tableAt(build, 'targets', 'wheel')].some(
      (table) => valueOf(table, 'dev-mode-dirs') !== undefined,
    ),
  );
}

const TOOL = 'editables';
