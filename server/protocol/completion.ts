import type { CompletionItem, CompletionList, Range } from 'vscode-languageserver';
import { complete } from '../features/completion/complete.ts';
import type { CompletionItem as Item } from '../features/completion/model.ts';
import type { ClientProfile } from './capabilities.ts';
import { requestedPlace, type ServerContext } from './context.ts';
import { field, position } from './decode.ts';

/** CompletionItemKind. */
const KINDS = {
  package: 9,
  version: 12,
  extra: 20,
  group: 19,
  key: 10,
  marker: 6,
  value: 12,
} as const;

/** InsertTextFormat. */
const SNIPPET = 2;

/** `textDocument/completion` */
export function completion(context: ServerContext, params: unknown): CompletionList {
  const place = requestedPlace(context, params);
  const found = place === null ? null : complete(place.snapshot, place.offset);
  if (place === null || found === null) return { isIncomplete: false, items: [] };
  const range = context.positions.rangeOf(place.snapshot.source, found.span);
  const data = { uri: context.uris.of(place.snapshot.file), position: field(params, 'position') };
  return {
    isIncomplete: found.isIncomplete,
    items: found.items.map((item, index) => ({
      label: item.label,
      kind: KINDS[item.kind],
      ...detailOf(item, context.client),
      // Clients sort by text: this keeps our order.
      sortText: String(index).padStart(4, '0'),
      filterText: item.label,
      ...insertion(item, range, context.client),
      data,
    })),
  };
}

/** A client that shows a description beside every label shows it there; another one with the item that is selected. */
function detailOf({ detail }: Item, { labelDetails }: ClientProfile): Partial<CompletionItem> {
  if (detail === '') return {};
  return labelDetails ? { labelDetails: { description: detail } } : { detail };
}

function insertion(
  { newText, placeholder }: Item,
  range: Range,
  { snippets }: ClientProfile,
): Partial<CompletionItem> {
  if (!snippets || placeholder === undefined) return { textEdit: { range, newText } };
  const { start, end } = placeholder;
  const [before, inside, after] = [
    newText.slice(0, start),
    newText.slice(start, end),
    newText.slice(end),
  ].map((part) => part.replaceAll(/[\\$}]/g, '\\$&'));
  const snippet = `${before}\${1:${inside}}${after}`;
  return { textEdit: { range, newText: snippet }, insertTextFormat: SNIPPET };
}

/** `completionItem/resolve`: adds the documentation. */
export function resolveCompletion(context: ServerContext, params: unknown): unknown {
  const item = findAgain(context, params);
  const documentation = item?.documentation() ?? '';
  if (typeof params !== 'object' || params === null || documentation === '') return params;
  return {
    ...params,
    documentation: context.client.completionMarkdown
      ? { kind: 'markdown', value: documentation.replaceAll('\n', '  \n') }
      : { kind: 'plaintext', value: documentation },
  };
}

function findAgain({ session, positions, uris }: ServerContext, params: unknown): Item | null {
  const data = field(params, 'data');
  const uri = field(data, 'uri');
  const file = typeof uri === 'string' ? uris.fileOf(uri) : null;
  const snapshot = file === null ? null : session.snapshot(file);
  if (snapshot === null) return null;
  const at = position(field(data, 'position'), 'data.position');
  const found = complete(snapshot, positions.offsetOf(snapshot.source, at));
  return found?.items.find(({ label }) => label === field(params, 'label')) ?? null;
}
