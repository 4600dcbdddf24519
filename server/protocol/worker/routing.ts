import { LOCK_COMMAND, LOCKS_COMMAND, PROVIDE_COMMAND } from '../capabilities.ts';
import type { ServerContext } from '../context.ts';
import { field } from '../decode.ts';

/** Answered from what the worker has reported, so that the client is told of each file by one side alone. */
const NOT_HANDED_ON: ReadonlySet<string> = new Set(['textDocument/diagnostic']);

/** Whether a request is about a file of a heavy project, so that the worker answers it. */
export function isForWorker(
  { heavy, uris }: ServerContext,
  method: string,
  params: unknown,
): boolean {
  if (heavy === null || NOT_HANDED_ON.has(method)) return false;
  const uri = uriOf(method, params);
  const file = typeof uri === 'string' ? uris.fileOf(uri) : null;
  return file !== null && heavy.has(file);
}

/** Commands whose first argument is a document, and that need its project. */
const OF_DOCUMENTS: ReadonlySet<unknown> = new Set([PROVIDE_COMMAND, LOCK_COMMAND, LOCKS_COMMAND]);

/** The document that a request names: by itself, by what the server has put into what comes back, by its command. */
function uriOf(method: string, params: unknown): unknown {
  if (method !== 'workspace/executeCommand')
    return field(field(params, 'textDocument'), 'uri') ?? field(field(params, 'data'), 'uri');
  if (!OF_DOCUMENTS.has(field(params, 'command'))) return null;
  const given = field(params, 'arguments');
  return Array.isArray(given) ? given[0] : null;
}
