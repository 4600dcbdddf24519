import { ResponseError } from 'vscode-jsonrpc/node';
import type { CodeAction as LspCodeAction, Command, Diagnostic } from 'vscode-languageserver';
import { codeActions, type CodeActionRequest } from '../features/code-actions/code-actions.ts';
import type { CodeAction, CodeActionKind } from '../features/code-actions/model.ts';
import type { FileEdits, Snapshot } from '../features/model.ts';
import { COPY_COMMAND, READ_COMMAND, REPORT_COMMAND } from './capabilities.ts';
import { mayUse, requestedSnapshot, type ServerContext } from './context.ts';
import { errorCodes, field, range, text } from './decode.ts';
import type { CodeActionParams, SentAction, ShownDiagnostic } from './params.ts';
import { encodeEdits, encodeForTheDisk, forTheDiskAsItIs } from './workspace-edits.ts';

/** `textDocument/codeAction` */
export function codeAction(context: ServerContext, params: CodeActionParams): LspCodeAction[] {
  const offered = forTheDiskAsItIs(
    context,
    () => offer(context, params),
    (actions) => actions.flatMap(({ edits }) => edits ?? []),
  );
  return (offered ?? []).map(({ encoded }) => encoded);
}

/** An action for the client, and the edits that are in it already. */
interface Offered {
  readonly encoded: LspCodeAction;
  readonly edits: FileEdits | null;
}

function offer(context: ServerContext, params: CodeActionParams): readonly Offered[] {
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return [];
  const { diagnostics: shown, only, triggerKind } = params.context;
  const request: CodeActionRequest = {
    span: context.positions.spanOf(snapshot.source, params.range),
    codes: new Set(shown.map(({ code }) => String(code))),
    copies: takesTexts(context),
    reads: mayUse(context, 'files'),
    wants: kindFilter(only ?? [], triggerKind),
  };
  return codeActions(snapshot, request).flatMap((action): Offered | readonly [] => {
    if (action.createsFile && !context.client.createsFiles) return [];
    const encoded: LspCodeAction = {
      title: titleOf(context, action),
      kind: action.kind,
      diagnostics: diagnosticsFor(action, shown),
      ...(action.isPreferred ? { isPreferred: true } : {}),
    };
    const uri = context.uris.of(snapshot.file);
    if (action.reads !== undefined) {
      const { title } = encoded;
      const command = { title, command: READ_COMMAND, arguments: [uri, action.reads.packages] };
      return { encoded: { ...encoded, command }, edits: null };
    }
    const data = { uri, range: params.range };
    if (action.copies !== undefined) {
      const later = context.client.resolvesCodeActionCommands;
      const whole = later
        ? { ...encoded, data: { ...data, copies: true } }
        : { ...encoded, command: commandOf(context, action, action.copies) };
      return { encoded: whole, edits: null };
    }
    if (context.client.resolvesCodeActionEdits)
      return { encoded: { ...encoded, data }, edits: null };
    const edits = action.edits();
    if (notHeldByGit(context, action, edits, snapshot).length > 0) return [];
    const edit =
      edits === null ? null : encodeEdits(context, edits, action.title, snapshot.sourceOf);
    if (edit === null) return [];
    const report = reportOf(action);
    return {
      encoded: { ...encoded, edit, ...(report === null ? {} : { command: report }) },
      edits,
    };
  });
}

/** Whether the client takes a text in some way: into its clipboard, or as a message. */
function takesTexts({ client }: ServerContext): boolean {
  return client.copiesText || client.showsTexts;
}

function titleOf({ client }: ServerContext, { title, copies }: CodeAction): string {
  return copies === undefined || client.copiesText ? title : title.replace(/^Copy/, 'Show');
}

/** What puts the text of an action into the clipboard, or shows it. */
function commandOf(context: ServerContext, action: CodeAction, copies: () => string): Command {
  return { title: titleOf(context, action), command: COPY_COMMAND, arguments: [copies()] };
}

/** A code action as it was sent, with what was asked for. */
type Resolved = SentAction & Pick<LspCodeAction, 'edit' | 'command'>;

