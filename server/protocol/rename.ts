import { ResponseError } from 'vscode-jsonrpc/node';
import type {
  PrepareRenameResult,
  TextDocumentPositionParams,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { rename as renameAt, renameTargetAt } from '../features/rename.ts';
import { requestedPlace, type ServerContext } from './context.ts';
import { errorCodes } from './decode.ts';
import type { RenameParams } from './params.ts';
import { encodeForTheDisk, type MadeEdits } from './workspace-edits.ts';

/** `textDocument/prepareRename` */
export function prepareRename(
  context: ServerContext,
  params: TextDocumentPositionParams,
): PrepareRenameResult | null {
  const place = requestedPlace(context, params);
  const target = place === null ? null : renameTargetAt(place.snapshot, place.offset);
  if (place === null || target === null) return null;
  return {
    range: context.positions.rangeOf(place.snapshot.source, target.span),
    placeholder: target.name,
  };
}

/** `textDocument/rename` */
export function rename(context: ServerContext, params: RenameParams): WorkspaceEdit | null {
  return encodeForTheDisk(context, () => renamedAt(context, params));
}

function renamedAt(context: ServerContext, params: RenameParams): MadeEdits | null {
  const place = requestedPlace(context, params);
  const target = place === null ? null : renameTargetAt(place.snapshot, place.offset);
  if (place === null || target === null) return null;
  const { newName } = params;
  const edits = renameAt(place.snapshot, target, newName);
  if (edits === null)
    throw new ResponseError(
      errorCodes.invalidParams,
      `${JSON.stringify(newName)} is no name: letters, digits, ".", "-" and "_", a letter or digit at both ends`,
    );
  const label = `Rename ${target.name} to ${newName}`;
  return { edits, label, sourceOf: place.snapshot.sourceOf };
}
