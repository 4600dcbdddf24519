import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver';
import { afterAll, describe, expect, it } from 'vitest';
import { parseNix } from '../server/nix/parse.ts';
import { isAttrReference, nixAttrName, nixString } from '../server/nix/print.ts';
import { uriOfFile } from '../server/protocol/uris.ts';
import { unparsable } from './nix/world.ts';
import { itWithNix } from './support/nix.ts';
import { runCli } from './support/cli.ts';
import { TestClient } from './support/client.ts';
import { fixtureKnowledge } from './support/fixture-knowledge.ts';
import { isValidName } from '../server/python/names.ts';
import { plainDefaultNix } from './support/folder.ts';
import { MemoryFileSystem } from './support/memory-file-system.ts';

/** Stands in every hostile text: as a name in Nix code it shows that the text got out of its quotes. */
const MARK = 'pwned';

const HOSTILE = fc
  .array(
    fc.constantFrom(
      '${',
      '${pwned}',
      '$',
      '$$',
      "''",
      "''${pwned}",
      "''\\${pwned}",
      '"',
      '\\',
      '\\"',
      '"; pwned = pwned; x = "',
      '} pwned',
      ' pwned ',
      '\n',
      '\r\n',
      '\t',
      '\0',
      '# pwned\n',
      '/* pwned */',
      '*/ pwned',
      ']) ++ pwned',
      'pwned',
      '1.0',
      '-',
      '@',
      ':',
      '🚀',
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));

/** Whether a text is the name of a package by its form, and so stands in Nix as an attribute of its own. */
function isOwnAttribute(text: string): boolean {
  return isValidName(text.trim()) && text.includes(MARK);
}

const TARGETS = ['poetry2nix', 'uv2nix', 'nixpkgs', 'dream2nix', 'mkshell', 'pypi2nix'];

/** A basic string of TOML: every text has one. */
function toml(text: string): string {
  // eslint-disable-next-line no-control-regex
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}

interface Words {
  readonly version: string;
  readonly url: string;
  readonly file: string;
  readonly name: string;
  readonly attr: string;
}

const WORDS: fc.Arbitrary<Words> = fc.record({
  version: fc.oneof(fc.constant('1.0'), HOSTILE),
  url: HOSTILE,
  file: fc.oneof(fc.constant('printing-1.0.tar.gz'), HOSTILE),
  // A name that is one by its form is written as the attribute that it is: it shows nothing.
  name: HOSTILE.filter((text) => !isOwnAttribute(text)),
  // What is an attribute of nixpkgs by its form is written as one.
  attr: HOSTILE.filter((text) => !isAttrReference(text)),
});

const ROOT = '/p';

const DREAM2NIX = `{ config, lib, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  pip.requirementsList = [ "foo" ];
}
`;

/** Projects with the words wherever their files have room for some. The packages need what nobody provides. */
const PROJECTS: readonly (readonly [string, (words: Words) => Record<string, string>])[] = [
  [
    'poetry.lock',
    ({ version, url, file, name, attr }) => ({
      'pyproject.toml': [
        '[tool.poetry]',
        `name = ${toml(name)}`,
        `version = ${toml(version)}`,
        '[tool.poetry.dependencies]',
        `printing = {version = "*", extras = [${toml(name)}]}`,
        `tree-of-bk = {git = ${toml(url)}, rev = ${toml(version)}}`,
        `${toml(name)} = "*"`,
        settings(attr),
      ].join('\n'),
      'poetry.lock': [
        ...['printing', 'tree-of-bk', name].map(
          (each) =>
            `[[package]]\nname = ${toml(each)}\nversion = ${toml(version)}\ndescription = ${toml(url)}\noptional = false\npython-versions = ${toml(url)}\nfiles = [{file = ${toml(file)}, hash = ${toml(url)}}]\n[package.source]\ntype = "git"\nurl = ${toml(url)}\nreference = ${toml(version)}\nresolved_reference = ${toml(url)}\nsubdirectory = ${toml(file)}\n`,
        ),
        '[metadata]\nlock-version = "2.0"\npython-versions = "*"\ncontent-hash = "0"\n',
      ].join('\n'),
    }),
  ],
  [
    'uv.lock',
    ({ version, url, file, name, attr }) => ({
      'pyproject.toml': `[project]\nname = ${toml(name)}\nversion = ${toml(version)}\ndependencies = ["printing", "tree-of-bk"]\n[tool.uv]\n${settings(attr)}`,
      'uv.lock': `version = 1\nrequires-python = ${toml(url)}\n${['printing', 'tree-of-bk', name]
        .map(
          (each) =>
            `[[package]]\nname = ${toml(each)}\nversion = ${toml(version)}\nsource = { git = ${toml(url)} }\nsdist = { url = ${toml(file)}, hash = ${toml(url)} }\nwheels = [{ url = ${toml(file)}, hash = ${toml(url)} }]\n`,
        )
        .join('\n')}`,
    }),
  ],
  [
    'Pipfile.lock',
    ({ version, url, file, name, attr }) => ({
      'pyproject.toml': settings(attr),
      Pipfile: `[[source]]\nurl = ${toml(url)}\nname = ${toml(name)}\n[packages]\nprinting = "*"\ntree-of-bk = {git = ${toml(url)}}\n${toml(name)} = ${toml(version)}\n`,
      'Pipfile.lock': JSON.stringify({
        _meta: { hash: { sha256: url }, sources: [{ name, url }] },
        default: Object.fromEntries(
          ['printing', 'tree-of-bk', name].map((each) => [
            each,
            { version: `==${version}`, hashes: [`sha256:${url}`], git: url, ref: version, file },
          ]),
        ),
      }),
    }),
  ],
  [
    'requirements.txt',
    ({ version, url, file, name, attr }) => ({
      'pyproject.toml': settings(attr),
      'requirements.txt': `printing==${version} --hash=sha256:${url}\ntree-of-bk @ git+${url}@${version}\n${name}==1\n-r ${file}\nprinting==1.0\ntree-of-bk==1.0\n`,
    }),
  ],
];

