import type { Diagnostic } from 'vscode-languageserver';
import { docsUrl } from '../features/docs-url.ts';
import type { Finding } from '../project/model.ts';
import { isIn } from '../session/boundary.ts';
import type { LoadedProject } from '../session/projects.ts';
import { merged, sourceIn } from '../session/snapshot.ts';
import type { SourceText } from '../text.ts';
import { locationOf, type ServerContext } from './context.ts';
import { Serialized } from './frames.ts';
import type { SinceParams } from './params.ts';
import { visible } from '../visible.ts';
import { isHeavy } from './worker/heavy-projects.ts';

const SEVERITIES = { error: 1, warning: 2, information: 3, hint: 4 } as const;
const TAGS = { unnecessary: 1, deprecated: 2 } as const;

/** What a diagnostic carries so that a code action finds its finding again. */
export interface DiagnosticData {
  readonly code: string;
  readonly package: string | null;
}

/** All that is said now of the files of the open projects: file → diagnostics, each as JSON. */
export function currentDiagnostics(context: ServerContext): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [file, projects] of projectsByFile(context, context.session.openProjects()))
    found.set(file, encodedFor(context, file, projects));
  for (const [file, { diagnostics }] of context.heavy?.reports() ?? [])
    found.set(file, distinct([...(found.get(file) ?? []), ...diagnostics]));
  return found;
}

/** Projects that share a file say the same thing once. */
function distinct(diagnostics: readonly string[]): readonly string[] {
  return [...new Set(diagnostics)];
}

/**
 * The files of projects, each with all projects that it belongs to. What a project names outside of its
 * boundary is no reason to look for a project there.
 */
function projectsByFile(
  { session }: ServerContext,
  projects: readonly LoadedProject[],
): ReadonlyMap<string, readonly LoadedProject[]> {
  const naming = new Map<string, LoadedProject[]>();
  for (const project of projects)
    for (const file of new Set(filesOf(project))) {
      const known = naming.get(file);
      if (known === undefined) naming.set(file, [project]);
      else known.push(project);
    }
  return new Map(
    [...naming].map(([file, own]) => {
      const isAround = session.buffer(file) !== null || own.some((each) => isInside(each, file));
      return [file, isAround ? session.projectsOf(file) : own];
    }),
  );
}

function isInside({ boundary }: LoadedProject, file: string): boolean {
  return boundary.roots.some((root) => isIn(file, root));
}

function filesOf({ sources, problems }: LoadedProject): readonly string[] {
  return [...sources.keys(), ...problems.map(({ file }) => file)];
}

/** What is said of one file by the projects that it belongs to, each diagnostic as JSON; of heavy ones what the worker said last. */
export function diagnosticsOf(context: ServerContext, file: string): readonly string[] {
  const own = encodedFor(context, file, context.session.projectsOf(file));
  const others = context.heavy?.reports().get(file)?.diagnostics ?? [];
  return others.length === 0 ? own : distinct([...own, ...others]);
}

/** What one project says of each of its files, as long as they are closed: diagnostics, each as JSON. */
export function diagnosticsOfProject(
  context: ServerContext,
  project: LoadedProject,
): ReadonlyMap<string, readonly string[]> {
  const files = new Set(project.findings().map(({ file }) => file));
  return new Map([...files].map((file) => [file, encodedFor(context, file, [project])]));
}

function encodedFor(
  context: ServerContext,
  file: string,
  projects: readonly LoadedProject[],
): readonly string[] {
  const isOpen = context.session.buffer(file) !== null;
  const own = context.heavy === null ? projects : projects.filter((each) => !isHeavy(each));
  return (
    merged(own, file)
      // A file that nobody looks at need not repeat what the open one says.
      .filter(({ duplicate }) => isOpen || !duplicate)
      .map((finding) =>
        JSON.stringify(encodeFinding(context, finding, (other) => sourceIn(own, other))),
      )
  );
}

function encodeFinding(
  context: ServerContext,
  finding: Finding,
  sourceOf: (file: string) => SourceText | null,
): Diagnostic {
  const { code, severity, file, span, message, related, tags } = finding;
  const source = sourceOf(file);
  const origin = { line: 0, character: 0 };
  const data: DiagnosticData = { code, package: finding.package };
  const relatedInformation = related.flatMap((place) => {
    const location = locationOf(context, sourceOf, place);
    return location === null ? [] : [{ location, message: visible(place.message) }];
  });
  return {
    range:
      source === null ? { start: origin, end: origin } : context.positions.rangeOf(source, span),
    severity: SEVERITIES[severity],
    code,
    codeDescription: { href: docsUrl(code) },
    source: 'pyproject-nix-ls',
    message: visible(message),
    ...(tags.length > 0 ? { tags: tags.map((tag) => TAGS[tag]) } : {}),
    ...(context.client.relatedInformation && relatedInformation.length > 0
      ? { relatedInformation }
      : {}),
    data,
  };
}

/** `textDocument/diagnostic`: a `DocumentDiagnosticReport`. */
export function documentDiagnostic(
  context: ServerContext,
  params: SinceParams,
): Serialized | Promise<Serialized> {
  const file = context.uris.fileOf(params.textDocument.uri);
  if (file === null) return new Serialized('{"kind":"full","items":[]}');
  const { heavy } = context;
  if (heavy?.has(file)) return heavy.refreshed().then(() => documentReport(context, file, params));
  return documentReport(context, file, params);
}

function documentReport(context: ServerContext, file: string, params: SinceParams): Serialized {
  const items = diagnosticsOf(context, file);
  const own = reportOf(context, file, items, params.previousResultId);
  const related = context.client.relatedDocuments ? relatedReports(context, file) : [];
  return new Serialized(
    related.length === 0 ? `{${own}}` : `{${own},"relatedDocuments":{${related.join(',')}}}`,
  );
}

/** News of the other files of the projects of a document, for a client that need not ask for them then: members of an object, as JSON. */
function relatedReports(context: ServerContext, file: string): readonly string[] {
  const { session, reported, uris } = context;
  const reports: string[] = [];
  for (const [other, projects] of projectsByFile(context, session.projectsOf(file))) {
    if (other === file) continue;
    const items = encodedFor(context, other, projects);
    reported.update(other, items);
    if (!reported.changed(other)) continue;
    reports.push(
      `${JSON.stringify(uris.of(other))}:{${reportOf(context, other, items, undefined)}}`,
    );
  }
  return reports;
}

/**
 * What a client is told of a file: nothing new where it names the state as `previous`. The members of a
 * report, as JSON: `items` are that already.
 */
export function reportOf(
  { reported }: ServerContext,
  file: string,
  items: readonly string[],
  previous: string | undefined,
): string {
  reported.update(file, items);
  reported.tell(file);
  const resultId = reported.id(file);
  const named = `"resultId":${JSON.stringify(resultId)}`;
  if (previous === resultId) return `"kind":"unchanged",${named}`;
  return `"kind":"full",${named},"items":[${items.join(',')}]`;
}
