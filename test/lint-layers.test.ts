import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** The layers, highest first; those of one row do not see each other. */
const rows = [
  ['main'],
  ['protocol', 'cli'],
  ['network'],
  ['session'],
  ['features', 'rules', 'build-log'],
  ['move', 'inspect', 'index'],
  ['project'],
  ['targets', 'freshness'],
  ['overrides-db', 'manifests', 'locks', 'nix', 'artifacts'],
  ['python', 'toml'],
  ['text'],
] as const;
type Layer = (typeof rows)[number][number];

const root = join(import.meta.dirname, '..');
const layers: readonly Layer[] = rows.flat();
const rowOf = (layer: Layer): number => rows.findIndex((row) => row.some((one) => one === layer));
const below = (from: Layer, to: Layer): boolean => rowOf(from) < rowOf(to);
// What is read from Nix names the lists as the facts name them; the pins of a requirements file are a lock.
const exceptions: readonly (readonly [from: Layer, to: Layer])[] = [
  ['nix', 'overrides-db'],
  ['locks', 'manifests'],
];
const excepted = (from: Layer, to: Layer): boolean =>
  exceptions.some(([above, beneath]) => from === above && to === beneath);

const wrappers: Readonly<Record<string, readonly Layer[]>> = {
  'vscode-languageserver/node': ['main', 'protocol'],
  'vscode-languageserver-textdocument': ['main', 'text'],
  'toml-eslint-parser': ['main', 'toml'],
  fflate: ['main', 'artifacts'],
  htmlparser2: ['main', 'index'],
  undici: ['main', 'network'],
  semver: ['main', 'locks'],
  'jsonc-parser': ['main'],
  '@renovatebot/pep440': ['main', 'python', 'overrides-db'],
};
const impure: readonly Layer[] = ['main', 'protocol', 'cli', 'network', 'session'];

/** One statement in a file of a layer, and the rule that must object, if any. */
interface Case {
  readonly file: string;
  readonly statement: string;
  readonly rule: string | null;
}

