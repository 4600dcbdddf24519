import { resolve } from 'node:path';
import type { LogFinding } from '../build-log/model.ts';
import { LogReader } from '../build-log/read.ts';
import { placeRequests } from '../features/code-actions/provide-everything.ts';
import type { FileEdits } from '../features/model.ts';
import type { OverrideRequest, RequestedNeed, TargetId } from '../nix/api.ts';
import { planHash, renderStandalone } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { requestedNeeds, subjectFor } from '../project/overrides/request.ts';
import type { LoadedProject } from '../session/projects.ts';
import type { TextEdit } from '../text.ts';
import { needLabel } from '../targets/needs.ts';
import { targetOf } from '../targets/registry.ts';
import { openSession } from './allowed.ts';
import { changedFiles, emitEdits } from './emit-edits.ts';
import { findProjects } from './find-projects.ts';
import type { CliIo, ExitCode } from './io.ts';
import { untilWritten } from './until-written.ts';

export interface LogOptions {
  /** `-`: standard input. */
  readonly log: string;
  /** The project's folder or a file of it; null: the current folder, where it holds one. */
  readonly path: string | null;
  readonly target: TargetId | null;
  readonly write: boolean;
  readonly allowRoots: readonly string[];
  readonly format: 'text' | 'json';
}

/** What a log says, and what is to be done about it. */
interface Answer {
  readonly target: TargetId;
  readonly findings: readonly LogFinding[];
  /** To be pasted; empty where no override helps. */
  readonly override: string;
  /** Null where the project has no Nix file that it could go into. */
  readonly edits: FileEdits | null;
}

/** `explain --log`: 0 where something was recognised, 1 where nothing was or it could not be written, 2 where the log or the project cannot be read. */
export function explainLog(options: LogOptions, io: CliIo): ExitCode {
  const findings = readLog(options.log, io);
  if (findings === null) return 2;
  if (!options.write) return tell(findings, options, io);
  return untilWritten(io, (held) => tell(findings, options, held));
}

function tell(findings: readonly LogFinding[], options: LogOptions, io: CliIo): ExitCode {
  const loaded = projectFor(options, io);
  if (loaded === 'unreadable') return 2;
  const answer = answerOf(findings, loaded?.project ?? null, options.target);
  const textOf = (file: string): string => loaded?.sources.get(file)?.text ?? '';
  if (options.format === 'json') printJson(answer, textOf, io);
  else printText(answer, io);
  if (findings.length === 0) return 1;
  if (answer.edits !== null && loaded !== null) {
    if (options.format === 'json' && !options.write) return 0;
    if (options.format === 'text') io.out('\n');
    return emitEdits(answer.edits, loaded, options.write, withoutOutput(options, io));
  }
  if (answer.override === '') {
    if (!options.write || !findings.some(({ hash }) => hash !== null)) return 0;
    say(io, 'the Nix files of the project have no one place that the hash is surely meant for.');
    return 1;
  }
  if (options.format === 'text')
    io.out(`\nOverrides for ${targetOf(answer.target).label}:\n\n${answer.override}`);
  if (!options.write) return 0;
  say(
    io,
    loaded?.project?.uses.some(({ target }) => target === answer.target)
      ? 'the Nix files have them already, or no place was found in them.'
      : `there is no Nix file of ${answer.target} for these packages to write them to.`,
  );
  return 1;
}

