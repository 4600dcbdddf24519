import type { LogReading } from '../../build-log/model.ts';
import { reportOf, type BuildReport } from '../../build-log/report.ts';
import type { FileEdits } from '../../features/model.ts';
import type { TargetId } from '../../nix/api.ts';
import { renderStandalone } from '../../nix/api.ts';
import type { LoadedProject } from '../../session/projects.ts';
import { targetOf, USUAL_TARGET } from '../../targets/registry.ts';
import { openSession } from '../allowed.ts';
import { changedFiles, emitEdits } from '../emit-edits.ts';
import { findProjects } from '../find-projects.ts';
import type { CliIo, ExitCode } from '../io.ts';
import { json, line, verbatim, type Printed } from '../printed.ts';
import { untilWritten } from '../until-written.ts';
import { readLog } from './log-source.ts';
import { placeReport } from './place.ts';
import { reportText } from './text.ts';

export interface LogOptions {
  /** `-`: standard input. */
  readonly log: string;
  /** The project's folder or a file of it; null: the current folder, where it holds one. */
  readonly path: string | null;
  readonly target: TargetId | null;
  readonly write: boolean;
  readonly allowRoots: readonly string[];
  readonly format: 'text' | 'json';
  /** Nothing of standard input is passed on. */
  readonly quiet: boolean;
}

/** What a log says, and what is to be done about it. */
interface Answer {
  readonly report: BuildReport;
  /** To be pasted; empty where no override helps. */
  readonly override: string;
  /** Null where the project has no Nix file that it could go into. */
  readonly edits: FileEdits | null;
}

/** `explain --log`: 0 where nothing in the log failed, 1 where something did, 2 where the log or the project cannot be read, or a file not be written. */
export function explainLog(options: LogOptions, io: CliIo): ExitCode {
  const passesOn = options.log === '-' && !options.quiet && options.format === 'text';
  const reading = readLog(options.log, passesOn, io);
  if (reading === null) return 2;
  // What is passed on has standard output for itself.
  const told = passesOn ? { ...io, out: (printed: Printed) => io.err(printed) } : io;
  if (!options.write) return tell(reading, options, told);
  return untilWritten(told, (held) => tell(reading, options, held));
}

function tell(reading: LogReading, options: LogOptions, io: CliIo): ExitCode {
  const loaded = projectFor(options, io);
  if (loaded === 'unreadable') return 2;
  const answer = answerOf(reading, loaded, options.target, io);
  if (options.format === 'json') printJson(reading, answer, loaded, io);
  if (!reading.hasFailed) {
    if (options.format === 'text') say(io, 'nothing in the log failed.');
    return 0;
  }
  if (options.format === 'text') io.out(reportText(answer.report));
  return emit(answer, loaded, options, io) === 2 ? 2 : 1;
}

/** Prints what mends it, or writes it. */
function emit(
  { report, override, edits }: Answer,
  loaded: LoadedProject | null,
  { format, write }: LogOptions,
  io: CliIo,
): ExitCode {
  const isText = format === 'text';
  if (edits !== null && loaded !== null) {
    if (isText) io.out(line`\n`);
    // JSON stays the only thing on standard output, and has the files already.
    const quiet = isText ? io : { ...io, out: () => undefined };
    return isText || write ? emitEdits(edits, loaded, write, quiet) : 1;
  }
  if (override !== '' && isText)
    io.out(line`\nOverrides for ${targetOf(report.target).label}:\n\n${verbatim(override)}`);
  if (!write) return 1;
  const isUsed = loaded?.project?.uses.some(({ target }) => target === report.target) === true;
  const findings = report.builds.flatMap((build) => build.findings);
  const hasHash = findings.some(({ hash }) => hash !== null);
  if (override === '' && findings.some(({ collision }) => collision !== null))
    say(io, 'the Nix files ignore it already, or no one call surely makes that environment.');
  else if (override === '' && !hasHash) say(io, 'there is nothing that an override would mend.');
  else if (override === '')
    say(io, 'the Nix files of the project have no one place that the hash is surely meant for.');
  else if (isUsed) say(io, 'the Nix files have them already, or no place was found in them.');
  else say(io, `there is no Nix file of ${report.target} for these packages to write them to.`);
  return 1;
}

function projectFor(
  { path, target, allowRoots }: LogOptions,
  io: CliIo,
): LoadedProject | null | 'unreadable' {
  const session = openSession(allowRoots, io);
  if (target !== null) session.forceSettings({ target });
  const { manifests, problems } = findProjects([path ?? '.'], false, session, io);
  const projects = manifests.map((manifest) => session.project(manifest));
  const counting = projects.find(({ project }) => project?.selection.active === true);
  const [first] = counting === undefined ? projects : [counting];
  if (first !== undefined) return first;
  if (path === null) return null;
  for (const problem of problems) say(io, problem);
  return 'unreadable';
}

function answerOf(
  reading: LogReading,
  loaded: LoadedProject | null,
  asked: TargetId | null,
  io: CliIo,
): Answer {
  const project = loaded?.project ?? null;
  const target = asked ?? project?.uses[0]?.target ?? project?.settings.target ?? USUAL_TARGET;
  const knowledge = project?.input.knowledge ?? io.knowledge();
  const report = reportOf(reading, project, knowledge, target);
  const requests = report.builds.flatMap(({ request }) => request ?? []);
  return {
    report,
    override: renderStandalone(requests),
    edits: project === null ? null : placeReport(report, project),
  };
}

function printJson(
  { findings }: LogReading,
  { report, override, edits }: Answer,
  loaded: LoadedProject | null,
  io: CliIo,
): void {
  const changed =
    edits === null ? [] : changedFiles(edits, (file) => loaded?.sources.get(file)?.text ?? '');
  const document = {
    formatVersion: 1,
    target: report.target,
    hasFailed: report.hasFailed,
    builds: report.builds.map(({ package: of, name, phase, lines, beside, known }) => ({
      package: of,
      name,
      phase,
      lines,
      knownBeside: beside,
      hasWheel: known.hasWheel,
    })),
    findings,
    override,
    files: Object.fromEntries(changed.map(({ file, after }) => [file, after])),
  };
  io.out(json(document));
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls explain: ${message}\n`);
}
