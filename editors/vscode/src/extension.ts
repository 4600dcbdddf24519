import { commands, workspace, type ExtensionContext, type TextDocument } from 'vscode';
import { copyOverride, COPY_COMMAND, explainBuild, lockAgain, showDoctor } from './commands.ts';
import { isServed } from './served-files.ts';
import { Server } from './server.ts';

let activeServer: Server | null = null;

/**
 * VS Code activates an extension by language or by what a workspace holds, never by a file's name.
 * So this only listens; the server starts with the first file that it has something to say of.
 */
export function activate(context: ExtensionContext): void {
  const server = new Server(context);
  activeServer = server;
  const startFor = async (document: TextDocument): Promise<void> => {
    if (await isServed(document)) await server.start();
  };
  context.subscriptions.push(
    workspace.onDidOpenTextDocument(startFor),
    commands.registerCommand(COPY_COMMAND, copyOverride),
    commands.registerCommand('pyproject-nix-ls.restart', () => server.restart()),
    commands.registerCommand('pyproject-nix-ls.showOutput', () => server.showOutput()),
    commands.registerCommand('pyproject-nix-ls.explainBuild', async () => {
      await server.start();
      await explainBuild();
    }),
    commands.registerCommand('pyproject-nix-ls.lockAgain', async () => {
      await server.start();
      await lockAgain();
    }),
    commands.registerCommand('pyproject-nix-ls.doctor', () => showDoctor(server.program)),
  );
  for (const document of workspace.textDocuments) void startFor(document);
}

/** VS Code waits for this before it ends the process, so that the server can end by itself. */
export async function deactivate(): Promise<void> {
  await activeServer?.dispose();
  activeServer = null;
}
