import type { Finding, NeedStatus, Project, Verdict } from '../../project/model.ts';
import { notJudged, type NotJudged } from '../../project/not-judged.ts';
import { providerOf } from '../../project/verdicts/status.ts';
import { projectVerdicts } from '../../project/verdicts/project-verdicts.ts';
import type { LoadedProject } from '../../session/projects.ts';
import { kindOf } from '../../targets/model.ts';
import type { LineCharacter } from '../../text.ts';
import { nativePaths } from '../../session/native-paths.ts';

/** The document that `check --format json` prints. Lines and UTF-16 characters count from 0; paths are absolute. */
export interface CheckReport {
  readonly formatVersion: 1;
  readonly projects: readonly ProjectReport[];
  readonly diagnostics: readonly DiagnosticReport[];
}

export interface ProjectReport {
  readonly root: string;
  readonly manifest: string;
  readonly lock: string | null;
  readonly targets: readonly string[];
  /** Of which parts nothing could be said, and why. */
  readonly notJudged: readonly NotJudged[];
  readonly packages: readonly PackageReport[];
}

export interface PackageReport {
  readonly name: string;
  readonly version: string | null;
  readonly distribution: 'sdist' | 'wheel' | 'unknown';
  readonly direct: boolean;
  /** Set for the project itself, whose needs are those that it states. */
  readonly ofProject?: true;
  readonly needs: readonly NeedReport[];
}

export interface NeedReport {
  readonly kind: string;
  /** Null for a need that is no attribute (a cargo hash). */
  readonly attr: string | null;
  readonly required: boolean;
  readonly provider: ReturnType<typeof providerOf>;
  /** What stands between the need and a warning. */
  readonly status: NeedStatus['kind'];
  /** Why so, a clause for people. */
  readonly reason: string;
  readonly sources: readonly string[];
}

export interface DiagnosticReport {
  readonly file: string;
  readonly range: { readonly start: LineCharacter; readonly end: LineCharacter };
  readonly severity: Finding['severity'];
  readonly code: string;
  readonly message: string;
  readonly package: string | null;
  /** The project's root. */
  readonly project: string;
}

/** The report with its paths as the system writes them. */
export function withNativePaths({ projects, diagnostics, ...report }: CheckReport): CheckReport {
  return {
    ...report,
    projects: projects.map((project) => ({
      ...project,
      root: nativePaths.native(project.root),
      manifest: nativePaths.native(project.manifest),
      lock: project.lock === null ? null : nativePaths.native(project.lock),
      notJudged: project.notJudged.map(({ file, why }) => ({
        file: nativePaths.native(file),
        why,
      })),
    })),
    diagnostics: diagnostics.map((each) => ({
      ...each,
      file: nativePaths.native(each.file),
      project: nativePaths.native(each.project),
    })),
  };
}

/** Null for a project whose manifest cannot be read. */
export function reportProject({ root, project }: LoadedProject): ProjectReport | null {
  if (project === null) return null;
  const direct = new Set(project.dependencies.map(({ dependency }) => dependency.normalized));
  const packages = distinct(allVerdicts(project), (verdict) => reportPackage(verdict, direct));
  return {
    root,
    manifest: project.manifest.file,
    lock: project.lock?.file ?? null,
    targets: targetsOf(project),
    notJudged: notJudged(project),
    packages,
  };
}

/** Findings in the order of files and places, those left out that only repeat another one elsewhere. */
export function reportDiagnostics(loaded: LoadedProject): readonly DiagnosticReport[] {
  return loaded
    .findings()
    .filter(({ duplicate }) => !duplicate)
    .map((finding) => reportFinding(finding, loaded))
    .toSorted(byPlace);
}

export function byPlace(a: DiagnosticReport, b: DiagnosticReport): number {
  return (
    compareText(a.file, b.file) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function reportFinding(
  { file, span, severity, code, message, package: name }: Finding,
  { root, sources }: LoadedProject,
): DiagnosticReport {
  const source = sources.get(file);
  const origin = { line: 0, character: 0 };
  const range = {
    start: source?.positionAt(span.start) ?? origin,
    end: source?.positionAt(span.end) ?? origin,
  };
  return { file, range, severity, code, message, package: name, project: root };
}

/**
 * Of the project itself where it says what it needs, of every locked package, and of dependencies that
 * are not locked. One at a time: a file may declare the same one a million times.
 */
function* allVerdicts(project: Project): Iterable<Verdict> {
  yield* projectVerdicts(project);
  yield* project.verdicts();
  const locked = new Set(project.lock?.byName.keys());
  for (const { dependency } of project.dependencies)
    if (!locked.has(dependency.normalized)) yield* project.verdictForUnlocked(dependency);
}

function reportPackage(verdict: Verdict, direct: ReadonlySet<string>): PackageReport {
  const { name, version } = verdict.package;
  return {
    name,
    version,
    distribution: kindOf(verdict.distribution) ?? 'unknown',
    direct: direct.has(name),
    ...(verdict.ofProject === true ? { ofProject: true } : {}),
    needs: verdict.needs.map((judged) => {
      const { need, required, sources } = judged.fact;
      return {
        kind: need.kind,
        attr: 'attr' in need ? need.attr : need.kind === 'environment' ? need.name : null,
        required,
        provider: providerOf(judged),
        status: judged.status.kind,
        reason: judged.status.because,
        sources: [...new Set(sources.map(({ id }) => id))],
      };
    }),
  };
}

/** Several calls that build a package alike are one answer. */
function distinct(
  verdicts: Iterable<Verdict>,
  report: (verdict: Verdict) => PackageReport,
): readonly PackageReport[] {
  const known = new Map<string, PackageReport>();
  for (const verdict of verdicts) {
    const reported = report(verdict);
    known.set(JSON.stringify(reported), reported);
  }
  return [...known.values()];
}

function targetsOf({ uses, settings }: Project): readonly string[] {
  const used = [...new Set(uses.map(({ target }) => target))];
  return used.length === 0 && settings.target !== null ? [settings.target] : used;
}
