import { isDeepStrictEqual } from 'node:util';
import type {
  AnnotatedTextEdit,
  CreateFile,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileEdits } from '../features/model.ts';
import type { SourceText } from '../text.ts';
import type { ServerContext } from './context.ts';

const ANNOTATION = 'pyproject-nix-ls';

/** How often edits are made again for a disk that changes all the time. */
const MOST_ROUNDS = 3;

/** Edits with the texts that they were made for. */
export interface MadeEdits {
  readonly edits: FileEdits;
  /** What they do, for the user. */
  readonly label: string;
  readonly sourceOf: (file: string) => SourceText | null;
}

/**
 * What `make` makes, again where what it made was for another text than the disk has by then: a client
 * puts edits of a document that it has not open into whatever is there, at the old places. Null where
 * there is nothing to make, and where the disk never stays.
 *
 * @param editsOf the edits in it.
 */
export function forTheDiskAsItIs<T>(
  { session }: ServerContext,
  make: () => T | null,
  editsOf: (made: T) => readonly FileEdits[],
): T | null {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const made = make();
    if (made === null || session.areCurrent(editsOf(made))) return made;
  }
  return null;
}

/** Edits for the disk as it is, as `encodeEdits`. */
export function encodeForTheDisk(
  context: ServerContext,
  make: () => MadeEdits | null,
): WorkspaceEdit | null {
  const made = forTheDiskAsItIs(context, make, ({ edits }) => [edits]);
  return made === null ? null : encodeEdits(context, made.edits, made.label, made.sourceOf);
}

/**
 * Edits as the client takes them: with versions where it has documents open, so that edits of an
 * older text are refused. What is to be made must not be there, or the client fails. Null where it
 * cannot do all of it.
 */
export function encodeEdits(
  context: Pick<ServerContext, 'client' | 'uris' | 'positions' | 'session'>,
  { edits, creates }: FileEdits,
  label: string,
  sourceOf: (file: string) => SourceText | null,
): WorkspaceEdit | null {
  const { client, uris, positions, session } = context;
  if (creates.size > 0 && !client.createsFiles) return null;
  const changed = new Map<string, TextEdit[]>();
  const names = new Map<string, string>();
  for (const [file, list] of edits) {
    const source = sourceOf(file);
    if (source === null) return null;
    const encoded = list.map(({ span, newText }) => ({
      range: positions.rangeOf(source, span),
      newText,
    }));
    // Two names of one file: edited once where both say the same.
    const twin = names.get(session.realPath(file));
    if (twin !== undefined && !isDeepStrictEqual(changed.get(twin), encoded)) return null;
    if (twin !== undefined) continue;
    names.set(session.realPath(file), file);
    changed.set(file, encoded);
  }
  if (!client.documentChanges)
    return {
      changes: Object.fromEntries(
        [...changed].map(([file, list]) => [uris.of(session.openPath(file)), list]),
      ),
    };
  const documentChanges: (TextDocumentEdit | CreateFile)[] = [];
  const annotated = (list: readonly TextEdit[]): (TextEdit | AnnotatedTextEdit)[] =>
    client.changeAnnotations
      ? list.map((edit) => ({ ...edit, annotationId: ANNOTATION }))
      : [...list];
  for (const [path, list] of changed) {
    // An editor that has the file open under another name changes it there.
    const file = session.openPath(path);
    documentChanges.push({
      textDocument: { uri: uris.of(file), version: session.buffer(file)?.version ?? null },
      edits: annotated(list),
    });
  }
  for (const [file, newText] of creates) {
    const uri = uris.of(file);
    const start = { line: 0, character: 0 };
    documentChanges.push(
      { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
      {
        textDocument: { uri, version: null },
        edits: annotated([{ range: { start, end: start }, newText }]),
      },
    );
  }
  return {
    documentChanges,
    ...(client.changeAnnotations
      ? { changeAnnotations: { [ANNOTATION]: { label, needsConfirmation: false } } }
      : {}),
  };
}
