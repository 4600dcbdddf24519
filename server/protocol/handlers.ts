import { codeAction, resolveCodeAction } from './code-actions.ts';
import type { ServerContext } from './context.ts';
import { documentDiagnostic, workspaceDiagnostic } from './diagnostics.ts';
import {
  didChange,
  didChangeWatchedFiles,
  didChangeWorkspaceFolders,
  didClose,
  didOpen,
  didSave,
} from './documents.ts';
import { hover } from './hover.ts';

/** How one request is answered, and with what where the answer failed. */
export interface RequestHandler {
  readonly answer: (context: ServerContext, params: unknown) => unknown;
  readonly empty: unknown;
}

export const requestHandlers: ReadonlyMap<string, RequestHandler> = new Map([
  ['textDocument/hover', { answer: hover, empty: null }],
  ['textDocument/codeAction', { answer: codeAction, empty: [] }],
  ['codeAction/resolve', { answer: resolveCodeAction, empty: null }],
  ['textDocument/diagnostic', { answer: documentDiagnostic, empty: { kind: 'full', items: [] } }],
  ['workspace/diagnostic', { answer: workspaceDiagnostic, empty: { items: [] } }],
]);

export const notificationHandlers: ReadonlyMap<
  string,
  (context: ServerContext, params: unknown) => void
> = new Map([
  ['textDocument/didOpen', didOpen],
  ['textDocument/didChange', didChange],
  ['textDocument/didSave', didSave],
  ['textDocument/didClose', didClose],
  ['workspace/didChangeWatchedFiles', didChangeWatchedFiles],
  ['workspace/didChangeWorkspaceFolders', didChangeWorkspaceFolders],
]);
