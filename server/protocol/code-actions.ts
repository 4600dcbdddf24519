import { ResponseError } from 'vscode-jsonrpc/node';
import type { CodeAction as LspCodeAction, Diagnostic } from 'vscode-languageserver';
import { codeActions, type CodeActionRequest } from '../features/code-actions/code-actions.ts';
import type { CodeAction, CodeActionKind } from '../features/code-actions/model.ts';
import type { FileEdits, Snapshot } from '../features/model.ts';
import { COPY_COMMAND } from './capabilities.ts';
import { requestedSnapshot, type ServerContext } from './context.ts';
import { errorCodes, field, range, rangeOf, text } from './decode.ts';
import { encodeEdits, encodeForTheDisk, forTheDiskAsItIs } from './workspace-edits.ts';

/** `textDocument/codeAction` */
export function codeAction(context: ServerContext, params: unknown): LspCodeAction[] {
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

function offer(context: ServerContext, params: unknown): readonly Offered[] {
  const selected = rangeOf(params);
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return [];
  const asked = field(params, 'context');
  const shown = listOr(field(asked, 'diagnostics'));
  const request: CodeActionRequest = {
    span: context.positions.spanOf(snapshot.source, selected),
    codes: new Set(shown.map((diagnostic) => String(field(diagnostic, 'code')))),
    copies: context.client.copiesText || context.client.showsTexts,
    wants: kindFilter(field(asked, 'only'), field(asked, 'triggerKind')),
  };
  return codeActions(snapshot, request).flatMap((action): Offered | readonly [] => {
    if (action.createsFile && !context.client.createsFiles) return [];
    const encoded: LspCodeAction = {
      title: action.title,
      kind: action.kind,
      diagnostics: diagnosticsFor(action, shown),
      ...(action.isPreferred ? { isPreferred: true } : {}),
    };
    if (action.copies !== undefined) {
      const title = context.client.copiesText
        ? action.title
        : action.title.replace(/^Copy/, 'Show');
      const command = { title, command: COPY_COMMAND, arguments: [action.copies()] };
      return { encoded: { ...encoded, title, command }, edits: null };
    }
    if (context.client.resolvesCodeActionEdits) {
      const data = { uri: context.uris.of(snapshot.file), range: selected };
      return { encoded: { ...encoded, data }, edits: null };
    }
    const edits = action.edits();
    const edit =
      edits === null ? null : encodeEdits(context, edits, action.title, snapshot.sourceOf);
    return edit === null ? [] : { encoded: { ...encoded, edit }, edits };
  });
}

/** `codeAction/resolve`: the edit for the text as it is now, in the editor and on the disk. */
export function resolveCodeAction(context: ServerContext, params: unknown): unknown {
  // Some editors ask for whatever lacks an edit; what carries a command is whole.
  if (field(params, 'command') !== undefined) return params;
  const data = field(params, 'data');
  const title = text(field(params, 'title'), 'title');
  const file = context.uris.fileOf(text(field(data, 'uri'), 'data.uri'));
  if (file !== null) context.session.recheckAround(file);
  const edit = encodeForTheDisk(context, () => {
    const snapshot = file === null ? null : context.session.snapshot(file);
    if (snapshot === null) return null;
    const edits = findAgain(context, snapshot, data, title, field(params, 'kind'))?.edits();
    return edits === undefined || edits === null
      ? null
      : { edits, label: title, sourceOf: snapshot.sourceOf };
  });
  if (edit === null || typeof params !== 'object')
    return new ResponseError(errorCodes.contentModified, 'The text has changed since; ask again.');
  return { ...params, edit };
}

function findAgain(
  { positions }: ServerContext,
  snapshot: Snapshot,
  data: unknown,
  title: string,
  kind: unknown,
): CodeAction | null {
  const span = positions.spanOf(snapshot.source, range(field(data, 'range'), 'data.range'));
  const again = codeActions(snapshot, { span, codes: new Set(), wants: (each) => each === kind });
  return again.find((action) => action.title === title) ?? null;
}

const AUTOMATIC = 2;

/**
 * Kinds are prefixes: `source` asks for `source.fixAll.…` too. Source actions change more than what
 * is under the cursor, so they have to be asked for; a request that the editor makes by itself gets
 * fixes alone.
 */
function kindFilter(only: unknown, trigger: unknown): (kind: CodeActionKind) => boolean {
  if (!Array.isArray(only) || only.length === 0)
    return (kind) => kind === 'quickfix' || (kind === 'refactor.rewrite' && trigger !== AUTOMATIC);
  return (kind) =>
    only.some((prefix) => prefix === '' || kind === prefix || kind.startsWith(`${prefix}.`));
}

/** The client's own diagnostics that the action removes. */
function diagnosticsFor({ findings }: CodeAction, shown: readonly unknown[]): Diagnostic[] {
  return shown.filter((diagnostic): diagnostic is Diagnostic =>
    findings.some(
      ({ code, package: name }) =>
        field(diagnostic, 'code') === code &&
        (field(field(diagnostic, 'data'), 'package') ?? name) === name,
    ),
  );
}

function listOr(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
