import type {
  DidOpenTextDocumentParams,
  Range,
  VersionedTextDocumentIdentifier,
  WorkDoneProgressCancelParams,
} from 'vscode-languageserver';
import { field, invalid, list, range, text } from './decode.ts';
import { documentParams, isProgressToken, type Decoder } from './params.ts';

/** Decoders of the parameters of notifications, as those of requests in `params.ts`. */
export const openParams: Decoder<DidOpenTextDocumentParams> = (params) => {
  const document = field(params, 'textDocument');
  const language = field(document, 'languageId');
  return {
    textDocument: {
      ...documentParams(params).textDocument,
      languageId: typeof language === 'string' ? language : '',
      version: version(document),
      text: text(field(document, 'text'), 'text'),
    },
  };
};

export interface ChangeParams {
  readonly textDocument: VersionedTextDocumentIdentifier;
  /** The edits, each of the text that those before it leave; without a range `text` is the whole document. */
  readonly contentChanges: readonly {
    readonly range?: Range | undefined;
    readonly text: string;
  }[];
}

export const changeParams: Decoder<ChangeParams> = (params) => ({
  textDocument: {
    ...documentParams(params).textDocument,
    version: version(field(params, 'textDocument')),
  },
  contentChanges: list(field(params, 'contentChanges'), 'contentChanges').map((change) => {
    const replaced = field(change, 'range') ?? undefined;
    return {
      text: text(field(change, 'text'), 'contentChanges[].text'),
      range: replaced === undefined ? undefined : range(replaced, 'contentChanges[].range'),
    };
  }),
});

/** What changed on the disk. */
export interface WatchedFilesParams {
  readonly changes: readonly { readonly uri: string }[];
}

export const watchedFilesParams: Decoder<WatchedFilesParams> = (params) => ({
  changes: each(field(params, 'changes')).map((change) => ({ uri: textIn(change, 'uri') })),
});

/** What the editor itself created or deleted. */
export interface FilesParams {
  readonly files: readonly { readonly uri: string }[];
}

export const filesParams: Decoder<FilesParams> = (params) => ({
  files: each(field(params, 'files')).map((file) => ({ uri: textIn(file, 'uri') })),
});

export interface RenamedFilesParams {
  readonly files: readonly { readonly oldUri: string; readonly newUri: string }[];
}

export const renamedFilesParams: Decoder<RenamedFilesParams> = (params) => ({
  files: each(field(params, 'files')).map((file) => ({
    oldUri: textIn(file, 'oldUri'),
    newUri: textIn(file, 'newUri'),
  })),
});

export interface FoldersParams {
  readonly event: {
    readonly added: readonly { readonly uri: string }[];
    readonly removed: readonly { readonly uri: string }[];
  };
}

export const foldersParams: Decoder<FoldersParams> = (params) => {
  const event = field(params, 'event');
  const folders = (key: 'added' | 'removed'): { readonly uri: string }[] =>
    list(field(event, key) ?? [], `event.${key}`).map((folder) => ({
      uri: text(field(folder, 'uri'), `event.${key}[].uri`),
    }));
  return { event: { added: folders('added'), removed: folders('removed') } };
};

export const settingsParams: Decoder<{ readonly settings: unknown }> = (params) => ({
  settings: field(params, 'settings'),
});

export interface TraceParams {
  /** How much is to be traced; `Trace` passes over a value that it does not know. */
  readonly value: unknown;
}

export const traceParams: Decoder<TraceParams> = (params) => ({
  value: field(params, 'value'),
});

export const progressParams: Decoder<WorkDoneProgressCancelParams> = (params) => {
  const token = field(params, 'token');
  return { token: isProgressToken(token) ? token : invalid('token') };
};

function version(document: unknown): number {
  const number = field(document, 'version');
  return typeof number === 'number' ? number : 0;
}

/** A notification is not answered: of a damaged list of files the rest is looked at all the same. */
function each(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** No file has the empty URI. */
function textIn(value: unknown, key: string): string {
  const found = field(value, key);
  return typeof found === 'string' ? found : '';
}
