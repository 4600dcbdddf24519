import { isDeepStrictEqual } from 'node:util';
import type { ClientCapabilities } from 'vscode-languageserver';
import type { KnowledgeBase } from '../../../overrides-db/model.ts';
import { uriOfFile } from '../../../server/protocol/uris.ts';
import { nodeFileSystem } from '../../../server/session/node-file-system.ts';
import { TestClient } from '../client.ts';
import { allAnswers, type Answer, type AskedPlace } from './answers.ts';
import { Editor, type Encoding, type Step } from './editor.ts';
import { sessions, type ReplayProject } from './sessions.ts';

export interface ReplayOptions {
  readonly folder: string;
  readonly project: ReplayProject;
  readonly knowledge: KnowledgeBase;
  readonly encoding: Encoding;
  /** Whether the client pulls diagnostics or has them pushed. */
  readonly diagnostics: 'pull' | 'push';
  /** Takes and compares one in so many steps; all are taken. */
  readonly compareEvery: number;
}

export interface ReplayResult {
  readonly steps: number;
  readonly compared: number;
  readonly answers: number;
  /** What the server that lived through the steps answers differently from one that has just begun. */
  readonly differences: readonly string[];
}

/** More differences than this are of the same cause. */
const MAX_DIFFERENCES = 5;

/**
 * Does all sessions with one server, and after each step asks it everything, and a fresh server
 * with the same documents open too.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { project, compareEvery, encoding } = options;
  const editor = new Editor(encoding);
  const client = await start(options);
  const result = { steps: 0, compared: 0, answers: 0, differences: new Array<string>() };
  const opening = [...project.texts].map(([file, text]): Step => ({ kind: 'open', file, text }));
  const take = async (name: string, step: Step): Promise<void> => {
    editor.take(step, client);
    result.steps += 1;
    if (result.steps % compareEvery !== 0) return;
    const places = placesAfter(step, editor, result.steps);
    const fresh = await freshClient(options, editor);
    const [lived, begun] = await Promise.all([
      answersOf(client, editor, places, options),
      answersOf(fresh, editor, places, options),
    ]);
    await leave(fresh);
    result.compared += 1;
    result.answers += lived.length;
    const where = `${options.folder}: ${name}, step ${result.steps}`;
    result.differences.push(...differencesOf(lived, begun).map((text) => `${where}: ${text}`));
  };
  for (const step of opening) await take('open', step);
  for (const [name, session] of sessions)
    for (const step of session(editor, project)) {
      await take(name, step);
      if (result.differences.length >= MAX_DIFFERENCES) break;
    }
  const faults = client.logged.filter((line) => line.includes('error'));
  result.differences.push(...faults.map((line) => `${options.folder}: logged ${line.trim()}`));
  await leave(client);
  return result;
}

function start({ folder, knowledge, encoding, diagnostics }: ReplayOptions): Promise<TestClient> {
  return TestClient.start({
    fileSystem: nodeFileSystem,
    knowledge,
    folders: [folder],
    capabilities: capabilities(encoding, diagnostics),
  });
}

/** Without waiting for the server to end: that takes longer than all the rest. */
async function leave(client: TestClient): Promise<void> {
  await client.request('shutdown');
  client.connection.dispose();
  client.hangUp();
}

async function freshClient(options: ReplayOptions, editor: Editor): Promise<TestClient> {
  const client = await start(options);
  for (const { file, text, version } of editor.documents)
    client.notify('textDocument/didOpen', {
      textDocument: { uri: uriOfFile(file), languageId: 'toml', version, text },
    });
  return client;
}

async function answersOf(
  client: TestClient,
  editor: Editor,
  places: readonly AskedPlace[],
  { diagnostics }: ReplayOptions,
): Promise<readonly Answer[]> {
  const answers = await allAnswers(client, editor, places, diagnostics === 'pull');
  if (diagnostics === 'pull') return answers;
  await client.settle();
  const pushed = [...client.pushed]
    .filter(([, list]) => list.length > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [...answers, { question: 'pushed diagnostics', answer: pushed }];
}

/** The place of the edit, and further ones that walk through the documents from step to step. */
function placesAfter(step: Step, editor: Editor, count: number): readonly AskedPlace[] {
  return editor.documents.map(({ file, text }) => {
    const walking = Math.floor(((count * 0.618) % 1) * text.length);
    const lastEdit = step.kind === 'edit' && step.file === file ? step.edits.at(-1) : undefined;
    const cursor = lastEdit === undefined ? [] : [lastEdit.start + lastEdit.text.length];
    return { file, offsets: [...new Set([...cursor, onBoundary(text, walking)])] };
  });
}

/** Not between the halves of a pair: not every encoding has a position there. */
function onBoundary(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff ? offset + 1 : offset;
}

function differencesOf(lived: readonly Answer[], begun: readonly Answer[]): readonly string[] {
  const expected = new Map(begun.map(({ question, answer }) => [question, answer]));
  const unknown = lived.flatMap(({ question, answer }) => {
    const other = expected.get(question);
    expected.delete(question);
    return isDeepStrictEqual(answer, other) ? [] : [`${question}\n${around(answer, other)}`];
  });
  return [...unknown, ...[...expected.keys()].map((question) => `${question}: not answered`)];
}

/** Both, from a little before where they part. */
function around(answer: unknown, expected: unknown): string {
  const [ours, theirs] = [answer, expected].map((value) => JSON.stringify(value) ?? 'nothing');
  let at = 0;
  while (at < (ours?.length ?? 0) && ours?.[at] === theirs?.[at]) at += 1;
  const part = (text = ''): string => text.slice(Math.max(at - 100, 0), at + 150);
  return `…${part(ours)}…\ninstead of\n…${part(theirs)}…`;
}

function capabilities(encoding: Encoding, diagnostics: 'pull' | 'push'): ClientCapabilities {
  return {
    general: { positionEncodings: [encoding] },
    textDocument: {
      publishDiagnostics: { relatedInformation: true },
      ...(diagnostics === 'pull' ? { diagnostic: { relatedInformation: true } } : {}),
      hover: { contentFormat: ['markdown'] },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
        dataSupport: true,
        resolveSupport: { properties: ['edit'] },
      },
      definition: { linkSupport: true },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      completion: {
        completionItem: { snippetSupport: true },
        ...(diagnostics === 'pull'
          ? { completionList: { itemDefaults: ['editRange', 'data'] } }
          : {}),
      },
    },
    workspace: {
      workspaceEdit: {
        documentChanges: true,
        resourceOperations: ['create'],
        changeAnnotationSupport: {},
      },
    },
  };
}
