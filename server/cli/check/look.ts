import { everyMissingOverride } from '../../features/code-actions/provide-everything.ts';
import type { Finding, Project } from '../../project/model.ts';
import { notJudged, type NotJudged } from '../../project/not-judged.ts';
import { isMissing } from '../../project/verdicts/status.ts';
import type { LoadedProject } from '../../session/projects.ts';
import type { CliIo, ExitCode } from '../io.ts';
import { joined, json, line, type Printed } from '../printed.ts';
import { safeFixes } from './fix.ts';
import { footer, type Outcome } from './footer.ts';
import { formatFull } from './full-format.ts';
import { formatGithub } from './github-format.ts';
import { isFailure, isWanted, type CheckOptions } from './options.ts';
import { projectsOf } from './projects.ts';
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
import { sayProblem } from './say-problem.ts';
import { formatStatistics } from './statistics.ts';
import { formatText, shownPath, summary } from './text-format.ts';

/** Reads all projects and prints what is found. */
export function look(options: CheckOptions, io: CliIo): ExitCode {
  const { projects, problems } = projectsOf(options, io);
  const reports: ProjectReport[] = [];
  const told = new Map<string, DiagnosticReport>();
  const lines = new Map<DiagnosticReport, string>();
  const failures = [...problems];
  // Projects that share a Nix file share what is not known of it.
  const notJudgedHere = new Map<string, NotJudged>();
  let [readable, overridable, fixable] = [0, 0, 0];
  for (const loaded of projects) {
    const { project } = loaded;
    if (project !== null) readable += 1;
    // What every package needs is asked for by one format alone.
    const report = options.format === 'json' ? reportProject(loaded) : null;
    if (report !== null) reports.push(report);
    for (const diagnostic of reportDiagnostics(loaded)) {
      // Projects that share a Nix file share what is said of it.
      if (!isWanted(diagnostic.code, options) || told.has(placeKey(diagnostic))) continue;
      told.set(placeKey(diagnostic), diagnostic);
      if (options.format === 'full') lines.set(diagnostic, lineIn(loaded, diagnostic));
    }
    for (const { severity, message } of loaded.problems)
      if (severity === 'error') failures.push(message);
    if (project === null || !FOR_PEOPLE.has(options.format)) continue;
    for (const each of notJudged(project)) notJudgedHere.set(JSON.stringify(each), each);
    const wanted = loaded.findings().filter((each) => isWanted(each.code, options));
    overridable += countOverridable(project, wanted);
    fixable += safeFixes(wanted.filter(({ duplicate }) => !duplicate)).length;
  }
  for (const failure of failures) sayProblem(io, failure);
  const ordered = [...told.values()].toSorted(byPlace);
  const found = { formatVersion: 1, projects: reports, diagnostics: ordered } as const;
  if (FOR_PEOPLE.has(options.format)) {
    const shown = [...notJudgedHere.values()].map(({ file, why }) => ({
      file: shownPath(file, io.cwd),
      why,
    }));
    const outcome = { overrides: overridable, fixable, notJudged: shown, paths: pathOf(options) };
    const texts = (each: DiagnosticReport): string | null => lines.get(each) ?? null;
    io.out(forPeople(ordered, readable, outcome, texts, options, io));
  } else io.out(forMachines(found, options, io));
  if (failures.length > 0) return 2;
  return ordered.some(({ severity }) => isFailure(severity, options)) ? 1 : 0;
}

/** ` PATH` of the one that was given; of several each is one more run. */
function pathOf({ paths, recursive }: CheckOptions): string {
  const [path = '.', ...more] = paths;
  if (more.length > 0 || recursive) return ' PATH';
  return path === '.' ? '' : ` ${/^[\w./@+-]+$/.test(path) ? path : 'PATH'}`;
}

const FOR_PEOPLE: ReadonlySet<CheckOptions['format']> = new Set(['text', 'full']);

function lineIn({ sources }: LoadedProject, { file, range }: DiagnosticReport): string {
  const source = sources.get(file);
  if (source === undefined) return '';
  const { line: number } = range.start;
  return source.text.slice(source.lineStart(number), source.lineEnd(number));
}

/** How many of these what `overrides` would write now mends. */
function countOverridable(project: Project, findings: readonly Finding[]): number {
  const mended = findings.filter(
    ({ verdict, duplicate }) => !duplicate && (verdict?.needs.some(isMissing) ?? false),
  );
  return mended.length > 0 && everyMissingOverride(project) !== null ? mended.length : 0;
}

function placeKey({ file, range, code, message }: DiagnosticReport): string {
  return JSON.stringify([file, range, code, message]);
}

function forPeople(
  diagnostics: readonly DiagnosticReport[],
  projectCount: number,
  outcome: Outcome,
  lineOf: (diagnostic: DiagnosticReport) => string | null,
  { format, statistics }: CheckOptions,
  io: CliIo,
): Printed {
  // What is wrong with the paths is all that there is to say.
  if (projectCount === 0 && diagnostics.length === 0) return joined([]);
  const body = statistics
    ? formatStatistics(diagnostics, io)
    : format === 'full'
      ? formatFull(diagnostics, lineOf, io.cwd, io)
      : formatText(diagnostics, io.cwd, io);
  return joined([
    body,
    line`${summary(diagnostics, projectCount, outcome.notJudged.length > 0)}\n`,
    footer(outcome),
  ]);
}

function forMachines(report: CheckReport, { format }: CheckOptions, io: CliIo): Printed {
  switch (format) {
    case 'sarif':
      return formatSarif(report.diagnostics, io.cwd, io.version);
    case 'github':
      return formatGithub(report.diagnostics, io.cwd);
    case 'text':
    case 'full':
    case 'json':
      return json(withNativePaths(report));
  }
}
