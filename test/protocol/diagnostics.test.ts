import type {
  Diagnostic,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import type { ClientOptions, TestClient } from '../support/client.ts';
import { fixtureText, LOCK, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';

const PROVIDED = fixtureText('provided-by-the-project', 'default.nix');

function codes(diagnostics: readonly Diagnostic[] | undefined): readonly unknown[] | null {
  return diagnostics?.map(({ code }) => code) ?? null;
}

function openBroken(options: ClientOptions = {}): ReturnType<typeof openFixture> {
  return openFixture('missing-native-input', options);
}

const PULLS: ClientOptions = {
  capabilities: {
    textDocument: { diagnostic: { relatedInformation: true } },
    workspace: { diagnostics: { refreshSupport: true } },
  },
};

describe('pushed diagnostics', () => {
  it('come with version, code, docs and data', async () => {
    const { client } = await openBroken();
    const [diagnostic] = client.pushed.get(uriOfFile(MANIFEST)) ?? [];
    expect(diagnostic).toMatchObject({
      code: 'missing-native-input',
      severity: 2,
      source: 'pyproject-nix-ls',
      range: { start: { line: 8, character: 0 }, end: { line: 8, character: 8 } },
      data: { code: 'missing-native-input', package: 'printing' },
    });
    expect(diagnostic?.codeDescription?.href).toMatch(/\/missing-native-input\.md$/);
    await client.stop();
  });

  it('are not repeated where nothing changed', async () => {
    const { client } = await openBroken();
    const before = client.pushes;
    client.replace(
      MANIFEST,
      2,
      `${fixtureText('missing-native-input', 'pyproject.toml')}\n# more\n`,
    );
    await client.settle();
    expect(client.pushes).toBe(before);
    await client.stop();
  });

  it('go when an unsaved Nix file provides what is missing, and come back', async () => {
    const { client } = await openBroken();
    client.open(NIX, PROVIDED, 'nix');
    await client.settle();
    expect(codes(client.pushed.get(uriOfFile(MANIFEST)))).toEqual([]);
    client.notify('textDocument/didClose', { textDocument: { uri: uriOfFile(NIX) } });
    await client.settle();
    expect(codes(client.pushed.get(uriOfFile(MANIFEST)))).toEqual(['missing-native-input']);
    await client.stop();
  });

  it('go when a file changes on disk, seen at the next keystroke', async () => {
    const { client, fileSystem } = await openBroken();
    fileSystem.write(NIX, PROVIDED);
    client.replace(MANIFEST, 2, `${fixtureText('missing-native-input', 'pyproject.toml')}\n`);
    await client.settle();
    expect(codes(client.pushed.get(uriOfFile(MANIFEST)))).toEqual([]);
    await client.stop();
  });

  it('are taken back when the document closes', async () => {
    const { client } = await openBroken();
    client.notify('textDocument/didClose', { textDocument: { uri: uriOfFile(MANIFEST) } });
    await client.settle();
    expect(codes(client.pushed.get(uriOfFile(MANIFEST)))).toEqual([]);
    await client.stop();
  });
});

async function pull(
  client: TestClient,
  file: string,
  previousResultId?: string,
): Promise<DocumentDiagnosticReport> {
  const report = await client.request('textDocument/diagnostic', {
    textDocument: { uri: uriOfFile(file) },
    previousResultId,
  });
  return report as DocumentDiagnosticReport;
}

describe('pulled diagnostics', () => {
  it('are never pushed too', async () => {
    const { client } = await openBroken(PULLS);
    expect(client.pushes).toBe(0);
    await client.stop();
  });

  it('carry an id, and are unchanged for it', async () => {
    const { client } = await openBroken(PULLS);
    const first = await pull(client, MANIFEST);
    expect(first.kind === 'full' && codes(first.items)).toEqual(['missing-native-input']);
    const again = await pull(client, MANIFEST, first.resultId);
    expect(again).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await client.stop();
  });

  it('name the places in the other files', async () => {
    const { client } = await openBroken(PULLS);
    const related = async (file: string): Promise<readonly unknown[] | undefined> => {
      const report = await pull(client, file);
      const [first] = report.kind === 'full' ? report.items : [];
      return first?.relatedInformation?.map(({ location, message }) => [location.uri, message]);
    };
    const builder = [uriOfFile(NIX), 'mkPoetryApplication builds it'];
    expect(await related(MANIFEST)).toEqual([[uriOfFile(LOCK), 'printing 2.0.1'], builder]);
    client.open(LOCK, fixtureText('missing-native-input', 'poetry.lock'));
    expect(await related(LOCK)).toEqual([[uriOfFile(MANIFEST), 'printing is declared'], builder]);
    await client.stop();
  });

  it('name nothing where the client shows no other places', async () => {
    const { client } = await openBroken({ capabilities: { textDocument: { diagnostic: {} } } });
    const report = await pull(client, MANIFEST);
    expect(report.kind === 'full' && report.items[0]?.relatedInformation).toBeUndefined();
    await client.stop();
  });

  it('are asked for again when another file changes them', async () => {
    const { client } = await openBroken(PULLS);
    await pull(client, MANIFEST);
    client.open(NIX, PROVIDED, 'nix');
    await client.settle();
    expect(client.asked.map(({ method }) => method)).toContain('workspace/diagnostic/refresh');
    const after = await pull(client, MANIFEST);
    expect(after.kind === 'full' && after.items).toEqual([]);
    await client.stop();
  });

  it('cover the workspace, closed files too', async () => {
    const { client } = await openBroken(PULLS);
    const report = (await client.request('workspace/diagnostic', {
      previousResultIds: [],
    })) as WorkspaceDiagnosticReport;
    const manifest = report.items.find(({ uri }) => uri === uriOfFile(MANIFEST));
    expect(manifest).toMatchObject({ kind: 'full', version: 1 });
    await client.stop();
  });

  it('are empty for what belongs to no project', async () => {
    const { client } = await openBroken(PULLS);
    expect(await pull(client, '/elsewhere/pyproject.toml')).toMatchObject({
      kind: 'full',
      items: [],
    });
    await client.stop();
  });
});
