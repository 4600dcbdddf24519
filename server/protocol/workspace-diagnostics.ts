import type { CancellationToken } from 'vscode-jsonrpc/node';
import type { ProgressToken } from 'vscode-languageserver';
import { roleOf } from '../session/file-roles.ts';
import type { ServerContext } from './context.ts';
import type { WorkspaceDiagnosticParams } from './params.ts';
import { diagnosticsOf, reportOf } from './diagnostics.ts';
import { Serialized } from './frames.ts';
import { scanWorkspace } from './scan.ts';
import { uriOfFile } from './uris.ts';

/** Reports that are sent together while a workspace is still being looked at. */
const PARTIAL_REPORTS = 50;

/** `workspace/diagnostic`: a `WorkspaceDiagnosticReport` of every project in the workspace folders, in parts where the client takes parts. */
export async function workspaceDiagnostic(
  context: ServerContext,
  params: WorkspaceDiagnosticParams,
  token: CancellationToken,
): Promise<Serialized> {
  const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
  const partial = params.partialResultToken;
  // Projects that share a file say the same thing once.
  const said = new Map<string, Set<string>>();
  const waiting = new Set<string>();
  const reports = (files: Iterable<string>): string => {
    const all = [...files].map((file) => {
      waiting.delete(file);
      return reportFor(context, file, [...(said.get(file) ?? [])], previous);
    });
    return `{"items":[${all.join(',')}]}`;
  };
  const send = (to: ProgressToken, files: Iterable<string>): void => {
    const value = reports(files);
    context.notify(
      '$/progress',
      new Serialized(`{"token":${JSON.stringify(to)},"value":${value}}`),
    );
  };
  await context.heavy?.refreshed();
  await scanWorkspace(context, params, token, async (manifest) => {
    for (const [file, diagnostics] of await context.cachedReports.diagnosticsOf(manifest)) {
      const known = said.get(file) ?? new Set();
      said.set(file, known);
      for (const diagnostic of diagnostics) known.add(diagnostic);
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
  if (partial === undefined) return new Serialized(reports(waiting));
  if (waiting.size > 0) send(partial, waiting);
  return new Serialized(reports([]));
}

/** The report of one file, as JSON. */
function reportFor(
  context: ServerContext,
  file: string,
  closed: readonly string[],
  previous: ReadonlyMap<string, string>,
): string {
  const uri = context.uris.of(file);
  const version = context.session.buffer(file)?.version ?? null;
  // An open document is told of as it is told of when it is asked for by itself.
  const items = version === null ? closed : diagnosticsOf(context, file);
  const known = previous.get(uri) ?? previous.get(uriOfFile(file));
  const report = reportOf(context, file, items, known);
  return `{"uri":${JSON.stringify(uri)},"version":${version},${report}}`;
}
