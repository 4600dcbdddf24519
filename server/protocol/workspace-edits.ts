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

/**
 * Edits as the client takes them: with versions where it has documents open, so that edits of an
 * older text are refused. Null where the client cannot do all of it.
 */
export function encodeEdits(
  context: ServerContext,
  { edits, creates }: FileEdits,
  label: string,
  sourceOf: (file: string) => SourceText | null,
): WorkspaceEdit | null {
  const { client, uris, positions, session } = context;
  if (creates.size > 0 && !client.createsFiles) return null;
  const changed = new Map<string, TextEdit[]>();
  for (const [file, list] of edits) {
    const source = sourceOf(file);
    if (source === null) return null;
    changed.set(
      file,
      list.map(({ span, newText }) => ({ range: positions.rangeOf(source, span), newText })),
    );
  }
  if (!client.documentChanges)
    return {
      changes: Object.fromEntries([...changed].map(([file, list]) => [uris.of(file), list])),
    };
  const documentChanges: (TextDocumentEdit | CreateFile)[] = [];
  const annotated = (list: readonly TextEdit[]): (TextEdit | AnnotatedTextEdit)[] =>
    client.changeAnnotations
      ? list.map((edit) => ({ ...edit, annotationId: ANNOTATION }))
      : [...list];
  for (const [file, list] of changed)
    documentChanges.push({
      textDocument: { uri: uris.of(file), version: session.buffer(file)?.version ?? null },
      edits: annotated(list),
    });
  for (const [file, newText] of creates) {
    const uri = uris.of(file);
    const start = { line: 0, character: 0 };
    documentChanges.push(
      { kind: 'create', uri, options: { ignoreIfExists: true } },
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
