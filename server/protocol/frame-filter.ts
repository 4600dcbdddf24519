import { Transform, type TransformCallback } from 'node:stream';

const HEADER_END = Buffer.from('\r\n\r\n');
/** Not at the start of a line alone: the rest of a dropped frame may stand before it. */
const LENGTH = /Content-Length: *(\d{1,10})$/im;

/** A header has a line or two. What is longer is none. */
const MAX_HEADER_BYTES = 4096;

/** More than any document that is read. */
const MAX_CONTENT_BYTES = 512 * 1024 * 1024;

/**
 * Lets whole frames of the base protocol through (LSP 3.17, "Base Protocol") and drops what stands
 * between them. The connection behind it would wait for more after a header that it cannot read;
 * this way it never sees one.
 */
export class FrameFilter extends Transform {
  readonly #report: (message: string) => void;
  #header: Buffer = Buffer.alloc(0);
  /** Bytes of the current frame's content that are still to come. */
  #left = 0;

  constructor(report: (message: string) => void) {
    super();
    this.#report = report;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    let rest = chunk;
    while (rest.length > 0)
      rest = this.#left > 0 ? this.#passContent(rest) : this.#readHeader(rest);
    done();
  }

  #passContent(bytes: Buffer): Buffer {
    const content = bytes.subarray(0, this.#left);
    this.#left -= content.length;
    this.push(content);
    return bytes.subarray(content.length);
  }

  /** Takes bytes into the header until it is whole, and answers those behind it. */
  #readHeader(bytes: Buffer): Buffer {
    const header = this.#header.length === 0 ? bytes : Buffer.concat([this.#header, bytes]);
    const end = header.indexOf(HEADER_END);
    if (end === -1) {
      this.#header = header;
      if (header.length > MAX_HEADER_BYTES) this.#drop(header);
      return Buffer.alloc(0);
    }
    this.#header = Buffer.alloc(0);
    const text = header.toString('latin1', 0, end);
    const length = Number(LENGTH.exec(text)?.[1]);
    const rest = header.subarray(end + HEADER_END.length);
    if (!(length <= MAX_CONTENT_BYTES)) {
      this.#report(`dropped a header of ${end} bytes that names no length`);
      return rest;
    }
    this.#left = length;
    this.push(`Content-Length: ${length}\r\n\r\n`);
    return rest;
  }

  /** What is too long for a header is dropped up to the next thing that looks like one. */
  #drop(bytes: Buffer): void {
    const next = bytes.indexOf('Content-Length:', 1);
    this.#header = next === -1 ? Buffer.alloc(0) : bytes.subarray(next);
    this.#report('dropped bytes that are no frame');
  }
}