function settings(attr: string): string {
  return [
    '[tool.pyproject-nix-ls]',
    'nixpkgs-versions = "versions.json"',
    '[tool.pyproject-nix-ls.packages.printing]',
    'cargo-hash = true',
    `wheel-libraries = [${toml(attr)}, "zlib"]`,
    `build-inputs = [${toml(attr)}, "cups"]`,
    `native-build-inputs = [${toml(attr)}, {attr = ${toml(attr)}, from = ${toml(attr)}}]`,
    `build-systems = [${toml(attr)}, "setuptools"]`,
    `notes = [${toml(attr)}]`,
    '',
  ].join('\n');
}

function filesOf(
  made: Readonly<Record<string, string>>,
  nix: string | null,
): Readonly<Record<string, string>> {
  const versions = '{"printing": "0.1", "pictures": "1.0"}';
  const all = {
    ...made,
    'versions.json': versions,
    ...(nix === null ? {} : { 'default.nix': nix }),
  };
  return Object.fromEntries(Object.entries(all).map(([name, text]) => [`${ROOT}/${name}`, text]));
}

/** The Nix files that were written, for real Nix to read too. */
const written = new Set<string>();

/** Whatever is in it, it parses, and no hostile text has become code. */
function expectHarmless(text: string): void {
  const { errors, tokens } = parseNix(text);
  expect(errors, text).toEqual([]);
  const names = tokens
    .filter(({ kind }) => kind === 'identifier' || kind === 'uri' || kind === 'search-path')
    .map(({ start, end }) => text.slice(start, end));
  expect(
    names.filter((name) => name.includes(MARK)),
    text,
  ).toEqual([]);
}

const OVERRIDE_FILE = '# requirements_override.nix\n';

/** What `overrides` prints: a patch, whose file is looked at after `--write`, or Nix to paste. Before that of pypi2nix stands a command. */
function expectPrintHarmless(out: string): void {
  if (out.trim() === '' || out.startsWith('--- ')) return;
  if (!/^pypi2nix /m.test(out)) return expectHarmless(asExpression(out));
  const start = out.indexOf(OVERRIDE_FILE);
  const before = start === -1 ? out : out.slice(0, start);
  const lines = before.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  // Words of a shell that are nothing but words.
  for (const line of lines) expect(line).toMatch(/^pypi2nix(?: [\w./:=+@%,-]+)*$/);
  if (start !== -1) expectHarmless(out.slice(start));
}

afterAll(() => {
  written.clear();
});

