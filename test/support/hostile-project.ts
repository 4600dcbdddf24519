import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver';
import type { CheckReport } from '../../server/cli/check/report.ts';
import { requestHandlers } from '../../server/protocol/handlers.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { nodeFileSystem } from '../../server/session/node-file-system.ts';
import { runCli, type CliResult } from './cli.ts';
import { TestClient } from './client.ts';
import { fixtureKnowledge } from './fixture-knowledge.ts';

/** A folder on the disk with these files, and a checkout of its own. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  mkdirSync(join(folder, '.git'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** What `check` says of a folder of real files. */
export function checkFolder(
  folder: string,
  ...options: readonly string[]
): CliResult & { readonly report: CheckReport } {
  const args = ['check', '--format', 'json', ...options, folder];
  const result = runCli(nodeFileSystem, args, { cwd: folder });
  return { ...result, report: JSON.parse(result.out) as CheckReport };
}

/** What a server answered of a folder: the codes of all diagnostics, and what went wrong inside. */
export interface Served {
  readonly diagnostics: readonly Diagnostic[];
  readonly faults: readonly string[];
}

/** Every request about a document. */
const ASKED = [...requestHandlers.keys()].filter((method) => method.startsWith('textDocument/'));

/**
 * Opens documents (texts by file), asks the server of each at its start, its middle and its end, and
 * ends it. What `whileOpen` does is done before that.
 */
export async function serveFolder(
  folder: string,
  documents: ReadonlyMap<string, string>,
  whileOpen: () => void = () => {},
): Promise<Served> {
  const client = await TestClient.start({
    fileSystem: nodeFileSystem,
    knowledge: fixtureKnowledge,
    folders: [folder],
    capabilities: { textDocument: { diagnostic: {} } },
  });
  for (const [file, text] of documents) client.open(file, text);
  const diagnostics: Diagnostic[] = [];
  for (const [file, text] of documents)
    for (const share of [0, 0.5, 1])
      for (const method of ASKED) {
        const position = positionAt(text, Math.floor(text.length * share));
        const answer = await client.request(method, {
          textDocument: { uri: uriOfFile(file) },
          position,
          positions: [position],
          range: { start: position, end: position },
          context: { diagnostics: [], includeDeclaration: true },
          newName: 'x',
        });
        if (share === 0 && method === 'textDocument/diagnostic')
          diagnostics.push(...(answer as { items: Diagnostic[] }).items);
      }
  whileOpen();
  await client.stop();
  return { diagnostics, faults: client.logged.filter((line) => line.includes('error')) };
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  let line = 0;
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', start)) {
    line += 1;
    start = at + 1;
  }
  return { line, character: offset - start };
}
