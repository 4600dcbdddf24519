import { basename } from 'node:path/posix';
import type { Project } from '../project/model.ts';
import { commandLines, pypi2nixCommand } from '../project/overrides/pypi2nix-command.ts';
import { planPypi2nixOverrides } from '../project/overrides/pypi2nix-overrides.ts';
import type { LoadedProject } from '../session/projects.ts';
import { emitEdits } from './emit-edits.ts';
import type { CliIo, ExitCode } from './io.ts';
import { line, verbatim } from './printed.ts';

/**
 * `overrides --target pypi2nix`: the command first, then what `requirements_override.nix` is to
 * have: a new file as a whole, to paste, and a patch of one that is there.
 */
export function printPypi2nix(
  project: Project,
  loaded: LoadedProject,
  write: boolean,
  io: CliIo,
): ExitCode {
  const command = pypi2nixCommand(project);
  if (command === null) {
    say(io, `${project.manifest.file} has no lock that says which packages are built.`);
    return 2;
  }
  io.out(verbatim(commandLines(command)));
  const planned = planPypi2nixOverrides(project);
  if (planned === null || planned.plan.outcome === 'present') return 0;
  const { file, plan } = planned;
  if (plan.outcome === 'not-editable') {
    say(io, `${basename(file)} is left as it is: ${plan.reason}`);
    return 1;
  }
  const created = plan.creates.get(file);
  if (created === undefined || write) return emitEdits(plan, loaded, write, io);
  io.out(line`\n# ${basename(file)}\n${verbatim(created)}`);
  return 0;
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls overrides: ${message}\n`);
}
