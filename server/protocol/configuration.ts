import type { Registration } from 'vscode-languageserver';
import { SETTINGS_SECTION } from '../session/settings/settings.ts';
import type { ServerContext } from './context.ts';
import { field } from './decode.ts';
import { describeError } from './log.ts';
import { namedWatchers } from './watch.ts';

/** `initialized`: asks the client to be told of files that change on disk, and of settings. */
export function initialized(context: ServerContext): void {
  const { client } = context;
  const registrations: Registration[] = [];
  if (client.watchesFiles) registrations.push(namedWatchers());
  if (client.configurationChanges)
    registrations.push({
      id: 'configuration',
      method: 'workspace/didChangeConfiguration',
      registerOptions: { section: SETTINGS_SECTION },
    });
  if (registrations.length > 0)
    context.ask('client/registerCapability', { registrations }).catch((error: unknown) => {
      context.log.write('warn', `the client refused to register: ${describeError(error)}`);
    });
  if (client.configuration) pullSettings(context);
}

/** `workspace/didChangeConfiguration`: a client that can be asked is asked; another one sends its settings along. */
export function didChangeConfiguration(
  context: ServerContext,
  { settings }: { readonly settings: unknown },
): void {
  if (context.client.configuration) pullSettings(context);
  else takeSettings(context, field(settings, SETTINGS_SECTION));
}

function pullSettings(context: ServerContext): void {
  context
    .ask('workspace/configuration', { items: [{ section: SETTINGS_SECTION }] })
    .then((answer) => takeSettings(context, Array.isArray(answer) ? answer[0] : null))
    .catch((error: unknown) => {
      context.log.write('warn', `the client has no settings: ${describeError(error)}`);
    });
}

function takeSettings(context: ServerContext, json: unknown): void {
  tellProblems(context, context.session.setClientSettings('configuration', json));
  context.heavy?.settings(json);
  context.cachedReports.clear();
  context.invalidate();
}

const WARNING = 2;

/** One message for each bad value; the rest of the settings holds. */
export function tellProblems(
  { notify, log }: ServerContext,
  problems: readonly { readonly message: string }[],
): void {
  for (const { message } of problems) {
    log.write('warn', message);
    notify('window/showMessage', { type: WARNING, message: `pyproject-nix-ls: ${message}` });
  }
}
