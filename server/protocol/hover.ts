import type { Hover, TextDocumentPositionParams } from 'vscode-languageserver';
import { hover as hoverAt } from '../features/hover/hover.ts';
import { renderMarkdown, renderPlainText } from '../features/hover/render.ts';
import { requestedPlace, type ServerContext } from './context.ts';

/** `textDocument/hover` */
export function hover(context: ServerContext, params: TextDocumentPositionParams): Hover | null {
  const place = requestedPlace(context, params);
  const found = place === null ? null : hoverAt(place.snapshot, place.offset);
  if (place === null || found === null) return null;
  return {
    contents: context.client.hoverMarkdown
      ? { kind: 'markdown', value: renderMarkdown(found) }
      : { kind: 'plaintext', value: renderPlainText(found) },
    range: context.positions.rangeOf(place.snapshot.source, found.span),
  };
}