const imports = 'eslint(no-restricted-imports)';
const globals = 'eslint(no-restricted-globals)';
const cycle = 'import(no-cycle)';
const folder = mkdtempSync(join(tmpdir(), 'lint-layers-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the linter keeps the layers', () => {
  const cases = [
    ...layerCases(),
    ...entranceCases(),
    ...packageCases(),
    ...purityCases(),
    ...exemptCases(),
  ];
  const objections = lint(cases, [imports, globals]);

  const files = [...new Set(cases.map(({ file }) => file))];
  it.each(files)('in %s', (file) => {
    const here = cases.filter((one) => one.file === file);
    expect(here.length).toBeGreaterThan(0);
    for (const one of here)
      expect(objections(one), one.statement).toEqual(one.rule === null ? [] : [one.rule]);
  });

  it('knows every folder of server/', () => {
    const folders = readdirSync(join(root, 'server'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.filter((name) => !layers.some((layer) => layer === name))).toEqual([]);
  });

  it('keeps what is printed in one place', () => {
    const printing = ['void process.stdout;', 'void process.stderr;', 'console.error(1);'];
    const prints = [
      'server/cli/case.ts',
      'server/protocol/case.ts',
      'server/session/case.ts',
    ].flatMap((file) => printing.map((statement) => ({ file, statement, rule: null })));
    const rules = ['eslint(no-restricted-properties)', 'eslint(no-console)'];
    const found = lint(prints, rules);
    for (const one of prints) expect(found(one), one.statement).toHaveLength(1);
  });

  it('objects to a cycle inside one layer', () => {
    const one = { file: 'server/rules/one.ts', statement: "import './two.ts';", rule: null };
    const two = { file: 'server/rules/two.ts', statement: "import './one.ts';", rule: null };
    expect(lint([one, two], [cycle])(one)).toEqual([cycle]);
  });

  it('objects to a cycle of types alone', () => {
    const one = {
      file: 'server/rules/one.ts',
      statement: "import type { Two } from './two.ts';\nexport type One = Two | 1;",
      rule: null,
    };
    const two = {
      file: 'server/rules/two.ts',
      statement: "import type { One } from './one.ts';\nexport type Two = One | 2;",
      rule: null,
    };
    expect(lint([one, two], [cycle])(one)).toEqual([cycle]);
  });
});

function* layerCases(): Generator<Case> {
  for (const from of layers) {
    for (const to of layers) {
      if (from === to) continue;
      const rule = below(from, to) || excepted(from, to) ? null : imports;
      for (const file of filesOf(from)) {
        const target = isFile(to) ? `server/${to}.ts` : `${folderOf(to)}/${entranceOf(to)}`;
        const path = relative(dirname(file), target);
        const specifier = path.startsWith('.') ? path : `./${path}`;
        yield { file, statement: `import {} from '${specifier}';`, rule };
        const name = `Of_${to.replace('-', '_')}`;
        yield { file, statement: `export type { ${name} } from '${specifier}';`, rule };
      }
    }
  }
}

/** `nix/` is entered by one file alone, from wherever it may be entered. */
function* entranceCases(): Generator<Case> {
  const inside = readdirSync(join(root, 'server/nix'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && path !== entranceOf('nix'));
  for (const from of layers) {
    if (!below(from, 'nix') || isFile(from)) continue;
    for (const file of filesOf(from))
      for (const path of inside) {
        const specifier = relative(dirname(file), `server/nix/${path}`);
        yield { file, statement: `import {} from '${specifier}';`, rule: imports };
      }
  }
}

function* packageCases(): Generator<Case> {
  for (const [name, owners] of Object.entries(wrappers)) {
    for (const from of layers) {
      const rule = owners.includes(from) ? null : imports;
      for (const file of filesOf(from))
        yield { file, statement: `import {} from '${name}';`, rule };
    }
  }
}

function* purityCases(): Generator<Case> {
  for (const from of layers) {
    const free = impure.includes(from);
    for (const file of filesOf(from)) {
      for (const module of ['node:fs', 'node:fs/promises', 'node:child_process', 'node:net']) {
        const statement = `import {} from '${module}';`;
        yield { file, statement, rule: free ? null : imports };
      }
      for (const name of ['Date', 'process', 'setTimeout', 'console'])
        yield { file, statement: `void ${name};`, rule: free ? null : globals };
      yield { file, statement: "import {} from 'node:crypto';", rule: null };
    }
  }
}

function* exemptCases(): Generator<Case> {
  const statement = "import {} from 'node:fs';";
  yield { file: 'server/toml/oracle.test.ts', statement, rule: null };
  yield { file: 'overrides-db/builder/read.ts', statement, rule: null };
  const json = "import {} from 'jsonc-parser';";
  yield { file: 'server/locks/json.ts', statement: json, rule: null };
  yield {
    file: 'server/locks/json.ts',
    statement: "import {} from '../nix/thing.ts';",
    rule: imports,
  };
}

function isFile(layer: Layer): boolean {
  return layer === 'main' || layer === 'text';
}

/** The file by which a layer may be entered: any, but for nix. */
function entranceOf(layer: Layer): string {
  return layer === 'nix' ? 'api.ts' : 'thing.ts';
}

function folderOf(layer: Layer): string {
  return layer === 'overrides-db' ? layer : `server/${layer}`;
}

/** Where a layer's own text may stand: in its folder and in a folder of that. */
function filesOf(layer: Layer): string[] {
  if (isFile(layer)) return [`server/${layer}.ts`];
  return [`${folderOf(layer)}/case.ts`, `${folderOf(layer)}/deep/case.ts`];
}

/** Writes the statements, one a line, beside a copy of the configuration and lints them in one run. */
function lint(cases: readonly Case[], rules: readonly string[]): (one: Case) => string[] {
  rmSync(folder, { recursive: true });
  const files = new Map<string, Case[]>();
  for (const one of cases) files.set(one.file, [...(files.get(one.file) ?? []), one]);
  for (const [file, statements] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), statements.map((one) => `${one.statement}\n`).join(''));
  }
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  const found = runLinter();
  return (one) => {
    const line = (files.get(one.file) ?? []).indexOf(one) + 1;
    return found
      .filter((objection) => objection.file === one.file && objection.line === line)
      .map((objection) => objection.rule)
      .filter((rule) => rules.includes(rule));
  };
}

function runLinter(): { file: string; line: number; rule: string }[] {
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; filename: string; labels: { span: { line: number } }[] }[];
  };
  return diagnostics.map(({ code, filename, labels }) => ({
    file: filename,
    line: labels[0]?.span.line ?? 0,
    rule: code,
  }));
}
