import type { BufferChange } from '../session/buffers.ts';
import { roleOf } from '../session/file-roles.ts';
import type { ServerContext } from './context.ts';
import { documentUri, field, list, range, text, version } from './decode.ts';
import { fileOfUri } from './uris.ts';

/** `textDocument/didOpen` */
export function didOpen(context: ServerContext, params: unknown): void {
  const uri = documentUri(params);
  const document = field(params, 'textDocument');
  const file = knownFile(context, uri) ?? unsavedFile(context, uri, field(document, 'languageId'));
  if (file === null) return;
  context.session.recheck();
  context.session.open(
    file,
    version(field(document, 'version')),
    text(field(document, 'text'), 'text'),
    uri,
  );
  context.uris.open(file, uri);
  // Read now, so that no request has to wait for the disk.
  context.session.projectsOf(file);
  context.prepare(file);
  context.invalidate();
}

/** `textDocument/didChange` */
export function didChange(context: ServerContext, params: unknown): void {
  const uri = documentUri(params);
  const file = knownFile(context, uri);
  if (file === null) return;
  const changes = list(field(params, 'contentChanges'), 'contentChanges').map(
    (change): BufferChange => {
      const newText = text(field(change, 'text'), 'contentChanges[].text');
      const value = field(change, 'range');
      if (value === undefined || value === null) return { locate: null, newText };
      const replaced = range(value, 'contentChanges[].range');
      return { locate: (source) => context.positions.spanOf(source, replaced), newText };
    },
  );
  context.session.recheckAround(file);
  const number = version(field(field(params, 'textDocument'), 'version'));
  context.session.change(file, number, changes, uri);
  context.uris.changed(file, uri);
  context.invalidate();
}

/** `textDocument/didSave` */
export function didSave(context: ServerContext, params: unknown): void {
  if (knownFile(context, documentUri(params)) === null) return;
  context.cachedReports.invalidate();
  context.session.recheck();
  context.invalidate();
}

/** `textDocument/didClose` */
export function didClose(context: ServerContext, params: unknown): void {
  const uri = documentUri(params);
  const file = knownFile(context, uri);
  if (file === null) return;
  context.session.close(file, uri);
  context.uris.close(file, uri);
  context.reported.forgetPublished(file);
  context.session.recheck();
  context.session.forgetClosed();
  context.invalidate();
}

/**
 * `workspace/didChangeWatchedFiles`, and `didCreateFiles`, `didRenameFiles` and `didDeleteFiles` of
 * what the editor did itself: which file changed is found out by looking.
 */
export function didChangeFiles(context: ServerContext, params: unknown): void {
  context.cachedReports.invalidate();
  if (context.session.readAgain(reportedFiles(params))) context.invalidate();
}

/** `changes` of what changed on the disk, `files` of what the editor did, which has two URIs where it renamed. */
function reportedFiles(params: unknown): readonly string[] {
  const events = field(params, 'changes') ?? field(params, 'files');
  return (Array.isArray(events) ? events : []).flatMap((event: unknown) =>
    ['uri', 'oldUri', 'newUri'].flatMap((key) => {
      const uri = field(event, key);
      return (typeof uri === 'string' ? fileOfUri(uri) : null) ?? [];
    }),
  );
}

/** `workspace/didChangeWorkspaceFolders` */
export function didChangeWorkspaceFolders(context: ServerContext, params: unknown): void {
  const event = field(params, 'event');
  const files = (key: string): string[] =>
    list(field(event, key) ?? [], `event.${key}`).flatMap((folder) => {
      const file = fileOfUri(text(field(folder, 'uri'), 'uri'));
      return file === null ? [] : [file];
    });
  const removed = new Set(files('removed'));
  const kept = context.session.folders.filter((folder) => !removed.has(folder));
  context.session.setFolders([...new Set([...kept, ...files('added')])]);
  context.cachedReports.clear();
  context.invalidate();
}

/** The path of a document that can be part of a project; null for all others, which are not even kept. */
function knownFile({ uris }: ServerContext, uri: string): string | null {
  const file = uris.fileOf(uri);
  return file !== null && roleOf(file) !== null ? file : null;
}

/** A new buffer that has no file yet may become a manifest. What is on other schemes (`git:`) has a file, and another text than that. */
function unsavedFile({ uris }: ServerContext, uri: string, language: unknown): string | null {
  return uri.startsWith('untitled:') && language === 'toml' ? uris.openUnsaved(uri) : null;
}
