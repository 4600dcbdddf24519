import type { CancellationToken } from 'vscode-jsonrpc/node';
import type { WorkDoneProgressCancelParams } from 'vscode-languageserver';
import { codeAction, resolveCodeAction } from './code-actions.ts';
import { completion, resolveCompletion } from './completion.ts';
import { didChangeConfiguration, initialized } from './configuration.ts';
import type { ServerContext } from './context.ts';
import { documentDiagnostic } from './diagnostics.ts';
import {
  didChange,
  didChangeFiles,
  didChangeWatchedFiles,
  didChangeWorkspaceFolders,
  didClose,
  didOpen,
  didRenameFiles,
  didSave,
} from './documents.ts';
import { codeLens, executeCommand } from './code-lens.ts';
import type { Serialized } from './frames.ts';
import { hover } from './hover.ts';
import {
  declaration,
  definition,
  documentHighlight,
  implementation,
  references,
} from './navigation.ts';
import { prepareRename, rename } from './rename.ts';
import {
  documentLink,
  documentSymbol,
  foldingRange,
  inlayHint,
  selectionRange,
  workspaceSymbol,
} from './outline.ts';
import { semanticTokensDelta, semanticTokensFull, semanticTokensRange } from './semantic-tokens.ts';
import type { Notifications, ParamsOf, Requests, ResultOf } from './methods.ts';
import {
  changeParams,
  filesParams,
  foldersParams,
  openParams,
  progressParams,
  renamedFilesParams,
  settingsParams,
  traceParams,
  watchedFilesParams,
  type TraceParams,
} from './notification-params.ts';
import {
  codeActionParams,
  commandParams,
  documentParams,
  positionParams,
  rangeParams,
  referenceParams,
  renameParams,
  selectionRangeParams,
  sentAction,
  sentItem,
  sinceParams,
  workspaceDiagnosticParams,
  workspaceSymbolParams,
  type Decoder,
} from './params.ts';
import { workspaceDiagnostic } from './workspace-diagnostics.ts';

/** How one request is answered, and what is answered where that fails. */
export interface RequestHandler {
  /**
   * Decodes the parameters, whatever they are, and answers. May answer later; then others are
   * answered in between, and `token` says whether it is still wanted.
   */
  readonly answer: (context: ServerContext, params: unknown, token: CancellationToken) => unknown;
  readonly empty: (params: unknown) => unknown;
}

export type NotificationHandler = (context: ServerContext, params: unknown) => void;

export const requestHandlers: ReadonlyMap<string, RequestHandler> = new Map([
  request('textDocument/hover', positionParams, hover, null),
  request('textDocument/completion', positionParams, completion, {
    isIncomplete: false,
    items: [],
  }),
  resolve('completionItem/resolve', sentItem, resolveCompletion),
  request('textDocument/definition', positionParams, definition, []),
  request('textDocument/declaration', positionParams, declaration, []),
  request('textDocument/implementation', positionParams, implementation, []),
  request('textDocument/references', referenceParams, references, []),
  request('textDocument/documentHighlight', positionParams, documentHighlight, []),
  request('textDocument/prepareRename', positionParams, prepareRename, null),
  request('textDocument/rename', renameParams, rename, null),
  request('textDocument/documentSymbol', documentParams, documentSymbol, []),
  request('workspace/symbol', workspaceSymbolParams, workspaceSymbol, []),
  request('textDocument/foldingRange', documentParams, foldingRange, []),
  request('textDocument/selectionRange', selectionRangeParams, selectionRange, null),
  request('textDocument/documentLink', documentParams, documentLink, []),
  request('textDocument/inlayHint', rangeParams, inlayHint, []),
  request('textDocument/semanticTokens/full', documentParams, semanticTokensFull, null),
  request('textDocument/semanticTokens/full/delta', sinceParams, semanticTokensDelta, null),
  request('textDocument/semanticTokens/range', rangeParams, semanticTokensRange, null),
  request('textDocument/codeLens', documentParams, codeLens, []),
  request('workspace/executeCommand', commandParams, executeCommand, null),
  request('textDocument/codeAction', codeActionParams, codeAction, []),
  resolve('codeAction/resolve', sentAction, resolveCodeAction),
  request('textDocument/diagnostic', sinceParams, documentDiagnostic, { kind: 'full', items: [] }),
  request('workspace/diagnostic', workspaceDiagnosticParams, workspaceDiagnostic, { items: [] }),
]);

export const notificationHandlers: ReadonlyMap<string, NotificationHandler> = new Map([
  notification('initialized', () => null, initialized),
  notification('textDocument/didOpen', openParams, didOpen),
  notification('textDocument/didChange', changeParams, didChange),
  notification('textDocument/didSave', documentParams, didSave),
  notification('textDocument/didClose', documentParams, didClose),
  notification('workspace/didChangeConfiguration', settingsParams, didChangeConfiguration),
  notification('workspace/didChangeWatchedFiles', watchedFilesParams, didChangeWatchedFiles),
  notification('workspace/didCreateFiles', filesParams, didChangeFiles),
  notification('workspace/didRenameFiles', renamedFilesParams, didRenameFiles),
  notification('workspace/didDeleteFiles', filesParams, didChangeFiles),
  notification('workspace/didChangeWorkspaceFolders', foldersParams, didChangeWorkspaceFolders),
  notification('$/setTrace', traceParams, setTrace),
  notification('window/workDoneProgress/cancel', progressParams, cancelProgress),
]);

function setTrace({ trace }: ServerContext, { value }: TraceParams): void {
  trace.set(value);
}

function cancelProgress(
  { progresses }: ServerContext,
  { token }: WorkDoneProgressCancelParams,
): void {
  progresses.cancel(token);
}

/** What is `Serialized` is a result too, written already. */
type Answer<Params, Result> = (
  context: ServerContext,
  params: Params,
  token: CancellationToken,
) => Result | Serialized | Promise<Result | Serialized>;

/** The decoder of `Params`, where these are what the protocol says of the method or a part of it; never another one. */
type DecoderFor<Method extends keyof Requests | keyof Notifications, Params> = Decoder<
  ParamsOf<Method> extends Params ? NoInfer<Params> : never
>;

function request<Method extends keyof Requests, Params>(
  method: Method,
  decode: DecoderFor<Method, Params>,
  answer: Answer<Params, ResultOf<Method>>,
  empty: ResultOf<Method>,
): readonly [Method, RequestHandler] {
  return [
    method,
    {
      answer: (context, params, token) => answer(context, decode(params), token),
      empty: () => empty,
    },
  ];
}

/** A request that completes what the client sends back; where that fails it stays as it was sent. */
function resolve<Method extends keyof Requests, Params>(
  method: Method,
  decode: DecoderFor<Method, Params>,
  answer: Answer<Params, ResultOf<Method> | Params>,
): readonly [Method, RequestHandler] {
  return [
    method,
    {
      answer: (context, params, token) => answer(context, decode(params), token),
      empty: (params) => params,
    },
  ];
}

function notification<Method extends keyof Notifications, Params>(
  method: Method,
  decode: DecoderFor<Method, Params>,
  handle: (context: ServerContext, params: Params) => void,
): readonly [Method, NotificationHandler] {
  return [method, (context, params) => handle(context, decode(params))];
}
