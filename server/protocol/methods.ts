import type {
  ApplyWorkspaceEditRequest,
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeLensRefreshRequest,
  CodeLensRequest,
  CompletionRequest,
  CompletionResolveRequest,
  ConfigurationRequest,
  DeclarationRequest,
  DefinitionRequest,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidCreateFilesNotification,
  DidDeleteFilesNotification,
  DidOpenTextDocumentNotification,
  DidRenameFilesNotification,
  DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  ExecuteCommandRequest,
  FoldingRangeRequest,
  HoverRequest,
  ImplementationRequest,
  InitializedNotification,
  InlayHintRefreshRequest,
  InlayHintRequest,
  LogTraceNotification,
  NotificationType,
  PrepareRenameRequest,
  ProgressToken,
  PublishDiagnosticsNotification,
  ReferencesRequest,
  RegistrationRequest,
  RenameRequest,
  RequestType,
  RequestType0,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SetTraceNotification,
  ShowMessageNotification,
  ShowMessageRequest,
  UnregistrationRequest,
  WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
  WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver';

import type { Serialized } from './frames.ts';

/** The requests that the server answers, each with what the protocol's own package says of it. */
export interface Requests {
  readonly 'textDocument/hover': typeof HoverRequest.type;
  readonly 'textDocument/completion': typeof CompletionRequest.type;
  readonly 'completionItem/resolve': typeof CompletionResolveRequest.type;
  readonly 'textDocument/definition': typeof DefinitionRequest.type;
  readonly 'textDocument/declaration': typeof DeclarationRequest.type;
  readonly 'textDocument/implementation': typeof ImplementationRequest.type;
  readonly 'textDocument/references': typeof ReferencesRequest.type;
  readonly 'textDocument/documentHighlight': typeof DocumentHighlightRequest.type;
  readonly 'textDocument/prepareRename': typeof PrepareRenameRequest.type;
  readonly 'textDocument/rename': typeof RenameRequest.type;
  readonly 'textDocument/documentSymbol': typeof DocumentSymbolRequest.type;
  readonly 'workspace/symbol': typeof WorkspaceSymbolRequest.type;
  readonly 'textDocument/foldingRange': typeof FoldingRangeRequest.type;
  readonly 'textDocument/selectionRange': typeof SelectionRangeRequest.type;
  readonly 'textDocument/documentLink': typeof DocumentLinkRequest.type;
  readonly 'textDocument/inlayHint': typeof InlayHintRequest.type;
  readonly 'textDocument/semanticTokens/full': typeof SemanticTokensRequest.type;
  readonly 'textDocument/semanticTokens/full/delta': typeof SemanticTokensDeltaRequest.type;
  readonly 'textDocument/semanticTokens/range': typeof SemanticTokensRangeRequest.type;
  readonly 'textDocument/codeLens': typeof CodeLensRequest.type;
  readonly 'workspace/executeCommand': typeof ExecuteCommandRequest.type;
  readonly 'textDocument/codeAction': typeof CodeActionRequest.type;
  readonly 'codeAction/resolve': typeof CodeActionResolveRequest.type;
  readonly 'textDocument/diagnostic': typeof DocumentDiagnosticRequest.type;
  readonly 'workspace/diagnostic': typeof WorkspaceDiagnosticRequest.type;
}

/** The notifications that the server takes. */
export interface Notifications {
  readonly initialized: typeof InitializedNotification.type;
  readonly 'textDocument/didOpen': typeof DidOpenTextDocumentNotification.type;
  readonly 'textDocument/didChange': typeof DidChangeTextDocumentNotification.type;
  readonly 'textDocument/didSave': typeof DidSaveTextDocumentNotification.type;
  readonly 'textDocument/didClose': typeof DidCloseTextDocumentNotification.type;
  readonly 'workspace/didChangeConfiguration': typeof DidChangeConfigurationNotification.type;
  readonly 'workspace/didChangeWatchedFiles': typeof DidChangeWatchedFilesNotification.type;
  readonly 'workspace/didCreateFiles': typeof DidCreateFilesNotification.type;
  readonly 'workspace/didRenameFiles': typeof DidRenameFilesNotification.type;
  readonly 'workspace/didDeleteFiles': typeof DidDeleteFilesNotification.type;
  readonly 'workspace/didChangeWorkspaceFolders': typeof DidChangeWorkspaceFoldersNotification.type;
  readonly '$/setTrace': typeof SetTraceNotification.type;
  readonly 'window/workDoneProgress/cancel': typeof WorkDoneProgressCancelNotification.type;
}

/** The requests that the server makes of the client. */
export interface AskedRequests {
  readonly 'client/registerCapability': typeof RegistrationRequest.type;
  readonly 'client/unregisterCapability': typeof UnregistrationRequest.type;
  readonly 'window/workDoneProgress/create': typeof WorkDoneProgressCreateRequest.type;
  readonly 'window/showMessageRequest': typeof ShowMessageRequest.type;
  readonly 'workspace/applyEdit': typeof ApplyWorkspaceEditRequest.type;
  readonly 'workspace/configuration': typeof ConfigurationRequest.type;
  readonly 'workspace/codeLens/refresh': typeof CodeLensRefreshRequest.type;
  readonly 'workspace/diagnostic/refresh': typeof DiagnosticRefreshRequest.type;
  readonly 'workspace/inlayHint/refresh': typeof InlayHintRefreshRequest.type;
}

/** How far a piece of work is, or a part of a request's answer; the protocol's package has no type for it. */
interface WorkProgressParams {
  readonly token: ProgressToken;
  readonly value:
    | WorkDoneProgressBegin
    | WorkDoneProgressReport
    | WorkDoneProgressEnd
    | WorkspaceDiagnosticReport;
}

/** The notifications that the server sends. */
export interface SentNotifications {
  readonly '$/logTrace': typeof LogTraceNotification.type;
  readonly '$/progress': NotificationType<WorkProgressParams>;
  readonly 'textDocument/publishDiagnostics': typeof PublishDiagnosticsNotification.type;
  readonly 'window/showMessage': typeof ShowMessageNotification.type;
}

/** Tells the client something; it does not answer. What is `Serialized` is such parameters too. */
export type Notify = <Method extends keyof SentNotifications>(
  method: Method,
  params: ParamsOf<Method> | Serialized,
) => void;

/** Asks the client. Rejects where the client answers with an error; what it answers is its claim alone. */
export type Ask = <Method extends keyof AskedRequests>(
  method: Method,
  params: ParamsOf<Method>,
) => Promise<unknown>;

type Messages = Requests & Notifications & AskedRequests & SentNotifications;

/** The type of a message's parameters in the protocol. */
export type ParamsOf<Method extends keyof Messages> =
  Messages[Method] extends RequestType<infer Params, infer _Result, infer _Error>
    ? Params
    : Messages[Method] extends NotificationType<infer Params>
      ? Params
      : Messages[Method] extends RequestType0<infer _Result, infer _Error>
        ? undefined
        : never;

/** The type of a request's answer in the protocol. */
export type ResultOf<Method extends keyof Requests> =
  Requests[Method] extends RequestType<infer _Params, infer Result, infer _Error> ? Result : never;
