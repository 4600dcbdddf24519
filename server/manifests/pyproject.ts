import { normalizeName } from '../python/names.ts';
import type { TomlDocument, TomlTable } from '../toml/model.ts';
import type { BuildSystem, Manifest, SpannedText } from './model.ts';
import { readBuildSystem } from './build-system.ts';
import { manifestProblems } from './checks/all.ts';
import { readDependencyGroups } from './dependency-groups.ts';
import { readExternalSection } from './external-section.ts';
import { lacksOnlyDependencies } from './half-typed.ts';
import { readPdmSection } from './pdm-section.ts';
import type { PoetrySection } from './poetry-section.ts';
import { readPoetrySection } from './poetry-section.ts';
import type { ProjectSection } from './project-section.ts';
import { readProjectSection } from './project-section.ts';
import type { RequirementDialect } from './requirement-dependency.ts';
import { tableAt } from './toml-access.ts';
import { readUvSection, withUvOrigin } from './uv-section.ts';

/**
 * Reads a `pyproject.toml`, valid or not: `[tool.poetry]`, `[project]` (PEP 621),
 * `[dependency-groups]` (PEP 735), `[build-system]` (PEP 518), `[external]` (PEP 725), `[tool.uv]` and
 * `[tool.pdm]`, whichever are there.
 * `file` is its absolute path.
 */
export function readPyproject(file: string, document: TomlDocument): Manifest {
  const { root } = document;
  const poetry = mapTable(tableAt(root, 'tool', 'poetry'), readPoetrySection);
  const pdm = mapTable(tableAt(root, 'tool', 'pdm'), readPdmSection);
  const uv = mapTable(tableAt(root, 'tool', 'uv'), readUvSection);
  const buildSystem = mapTable(tableAt(root, 'build-system'), readBuildSystem);
  const external = mapTable(tableAt(root, 'external'), readExternalSection);
  const tool = toolOf(root, buildSystem);
  const dialect = dialectOf(tool);
  const project = mapTable(tableAt(root, 'project'), (table) => readProjectSection(table, dialect));
  const groups = mapTable(tableAt(root, 'dependency-groups'), (table) =>
    readDependencyGroups(table, dialect),
  );

  const manifest: Omit<Manifest, 'problems'> = {
    kind: 'pyproject',
    file,
    complete: document.errors.length === 0,
    lacksOnlyDependencies: lacksOnlyDependencies(document),
    tool,
    name: named(project?.name ?? poetry?.name ?? null),
    version: versionOf(project, poetry),
    dependencies: [
      ...(project?.dependencies ?? []),
      ...(poetry?.dependencies ?? []),
      ...(groups?.dependencies ?? []),
      ...(uv?.dependencies ?? []),
      ...(pdm?.dependencies ?? []),
    ].map((dependency) => withUvOrigin(dependency, uv)),
    requiresPython: poetry?.python ?? project?.requiresPython ?? null,
    projectRequiresPython: project?.requiresPython ?? null,
    groups: [
      ...(groups?.groups ?? []),
      ...(poetry?.groups ?? []),
      ...(uv?.groups ?? []),
      ...(pdm?.groups ?? []),
    ],
    extras: [...(project?.extras ?? []), ...(poetry?.extras ?? [])],
    sources: [...(poetry?.sources ?? []), ...(uv?.sources ?? []), ...(pdm?.sources ?? [])],
    buildSystem,
    ...(external === null ? {} : { external }),
    ...(uv?.building === undefined ? {} : { building: uv.building }),
    scripts: [...(project?.scripts ?? []), ...(poetry?.scripts ?? [])],
    readmes: [...(project?.readmes ?? []), ...(poetry?.readmes ?? [])],
    dynamic: project?.dynamic ?? [],
  };
  return { ...manifest, problems: manifestProblems({ root, manifest, poetry, project }) };
}

function mapTable<Section>(
  table: TomlTable | null,
  read: (table: TomlTable) => Section,
): Section | null {
  return table === null ? null : read(table);
}

/** The tool whose table is there, or else the one whose build back end it is. */
function toolOf(root: TomlTable, buildSystem: BuildSystem | null): Manifest['tool'] {
  for (const tool of ['poetry', 'uv', 'pdm'] as const)
    if (tableAt(root, 'tool', tool) !== null) return tool;
  const backend = buildSystem?.backend?.text ?? '';
  if (backend.startsWith('poetry.')) return 'poetry';
  if (backend.startsWith('uv_build')) return 'uv';
  return backend.startsWith('pdm.') ? 'pdm' : null;
}

function dialectOf(tool: Manifest['tool']): RequirementDialect {
  if (tool === null) return 'either';
  return tool === 'poetry' ? 'poetry' : 'pep508';
}

function named(name: SpannedText | null): Manifest['name'] {
  return name === null ? null : { ...name, normalized: normalizeName(name.text) };
}

/** `[project] dynamic` leaves the version to `[tool.poetry]`, or to a tool. */
function versionOf(
  project: ProjectSection | null,
  poetry: PoetrySection | null,
): SpannedText | null {
  return project?.version ?? poetry?.version ?? null;
}
