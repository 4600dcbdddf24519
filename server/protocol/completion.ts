import type {
  CompletionItem,
  CompletionList,
  TextDocumentPositionParams,
} from 'vscode-languageserver';
import { complete } from '../features/completion/complete.ts';
import type { CompletionItem as Item } from '../features/completion/model.ts';
import type { ClientProfile } from './capabilities.ts';
import { requestedPlace, type ServerContext } from './context.ts';
import { field, position } from './decode.ts';
import type { SentItem } from './params.ts';
import { memoized } from '../memoize.ts';

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

/** The client's items of a list of completions. Nothing in them depends on the place: they stand for as long as the list. Bench: completion. */
const itemsFor = memoized((client: ClientProfile) =>
  memoized((items: readonly Item[]) => items.map((item, n) => withDefaults(item, n, client))),
);

/** `textDocument/completion` */
export function completion(
  context: ServerContext,
  params: TextDocumentPositionParams,
): CompletionList {
  const { client } = context;
  const place = requestedPlace(context, params);
  const found = place === null ? null : complete(place.snapshot, place.offset);
  if (place === null || found === null) return { isIncomplete: false, items: [] };
  const { isIncomplete, items } = found;
  const range = context.positions.rangeOf(place.snapshot.source, found.span);
  const data = { uri: context.uris.of(place.snapshot.file), position: params.position };
  if (client.completionDefaults) {
    return {
      isIncomplete,
      itemDefaults: { editRange: range, data },
      items: itemsFor(client)(items),
    };
  }
  return {
    isIncomplete,
    items: items.map((item, index) => ({
      ...shown(item, index, client),
      textEdit: { range, newText: insertedText(item, client) },
      data,
    })),
  };
}

/** An item that takes its range and `data` from its list, and its text from its label where they are the same. */
function withDefaults(item: Item, index: number, client: ClientProfile): CompletionItem {
  const textEditText = insertedText(item, client);
  const common = shown(item, index, client);
  return textEditText === item.label ? common : { ...common, textEditText };
}

/** What does not depend on the place. The text that is filtered by is the label, as it is where none is named. */
function shown(item: Item, index: number, client: ClientProfile): CompletionItem {
  return {
    label: item.label,
    kind: KINDS[item.kind],
    ...detailOf(item, client),
    // Clients sort by text: this keeps our order.
    sortText: String(index).padStart(4, '0'),
    ...(isSnippet(item, client) ? { insertTextFormat: SNIPPET } : {}),
  };
}

/** A client that shows a description beside every label shows it there; another one with the item that is selected. */
function detailOf({ detail }: Item, { labelDetails }: ClientProfile): Partial<CompletionItem> {
  if (detail === '') return {};
  return labelDetails ? { labelDetails: { description: detail } } : { detail };
}

function isSnippet({ placeholder }: Item, { snippets }: ClientProfile): boolean {
  return snippets && placeholder !== undefined;
}

function insertedText({ newText, placeholder }: Item, { snippets }: ClientProfile): string {
  if (!snippets || placeholder === undefined) return newText;
  const { start, end } = placeholder;
  const [before, inside, after] = [
    newText.slice(0, start),
    newText.slice(start, end),
    newText.slice(end),
  ].map((part) => part.replaceAll(/[\\$}]/g, '\\$&'));
  return `${before}\${1:${inside}}${after}`;
}

/** `completionItem/resolve`: adds the documentation. */
export function resolveCompletion(context: ServerContext, sent: SentItem): CompletionItem {
  const item = findAgain(context, sent);
  const documentation = item?.documentation() ?? '';
  if (documentation === '') return sent;
  return {
    ...sent,
    documentation: context.client.completionMarkdown
      ? { kind: 'markdown', value: documentation.replaceAll('\n', '  \n') }
      : { kind: 'plaintext', value: documentation },
  };
}

function findAgain(
  { session, positions, uris }: ServerContext,
  { label, data }: SentItem,
): Item | null {
  const uri = field(data, 'uri');
  const file = typeof uri === 'string' ? uris.fileOf(uri) : null;
  const snapshot = file === null ? null : session.snapshot(file);
  if (snapshot === null) return null;
  const at = position(field(data, 'position'), 'data.position');
  const found = complete(snapshot, positions.offsetOf(snapshot.source, at));
  return found?.items.find((item) => item.label === label) ?? null;
}
