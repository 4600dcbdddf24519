import { LogReader } from '../../../server/build-log/read.ts';
import { editOf, textsOf } from '../input.ts';
import { requireSame } from '../invariants.ts';

/** A log is read, and says the same however it is cut into parts. */
export function fuzz(data: Uint8Array): void {
  const [text = '', where = ''] = textsOf(data);
  const { start, end } = editOf(where, text.length);
  const parts = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  requireSame(findingsOf(parts), findingsOf([text]), 'cut, it says another thing');
}

function findingsOf(parts: readonly string[]): unknown {
  const reader = new LogReader();
  for (const part of parts) reader.push(part);
  return reader.finish();
}
