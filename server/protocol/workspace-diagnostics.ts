import type { CancellationToken } from 'vscode-jsonrpc/node';
import type {
  Diagnostic,
  ProgressToken,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { roleOf } from '../session/file-roles.ts';
import type { ServerContext } from './context.ts';
import type { WorkspaceDiagnosticParams } from './params.ts';
import { diagnosticsOf, reportOf } from './diagnostics.ts';
import { scanWorkspace } from './scan.ts';
import { uriOfFile } from './uris.ts';

/** Reports that are sent together while a workspace is still being looked at. */
const PARTIAL_REPORTS = 50;

/** `workspace/diagnostic`: of every project in the workspace folders, in parts where the client takes parts. */
export async function workspaceDiagnostic(
  context: ServerContext,
  params: WorkspaceDiagnosticParams,
  token: CancellationToken,
): Promise<WorkspaceDiagnosticReport> {
  const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
  const partial = params.partialResultToken;
  const said = new Map<string, Map<string, Diagnostic>>();
  const waiting = new Set<string>();
  const reports = (files: Iterable<string>): WorkspaceDocumentDiagnosticReport[] =>
    [...files].map((file) => {
      waiting.delete(file);
      return reportFor(context, file, [...(said.get(file)?.values() ?? [])], previous);
    });
  const send = (to: ProgressToken, files: Iterable<string>): void => {
    context.notify('$/progress', { token: to, value: { items: reports(files) } });
  };
  await context.heavy?.refreshed();
  await scanWorkspace(context, params, token, async (manifest) => {
    for (const [file, diagnostics] of await context.cachedReports.diagnosticsOf(manifest)) {
      const known = said.get(file) ?? new Map<string, Diagnostic>();
      said.set(file, known);
      // Projects that share a file say the same thing once.
      for (const diagnostic of diagnostics) known.set(JSON.stringify(diagnostic), diagnostic);
      waiting.add(file);
    }
    if (partial === undefined || waiting.size < PARTIAL_REPORTS) return;
    // What is said of Nix files, which many projects share, is sent whole at the end.
    const whole = [...waiting].filter((file) => roleOf(file) !== 'nix');
    if (whole.length >= PARTIAL_REPORTS) send(partial, whole);
  });
  // What had something to say and has not any more, or is no longer there.
  for (const uri of previous.keys()) {
    const file = context.uris.fileOf(uri);
    if (file !== null && !said.has(file)) waiting.add(file);
  }
  if (partial === undefined) return { items: reports(waiting) };
  if (waiting.size > 0) send(partial, waiting);
  return { items: [] };
}

function reportFor(
  context: ServerContext,
  file: string,
  closed: Diagnostic[],
  previous: ReadonlyMap<string, string>,
): WorkspaceDocumentDiagnosticReport {
  const uri = context.uris.of(file);
  const version = context.session.buffer(file)?.version ?? null;
  // An open document is told of as it is told of when it is asked for by itself.
  const items = version === null ? closed : diagnosticsOf(context, file);
  const known = previous.get(uri) ?? previous.get(uriOfFile(file));
  return { uri, version, ...reportOf(context, file, items, known) };
}
