import {
  extraBuildEdits,
  extraBuildTable,
  withoutBuildSystems,
} from '../features/code-actions/uv2nix-build-dependencies.ts';
import { placeRequests } from '../features/code-actions/provide-everything.ts';
import type { OverrideRequest } from '../nix/api.ts';
import { renderStandalone, requestedBuildSystems, subjectName } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { pythonFor } from '../project/overrides/python-for.ts';
import { requestsInUse, standaloneRequests } from '../project/overrides/standalone.ts';
import type { LoadedProject } from '../session/projects.ts';
import { BUILD_SYSTEM_PKGS } from '../targets/build-system-pkgs.ts';
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
  sayUnknownBuildSystems(project, requests, io);
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
  sayUnknownBuildSystems(project, standaloneRequests(project, 'uv2nix'), io);
}

/** `resolveBuildSystem` fails for names that its package set does not have. */
function sayUnknownBuildSystems(
  { lock }: Project,
  requests: readonly OverrideRequest[],
  io: CliIo,
): void {
  for (const request of requests) {
    const unknown = requestedBuildSystems(request).filter(
      (each) => !BUILD_SYSTEM_PKGS.has(each) && lock?.byName.has(each) !== true,
    );
    if (unknown.length > 0)
      say(
        io,
        `${subjectName(request) ?? 'the project'} is built with ${unknown.join(' and ')}, which neither the lock nor build-system-pkgs has: add it to a dependency group, so that it is locked.`,
      );
  }
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls overrides: ${message}\n`);
}
