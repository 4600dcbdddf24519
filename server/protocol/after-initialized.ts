import type { ServerContext } from './context.ts';

/** What the server asks of the client once it may: to be told of files that change on disk, and of settings. */
export function afterInitialized(context: ServerContext): void {
  const { client, ask, log } = context;
  const registrations = [];
  if (client.watchesFiles)
    registrations.push({
      id: 'watched-files',
      method: 'workspace/didChangeWatchedFiles',
      // One plain pattern each: eglot takes no list inside braces that holds a star, and no relative pattern.
      registerOptions: {
        watchers: WATCHED.map((globPattern) => ({ globPattern })),
      },
    });
  if (client.configurationChanges)
    registrations.push({
      id: 'configuration',
      method: 'workspace/didChangeConfiguration',
      registerOptions: { section: 'pyproject-nix-ls' },
    });
  if (registrations.length > 0)
    ask('client/registerCapability', { registrations }).catch((error: unknown) => {
      log.write('warning', `the client refused to watch: ${String(error)}`);
    });
}

const WATCHED = [
  '**/pyproject.toml',
  '**/{poetry.lock,uv.lock,pdm.lock,pylock.toml,flake.lock}',
  '**/*.nix',
];
