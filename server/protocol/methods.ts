import type {
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeLensRequest,
  CompletionRequest,
  CompletionResolveRequest,
  DeclarationRequest,
  DefinitionRequest,
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
  InlayHintRequest,
  NotificationType,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  RequestType,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SetTraceNotification,
  WorkDoneProgressCancelNotification,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver';

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

type Messages = Requests & Notifications;

/** The type of a message's parameters in the protocol. */
export type ParamsOf<Method extends keyof Messages> =
  Messages[Method] extends RequestType<infer Params, infer _Result, infer _Error>
    ? Params
    : Messages[Method] extends NotificationType<infer Params>
      ? Params
      : never;

/** The type of a request's answer in the protocol. */
export type ResultOf<Method extends keyof Requests> =
  Requests[Method] extends RequestType<infer _Params, infer Result, infer _Error> ? Result : never;
