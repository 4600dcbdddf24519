import type { Diagnostic } from 'vscode-languageserver';

/** Remembers what the client was last told of each file, so that it is told again only what changed. */
export class ReportedDiagnostics {
  readonly #byFile = new Map<string, { readonly key: string; readonly id: string }>();
  #count = 0;

  /** Whether `diagnostics` differ from those of the last call for the file. No diagnostics at first are nothing new. */
  update(file: string, diagnostics: readonly Diagnostic[]): boolean {
    const key = JSON.stringify(diagnostics);
    const before = this.#byFile.get(file);
    if (before?.key === key) return false;
    this.#count += 1;
    this.#byFile.set(file, { key, id: String(this.#count) });
    return before !== undefined || diagnostics.length > 0;
  }

  /** Names the state of the last update; empty where there was none. */
  id(file: string): string {
    return this.#byFile.get(file)?.id ?? '';
  }

  has(file: string): boolean {
    return this.#byFile.has(file);
  }

  files(): readonly string[] {
    return [...this.#byFile.keys()];
  }

  forget(file: string): void {
    this.#byFile.delete(file);
  }
}
