/** How many answers are kept for what a client asks next. */
const KEPT = 16;

/** The latest answers, of which a client may name one to be told only what has changed since. */
export class SentTokens {
  readonly #prefix: string;
  readonly #byId = new Map<string, readonly number[]>();
  #count = 0;

  /** @param prefix of the names of answers: sessions that answer the same client have another one each. */
  constructor(prefix = '') {
    this.#prefix = prefix;
  }

  keep(data: readonly number[]): string {
    this.#count += 1;
    const id = `${this.#prefix}${this.#count}`;
    this.#byId.set(id, data);
    for (const oldest of this.#byId.keys()) {
      if (this.#byId.size <= KEPT) break;
      this.#byId.delete(oldest);
    }
    return id;
  }

  /** Null for an answer that is not known any more. */
  take(id: string | undefined): readonly number[] | null {
    if (id === undefined) return null;
    const data = this.#byId.get(id) ?? null;
    this.#byId.delete(id);
    return data;
  }
}
