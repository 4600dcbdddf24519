/** Longer lines are read up to here: no message that is looked for is as long. UTF-16 units. */
const LONGEST_LINE = 16_384;

/** Cuts a text that comes in parts into lines, without colours and other control sequences, in memory that does not grow. */
export class LineReader {
  #rest = '';
  #number = 1;
  /** The beginning of the line has been handed out; what follows of it is dropped. */
  #isCut = false;

  /** The lines that end in this part, with their numbers (1-based). */
  *push(part: string): Generator<readonly [number: number, text: string]> {
    let start = 0;
    for (let end = part.indexOf('\n'); end !== -1; end = part.indexOf('\n', start)) {
      this.#keep(part, start, end);
      yield* this.#line();
      this.#number += 1;
      this.#isCut = false;
      start = end + 1;
    }
    this.#keep(part, start, part.length);
    if (this.#rest.length < LONGEST_LINE || this.#isCut) return;
    yield* this.#line();
    this.#isCut = true;
  }

  /** The line that no line break ends. */
  *finish(): Generator<readonly [number: number, text: string]> {
    yield* this.#line();
  }

  #keep(part: string, start: number, end: number): void {
    if (this.#isCut) return;
    this.#rest += part.slice(start, Math.min(end, start + LONGEST_LINE - this.#rest.length));
  }

  *#line(): Generator<readonly [number: number, text: string]> {
    const rest = this.#rest;
    this.#rest = '';
    if (this.#isCut) return;
    // A carriage return begins a line anew: progress bars, and line breaks of Windows.
    for (const text of rest.split('\r'))
      if (text !== '') yield [this.#number, withoutControls(text)];
  }
}

/** Without colours, links and other control sequences of terminals. */
export function withoutControls(text: string): string {
  return text.replace(CONTROL_SEQUENCE, '');
}

// oxlint-disable-next-line no-control-regex
const CONTROL_SEQUENCE = /\u001b(?:\[[\d;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g;
