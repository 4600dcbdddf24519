import type { CancellationToken } from 'vscode-jsonrpc/node';
import { codeAction, resolveCodeAction } from './code-actions.ts';
import { completion, resolveCompletion } from './completion.ts';
import { didChangeConfiguration, initialized } from './configuration.ts';
import type { ServerContext } from './context.ts';
import { documentDiagnostic } from './diagnostics.ts';
import {
  didChange,
  didChangeFiles,
  didChangeWorkspaceFolders,
  didClose,
  didOpen,
  didSave,
} from './documents.ts';
import { codeLens, executeCommand } from './code-lens.ts';
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
import { workspaceDiagnostic } from './workspace-diagnostics.ts';

/** How one request is answered, and what is answered where that fails. */
export interface RequestHandler {
  /** May answer later; then others are answered in between, and `token` says whether it is still wanted. */
  readonly answer: (context: ServerContext, params: unknown, token: CancellationToken) => unknown;
  readonly empty: (params: unknown) => unknown;
}

export const requestHandlers: ReadonlyMap<string, RequestHandler> = new Map<string, RequestHandler>(
  [
    ['textDocument/hover', { answer: hover, empty: () => null }],
    [
      'textDocument/completion',
      { answer: completion, empty: () => ({ isIncomplete: false, items: [] }) },
    ],
    ['completionItem/resolve', { answer: resolveCompletion, empty: (params) => params }],
    ['textDocument/definition', { answer: definition, empty: () => [] }],
    ['textDocument/declaration', { answer: declaration, empty: () => [] }],
    ['textDocument/implementation', { answer: implementation, empty: () => [] }],
    ['textDocument/references', { answer: references, empty: () => [] }],
    ['textDocument/documentHighlight', { answer: documentHighlight, empty: () => [] }],
    ['textDocument/prepareRename', { answer: prepareRename, empty: () => null }],
    ['textDocument/rename', { answer: rename, empty: () => null }],
    ['textDocument/documentSymbol', { answer: documentSymbol, empty: () => [] }],
    ['workspace/symbol', { answer: workspaceSymbol, empty: () => [] }],
    ['textDocument/foldingRange', { answer: foldingRange, empty: () => [] }],
    ['textDocument/selectionRange', { answer: selectionRange, empty: () => null }],
    ['textDocument/documentLink', { answer: documentLink, empty: () => [] }],
    ['textDocument/inlayHint', { answer: inlayHint, empty: () => [] }],
    ['textDocument/semanticTokens/full', { answer: semanticTokensFull, empty: () => null }],
    ['textDocument/semanticTokens/full/delta', { answer: semanticTokensDelta, empty: () => null }],
    ['textDocument/semanticTokens/range', { answer: semanticTokensRange, empty: () => null }],
    ['textDocument/codeLens', { answer: codeLens, empty: () => [] }],
    ['workspace/executeCommand', { answer: executeCommand, empty: () => null }],
    ['textDocument/codeAction', { answer: codeAction, empty: () => [] }],
    ['codeAction/resolve', { answer: resolveCodeAction, empty: (params) => params }],
    [
      'textDocument/diagnostic',
      { answer: documentDiagnostic, empty: () => ({ kind: 'full', items: [] }) },
    ],
    ['workspace/diagnostic', { answer: workspaceDiagnostic, empty: () => ({ items: [] }) }],
  ],
);

export const notificationHandlers: ReadonlyMap<
  string,
  (context: ServerContext, params: unknown) => void
> = new Map<string, (context: ServerContext, params: unknown) => void>([
  ['initialized', initialized],
  ['textDocument/didOpen', didOpen],
  ['textDocument/didChange', didChange],
  ['textDocument/didSave', didSave],
  ['textDocument/didClose', didClose],
  ['workspace/didChangeConfiguration', didChangeConfiguration],
  ['workspace/didChangeWatchedFiles', didChangeFiles],
  ['workspace/didCreateFiles', didChangeFiles],
  ['workspace/didRenameFiles', didChangeFiles],
  ['workspace/didDeleteFiles', didChangeFiles],
  ['workspace/didChangeWorkspaceFolders', didChangeWorkspaceFolders],
  ['$/setTrace', ({ trace }, params) => trace.set(params)],
  ['window/workDoneProgress/cancel', ({ progresses }, params) => progresses.cancel(params)],
]);
