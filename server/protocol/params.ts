import type {
  CompletionItem,
  Position,
  ProgressToken,
  Range,
  TextDocumentIdentifier,
  TextDocumentPositionParams,
  WorkDoneProgressParams,
} from 'vscode-languageserver';
import { field, invalid, list, position, range, text } from './decode.ts';

/**
 * Decoders of the parameters of requests: from whatever a client sent to the part of the protocol's
 * type that the server reads, or an `InvalidParams` error. What may be left out and is of another
 * type counts as left out. Those of notifications are in `notification-params.ts`.
 */
export type Decoder<Params> = (params: unknown) => Params;

/** Parameters that name one document. */
export interface DocumentParams {
  readonly textDocument: TextDocumentIdentifier;
}

export const documentParams: Decoder<DocumentParams> = (params) => ({
  textDocument: { uri: text(field(field(params, 'textDocument'), 'uri'), 'textDocument.uri') },
});

export const positionParams: Decoder<TextDocumentPositionParams> = (params) => ({
  position: position(field(params, 'position'), 'position'),
  ...documentParams(params),
});

export interface RangeParams extends DocumentParams {
  readonly range: Range;
}

export const rangeParams: Decoder<RangeParams> = (params) => ({
  range: range(field(params, 'range'), 'range'),
  ...documentParams(params),
});

export interface SelectionRangeParams extends DocumentParams {
  readonly positions: readonly Position[];
}

export const selectionRangeParams: Decoder<SelectionRangeParams> = (params) => ({
  positions: list(field(params, 'positions'), 'positions').map((each) =>
    position(each, 'positions[]'),
  ),
  ...documentParams(params),
});

export interface ReferenceParams extends TextDocumentPositionParams {
  readonly context: { readonly includeDeclaration: boolean };
}

/** The declaration is included where the client does not say. */
export const referenceParams: Decoder<ReferenceParams> = (params) => ({
  context: {
    includeDeclaration: field(field(params, 'context'), 'includeDeclaration') !== false,
  },
  ...positionParams(params),
});

export interface RenameParams extends TextDocumentPositionParams {
  readonly newName: string;
}

export const renameParams: Decoder<RenameParams> = (params) => ({
  newName: text(field(params, 'newName'), 'newName'),
  ...positionParams(params),
});

/** Parameters that name an earlier answer about their document, in order to be told what has changed since. */
export interface SinceParams extends DocumentParams {
  readonly previousResultId?: string | undefined;
}

export const sinceParams: Decoder<SinceParams> = (params) => ({
  previousResultId: textOr(field(params, 'previousResultId'), undefined),
  ...documentParams(params),
});

export interface CodeActionParams extends RangeParams {
  readonly context: {
    /** What the client shows there, as it sent it: an action hands back those that it removes. */
    readonly diagnostics: readonly ShownDiagnostic[];
    readonly only?: readonly string[] | undefined;
    readonly triggerKind?: number | undefined;
  };
}

export interface ShownDiagnostic {
  readonly code?: unknown;
  readonly data?: unknown;
}

export const codeActionParams: Decoder<CodeActionParams> = (params) => {
  const context = field(params, 'context');
  const trigger = field(context, 'triggerKind');
  return {
    ...rangeParams(params),
    context: {
      diagnostics: listOr(field(context, 'diagnostics')).filter(isObject),
      only: listOr(field(context, 'only')).map((kind) => text(kind, 'context.only[]')),
      triggerKind: typeof trigger === 'number' ? trigger : undefined,
    },
  };
};

/** A code action or a completion item that comes back to be completed: `data` is what the server put there. */
export interface SentAction {
  readonly title: string;
  readonly kind?: unknown;
  readonly command?: unknown;
  readonly data?: unknown;
}

export const sentAction: Decoder<SentAction> = (params) =>
  isObject(params)
    ? { ...params, title: text(field(params, 'title'), 'title') }
    : invalid('the code action');

export type SentItem = Pick<CompletionItem, 'label'> & { readonly data?: unknown };

export const sentItem: Decoder<SentItem> = (params) =>
  isObject(params)
    ? { ...params, label: text(field(params, 'label'), 'label') }
    : invalid('the completion item');

export interface CommandParams {
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

export const commandParams: Decoder<CommandParams> = (params) => ({
  command: text(field(params, 'command'), 'command'),
  arguments: list(field(params, 'arguments') ?? [], 'arguments'),
});

export interface WorkspaceSymbolParams extends WorkDoneProgressParams {
  readonly query: string;
}

export const workspaceSymbolParams: Decoder<WorkspaceSymbolParams> = (params) => ({
  query: text(field(params, 'query'), 'query'),
  ...tokenIn(params, 'workDoneToken'),
});

export interface WorkspaceDiagnosticParams extends WorkDoneProgressParams {
  readonly previousResultIds: readonly { readonly uri: string; readonly value: string }[];
  readonly partialResultToken?: ProgressToken;
}

export const workspaceDiagnosticParams: Decoder<WorkspaceDiagnosticParams> = (params) => ({
  previousResultIds: list(field(params, 'previousResultIds') ?? [], 'previousResultIds').flatMap(
    (each) => {
      const uri = field(each, 'uri');
      // No answer has an empty name.
      return typeof uri === 'string' ? [{ uri, value: textOr(field(each, 'value'), '') }] : [];
    },
  ),
  ...tokenIn(params, 'workDoneToken'),
  ...tokenIn(params, 'partialResultToken'),
});

export function isProgressToken(value: unknown): value is ProgressToken {
  return typeof value === 'string' || typeof value === 'number';
}

function tokenIn<Member extends string>(
  params: unknown,
  member: Member,
): { readonly [member in Member]?: ProgressToken } {
  const token = field(params, member);
  const found: { [member in Member]?: ProgressToken } = {};
  if (isProgressToken(token)) found[member] = token;
  return found;
}

function textOr<Default>(value: unknown, otherwise: Default): string | Default {
  return typeof value === 'string' ? value : otherwise;
}

function listOr(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
