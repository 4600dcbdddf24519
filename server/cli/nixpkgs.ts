import type { TargetId } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { packagesNotMade } from '../project/overrides/nixpkgs-packages.ts';
import type { CliIo } from './io.ts';
import { line } from './printed.ts';

/** What has to be known to use overrides for nixpkgs that were printed without a Nix file. */
export function remarkOnNixpkgs(project: Project, io: CliIo, target: TargetId): void {
  if (project.input.nixpkgsVersions === null) {
    say(
      io,
      "which of these nixpkgs' own expressions have already depends on its revision (--nixpkgs-versions).",
    );
    return;
  }
  const left = packagesNotMade(project, target);
  if (left.length > 0)
    say(
      io,
      `no package could be made of ${left.join(', ')}: the lock has no source archive of the index, and no wheel for the Python and the systems in question.`,
    );
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls overrides: ${message}\n`);
}