function readLog(path: string, io: CliIo): readonly LogFinding[] | null {
  const reader = new LogReader();
  try {
    const parts = io.readParts(path === '-' ? path : resolve(io.cwd, path));
    for (const part of parts) reader.push(part);
  } catch (error) {
    say(io, `the log cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  return reader.finish().findings;
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
  findings: readonly LogFinding[],
  project: Project | null,
  asked: TargetId | null,
): Answer {
  const target = asked ?? project?.uses[0]?.target ?? project?.settings.target ?? 'poetry2nix';
  const byPackage = requestsOf(findings, target);
  const requests = [...byPackage.values()];
  const override = renderStandalone(requests);
  const lock = project?.lock ?? null;
  // A log of something else than this project must not write overrides that nothing reads.
  const isOfProject = [...byPackage.keys()].every(
    (name) => name === null || lock === null || lock.byName.has(name),
  );
  const edits = project === null || !isOfProject ? null : placeRequests(project, requests);
  const hashes = project === null ? null : placeHashes(findings, project);
  return { target, findings, override, edits: joinEdits(edits, hashes) };
}

/** What both change, in one step. */
function joinEdits(a: FileEdits | null, b: FileEdits | null): FileEdits | null {
  if (a === null || b === null) return a ?? b;
  const edits = new Map(a.edits);
  for (const [file, list] of b.edits) edits.set(file, [...(edits.get(file) ?? []), ...list]);
  return { edits, creates: new Map([...a.creates, ...b.creates]) };
}

/** By the package that each is for; of the key null what a log wants of a shell without naming a package. */
function requestsOf(
  findings: readonly LogFinding[],
  target: TargetId,
): ReadonlyMap<string | null, OverrideRequest> {
  const byName = new Map<string | null, LogFinding[]>();
  for (const finding of findings) {
    const name = finding.package?.name ?? null;
    // The shell is one for all; every other override is of a package.
    if (name === null && target !== 'mkshell') continue;
    byName.set(name, [...(byName.get(name) ?? []), finding]);
  }
  return new Map(
    [...byName].flatMap(([name, own]) => {
      const needs = requestedIn(own, name ?? '', target);
      const subject = subjectFor(name ?? '', target);
      return needs.length === 0 ? [] : [[name, { target, subject, needs }] as const];
    }),
  );
}

/** All that the findings of one package ask for. */
function requestedIn(
  findings: readonly LogFinding[],
  name: string,
  target: TargetId,
): readonly RequestedNeed[] {
  const version = findings.find((each) => each.package?.version != null)?.package?.version ?? null;
  const needs = findings.flatMap((each) => each.needs);
  const cycles =
    target === 'poetry2nix' ? findings.flatMap((each) => each.withoutDependencies) : [];
  return [
    ...requestedNeeds({ name, version }, needs, target),
    ...(findings.some(({ preferWheel }) => preferWheel) ? [{ kind: 'wheel' } as const] : []),
    ...cycles.map((dependency) => ({ kind: 'without-dependency', name: dependency }) as const),
  ];
}

/** The hashes that Nix got, in place of those in the Nix files. */
function placeHashes(findings: readonly LogFinding[], { input, uses }: Project): FileEdits | null {
  const overrides = uses.flatMap((use) => use.overrides.entries);
  const edits = new Map<string, readonly TextEdit[]>();
  for (const { package: of, hash } of findings) {
    if (hash === null) continue;
    const planned = planHash(input.nixFiles, overrides, { package: of?.name ?? null, ...hash });
    if (planned !== null)
      edits.set(planned.file, [...(edits.get(planned.file) ?? []), planned.edit]);
  }
  return edits.size === 0 ? null : { edits, creates: new Map() };
}

function printText({ findings }: Answer, io: CliIo): void {
  if (findings.length === 0) {
    say(io, 'the log has no message that is known.');
    return;
  }
  let last: string | null = null;
  for (const { package: of, line, message, needs, preferWheel, advice } of findings) {
    const name = of === null ? 'Of a package that the log does not name' : titleOf(of);
    if (name !== last) io.out(`${last === null ? '' : '\n'}${name}\n`);
    last = name;
    io.out(`  line ${line}: ${message}\n`);
    const labels = [...new Set(needs.map(needLabel))];
    if (labels.length > 0) io.out(`    needs ${labels.join(', ')}\n`);
    if (preferWheel) io.out('    take the wheel\n');
    if (advice !== null) io.out(`    ${advice}\n`);
  }
}

function titleOf({ name, version }: NonNullable<LogFinding['package']>): string {
  return version === null ? name : `${name} ${version}`;
}

function printJson(
  { target, findings, override, edits }: Answer,
  textOf: (file: string) => string,
  io: CliIo,
): void {
  const changed = edits === null ? [] : changedFiles(edits, textOf);
  const document = {
    formatVersion: 1,
    target,
    findings,
    override,
    files: Object.fromEntries(changed.map(({ file, after }) => [file, after])),
  };
  io.out(`${JSON.stringify(document, null, 2)}\n`);
}

/** JSON stays the only thing on standard output. */
function withoutOutput({ format }: LogOptions, io: CliIo): CliIo {
  return format === 'json' ? { ...io, out: () => undefined } : io;
}

function say(io: CliIo, message: string): void {
  io.err(`pyproject-nix-ls explain: ${message}\n`);
}
