import type { CompletionList, Hover } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import type { TestClient } from '../support/client.ts';
import { fixtureText, LOCK, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';

/** The line of the only dependency but Python, in the fixtures that are used here. */
const LINE = 8;

const TRANSITIVE = 'missing-for-a-transitive-package';

/** A client in whose manifest a locked package that is not declared is being typed. */
async function typing(): Promise<{
  readonly client: TestClient;
  readonly line: number;
  readonly text: string;
}> {
  const { client } = await openFixture(TRANSITIVE);
  const text = fixtureText(TRANSITIVE, 'pyproject.toml').replace(
    '[build-system]',
    'pri\n[build-system]',
  );
  client.replace(MANIFEST, 2, text);
  return { client, line: text.split('\n').indexOf('pri'), text };
}

async function hover(client: TestClient): Promise<string> {
  const found = (await client.at('textDocument/hover', MANIFEST, LINE, 2)) as Hover | null;
  const value = found === null ? '' : JSON.stringify(found.contents);
  // Asked for again, it is the same.
  const again = (await client.at('textDocument/hover', MANIFEST, LINE, 3)) as Hover | null;
  expect(again).toEqual(found);
  return value;
}

async function labels(client: TestClient, line: number, character: number): Promise<string[]> {
  const ask = (): Promise<unknown> =>
    client.at('textDocument/completion', MANIFEST, line, character);
  const list = (await ask()) as CompletionList;
  expect(await ask()).toEqual(list);
  return list.items.map(({ label, detail }) => `${label} ${detail ?? ''}`.trim());
}

describe('a hover that was said before', () => {
  it('is another when the lock is', async () => {
    const { client } = await openFixture('healthy');
    expect(await hover(client)).toContain('pictures 7.2.0');
    client.open(LOCK, fixtureText('healthy', 'poetry.lock').replace('"7.2.0"', '"7.3.0"'));
    expect(await hover(client)).toContain('pictures 7.3.0');
    await client.stop();
  });

  it('is another when the constraint is', async () => {
    const { client } = await openFixture('healthy');
    const text = fixtureText('healthy', 'pyproject.toml');
    expect(await hover(client)).toContain('^7.1.2 ✓');
    client.replace(MANIFEST, 2, text.replace('^7.1.2', '^8'));
    expect(await hover(client)).toContain('^8 ✗');
    client.replace(MANIFEST, 3, text);
    expect(await hover(client)).toContain('^7.1.2 ✓');
    await client.stop();
  });

  it('is another when a Nix file provides what is missing', async () => {
    const { client } = await openFixture('missing-native-input');
    expect(await hover(client)).toContain('Missing');
    const override =
      'overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: { printing = prev.printing.overridePythonAttrs (old: { buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.cups ]; }); });';
    const nix = fixtureText('missing-native-input', 'default.nix');
    client.open(NIX, nix.replace('projectDir = ./.;', `projectDir = ./.; ${override}`), 'nix');
    expect(await hover(client)).not.toContain('Missing');
    await client.stop();
  });

  it('tells what a direct dependency brings, until the lock says that it brings something else', async () => {
    const { client } = await openFixture(TRANSITIVE);
    expect(await hover(client)).toContain('printing (lacks cups)');
    const lock = fixtureText(TRANSITIVE, 'poetry.lock');
    client.open(LOCK, lock.replace(/\[package\.dependencies\]\n.*\n/, ''));
    expect(await hover(client)).not.toContain('printing (lacks cups)');
    await client.stop();
  });
});

/** A dependency table with some lines. */
function table(lines: string): string {
  return `[tool.poetry]\n[tool.poetry.dependencies]\n${lines}\n`;
}

describe('packages that were offered before', () => {
  it('are others when the lock is', async () => {
    const { client, line } = await typing();
    expect(await labels(client, line, 3)).toEqual(['printing 2.0.1 · native: cups']);
    client.open(LOCK, fixtureText(TRANSITIVE, 'poetry.lock').replace('"2.0.1"', '"2.0.2"'));
    expect(await labels(client, line, 3)).toEqual(['printing 2.0.2 · native: cups']);
    await client.stop();
  });

  it('are others when one is declared', async () => {
    const { client, line, text } = await typing();
    expect(await labels(client, line, 3)).toEqual(['printing 2.0.1 · native: cups']);
    client.replace(MANIFEST, 3, text.replace('pri\n', 'pri\nprinting = "*"\n'));
    expect(await labels(client, line, 3)).toEqual([]);
    await client.stop();
  });

  it('are written as the place wants them', async () => {
    const { client } = await openFixture('healthy');
    const newText = async (): Promise<unknown> => {
      const list = (await client.at('textDocument/completion', MANIFEST, 2, 3)) as CompletionList;
      return list.items[0]?.textEdit?.newText;
    };
    client.replace(MANIFEST, 2, table('pic = "*"'));
    expect(await newText()).toBe('pictures');
    client.replace(MANIFEST, 3, table('pic\npic = "*"'));
    expect(await newText()).toBe('pictures = "^7.2.0"');
    await client.stop();
  });
});
