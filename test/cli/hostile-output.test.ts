import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../server/session/node-file-system.ts';
import { runCli } from '../support/cli.ts';
import { TestClient } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureText } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

/** Colours, a bell, C1, both kinds of bidirectional control, and lines that a runner or `patch` obeys. */
const HOSTILE =
  '\u001b[31m\u0007\u009b2J\u202e\u2066\u2028x\r\n::error::owned\n##[error]owned\n+++ b/y';

/** All that a terminal obeys; a line break is looked at on its own. */
const OBEYED =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const FOLDER = `/p/${HOSTILE.replaceAll('/', '|')}`;

const TOML = JSON.stringify(HOSTILE).replaceAll(
  /[\u007f-\uffff]/g,
  (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
);

/** A project in a folder of such a name, whose every text has it too. */
function hostileFiles(): MemoryFileSystem {
  return new MemoryFileSystem({
    [`${FOLDER}/pyproject.toml`]: `[tool.poetry]
name = ${TOML}
version = ${TOML}
license = ${TOML}
classifiers = [${TOML}]
readme = ${TOML}
[tool.poetry.dependencies]
python = ${TOML}
${TOML} = ${TOML}
printing = { version = ${TOML}, markers = ${TOML}, source = ${TOML}, extras = [${TOML}] }
[tool.poetry.extras]
${TOML} = [${TOML}]
[tool.pyproject-nix-ls]
${TOML} = ${TOML}
target = ${TOML}
[tool.pyproject-nix-ls.severity]
${TOML} = ${TOML}
[tool.pyproject-nix-ls.packages.${TOML}]
build-inputs = [${TOML}]
`,
    [`${FOLDER}/poetry.lock`]: `[[package]]
name = "printing"
version = "2.0.1"
description = ${TOML}
files = []
[package.dependencies]
${TOML} = ${TOML}
[[package]]
name = ${TOML}
version = ${TOML}
[metadata]
lock-version = ${TOML}
content-hash = ${TOML}
`,
    [`${FOLDER}/default.nix`]: fixtureText('missing-native-input', 'default.nix'),
    [`${FOLDER}/other.txt`]: `printing> ${HOSTILE}: fatal error: cups/http.h: No such file or directory\n${HOSTILE}\n`,
    '/p/requirements.txt': `a==1\n${HOSTILE}\n-r ${HOSTILE}\n`,
  });
}

const COMMANDS: readonly (readonly string[])[] = [
  ...['text', 'github', 'json', 'sarif'].flatMap((format) => [
    ['check', '--format', format, FOLDER],
    ['check', '--format', format, '/p'],
    ['check', '--format', format, `/p/${HOSTILE}`],
    ['check', '--format', format, '--recursive', '/p'],
  ]),
  ['check', '--select', HOSTILE],
  ['check', `--${HOSTILE}`],
  [HOSTILE],
  ['doctor', FOLDER],
  ['explain', HOSTILE],
  ['explain', '--log', `${FOLDER}/other.txt`, FOLDER],
  ['explain', '--log', `${FOLDER}/none`],
  ['overrides', FOLDER],
  ['overrides', FOLDER, '--target', 'uv2nix'],
  ['overrides', FOLDER, '--target', 'pypi2nix'],
  ['edit', `${FOLDER}/default.nix`, '--target', 'poetry2nix', '--package', HOSTILE],
  ['edit', `${FOLDER}/none.nix`, '--target', 'poetry2nix', '--package', 'a'],
  ['overrides', FOLDER, '--write'],
];

describe('what is printed', () => {
  it.each(COMMANDS)('holds nothing that is obeyed: %j', (...args) => {
    const { out, err } = runCli(hostileFiles(), args, { isTerminal: true });
    for (const printed of [out, err]) {
      expect(printed).not.toMatch(OBEYED);
      // A runner takes commands behind blanks too.
      const commands = printed
        .split('\n')
        .filter((line) => /^\s*(?:::|##\[|\+\+\+ b\/y)/.test(line));
      expect(commands.filter((line) => !/^::(?:error|warning|notice) file=/.test(line))).toEqual(
        [],
      );
    }
    expect(out + err).not.toBe('');
  });

  it('is exact where something reads on', () => {
    const { out } = runCli(hostileFiles(), ['check', '--format', 'json', FOLDER]);
    const { diagnostics } = JSON.parse(out) as { diagnostics: readonly { file: string }[] };
    expect(diagnostics.map(({ file }) => file)).toContain(`${FOLDER}/pyproject.toml`);
  });
});

describe('what the editor and the log are told', () => {
  it('holds nothing that is obeyed', async () => {
    const fileSystem = hostileFiles();
    const client = await TestClient.start({
      fileSystem,
      knowledge: fixtureKnowledge,
      folders: ['/p'],
      logLevel: 'debug',
      trace: 'verbose',
      clientName: HOSTILE,
      initializationOptions: { [HOSTILE]: HOSTILE, target: HOSTILE },
    });
    const file = `${FOLDER}/pyproject.toml`;
    const text = fileSystem.text(file) ?? '';
    client.open(file, text);
    for (let line = 0; line < text.split('\n').length; line += 1) {
      const answer = await client.at('textDocument/hover', file, line, 2);
      for (const word of strings(answer)) expect(word).not.toMatch(OBEYED);
    }
    client.notify('$/setTrace', { value: 'verbose' });
    client.notify('textDocument/didSave', { textDocument: { uri: `file:///${HOSTILE}` } });
    client.notify(HOSTILE, {});
    await client.settle();
    for (const word of messagesIn([...client.pushed.values()])) expect(word).not.toMatch(OBEYED);
    for (const entry of client.logged) {
      expect(entry).not.toMatch(OBEYED);
      expect(entry).not.toMatch(/^::|^##/m);
    }
    expect(client.logged.length).toBeGreaterThan(3);
    await client.stop();
  });
});

/** All that is under a key `message`, wherever. */
function messagesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'message' && typeof inner === 'string' ? [inner] : messagesIn(inner),
  );
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe('a patch', () => {
  it('is for the folder above where the current one is not above all files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'patch-'));
    for (const name of ['pyproject.toml', 'poetry.lock', 'default.nix'])
      writeFileSync(join(folder, name), fixtureText('missing-native-input', name));
    const here = runCli(nodeFileSystem, ['overrides'], { cwd: folder });
    expect([here.err, here.out.slice(0, 40)]).toEqual([
      '',
      '--- a/default.nix\n+++ b/default.nix\n@@ -',
    ]);
    const below = runCli(nodeFileSystem, ['overrides', '..'], { cwd: join(folder, 'src') });
    expect(below.err).toBe(`pyproject-nix-ls: the patch is to be applied in ${folder}.\n`);
    expect(below.out).toBe(here.out);
    rmSync(folder, { recursive: true });
  });
});
