import type { Range, SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { semanticTokens } from '../features/semantic-tokens.ts';
import type { Span } from '../text.ts';
import { TOKEN_TYPES } from './capabilities.ts';
import { requestedSnapshot, type ServerContext } from './context.ts';
import type { DocumentParams, RangeParams, SinceParams } from './params.ts';

const NUMBERS: ReadonlyMap<string, number> = new Map(
  Object.keys(TOKEN_TYPES).map((type, index) => [type, index]),
);

/** `textDocument/semanticTokens/full` */
export function semanticTokensFull(context: ServerContext, params: DocumentParams): SemanticTokens {
  const data = tokensIn(context, params, null);
  return { resultId: context.sentTokens.keep(data), data };
}

/** `textDocument/semanticTokens/full/delta`: all of them where the client names a state that is not known any more. */
export function semanticTokensDelta(
  context: ServerContext,
  params: SinceParams,
): SemanticTokens | SemanticTokensDelta {
  const data = tokensIn(context, params, null);
  const before = context.sentTokens.take(params.previousResultId);
  const resultId = context.sentTokens.keep(data);
  if (before === null) return { resultId, data };
  const edit = difference(before, data);
  return { resultId, edits: edit === null ? [] : [edit] };
}

/** `textDocument/semanticTokens/range` */
export function semanticTokensRange(context: ServerContext, params: RangeParams): SemanticTokens {
  return { data: tokensIn(context, params, params.range) };
}

function tokensIn(context: ServerContext, params: DocumentParams, range: Range | null): number[] {
  const snapshot = requestedSnapshot(context, params);
  if (snapshot === null) return [];
  const { source } = snapshot;
  const { positions } = context;
  const whole: Span = { start: 0, end: source.text.length };
  const span = range === null ? whole : positions.spanOf(source, range);
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { span: at, type, isNative } of semanticTokens(snapshot, span)) {
    const { start, end } = positions.rangeOf(source, at);
    const isSameLine = start.line === line;
    data.push(
      start.line - line,
      start.character - (isSameLine ? character : 0),
      end.character - start.character,
      NUMBERS.get(type) ?? 0,
      isNative ? 1 : 0,
    );
    ({ line, character } = start);
  }
  return data;
}

/** The one edit between two lists that share their start and their end; null where they are the same. */
function difference(
  before: readonly number[],
  after: readonly number[],
): { start: number; deleteCount: number; data: number[] } | null {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  if (start === before.length && start === after.length) return null;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return {
    start,
    deleteCount: before.length - start - same,
    data: after.slice(start, after.length - same),
  };
}
