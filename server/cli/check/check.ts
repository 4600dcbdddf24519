import { rules } from '../../rules/registry.ts';
import { sessionCodes } from '../../session/session-findings.ts';
import { TARGET_IDS } from '../../targets/registry.ts';
import { ALLOW_ROOT, ALLOW_ROOT_USAGE, openSession } from '../allowed.ts';
import { choose, parseCommand, UsageError, withUsage } from '../arguments.ts';
import { findProjects } from '../find-projects.ts';
import type { CliIo, Command, ExitCode } from '../io.ts';
import { formatGithub } from './github-format.ts';
import { progressBar } from './progress-bar.ts';
import {
  byPlace,
  reportDiagnostics,
  reportProject,
  type CheckReport,
  type DiagnosticReport,
  type ProjectReport,
  withNativePaths,
} from './report.ts';
import { formatSarif } from './sarif-format.ts';
import { formatText } from './text-format.ts';
import { json, line, verbatim, type Printed } from '../printed.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
const FAIL_ON = ['error', 'warning', 'information', 'hint', 'never'] as const;

const USAGE = `Usage: pyproject-nix-ls check [PATH…] [options]

Checks the projects in files or folders (default: this folder).

  --recursive, -r      every project below the folders
  --format FORMAT      ${FORMATS.join(', ')} (default: text)
  --fail-on SEVERITY   ${FAIL_ON.join(', ')} (default: warning)
  --select CODES       these diagnostics alone (with commas, or several times)
  --ignore CODES       all but these
  --target TARGET      judge by this target: ${TARGET_IDS.join(', ')}
${ALLOW_ROOT_USAGE}

Exits 0 where nothing is found at or above --fail-on, 1 where something is, 2 where a path could
not be checked.
`;

/** `check`: what the rules say of projects. */
export const check: Command = (args, io) =>
  withUsage('check', USAGE, io, () => {
    const options = readOptions(args);
    if (options.help) {
      io.out(verbatim(USAGE));
      return 0;
    }
    return run(options, io);
  });

type CheckOptions = ReturnType<typeof readOptions>;

function readOptions(args: readonly string[]) {
  const { values, positionals } = parseCommand(args, {
    recursive: { type: 'boolean', short: 'r', default: false },
    format: { type: 'string', default: 'text' },
    'fail-on': { type: 'string', default: 'warning' },
    select: { type: 'string', multiple: true, default: [] },
    ignore: { type: 'string', multiple: true, default: [] },
    target: { type: 'string' },
    'allow-root': ALLOW_ROOT,
    help: { type: 'boolean', short: 'h', default: false },
  });
  return {
    paths: positionals.length === 0 ? ['.'] : positionals,
    recursive: values.recursive,
    format: choose('--format', values.format, FORMATS),
    failOn: choose('--fail-on', values['fail-on'], FAIL_ON),
    select: codes('--select', values.select),
    ignore: codes('--ignore', values.ignore),
    target: values.target === undefined ? null : choose('--target', values.target, TARGET_IDS),
    allowRoots: values['allow-root'],
    help: values.help,
  };
}

function codes(option: string, given: readonly string[]): ReadonlySet<string> {
  const known = new Set([...rules.map(({ id }) => id), ...Object.keys(sessionCodes)]);
  const named = given.flatMap((list) => list.split(',')).map((code) => code.trim());
  for (const code of named)
    if (!known.has(code))
      throw new UsageError(`${option} names the unknown diagnostic ${JSON.stringify(code)}`);
  return new Set(named);
}

/**
 * How many projects are held at a time: a repository of hundreds needs the memory of a few, and what
 * is let go early is not moved about by the collector. What stands above them is kept for the next.
 */
const TOGETHER = 2;

function run(options: CheckOptions, io: CliIo): ExitCode {
  const session = openSession(options.allowRoots, io);
  if (options.target !== null) session.forceSettings({ target: options.target });
  const { manifests, problems } = findProjects(options.paths, options.recursive, session, io);
  const projects: ProjectReport[] = [];
  let readable = 0;
  const diagnostics: DiagnosticReport[] = [];
  const unreadable: string[] = [];
  const bar = progressBar(manifests.length, io);
  for (const [index, manifest] of manifests.entries()) {
    const loaded = session.project(manifest);
    if (loaded.project !== null) readable += 1;
    // What every package needs is asked for by one format alone.
    const report = options.format === 'json' ? reportProject(loaded) : null;
    if (report !== null) projects.push(report);
    for (const diagnostic of reportDiagnostics(loaded))
      if (isWanted(diagnostic.code, options)) diagnostics.push(diagnostic);
    for (const { code, message } of loaded.problems)
      if (code !== 'invalid-setting') unreadable.push(message);
    if (index % TOGETHER === TOGETHER - 1) session.forgetClosed();
    bar.advance();
  }
  bar.clear();
  // Projects that share a Nix file share what is said of it.
  const told = new Map(diagnostics.map((each) => [placeKey(each), each]));
  const ordered = [...told.values()].toSorted(byPlace);
  const failures = [...problems, ...unreadable];
  for (const failure of failures) io.err(line`pyproject-nix-ls check: ${failure}\n`);
  const report = { formatVersion: 1, projects, diagnostics: ordered } as const;
  io.out(format(report, readable, options, io));
  if (failures.length > 0) return 2;
  return ordered.some(({ severity }) => isFailure(severity, options)) ? 1 : 0;
}

function placeKey({ file, range, code, message }: DiagnosticReport): string {
  return JSON.stringify([file, range, code, message]);
}

function isWanted(code: string, { select, ignore }: CheckOptions): boolean {
  return (select.size === 0 || select.has(code)) && !ignore.has(code);
}

function isFailure(severity: DiagnosticReport['severity'], { failOn }: CheckOptions): boolean {
  return failOn !== 'never' && FAIL_ON.indexOf(severity) <= FAIL_ON.indexOf(failOn);
}

function format(
  report: CheckReport,
  projectCount: number,
  options: CheckOptions,
  io: CliIo,
): Printed {
  const { diagnostics } = report;
  switch (options.format) {
    case 'text':
      return formatText(diagnostics, projectCount, io.cwd, io.colour);
    case 'json':
      return json(withNativePaths(report));
    case 'sarif':
      return formatSarif(diagnostics, io.cwd, io.version);
    case 'github':
      return formatGithub(diagnostics, io.cwd);
  }
}
