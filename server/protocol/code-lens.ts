import { ResponseError } from 'vscode-jsonrpc/node';
import type { CodeLens } from 'vscode-languageserver';
import { everyMissingOverride } from '../features/code-actions/provide-everything.ts';
import { codeLenses } from '../features/code-lens.ts';
import {
  COPY_COMMAND,
  EXPLAIN_COMMAND,
  LOCK_COMMAND,
  LOCKS_COMMAND,
  REPORT_COMMAND,
  PROVIDE_COMMAND,
  READ_COMMAND,
} from './capabilities.ts';
import { requestedSnapshot, type ServerContext } from './context.ts';
import { errorCodes, list, text } from './decode.ts';
import { lockCommandFor, lockCommandsFor, type LockCommand } from './lock-command.ts';
import { readPackagesOf } from './read-packages.ts';
import { explainLog } from './explain-log.ts';
import { describeError } from './log.ts';
import type { CommandParams, DocumentParams } from './params.ts';
import { encodeForTheDisk } from './workspace-edits.ts';

/** `textDocument/codeLens` */
export function codeLens(context: ServerContext, params: DocumentParams): CodeLens[] {
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return [];
  const uri = context.uris.of(snapshot.file);
  return codeLenses(snapshot).map(({ span, title }) => ({
    range: context.positions.rangeOf(snapshot.source, span),
    command: { title, command: PROVIDE_COMMAND, arguments: [uri] },
  }));
}

/** `workspace/executeCommand` */
export function executeCommand(
  context: ServerContext,
  params: CommandParams,
): string | LockCommand | readonly LockCommand[] | null | Promise<string> {
  const [argument, second] = params.arguments ?? [];
  switch (params.command) {
    case PROVIDE_COMMAND:
      return provideMissing(context, text(argument, 'arguments[0]'));
    case EXPLAIN_COMMAND: {
      const uri = argument == null ? null : text(argument, 'arguments[0]');
      return explainLog(context, uri, text(second, 'arguments[1]'));
    }
    case LOCK_COMMAND:
      return lockCommandFor(context, text(argument, 'arguments[0]'));
    case LOCKS_COMMAND:
      return lockCommandsFor(context, text(argument, 'arguments[0]'));
    case READ_COMMAND:
      return readPackagesOf(
        context,
        text(argument, 'arguments[0]'),
        second == null
          ? null
          : list(second, 'arguments[1]').map((name) => text(name, 'arguments[1]')),
      );
    case COPY_COMMAND:
    case REPORT_COMMAND:
      context.notify('window/showMessage', { type: INFO, message: text(argument, 'arguments[0]') });
      return null;
    default:
      throw new ResponseError(errorCodes.invalidParams, 'The server does not have this command.');
  }
}

const INFO = 3;

function provideMissing(context: ServerContext, uri: string): null {
  const file = context.uris.fileOf(uri);
  if (file === null || context.session.snapshot(file) === null) return null;
  const label = 'Provide what is missing';
  context.session.recheckAround(file);
  const edit = encodeForTheDisk(context, () => {
    const snapshot = context.session.snapshot(file);
    const edits = snapshot === null ? null : everyMissingOverride(snapshot.projects[0]);
    return edits === null || snapshot === null
      ? null
      : { edits, label, sourceOf: snapshot.sourceOf };
  });
  if (edit === null) {
    context.notify('window/showMessage', {
      type: INFO,
      message: 'No override could be placed in the Nix files of this project.',
    });
    return null;
  }
  context.ask('workspace/applyEdit', { label, edit }).catch((error: unknown) => {
    context.log.write('warn', `the client did not apply the edit: ${describeError(error)}`);
  });
  return null;
}
