import type { DidOpenTextDocumentParams } from 'vscode-languageserver';
import type { BufferChange } from '../session/buffers.ts';
import { roleOf } from '../session/file-roles.ts';
import type { ServerContext } from './context.ts';
import type {
  ChangeParams,
  FilesParams,
  FoldersParams,
  RenamedFilesParams,
  WatchedFilesParams,
} from './notification-params.ts';
import type { DocumentParams } from './params.ts';
import { fileOfUri } from './uris.ts';

/** `textDocument/didOpen` */
export function didOpen(context: ServerContext, params: DidOpenTextDocumentParams): void {
  const file = openDocument(context, params);
  if (file === null) return;
  // Read now, so that no request has to wait for the disk.
  context.session.projectsOf(file);
  context.prepare(file);
  context.invalidate();
}

/** Takes up a document, and answers its path; null for one that no project has a use for. */
export function openDocument(
  context: ServerContext,
  { textDocument: { uri, languageId, version, text } }: DidOpenTextDocumentParams,
): string | null {
  const file = knownFile(context, uri) ?? unsavedFile(context, uri, languageId);
  if (file === null) return null;
  context.session.recheck();
  context.session.open(file, version, text, uri);
  context.uris.open(file, uri);
  return file;
}

/** `textDocument/didChange` */
export function didChange(context: ServerContext, params: ChangeParams): void {
  const file = knownFile(context, params.textDocument.uri);
  if (file === null) return;
  context.session.recheckAround(file);
  changeDocument(context, params);
  context.invalidate();
}

/** Changes the text of an open document. */
export function changeDocument(
  context: ServerContext,
  { textDocument: { uri, version }, contentChanges }: ChangeParams,
): void {
  const file = knownFile(context, uri);
  if (file === null) return;
  const changes = contentChanges.map(({ range, text }): BufferChange => {
    if (range === undefined) return { locate: null, newText: text };
    return { locate: (source) => context.positions.spanOf(source, range), newText: text };
  });
  context.session.change(file, version, changes, uri);
  context.uris.changed(file, uri);
}

/** `textDocument/didSave` */
export function didSave(context: ServerContext, { textDocument }: DocumentParams): void {
  if (knownFile(context, textDocument.uri) === null) return;
  context.cachedReports.invalidate();
  context.session.recheck();
  context.invalidate();
}

/** `textDocument/didClose` */
export function didClose(context: ServerContext, params: DocumentParams): void {
  const file = closeDocument(context, params);
  if (file === null) return;
  context.reported.forgetPublished(file);
  context.session.recheck();
  context.session.forgetClosed();
  context.invalidate();
}

/** Lets go of a document, and answers its path; null for one that was not taken up. */
export function closeDocument(
  context: ServerContext,
  { textDocument: { uri } }: DocumentParams,
): string | null {
  const file = knownFile(context, uri);
  if (file === null) return null;
  context.session.close(file, uri);
  context.uris.close(file, uri);
  return file;
}

/** `workspace/didChangeWatchedFiles`: what changed on the disk. */
export function didChangeWatchedFiles(
  context: ServerContext,
  { changes }: WatchedFilesParams,
): void {
  readAgain(
    context,
    changes.map(({ uri }) => uri),
  );
}

/** `workspace/didCreateFiles` and `workspace/didDeleteFiles`: what the editor did itself. */
export function didChangeFiles(context: ServerContext, { files }: FilesParams): void {
  readAgain(
    context,
    files.map(({ uri }) => uri),
  );
}

/** `workspace/didRenameFiles` */
export function didRenameFiles(context: ServerContext, { files }: RenamedFilesParams): void {
  readAgain(
    context,
    files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]),
  );
}

/** Which of the files changed, and how, is found out by looking. */
function readAgain(context: ServerContext, uris: readonly string[]): void {
  context.cachedReports.invalidate();
  if (context.session.readAgain(filesOf(uris))) context.invalidate();
}

/** `workspace/didChangeWorkspaceFolders` */
export function didChangeWorkspaceFolders(
  context: ServerContext,
  { event: { added, removed } }: FoldersParams,
): void {
  const gone = new Set(filesOf(removed.map(({ uri }) => uri)));
  const kept = context.session.folders.filter((folder) => !gone.has(folder));
  const come = filesOf(added.map(({ uri }) => uri));
  context.session.setFolders([...new Set([...kept, ...come])]);
  context.cachedReports.clear();
  context.invalidate();
}

function filesOf(uris: readonly string[]): readonly string[] {
  return uris.flatMap((uri) => fileOfUri(uri) ?? []);
}

/** The path of a document that can be part of a project; null for all others, which are not even kept. */
function knownFile({ uris }: ServerContext, uri: string): string | null {
  const file = uris.fileOf(uri);
  return file !== null && roleOf(file) !== null ? file : null;
}

/** A new buffer that has no file yet may become a manifest. What is on other schemes (`git:`) has a file, and another text than that. */
function unsavedFile({ uris }: ServerContext, uri: string, language: string): string | null {
  return uri.startsWith('untitled:') && language === 'toml' ? uris.openUnsaved(uri) : null;
}
