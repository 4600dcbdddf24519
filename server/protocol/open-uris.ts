import { unsavedManifest } from '../session/unsaved.ts';
import { fileOfUri, uriOfFile } from './uris.ts';

/**
 * The URIs that the client itself uses for its documents: ours may differ in escaping. A
 * document that is in no file (`untitled:`) has a path of its own while it is open.
 */
export class OpenUris {
  readonly #uriOfFile = new Map<string, string>();
  readonly #fileOfUnsaved = new Map<string, string>();
  #unsaved = 0;

  open(file: string, uri: string): void {
    this.#uriOfFile.set(file, uri);
  }

  /** Takes up a document that is in no file as a manifest without anything around it. Answers its path. */
  openUnsaved(uri: string): string {
    const known = this.#fileOfUnsaved.get(uri);
    if (known !== undefined) return known;
    this.#unsaved += 1;
    const file = unsavedManifest(this.#unsaved);
    this.#fileOfUnsaved.set(uri, file);
    this.#uriOfFile.set(file, uri);
    return file;
  }

  /** The client's own URI is kept: what it was told under that name has to be taken back under it. */
  close(file: string): void {
    const uri = this.#uriOfFile.get(file);
    if (uri !== undefined) this.#fileOfUnsaved.delete(uri);
  }

  of(file: string): string {
    return this.#uriOfFile.get(file) ?? uriOfFile(file);
  }

  /** The path of a document; null for one that is in no file and not open. */
  fileOf(uri: string): string | null {
    return fileOfUri(uri) ?? this.#fileOfUnsaved.get(uri) ?? null;
  }
}
