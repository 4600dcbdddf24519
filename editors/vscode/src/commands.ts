import { execFile } from 'node:child_process';
import {
  commands,
  env,
  ProcessExecution,
  Task,
  tasks,
  TaskScope,
  Uri,
  window,
  workspace,
  type CodeAction,
} from 'vscode';

/** The server offers what can be copied as code actions with this command; the argument is the text. */
export const COPY_COMMAND = 'pyproject-nix-ls.copyOverride';

/** Puts an override into the clipboard. Without one, as from the palette, the user chooses among those of the package at the cursor. */
export async function copyOverride(text: unknown): Promise<void> {
  const copied = typeof text === 'string' ? text : await chooseOverride();
  if (copied === null) return;
  await env.clipboard.writeText(copied);
  window.setStatusBarMessage('The override is in the clipboard.', 5000);
}

async function chooseOverride(): Promise<string | null> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  // Other extensions' actions may be bare commands, of which `command` is a name.
  const actions = await commands.executeCommand<readonly CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    editor.selection,
    'refactor.rewrite',
    // Their texts are made when they are resolved.
    MOST_RESOLVED,
  );
  const offered = actions.flatMap(({ title, command }) => {
    const text: unknown = command?.arguments?.[0];
    return command?.command === COPY_COMMAND && typeof text === 'string'
      ? [{ label: title, text }]
      : [];
  });
  if (offered.length === 0) {
    window.showInformationMessage('There is no override to copy for what is at the cursor.');
    return null;
  }
  return (await window.showQuickPick(offered))?.text ?? null;
}

const MOST_RESOLVED = 20;

/** Opens what a bug report should say of the program and the workspace's projects. */
export async function showDoctor(program: string): Promise<void> {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const content = await runServer(program, ['doctor', ...folders]);
  await window.showTextDocument(await workspace.openTextDocument({ content }));
}

/** What a command of the server's program prints, with what went wrong below it. */
function runServer(program: string, args: readonly string[]): Promise<string> {
  // VS Code's own runtime: a machine without Node has it.
  const options = { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      const printed = stdout + stderr;
      resolve(printed === '' && error !== null ? error.message : printed);
    });
  });
}

/** The server's command: a document of the project, and the log's text. It answers what failed, empty where nothing did. */
const EXPLAIN_LOG_COMMAND = 'pyproject-nix-ls.explainLog';

/** Bytes of a log that are read: what failed stands at its end. */
const MOST_OF_LOG = 64 * 1024 * 1024;

/** Reads the log of the last build, from a file or the clipboard; what failed in it becomes diagnostics. */
export async function explainBuild(): Promise<void> {
  const log = await chooseLog();
  if (log === null) return;
  const uri = window.activeTextEditor?.document.uri.toString() ?? null;
  const told: unknown = await commands.executeCommand(EXPLAIN_LOG_COMMAND, uri, log);
  if (typeof told !== 'string' || told === '') return;
  await window.showTextDocument(await workspace.openTextDocument({ content: told }));
}

async function chooseLog(): Promise<string | null> {
  const fromClipboard = 'From the Clipboard';
  const chosen = await window.showQuickPick([fromClipboard, 'From a File…'], {
    placeHolder: 'The log of the build, or its end',
  });
  if (chosen === undefined) return null;
  if (chosen === fromClipboard) return env.clipboard.readText();
  const [file] = (await window.showOpenDialog({ openLabel: 'Explain' })) ?? [];
  if (file === undefined) return null;
  const bytes = await workspace.fs.readFile(file);
  return new TextDecoder().decode(bytes.subarray(Math.max(0, bytes.length - MOST_OF_LOG)));
}

/** The server's command: a document of the project. It answers the programs that lock something of it. */
const LOCKS_COMMAND = 'pyproject-nix-ls.lockCommands';

/**
 * Runs the project's own tool, which makes its lock anew, or brings an input of its flake up to date: as a task, whose output is shown and which can be ended. Not
 * in a workspace that is not trusted, as such a tool runs what the project says.
 */
export async function lockAgain(): Promise<void> {
  if (!workspace.isTrusted) {
    window.showInformationMessage('A workspace that is not trusted is not locked.');
    return;
  }
  const uri = window.activeTextEditor?.document.uri.toString();
  const told: unknown =
    uri === undefined ? null : await commands.executeCommand(LOCKS_COMMAND, uri);
  const offered = (Array.isArray(told) ? told : []).filter(isLockCommand);
  if (offered.length === 0) {
    window.showInformationMessage('No lock of a tool that is known goes with this file.');
    return;
  }
  const chosen = await chooseLockCommand(offered);
  if (chosen === null) return;
  const cwd = Uri.parse(chosen.folder).fsPath;
  const name = lineOf(chosen);
  const execution = new ProcessExecution(chosen.program, [...chosen.arguments], { cwd });
  await tasks.executeTask(
    new Task({ type: 'process' }, TaskScope.Workspace, name, 'pyproject-nix-ls', execution, []),
  );
}

/** Null where the user wants none of them. */
async function chooseLockCommand(offered: readonly LockCommand[]): Promise<LockCommand | null> {
  const [only] = offered;
  if (only !== undefined && offered.length === 1) return only;
  const items = offered.map((command) => ({
    label: lineOf(command),
    description: workspace.asRelativePath(Uri.parse(command.folder)),
    command,
  }));
  const chosen = await window.showQuickPick(items, { placeHolder: 'What is to be locked again' });
  return chosen?.command ?? null;
}

function lineOf(command: LockCommand): string {
  return [command.program, ...command.arguments].join(' ');
}

interface LockCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
}

function isLockCommand(value: unknown): value is LockCommand {
  return (
    typeof value === 'object' &&
    value !== null &&
    'program' in value &&
    typeof value.program === 'string' &&
    'arguments' in value &&
    Array.isArray(value.arguments) &&
    'folder' in value &&
    typeof value.folder === 'string'
  );
}
