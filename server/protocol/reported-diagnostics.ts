/** What is to be said of a file, each diagnostic as JSON, with a name. */
interface State {
  readonly diagnostics: readonly string[];
  readonly id: string;
}

const NOTHING: State = { diagnostics: [], id: '' };

/** Remembers what is to be said of each file and what the client was told, so that it is told again only what changed. */
export class ReportedDiagnostics {
  readonly #current = new Map<string, State>();
  readonly #published = new Map<string, State>();
  #count = 0;

  /** Whether `diagnostics` differ from those of the last call for the file. No diagnostics at first are nothing new. */
  update(file: string, diagnostics: readonly string[]): boolean {
    const before = this.#current.get(file);
    if (before !== undefined && isSame(before.diagnostics, diagnostics)) return false;
    this.#count += 1;
    this.#current.set(file, { diagnostics, id: String(this.#count) });
    return before !== undefined || diagnostics.length > 0;
  }

  /** Names the state of the last update; empty where there was none. */
  id(file: string): string {
    return (this.#current.get(file) ?? NOTHING).id;
  }

  /** To be called when a client that pulls is told the state of the last update. */
  tell(file: string): void {
    this.#published.set(file, this.#current.get(file) ?? NOTHING);
  }

  /** Whether the client knows something else of the file than the state of the last update. */
  changed(file: string): boolean {
    const { diagnostics } = this.#current.get(file) ?? NOTHING;
    return !isSame(diagnostics, (this.#published.get(file) ?? NOTHING).diagnostics);
  }

  /** To be called when a client may have dropped what it was told, as it does for a document that it closes. */
  forgetPublished(file: string): void {
    this.#published.delete(file);
  }

  has(file: string): boolean {
    return this.#current.has(file);
  }

  files(): readonly string[] {
    return [...this.#current.keys()];
  }

  forget(file: string): void {
    this.#current.delete(file);
    this.#published.delete(file);
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((each, index) => each === b[index]));
}