describe('what is written as Nix has no code from a project in it', () => {
  it.each(PROJECTS)('by the command, from %s', (_name, make) => {
    let wrote = 0;
    fc.assert(
      fc.property(
        WORDS,
        fc.constantFrom(...TARGETS),
        fc.constantFrom(plainDefaultNix, null),
        (words, target, nix) => {
          const fileSystem = new MemoryFileSystem(filesOf(make(words), nix));
          const before = fileSystem.text(`${ROOT}/default.nix`);
          const args = ['overrides', '--target', target, ROOT];
          const printed = runCli(fileSystem, args);
          expectPrintHarmless(printed.out);
          runCli(fileSystem, [...args, '--write']);
          for (const name of fileSystem.names(ROOT).filter((one) => one.endsWith('.nix'))) {
            const text = fileSystem.text(`${ROOT}/${name}`) ?? '';
            expectHarmless(text);
            if (text === before) continue;
            wrote += 1;
            written.add(text);
          }
          if (printed.out.trim() !== '') wrote += 1;
        },
      ),
      { numRuns: 150 },
    );
    expect(wrote).toBeGreaterThan(0);
  });

  it.each(PROJECTS)('by code actions, from %s', { timeout: 120_000 }, async (_name, make) => {
    let wrote = 0;
    await fc.assert(
      fc.asyncProperty(WORDS, fc.constantFrom(plainDefaultNix, null), async (words, nix) => {
        const files = filesOf(make(words), nix);
        const texts = await actionTexts(files);
        for (const text of texts) expectHarmless(text);
        wrote += texts.length;
      }),
      { numRuns: 25 },
    );
    expect(wrote).toBeGreaterThan(0);
  });

  it.each([
    ['poetry2nix', plainDefaultNix],
    ['dream2nix', DREAM2NIX],
  ])('by a request of each kind that names something, for %s', (target, nix) => {
    let wrote = 0;
    fc.assert(
      fc.property(
        fc.constantFrom('dependency', 'relax-dependency', 'ignore-library', 'build-system'),
        fc.oneof(
          HOSTILE.filter((text) => !isOwnAttribute(text)),
          fc.constantFrom('a.b_c', '2to3', 'libfoo-1.2.so.3+x'),
        ),
        (flag, name) => {
          const fileSystem = new MemoryFileSystem({ [`${ROOT}/default.nix`]: nix });
          const file = `${ROOT}/default.nix`;
          const of = ['--target', target, '--package', 'foo', `--${flag}=${name}`, '--write'];
          runCli(fileSystem, ['edit', file, ...of]);
          const text = fileSystem.text(file) ?? '';
          expectHarmless(text);
          if (text !== nix) wrote += 1;
          if (text !== nix) written.add(text);
        },
      ),
      { numRuns: 200 },
    );
    expect(wrote).toBeGreaterThan(0);
  });

  it('by the printer, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(HOSTILE, fc.string({ unit: 'binary' })), (text) => {
        const value = parseNix(`{ a = ${nixString(text)}; ${nixAttrName(text)} = 1; }`);
        expect(value.errors).toEqual([]);
        expect(value.tokens.filter(({ kind }) => kind === '${')).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('and the judge sees code where there is some', () => {
    expect(() => expectHarmless('{ a = "${pwned}"; }')).toThrow();
    expect(() => expectHarmless("{ a = ''x''${y}''; b = pwned; }")).toThrow();
    expect(() => expectHarmless('{ a = "\\${pwned} pwned"; /* pwned */ }')).not.toThrow();
  });

  itWithNix('for real Nix too', { least: '2.8' }, (nix) => {
    const folder = mkdtempSync(join(tmpdir(), 'nix-injection-'));
    const paths = [...written].map((text, index) => {
      const path = join(folder, `${index}.nix`);
      writeFileSync(path, text);
      return path;
    });
    expect(paths.length).toBeGreaterThan(0);
    const failures = unparsable(nix, paths);
    rmSync(folder, { recursive: true });
    expect(failures).toEqual([]);
    console.log(`${paths.length} texts read by Nix`);
  });
});

/** The Nix files as every code action alone leaves them, and what each copies. */
async function actionTexts(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const client = await TestClient.start({
    fileSystem: new MemoryFileSystem(files),
    knowledge: fixtureKnowledge,
    folders: [ROOT],
    capabilities: {
      textDocument: {
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      },
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
      experimental: { commands: { commands: ['pyproject-nix-ls.copyOverride'] } },
    },
  });
  const found: string[] = [];
  for (const [file, text] of Object.entries(files)) {
    if (file.endsWith('.json')) continue;
    client.open(file, text);
    const lines = text.split('\n');
    const starts = lines.flatMap((line, index) => (line.includes('printing') ? [index] : []));
    for (const line of [0, ...starts.slice(0, 3)]) {
      const end = line === 0 ? { line: lines.length, character: 0 } : { line, character: 3 };
      const actions = (await client.request('textDocument/codeAction', {
        textDocument: { uri: uriOfFile(file) },
        range: { start: { line, character: 0 }, end },
        context: { diagnostics: [], only: ['quickfix', 'refactor', 'source'], triggerKind: 1 },
      })) as CodeAction[];
      for (const { edit, command, title } of actions) {
        if (edit !== undefined) found.push(...nixTexts(edit, files));
        const copied: unknown = command?.arguments?.[0];
        // That of poetry2nix's own overrides has a part in JSON.
        if (typeof copied === 'string' && !title.includes('own overrides')) found.push(copied);
      }
    }
  }
  await client.stop();
  return found.map((text) => asExpression(text));
}

/** What is copied may be bindings alone, to be pasted into a set. */
function asExpression(text: string): string {
  return parseNix(text).errors.length > 0 ? `{ ${text}\n}` : text;
}

function nixTexts(edit: WorkspaceEdit, files: Readonly<Record<string, string>>): readonly string[] {
  return (edit.documentChanges ?? []).flatMap((change) => {
    if (!('edits' in change) || !change.textDocument.uri.endsWith('.nix')) return [];
    const file = Object.keys(files).find((one) => uriOfFile(one) === change.textDocument.uri);
    let text = file === undefined ? '' : (files[file] ?? '');
    const offsetAt = ({ line, character }: { line: number; character: number }): number =>
      text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
    const placed = change.edits.flatMap((one) =>
      'newText' in one
        ? [{ start: offsetAt(one.range.start), end: offsetAt(one.range.end), newText: one.newText }]
        : [],
    );
    for (const { start, end, newText } of placed.toSorted((a, b) => b.start - a.start))
      text = text.slice(0, start) + newText + text.slice(end);
    return [text];
  });
}
