import { dirname, join } from 'node:path/posix';
import type { FileSystemWatcher, Registration } from 'vscode-languageserver';
import { nativePaths } from '../session/native-paths.ts';
import { LOCK_FORMATS } from '../locks/formats.ts';
import type { LoadedProject } from '../session/projects.ts';
import type { ServerContext } from './context.ts';
import { describeError } from './log.ts';
import type { AskedRequests, ParamsOf } from './methods.ts';
import { uriOfFile } from './uris.ts';

const LOCK_NAMES = Object.values(LOCK_FORMATS).flatMap(({ name }) => name ?? []);

/**
 * Manifests, locks and pins, by their names. One plain pattern or list of names each: eglot fails
 * on a list in braces whose members hold a star.
 */
const NAMED = [
  '**/{pyproject.toml,Pipfile,uv.toml,flake.lock,devenv.lock}',
  `**/{${LOCK_NAMES.join(',')}}`,
  '**/pylock.*.toml',
  '**/*.py.lock',
  '**/*requirements*.txt',
  '**/*requirements*.in',
  '**/*constraints*.txt',
  '**/requirements/*.txt',
  '**/requirements/*.in',
  '**/nix/sources.json',
  '**/npins/sources.json',
];

const METHOD = 'workspace/didChangeWatchedFiles';

/** What is watched from the start, by name alone. */
export function namedWatchers(): Registration {
  return {
    id: 'named-files',
    method: METHOD,
    registerOptions: { watchers: NAMED.map((globPattern): FileSystemWatcher => ({ globPattern })) },
  };
}

/**
 * Watches the folders in which the open projects have Nix files, and no others: a tree may hold
 * thousands of Nix files that build no Python.
 */
export class NixWatch {
  readonly #context: ServerContext;
  #folders: ReadonlySet<string> = new Set();

  constructor(context: ServerContext) {
    this.#context = context;
  }

  /** To be called when projects may have been opened or have come to use other Nix files. */
  update(projects: readonly LoadedProject[]): void {
    const { client, heavy } = this.#context;
    if (!client.watchesFiles) return;
    const folders = new Set(
      projects.flatMap(({ root, manifest, sources }) => [
        root,
        ...nixFolders([...sources.keys(), ...(heavy?.filesOf(manifest) ?? [])]),
      ]),
    );
    if (isSame(folders, this.#folders)) return;
    const id = 'nix-files';
    if (this.#folders.size > 0)
      this.#ask('client/unregisterCapability', { unregisterations: [{ id, method: METHOD }] });
    this.#folders = folders;
    if (folders.size === 0) return;
    const watchers = [...folders].map((folder) => this.#watcher(folder));
    const registration = { id, method: METHOD, registerOptions: { watchers } };
    this.#ask('client/registerCapability', { registrations: [registration] });
  }

  #watcher(folder: string): FileSystemWatcher {
    if (this.#context.client.watchesRelativePatterns)
      return { globPattern: { baseUri: uriOfFile(folder), pattern: '*.nix' } };
    // A character that a pattern reads as one of its own stands for any.
    return {
      globPattern: join(nativePaths.slashed(folder).replaceAll(/[*?[\]{}\\!]/g, '?'), '*.nix'),
    };
  }

  #ask<Method extends keyof AskedRequests>(method: Method, params: ParamsOf<Method>): void {
    const { ask, log } = this.#context;
    ask(method, params).catch((error: unknown) => {
      log.write('debug', `${method} was refused: ${describeError(error)}`);
    });
  }
}

function nixFolders(files: readonly string[]): readonly string[] {
  return files.filter((file) => file.endsWith('.nix')).map((file) => dirname(file));
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
