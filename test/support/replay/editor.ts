import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Position } from 'vscode-languageserver';
import { uriOfFile } from '../../../server/protocol/uris.ts';
import type { TestClient } from '../client.ts';

export type Encoding = 'utf-8' | 'utf-16' | 'utf-32';

/** One replacement, in UTF-16 offsets of the text as the replacements before it left it. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a user, or a program beside the editor, does. */
export type Step =
  | { readonly kind: 'edit'; readonly file: string; readonly edits: readonly Replacement[] }
  | { readonly kind: 'open' | 'replace'; readonly file: string; readonly text: string }
  | { readonly kind: 'close'; readonly file: string }
  /** Written on disk, or removed with null, and told to the server as an editor that watches tells it. */
  | { readonly kind: 'disk'; readonly file: string; readonly text: string | null };

export interface OpenDocument {
  readonly file: string;
  readonly text: string;
  readonly version: number;
}

/**
 * An editor's side of the documents: their texts, versions and positions, counted on its own, so
 * that the server's reading of them is tested too.
 */
export class Editor {
  readonly encoding: Encoding;
  readonly #open = new Map<string, OpenDocument>();

  constructor(encoding: Encoding) {
    this.encoding = encoding;
  }

  get documents(): readonly OpenDocument[] {
    return [...this.#open.values()];
  }

  text(file: string): string {
    return this.#open.get(file)?.text ?? '';
  }

  isOpen(file: string): boolean {
    return this.#open.has(file);
  }

  /** Does the step, and tells the server of it. */
  take(step: Step, client: TestClient): void {
    const uri = uriOfFile(step.file);
    switch (step.kind) {
      case 'open':
        this.#open.set(step.file, { file: step.file, text: step.text, version: 1 });
        client.notify('textDocument/didOpen', {
          textDocument: { uri, languageId: 'toml', version: 1, text: step.text },
        });
        break;
      case 'close':
        this.#open.delete(step.file);
        client.notify('textDocument/didClose', { textDocument: { uri } });
        break;
      case 'disk':
        writeOrRemove(step.file, step.text);
        client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
        break;
      case 'replace':
        this.#change(client, step.file, [{ text: step.text }], step.text);
        break;
      case 'edit': {
        let text = this.text(step.file);
        const changes = step.edits.map((edit) => {
          const start = this.positionAt(text, edit.start);
          const end = this.positionAt(text, edit.end);
          text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
          return { range: { start, end }, text: edit.text };
        });
        this.#change(client, step.file, changes, text);
      }
    }
  }

  #change(client: TestClient, file: string, changes: readonly unknown[], text: string): void {
    const version = (this.#open.get(file)?.version ?? 0) + 1;
    this.#open.set(file, { file, text, version });
    client.notify('textDocument/didChange', {
      textDocument: { uri: uriOfFile(file), version },
      contentChanges: changes,
    });
  }

  positionAt(text: string, offset: number): Position {
    let line = 0;
    let start = 0;
    for (const { index, 0: found } of text.matchAll(/\r\n|\r|\n/g)) {
      if (index + found.length > offset) break;
      line += 1;
      start = index + found.length;
    }
    return { line, character: width(text.slice(start, offset), this.encoding) };
  }
}

function width(text: string, encoding: Encoding): number {
  if (encoding === 'utf-16') return text.length;
  return encoding === 'utf-8' ? Buffer.byteLength(text) : [...text].length;
}

function writeOrRemove(file: string, text: string | null): void {
  if (text === null) return rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
