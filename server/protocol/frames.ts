import type { Readable, Writable } from 'node:stream';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  Disposable,
  type DataCallback,
  Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';

const HEADER_END = Buffer.from('\r\n\r\n');
/** Not at the start of a line alone: the rest of a dropped frame may stand before it. */
const LENGTH = /Content-Length: *(\d{1,10})$/im;

/** A header has a line or two. What is longer is not a header. */
const MAX_HEADER_BYTES = 4096;

/** More than any document that is read. */
const MAX_CONTENT_BYTES = 512 * 1024 * 1024;

const NOTHING = Buffer.alloc(0);

/**
 * Reads whole frames of the base protocol (LSP 3.17, "Base Protocol") and drops what stands between
 * them. The reader of vscode-jsonrpc would wait for more after a header that it cannot read, and
 * takes a turn of the event loop for each message before the connection takes another.
 */
export class FrameReader extends AbstractMessageReader implements MessageReader {
  readonly #input: Readable;
  readonly #report: (message: string) => void;
  #take: DataCallback = () => {};
  #header: Buffer = NOTHING;
  #content: Buffer[] = [];
  /** Bytes of the current frame's content that are still to come. */
  #left = 0;

  constructor(input: Readable, report: (message: string) => void) {
    super();
    this.#input = input;
    this.#report = report;
  }

  listen(callback: DataCallback): Disposable {
    const read = (chunk: Buffer): void => this.#read(chunk);
    this.#take = callback;
    this.#input.on('data', read);
    this.#input.on('close', () => this.fireClose());
    return Disposable.create(() => this.#input.off('data', read));
  }

  #read(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0)
      rest = this.#left > 0 ? this.#readContent(rest) : this.#readHeader(rest);
  }

  #readContent(bytes: Buffer): Buffer {
    const content = bytes.subarray(0, this.#left);
    this.#left -= content.length;
    this.#content.push(content);
    if (this.#left === 0) this.#takeContent();
    return bytes.subarray(content.length);
  }

  #takeContent(): void {
    const [first = NOTHING, ...others] = this.#content;
    this.#content = [];
    const content = others.length === 0 ? first : Buffer.concat([first, ...others]);
    try {
      const message: Message = JSON.parse(content.toString('utf8'));
      // The library's own reading throws too, of `$/cancelRequest` without parameters.
      this.#take(message);
    } catch (error) {
      this.fireError(error);
    }
  }

  /** Takes bytes into the header until it is whole, and answers those behind it. */
  #readHeader(bytes: Buffer): Buffer {
    const header = this.#header.length === 0 ? bytes : Buffer.concat([this.#header, bytes]);
    const end = header.indexOf(HEADER_END);
    if (end === -1) {
      this.#header = header;
      if (header.length > MAX_HEADER_BYTES) this.#drop(header);
      return NOTHING;
    }
    this.#header = NOTHING;
    const text = header.toString('latin1', 0, end);
    const length = Number(LENGTH.exec(text)?.[1]);
    if (length <= MAX_CONTENT_BYTES) this.#left = length;
    else this.#report(`dropped a frame whose header is ${JSON.stringify(text.slice(0, 80))}`);
    return header.subarray(end + HEADER_END.length);
  }

  /** What is too long for a header is dropped up to the next thing that looks like one. */
  #drop(bytes: Buffer): void {
    const next = bytes.indexOf('Content-Length:', 1);
    this.#header = next === -1 ? NOTHING : bytes.subarray(next);
    this.#report('dropped bytes that are no frame');
  }
}

/** An answer, or the parameters of a notification, that is written as JSON already: as bytes in UTF-8, or as a text. */
export class Serialized {
  readonly json: Uint8Array | string;

  constructor(json: Uint8Array | string) {
    this.json = json;
  }
}

/** Writes each message at once and in one piece, where that of vscode-jsonrpc takes two writes and a turn of the event loop. */
export class FrameWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #output: Writable;

  constructor(output: Writable) {
    super();
    this.#output = output;
  }

  /** Resolves when the stream has taken the message. Who reads it being gone is the stream's error to tell. */
  write(message: Message): Promise<void> {
    if (Message.isResponse(message) && message.result instanceof Serialized) {
      const before = `{"jsonrpc":"2.0","id":${JSON.stringify(message.id)},"result":`;
      return this.#writeSerialized(before, message.result);
    }
    if (Message.isNotification(message) && message.params instanceof Serialized) {
      const before = `{"jsonrpc":"2.0","method":${JSON.stringify(message.method)},"params":`;
      return this.#writeSerialized(before, message.params);
    }
    const content = JSON.stringify(message);
    return this.#write(`${headerOf(Buffer.byteLength(content))}${content}`);
  }

  #writeSerialized(before: string, { json }: Serialized): Promise<void> {
    const length = Buffer.byteLength(before) + Buffer.byteLength(json) + 1;
    if (typeof json === 'string') return this.#write(`${headerOf(length)}${before}${json}}`);
    void this.#write(`${headerOf(length)}${before}`);
    void this.#write(json);
    return this.#write('}');
  }

  #write(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#output.write(bytes, () => resolve());
    });
  }

  end(): void {}
}

function headerOf(length: number): string {
  return `Content-Length: ${length}\r\n\r\n`;
}
