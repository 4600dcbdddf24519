import type { Finding, Project } from '../../project/model.ts';
import { shellsWithoutLibraries } from '../../project/overrides/mkshell-wheels.ts';
import type { CodeAction } from './model.ts';
import { placeLabel, planRequests } from './provide-overrides.ts';

/**
 * Offers to put on a shell's library path what wheels take for granted on Linux.
 *
 * Before: `packages = [ pkgs.python311 ];` in the call of `mkShell`.
 * After: behind it `LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath [ pkgs.stdenv.cc.cc.lib pkgs.zlib ];`
 * (test/fixtures/shell-without-libraries)
 */
export function provideShellLibraries(project: Project, finding: Finding): CodeAction | null {
  if (finding.code !== 'shell-without-libraries') return null;
  const [shell] = shellsWithoutLibraries(project);
  const edits = shell === undefined ? null : planRequests(project, shell.use, [shell.request]);
  if (edits === null) return null;
  return {
    title: `Put libstdc++ and zlib on the library path ${placeLabel(project, edits)}`,
    kind: 'quickfix',
    isPreferred: true,
    findings: [finding],
    createsFile: false,
    edits: () => edits,
  };
}
