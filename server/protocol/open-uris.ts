import { unsavedManifest } from '../session/unsaved.ts';
import { fileOfUri, uriOfFile } from './uris.ts';

/**
 * The URIs that the client itself uses for its documents: ours may differ in escaping. A
 * document that is in no file (`untitled:`) has a path of its own while it is open.
 */
export class OpenUris {
  readonly #uriOfFile = new Map<string, string>();
  /** A file may be open under several; the one that was used last is the last. */
  readonly #openUris = new Map<string, readonly string[]>();
  /** Nearly all requests are about an open document. */
  readonly #fileOfOpen = new Map<string, string>();
  /** Most of what a project says in passing is about its lock. */
  #lastMade: readonly [file: string, uri: string] = ['', ''];
  #unsaved = 0;

  /** To be called when a document is changed: it is the one that is worked on. */
  changed(file: string, uri: string): void {
    const open = this.#openUris.get(file) ?? [];
    if (open.at(-1) !== uri && open.includes(uri)) this.open(file, uri);
  }

  open(file: string, uri: string): void {
    this.#uriOfFile.set(file, uri);
    const others = (this.#openUris.get(file) ?? []).filter((each) => each !== uri);
    this.#openUris.set(file, [...others, uri]);
    this.#fileOfOpen.set(uri, file);
  }

  /** Takes up a document that is in no file as a manifest without anything around it. Answers its path. */
  openUnsaved(uri: string): string {
    const known = this.#fileOfOpen.get(uri);
    if (known !== undefined) return known;
    this.#unsaved += 1;
    const file = unsavedManifest(this.#unsaved);
    this.#fileOfOpen.set(uri, file);
    this.#uriOfFile.set(file, uri);
    return file;
  }

  /** The client's own URI is kept: what it was told under that name has to be taken back under it. */
  close(file: string, uri: string): void {
    this.#fileOfOpen.delete(uri);
    const left = (this.#openUris.get(file) ?? []).filter((each) => each !== uri);
    const last = left.at(-1);
    if (last === undefined) this.#openUris.delete(file);
    else {
      this.#openUris.set(file, left);
      this.#uriOfFile.set(file, last);
    }
  }

  of(file: string): string {
    const own = this.#uriOfFile.get(file);
    if (own !== undefined) return own;
    const [lastFile, lastUri] = this.#lastMade;
    if (file === lastFile) return lastUri;
    const uri = uriOfFile(file);
    this.#lastMade = [file, uri];
    return uri;
  }

  /** The path of a document; null for one that is in no file and not open. */
  fileOf(uri: string): string | null {
    return this.#fileOfOpen.get(uri) ?? fileOfUri(uri);
  }
}
