import { dirname } from 'node:path/posix';
import { lockFormatOf } from '../../locks/formats.ts';
import { compareLocks, type LockDifference } from '../../move/compare-locks.ts';
import type { Destination } from '../../move/targets.ts';
import type { TextFile } from '../../project/model.ts';
import { nativePaths } from '../../session/native-paths.ts';
import type { Session } from '../../session/session.ts';
import { parseToml } from '../../toml/parse.ts';
import { UsageError } from '../arguments.ts';
import { findProjects } from '../find-projects.ts';
import type { CliIo, ExitCode } from '../io.ts';
import { joined, line, verbatim, type Printed } from '../printed.ts';

/** `move --compare OLD NEW`: which versions differ between two locks, and what Nix then needs. */
export function compare(
  paths: readonly string[],
  destination: Destination,
  session: Session,
  io: CliIo,
): ExitCode {
  const [before, after, ...more] = paths.map((path) => nativePaths.resolve(io.cwd, path));
  if (before === undefined || after === undefined || more.length > 0)
    throw new UsageError('--compare takes two locks');
  const { manifests, problems } = findProjects([dirname(after)], false, session, io);
  const [manifest] = manifests;
  const locks = [before, after].map((file) => readLock(file, io));
  const failures = [
    ...problems,
    ...locks.flatMap((each) => ('problem' in each ? [each.problem] : [])),
  ];
  const [old, now] = locks.flatMap((each) => ('problem' in each ? [] : [each]));
  const project = manifest === undefined ? null : session.project(manifest).project;
  const differences =
    project === null || old === undefined || now === undefined
      ? null
      : compareLocks(project, old, now, destination);
  for (const failure of failures) io.err(line`pyproject-nix-ls move: ${failure}\n`);
  if (differences === null || failures.length > 0) return 2;
  if (differences.length === 0) {
    io.out(line`The two have the same versions.\n`);
    return 0;
  }
  io.out(joined(differences.map((each) => printed(each, destination))));
  return 1;
}

function readLock(file: string, io: CliIo): TextFile | { readonly problem: string } {
  if (lockFormatOf(file) === null) return { problem: `${file} is no lock, by its name.` };
  const read = io.fileSystem.read(file);
  return read.ok ? { file, document: parseToml(read.text) } : { problem: read.problem.message };
}

function printed(
  { name, before, after, needs }: LockDifference,
  destination: Destination,
): Printed {
  const versions = line`${name} ${listed(before)} → ${listed(after)}\n`;
  if (needs === null || (needs.before === '' && needs.after === '')) return versions;
  const words =
    needs.after === ''
      ? line`  no override for ${destination} any more\n`
      : line`  now, for ${destination}:\n`;
  return joined([versions, words, verbatim(indented(needs.after))]);
}

function listed(versions: readonly string[]): string {
  return versions.length === 0 ? '(none)' : versions.join(', ');
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ');
}
