import type { CodeLens } from 'vscode-languageserver';
import { everyMissingOverride } from '../features/code-actions/provide-everything.ts';
import { codeLenses } from '../features/code-lens.ts';
import { PROVIDE_COMMAND } from './capabilities.ts';
import { requestedSnapshot, type ServerContext } from './context.ts';
import { field, list, text } from './decode.ts';
import { describeError } from './log.ts';
import { encodeEdits } from './workspace-edits.ts';

/** `textDocument/codeLens` */
export function codeLens(context: ServerContext, params: unknown): CodeLens[] {
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return [];
  const uri = context.uris.of(snapshot.file);
  return codeLenses(snapshot).map(({ span, title }) => ({
    range: context.positions.rangeOf(snapshot.source, span),
    command: { title, command: PROVIDE_COMMAND, arguments: [uri] },
  }));
}

/** `workspace/executeCommand` */
export function executeCommand(context: ServerContext, params: unknown): null {
  if (text(field(params, 'command'), 'command') !== PROVIDE_COMMAND) return null;
  const [uri] = list(field(params, 'arguments') ?? [], 'arguments');
  const file = context.uris.fileOf(text(uri, 'arguments[0]'));
  const snapshot = file === null ? null : context.session.snapshot(file);
  if (snapshot === null) return null;
  const [project] = snapshot.projects;
  const missing = everyMissingOverride(project);
  const label = 'Provide what is missing';
  const edit = missing === null ? null : encodeEdits(context, missing, label, snapshot.sourceOf);
  if (edit === null) {
    context.notify('window/showMessage', {
      type: 3,
      message: 'No override could be placed in the Nix files of this project.',
    });
    return null;
  }
  context.ask('workspace/applyEdit', { label, edit }).catch((error: unknown) => {
    context.log.write('warn', `the client did not apply the edit: ${describeError(error)}`);
  });
  return null;
}
