import { rules } from '../../rules/registry.ts';
import { sessionCodes } from '../../session/session-findings.ts';
import { TARGET_IDS } from '../../targets/registry.ts';
import { ALLOW_ROOT, openSession } from '../allowed.ts';
import { choose, UsageError, withUsage, type Parsed } from '../arguments.ts';
import { HELP, type CommandSpec } from '../command-spec.ts';
import { didYouMean } from '../nearest.ts';
import { findProjects } from '../find-projects.ts';
import type { CliIo, Subcommand, ExitCode } from '../io.ts';
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
import { json, line, type Printed } from '../printed.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
const FAIL_ON = ['error', 'warning', 'information', 'hint', 'never'] as const;

const SPEC = {
  name: 'check',
  synopsis: ['[PATH…] [options]'],
  summary: 'prints what is wrong with projects, and exits 1 then',
  about: ['Checks the projects in files or folders (default: this folder).'],
  options: {
    recursive: {
      type: 'boolean',
      short: 'r',
      default: false,
      help: 'every project below the folders',
    },
    format: {
      type: 'string',
      default: 'text',
      value: 'FORMAT',
      choices: FORMATS,
      help: 'how it is printed',
    },
    'fail-on': {
      type: 'string',
      default: 'warning',
      value: 'SEVERITY',
      choices: FAIL_ON,
      help: 'from which severity on it fails',
    },
    select: {
      type: 'string',
      multiple: true,
      default: [] as string[],
      value: 'CODES',
      help: 'these diagnostics alone, with commas',
    },
    ignore: {
      type: 'string',
      multiple: true,
      default: [] as string[],
      value: 'CODES',
      help: 'all but these',
    },
    target: { type: 'string', value: 'TARGET', choices: TARGET_IDS, help: 'judges by this target' },
    'allow-root': ALLOW_ROOT,
    help: HELP,
  },
  exits:
    'Exits 0 where nothing is found at or above --fail-on, 1 where something is, 2 where a path could not be checked.',
  examples: [
    { args: 'check', says: 'the project here' },
    {
      args: 'check --recursive --format github --fail-on error',
      says: 'all projects below, in a workflow',
    },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

/** `check`: what the rules say of projects. */
export const check: Subcommand = {
  spec: SPEC,
  run: (args, io) => withUsage(SPEC, args, io, (parsed) => run(readOptions(parsed), io)),
};

type CheckOptions = ReturnType<typeof readOptions>;

function readOptions({ values, positionals }: Parsed<(typeof SPEC)['options']>) {
  return {
    paths: positionals.length === 0 ? ['.'] : positionals,
    recursive: values.recursive,
    format: choose('--format', values.format, FORMATS),
    failOn: choose('--fail-on', values['fail-on'], FAIL_ON),
    select: codes('--select', values.select),
    ignore: codes('--ignore', values.ignore),
    target: values.target === undefined ? null : choose('--target', values.target, TARGET_IDS),
    allowRoots: values['allow-root'],
  };
}

function codes(option: string, given: readonly string[]): ReadonlySet<string> {
  const known = new Set([...rules.map(({ id }) => id), ...Object.keys(sessionCodes)]);
  const named = given.flatMap((list) => list.split(',')).map((code) => code.trim());
  for (const code of named)
    if (!known.has(code))
      throw new UsageError(
        `${option} names no diagnostic that is known: ${JSON.stringify(code)}${didYouMean(code, known)}`,
      );
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