/** `codeAction/resolve`: the edit, or the text to copy, for the text as it is now, in the editor and on the disk. */
export function resolveCodeAction(context: ServerContext, sent: SentAction): SentAction | Resolved {
  // Some editors ask for whatever lacks an edit; what carries a command is whole.
  if (sent.command !== undefined) return sent;
  const { data, title, kind } = sent;
  const file = context.uris.fileOf(text(field(data, 'uri'), 'data.uri'));
  if (file !== null) context.session.recheckAround(file);
  const again = (): { readonly action: CodeAction; readonly snapshot: Snapshot } | null => {
    const snapshot = file === null ? null : context.session.snapshot(file);
    const action = snapshot === null ? null : findAgain(context, snapshot, data, title, kind);
    return snapshot === null || action === null ? null : { action, snapshot };
  };
  if (field(data, 'copies') === true) {
    const action = again()?.action;
    if (action?.copies !== undefined)
      return { ...sent, command: commandOf(context, action, action.copies) };
  }
  let report: Command | null = null;
  const edit = encodeForTheDisk(context, () => {
    const found = again();
    if (found === null) return null;
    const { action, snapshot } = found;
    const edits = action.edits();
    const [reason] = notHeldByGit(context, action, edits, snapshot);
    if (reason !== undefined) throw new ResponseError(errorCodes.requestFailed, reason);
    report = reportOf(action);
    return edits === null ? null : { edits, label: title, sourceOf: snapshot.sourceOf };
  });
  if (edit === null)
    throw new ResponseError(errorCodes.contentModified, 'The text has changed since; ask again.');
  return { ...sent, edit, ...told(context, report) };
}

/** What shows an action's report, once its edits are made; null where it has none. */
function reportOf({ title, report }: CodeAction): Command | null {
  const lines = report?.() ?? [];
  if (lines.length === 0) return null;
  const more = lines.length - MOST_LINES;
  const shown = [
    ...lines.slice(0, MOST_LINES),
    ...(more > 0 ? [`${more} more; the command \`move\` prints them all.`] : []),
  ];
  return { title, command: REPORT_COMMAND, arguments: [shown.join('\n')] };
}

/** Lines of a message, which editors show in a corner. */
const MOST_LINES = 8;

/** The report as the client takes it: behind the edits, or, where it resolves no commands, at once. */
function told(context: ServerContext, report: Command | null): Pick<LspCodeAction, 'command'> {
  if (report === null) return {};
  if (context.client.resolvesCodeActionCommands) return { command: report };
  const [message] = report.arguments ?? [];
  context.notify('window/showMessage', { type: INFO, message: String(message) });
  return {};
}

const INFO = 3;

/** Why an action's edits are not to be made, for one that is only for what git could give back. */
function notHeldByGit(
  { session }: ServerContext,
  { wantsGit }: CodeAction,
  edits: FileEdits | null,
  { sourceOf }: Snapshot,
): readonly string[] {
  if (wantsGit !== true || edits === null) return [];
  const files = [...edits.edits.keys()];
  return session.notHeldByGit(new Map(files.map((file) => [file, sourceOf(file)?.text ?? null])));
}

function findAgain(
  context: ServerContext,
  snapshot: Snapshot,
  data: unknown,
  title: string,
  kind: unknown,
): CodeAction | null {
  const span = context.positions.spanOf(snapshot.source, range(field(data, 'range'), 'data.range'));
  const again = codeActions(snapshot, {
    span,
    codes: new Set(),
    copies: takesTexts(context),
    wants: (each) => each === kind,
  });
  return again.find((action) => titleOf(context, action) === title) ?? null;
}

const AUTOMATIC = 2;

/**
 * Kinds are prefixes: `source` asks for `source.fixAll.…` too. Source actions change more than what
 * is under the cursor, so they have to be asked for; a request that the editor makes by itself gets
 * fixes alone.
 */
function kindFilter(
  only: readonly string[],
  trigger: number | undefined,
): (kind: CodeActionKind) => boolean {
  if (only.length === 0)
    return (kind) => kind === 'quickfix' || (kind === 'refactor.rewrite' && trigger !== AUTOMATIC);
  return (kind) =>
    only.some((prefix) => prefix === '' || kind === prefix || kind.startsWith(`${prefix}.`));
}

/** The client's own diagnostics that the action removes. */
function diagnosticsFor({ findings }: CodeAction, shown: readonly ShownDiagnostic[]): Diagnostic[] {
  return shown.filter((diagnostic): diagnostic is Diagnostic =>
    findings.some(
      ({ code, package: name }) =>
        diagnostic.code === code && (field(diagnostic.data, 'package') ?? name) === name,
    ),
  );
}
