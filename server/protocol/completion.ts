import type { CompletionList } from 'vscode-languageserver';
import { complete } from '../features/completion/complete.ts';
import type { CompletionItem as Item } from '../features/completion/model.ts';
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
      ...(item.detail === '' ? {} : { detail: item.detail }),
      // Clients sort by text: this keeps our order.
      sortText: String(index).padStart(4, '0'),
      filterText: item.label,
      textEdit: { range, newText: item.newText },
      data,
    })),
  };
}

/** `completionItem/resolve`: adds the documentation. */
export function resolveCompletion(context: ServerContext, params: unknown): unknown {
  const item = findAgain(context, params);
  const documentation = item?.documentation() ?? '';
  if (typeof params !== 'object' || params === null || documentation === '') return params;
  return {
    ...params,
    documentation: { kind: 'plaintext', value: documentation },
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
