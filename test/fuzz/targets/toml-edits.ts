import { parseToml, parseTomlAgain } from '../../../server/toml/parse.ts';
import { wholeDocument } from '../../../server/toml/testing.ts';
import { editOf, textsOf } from '../input.ts';
import { requireSame } from '../invariants.ts';

/** A document after a sequence of edits says what one says that is read afresh. */
export function fuzz(data: Uint8Array): void {
  const [first = '', ...edits] = textsOf(data);
  let document = parseToml(first);
  for (const part of edits.slice(0, 8)) {
    wholeDocument(document);
    const { text } = document;
    const { start, end, newText } = editOf(part, text.length);
    const next = text.slice(0, start) + newText + text.slice(end);
    const fresh = wholeDocument(parseToml(next));
    requireSame(wholeDocument(parseTomlAgain(next, document)), fresh, 'replaced');
    document = document.edit({ start, end }, newText);
    requireSame(document.text, next, 'the text');
    requireSame(wholeDocument(document), fresh, 'edited');
  }
}
