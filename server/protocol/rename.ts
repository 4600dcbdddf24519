import { ResponseError } from 'vscode-jsonrpc/node';
import type { PrepareRenameResult, WorkspaceEdit } from 'vscode-languageserver';
import { rename as renameAt, renameTargetAt } from '../features/rename.ts';
import { requestedPlace, type ServerContext } from './context.ts';
import { errorCodes, field, text } from './decode.ts';
import { encodeForTheDisk, type MadeEdits } from './workspace-edits.ts';

/** `textDocument/prepareRename` */
export function prepareRename(context: ServerContext, params: unknown): PrepareRenameResult | null {
  const place = requestedPlace(context, params);
  const target = place === null ? null : renameTargetAt(place.snapshot, place.offset);
  if (place === null || target === null) return null;
  return {
    range: context.positions.rangeOf(place.snapshot.source, target.span),
    placeholder: target.name,
  };
}

/** `textDocument/rename` */
export function rename(context: ServerContext, params: unknown): WorkspaceEdit | null {
  const newName = text(field(params, 'newName'), 'newName');
  return encodeForTheDisk(context, () => renamedAt(context, params, newName));
}

function renamedAt(context: ServerContext, params: unknown, newName: string): MadeEdits | null {
  const place = requestedPlace(context, params);
  const target = place === null ? null : renameTargetAt(place.snapshot, place.offset);
  if (place === null || target === null) return null;
  const edits = renameAt(place.snapshot, target, newName);
  if (edits === null)
    throw new ResponseError(
      errorCodes.invalidParams,
      `${JSON.stringify(newName)} is no name: letters, digits, ".", "-" and "_", a letter or digit at both ends`,
    );
  const label = `Rename ${target.name} to ${newName}`;
  return { edits, label, sourceOf: place.snapshot.sourceOf };
}
