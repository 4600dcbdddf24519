import type { CodeAction, CompletionList, Position } from 'vscode-languageserver';
import { requestHandlers } from '../../../server/protocol/handlers.ts';
import { uriOfFile } from '../../../server/protocol/uris.ts';
import type { TestClient } from '../client.ts';
import type { Editor } from './editor.ts';

/** Where a document is asked, beside its whole. */
export interface AskedPlace {
  readonly file: string;
  /** UTF-16 offsets in the open document. */
  readonly offsets: readonly number[];
}

/** An answer with the question that it answers. */
export interface Answer {
  readonly question: string;
  readonly answer: unknown;
}

/** Change what they are asked of, or ask for something that an earlier answer has: these are asked below. */
const NOT_ASKED_ALONE = new Set([
  'workspace/executeCommand',
  'completionItem/resolve',
  'codeAction/resolve',
]);

const OF_ONE_PLACE = new Set([
  'textDocument/hover',
  'textDocument/completion',
  'textDocument/definition',
  'textDocument/declaration',
  'textDocument/implementation',
  'textDocument/references',
  'textDocument/documentHighlight',
  'textDocument/prepareRename',
  'textDocument/rename',
  'textDocument/selectionRange',
]);

/** How many completion items and code actions of one answer are resolved. */
const RESOLVED = 2;

/**
 * Asks for everything that the server offers, of every open document, and answers it in an order
 * that depends on the questions alone. Names of states (`resultId`) are left out: they count. A
 * client that has its diagnostics pushed does not pull any.
 */
export async function allAnswers(
  client: TestClient,
  editor: Editor,
  places: readonly AskedPlace[],
  pulls: boolean,
): Promise<readonly Answer[]> {
  const asked: Promise<readonly Answer[]>[] = [];
  const ask = (method: string, params: object, note: string): void => {
    asked.push(answersTo(client, method, params, note));
  };
  for (const method of requestHandlers.keys()) {
    if (NOT_ASKED_ALONE.has(method)) continue;
    // Whoever has diagnostics pushed does not pull them: what was pulled is not pushed again.
    if (!pulls && method.endsWith('/diagnostic')) continue;
    if (method.startsWith('workspace/')) {
      ask(method, { query: '', previousResultIds: [] }, '');
      continue;
    }
    for (const { file, offsets } of places) {
      const text = editor.text(file);
      const end = editor.positionAt(text, text.length);
      const whole = { start: { line: 0, character: 0 }, end };
      if (!OF_ONE_PLACE.has(method)) {
        const context = { diagnostics: [], only: ['quickfix', 'refactor', 'source'] };
        ask(method, { ...common(file), range: whole, context }, `${file} whole`);
      }
      if (!OF_ONE_PLACE.has(method) && method !== 'textDocument/codeAction') continue;
      for (const offset of offsets) {
        const position = editor.positionAt(text, offset);
        ask(method, { ...common(file), ...at(position) }, `${file} at ${offset}`);
      }
    }
  }
  return (await Promise.all(asked)).flat();
}

function common(file: string): object {
  return { textDocument: { uri: uriOfFile(file) } };
}

function at(position: Position): object {
  return {
    position,
    positions: [position],
    range: { start: position, end: position },
    context: { includeDeclaration: true, diagnostics: [], triggerKind: 1 },
    newName: 'renamed',
  };
}

async function answersTo(
  client: TestClient,
  method: string,
  params: object,
  note: string,
): Promise<readonly Answer[]> {
  const answer = await outcome(client, method, params);
  const first = { question: `${method} ${note}`, answer: withoutResultIds(answer) };
  const [resolve, items] = resolvable(method, answer);
  const more = items.slice(0, RESOLVED).map(async (item, index) => ({
    question: `${resolve} ${note} item ${index}`,
    answer: await outcome(client, resolve, item),
  }));
  return [first, ...(await Promise.all(more))];
}

/** An error is an answer too. */
async function outcome(client: TestClient, method: string, params: object): Promise<unknown> {
  try {
    return await client.request(method, params);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function resolvable(method: string, answer: unknown): readonly [string, readonly object[]] {
  if (method === 'textDocument/completion')
    return ['completionItem/resolve', (answer as CompletionList | null)?.items ?? []];
  if (method === 'textDocument/codeAction' && Array.isArray(answer))
    return ['codeAction/resolve', answer as CodeAction[]];
  return ['', []];
}

function withoutResultIds(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer ?? null, (key, value: unknown) =>
      key === 'resultId' ? undefined : value,
    ),
  );
}
