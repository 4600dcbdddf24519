import {
  extraBuildEdits,
  extraBuildTable,
  withoutBuildSystems,
} from '../features/code-actions/uv2nix-build-dependencies.ts';
import { placeRequests } from '../features/code-actions/provide-everything.ts';
import type { OverrideRequest, TargetUse } from '../nix/api.ts';
import { renderStandalone, subjectName } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { pythonFor } from '../project/overrides/python-for.ts';
import { requestsInUse, standaloneRequests } from '../project/overrides/standalone.ts';
import { unresolvedBuildSystems } from '../project/overrides/unresolved.ts';
import type { LoadedProject } from '../session/projects.ts';
import { emitEdits } from './emit-edits.ts';
import type { CliIo, ExitCode } from './io.ts';
import { line, verbatim } from './printed.ts';

/**
 * `overrides --target uv2nix --as extra-build-dependencies`: what packages are built with goes into
 * `[tool.uv]` of `pyproject.toml`, all else into the overlay. As edits where Nix files use uv2nix or
 * `write` is set, else as text to paste.
 */
export function printExtraBuildDependencies(
  project: Project,
  loaded: LoadedProject,
  write: boolean,
  io: CliIo,
): ExitCode {
  const hasNixFile = project.uses.some(({ target }) => target === 'uv2nix');
  const requests = hasNixFile
    ? requestsInUse(project, 'uv2nix')
    : standaloneRequests(project, 'uv2nix');
  const rest = withoutBuildSystems(requests);
  if (requests.length === 0) {
    say(io, `${project.manifest.file} lacks no override for uv2nix that is known of.`);
    return 0;
  }
  for (const request of requests) sayUnknownBuildSystems(project, null, request, io);
  if (!hasNixFile && !write) {
    const texts = [extraBuildTable(requests), renderStandalone(rest)];
    io.out(verbatim(texts.filter((text) => text !== '').join('\n')));
    return 0;
  }
  const edits = extraBuildEdits(project, requests);
  const placed = rest.length === 0 ? null : placeRequests(project, rest);
  const byFile = new Map([...(placed?.edits ?? []), ...(edits ?? [])]);
  const lacks =
    rest.length > 0 && placed === null ? rest.map((each) => subjectName(each) ?? '') : [];
  if (lacks.length > 0)
    say(io, `no place was found in Nix files for what ${lacks.join(', ')} need.`);
  if (byFile.size === 0) return lacks.length > 0 ? 1 : 0;
  const emitted = emitEdits(
    { edits: byFile, creates: placed?.creates ?? new Map() },
    loaded,
    write,
    io,
  );
  return lacks.length > 0 && emitted === 0 ? 1 : emitted;
}

/** What has to be known to use overrides that were printed without a Nix file. */
export function remarkOnUv2nix(project: Project, io: CliIo): void {
  const python = pythonFor(project, 'uv2nix');
  if (python !== null && project.settings.python === null)
    say(io, `wheels were chosen for Python ${python}; the setting python says another.`);
  for (const request of standaloneRequests(project, 'uv2nix'))
    sayUnknownBuildSystems(project, null, request, io);
}

/** What is left out of the overrides that are written into Nix files; the packages of which it is said. */
export function remarkOnUnresolved(project: Project, io: CliIo): readonly string[] {
  const use = project.uses.find(({ target }) => target === 'uv2nix');
  if (use === undefined) return [];
  return requestsInUse(project, 'uv2nix').flatMap((request) =>
    sayUnknownBuildSystems(project, use, request, io) ? [subjectName(request) ?? ''] : [],
  );
}

/** `resolveBuildSystem` fails for names that its package set does not have. */
function sayUnknownBuildSystems(
  project: Project,
  use: TargetUse | null,
  request: OverrideRequest,
  io: CliIo,
): boolean {
  const unknown = unresolvedBuildSystems(project, use, request);
  if (unknown.length > 0)
    say(
      io,
      `${subjectName(request) ?? 'the project'} is built with ${unknown.join(' and ')}, which neither the lock nor build-system-pkgs has: add it to a dependency group, so that it is locked.`,
    );
  return unknown.length > 0;
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls overrides: ${message}\n`);
}
