import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { OverrideRequest } from '../server/nix/model.ts';
import { planOverrides } from '../server/nix/plan/plan.ts';
import { pypi2nixCommand } from '../server/project/pypi2nix-command.ts';
import type { Setting } from './nix/evaluated/settings.ts';
import { SETTINGS } from './nix/evaluated/settings.ts';
import { applyPlan, overrideRequest } from './nix/edits.ts';
import { nixInstantiate } from './nix/world.ts';
import { projectIn } from './support/folder.ts';

/**
 * Overrides as real poetry2nix, uv2nix, dream2nix and nixpkgs take them: each is planned into a file, the file is
 * evaluated before and after, and the inputs are read back. PNLS_NIX_SOURCES names a folder with checkouts of
 * poetry2nix, uv2nix, pyproject.nix, build-system-pkgs, dream2nix, corepkgs (its pins.nix made to name a nix-lib that is
 * there), nixpkgs-lib (nix-community/nixpkgs.lib) and, for pypi2nix, nixpkgs-2019 (NixOS/nixpkgs at d260277). The table is docs/evaluated-overrides.md; `-u` writes it anew.
 */
const SOURCES = process.env['PNLS_NIX_SOURCES'] ?? null;
const HERE = new URL('nix/evaluated', import.meta.url).pathname;
const IMGAPP = new URL('../examples/imgapp', import.meta.url).pathname;
const TABLE = new URL('../docs/evaluated-overrides.md', import.meta.url).pathname;

/** What a package has before or after, as view.nix reads it. */
interface View {
  readonly buildInputs: readonly string[];
  readonly nativeBuildInputs: readonly string[];
  readonly propagatedBuildInputs: readonly string[];
  readonly source: string;
  readonly crates: string | null;
  readonly variable: string | null;
  readonly derivation: string;
  readonly libraryPath?: readonly string[];
}

interface Kind {
  readonly name: string;
  readonly package: string;
  readonly request: Partial<OverrideRequest>;
  /** What must hold afterwards and did not before. */
  readonly arrived: (view: View) => boolean;
  readonly only?: readonly string[];
  readonly not?: readonly string[];
}

const has = (list: readonly string[], ...names: readonly string[]): boolean =>
  names.every((name) => list.some((input) => input === name || input.includes(name)));
const anywhere = (view: View): readonly string[] => [
  ...view.nativeBuildInputs,
  ...view.buildInputs,
  ...view.propagatedBuildInputs,
];

const SHELLS = ['mkshell'];
const WITHOUT_CRATES = ['mkshell', 'pypi2nix'];
const KINDS: readonly Kind[] = [
  {
    name: 'a build system',
    package: 'odd-pkg',
    request: { buildSystems: ['hatchling'] },
    arrived: (view) => has(anywhere(view), 'hatchling'),
    not: SHELLS,
  },
  {
    name: 'two build systems',
    package: 'odd-pkg',
    request: { buildSystems: ['flit-core', 'cython'] },
    arrived: (view) => has(anywhere(view), 'flit-core', 'cython'),
    not: SHELLS,
  },
  {
    name: 'libraries',
    package: 'odd-pkg',
    request: { buildInputs: ['zlib', 'openssl'] },
    arrived: (view) =>
      has(view.buildInputs, 'zlib', 'openssl') || has(view.libraryPath ?? [], 'zlib', 'openssl'),
  },
  {
    name: 'a program of the build',
    package: 'odd-pkg',
    request: { nativeBuildInputs: ['pkg-config'] },
    arrived: (view) => has(view.nativeBuildInputs, 'pkg-config'),
  },
  {
    name: 'a program that is one output (pg_config)',
    package: 'psycopg2',
    request: { nativeBuildInputs: ['libpq.pg_config'], buildInputs: ['libpq'] },
    arrived: (view) =>
      has(view.nativeBuildInputs, 'pg_config') &&
      (has(view.buildInputs, 'libpq') || has(view.libraryPath ?? [], 'libpq')),
    // The nixpkgs of its time has postgresql alone.
    not: ['pypi2nix'],
  },
  {
    name: 'a propagated library',
    package: 'odd-pkg',
    request: { propagatedBuildInputs: ['zlib'] },
    arrived: (view) => has(view.propagatedBuildInputs, 'zlib'),
    not: SHELLS,
  },
  {
    name: 'the wheel',
    package: 'both-pkg',
    request: { preferWheel: true },
    arrived: (view) => view.source.endsWith('.whl'),
    only: ['poetry2nix', 'uv2nix'],
  },
  {
    name: 'the wheel, and a library of it',
    package: 'both-pkg',
    request: { preferWheel: true, buildInputs: ['zlib'] },
    arrived: (view) => view.source.endsWith('.whl') && has(view.buildInputs, 'zlib'),
    only: ['poetry2nix', 'uv2nix'],
  },
  {
    name: 'a library of a wheel (autoPatchelf)',
    package: 'manylinux-pkg',
    request: { buildInputs: ['zlib'] },
    arrived: (view) =>
      has(view.buildInputs, 'zlib') && has(view.nativeBuildInputs, 'auto-patchelf'),
    not: ['mkshell', 'nixpkgs', 'pypi2nix'],
  },
  {
    name: 'vendored crates, built by maturin',
    package: 'crate-pkg',
    request: { cargo: true, buildSystems: ['maturin'] },
    arrived: (view) =>
      view.crates !== null && has(view.nativeBuildInputs, 'cargo-setup-hook', 'maturin'),
    not: WITHOUT_CRATES,
  },
  {
    name: 'vendored crates, built by setuptools-rust',
    package: 'crate-pkg',
    request: { cargo: true, buildSystems: ['setuptools', 'setuptools-rust'] },
    arrived: (view) =>
      view.crates !== null &&
      has(view.nativeBuildInputs, 'cargo-setup-hook', 'rustc') &&
      has(anywhere(view), 'setuptools-rust'),
    not: WITHOUT_CRATES,
  },
  {
    name: 'vendored crates below the root of the sources',
    package: 'crate-pkg',
    request: { cargo: true, cargoRoot: 'src/rust', buildSystems: ['setuptools-rust'] },
    arrived: (view) =>
      view.crates !== null && has(view.nativeBuildInputs, 'cargo-setup-hook', 'rustc'),
    not: [...SHELLS, 'pypi2nix'],
  },
  {
    name: 'vendored crates of a package that the defaults build (rpds-py)',
    package: 'rpds-py',
    request: { cargo: true, buildSystems: ['maturin'], setByDefaults: true },
    arrived: (view) =>
      view.crates?.startsWith('rpds-py-0.99.0') === true &&
      has(view.nativeBuildInputs, 'cargo-setup-hook'),
    only: ['poetry2nix'],
  },
  {
    name: 'a dependency that leads back to the package',
    package: 'ouro',
    request: { withoutDependencies: ['boros'], propagatedBuildInputs: ['zlib'] },
    arrived: (view) =>
      has(view.propagatedBuildInputs, 'zlib') && !has(view.propagatedBuildInputs, 'boros'),
    only: ['poetry2nix'],
  },
  {
    name: 'a package that nixpkgs lacks',
    package: 'own-pkg',
    request: {
      buildSystems: ['setuptools'],
      buildInputs: ['zlib'],
      own: {
        version: '1.0',
        file: 'own_pkg-1.0.tar.gz',
        hash: `sha256:${'ab'.repeat(32)}`,
        dependencies: ['markupsafe'],
      },
    },
    arrived: (view) =>
      view.source === 'own_pkg-1.0.tar.gz' &&
      has(view.buildInputs, 'zlib') &&
      has(view.nativeBuildInputs, 'setuptools') &&
      has(view.propagatedBuildInputs, 'markupsafe'),
    only: ['nixpkgs'],
  },
  {
    name: 'a variable',
    package: 'odd-pkg',
    request: { environment: [{ name: 'NATIVE_FLAG', value: 'a "b" ${c}' }] },
    arrived: (view) => view.variable === 'a "b" ${c}',
  },
  {
    name: 'all of it at once',
    package: 'odd-pkg',
    request: {
      buildSystems: ['hatchling'],
      buildInputs: ['zlib'],
      nativeBuildInputs: ['pkg-config'],
      environment: [{ name: 'NATIVE_FLAG', value: '1' }],
    },
    arrived: (view) =>
      has(anywhere(view), 'hatchling') &&
      has(view.buildInputs, 'zlib') &&
      has(view.nativeBuildInputs, 'pkg-config') &&
      view.variable === '1',
    not: SHELLS,
  },
];

interface Row {
  readonly setting: Setting;
  readonly kind: Kind;
}

const ROWS: readonly Row[] = SETTINGS.flatMap((setting) =>
  KINDS.filter(
    ({ only, not }) =>
      (only ?? [setting.target]).includes(setting.target) && !(not ?? []).includes(setting.target),
  ).map((kind) => ({ setting, kind })),
);

describe.skipIf(SOURCES === null || nixInstantiate === null)('evaluated overrides', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'evaluated-'));
  afterAll(() => rmSync(scratch, { recursive: true }));
  const outcomes = new Map<Row, string>();

  it.each(
    ROWS.map(
      (row) => [`${row.setting.target}, ${row.setting.name}: ${row.kind.name}`, row] as const,
    ),
  )(
    '%s',
    (_name, row) => {
      const { setting, kind } = row;
      const name = setting.rename?.(kind.package) ?? kind.package;
      const request = overrideRequest({
        ...kind.request,
        target: setting.target,
        package: setting.target === 'mkshell' ? null : name,
        ...(setting.beforeDefaults === true && kind.package === 'psycopg2'
          ? { setByDefaults: true }
          : {}),
      });
      const folder = mkdtempSync(join(scratch, 'project-'));
      const files = new Map(
        Object.entries(setting.files).map(([file, text]) => [join(folder, file), text]),
      );
      if (setting.project !== null)
        cpSync(join(HERE, setting.project), folder, { recursive: true });
      write(files);
      const plan = planOverrides(files, join(folder, setting.entry), [request]);
      expect(plan.outcome).toBe('edited');
      const watched = setting.target === 'mkshell' ? ['shell'] : [name, setting.bystander];
      const before = evaluate(setting, folder, watched);
      write(applyPlan(files, plan));
      const after = evaluate(setting, folder, watched);
      if (typeof after === 'string') throw new Error(after);
      const [was, is] = [
        typeof before === 'string' ? null : before[watched[0] ?? ''],
        after[watched[0] ?? ''],
      ];
      if (is === undefined) throw new Error('nothing evaluated');
      expect(kind.arrived(is), JSON.stringify(is)).toBe(true);
      if (was !== null && was !== undefined) expect(kind.arrived(was)).toBe(false);
      if (typeof before !== 'string' && watched.length > 1)
        expect(after[setting.bystander]?.derivation).toBe(before[setting.bystander]?.derivation);
      outcomes.set(row, typeof before === 'string' ? 'arrived¹' : 'arrived');
    },
    60_000,
  );

  it.each([
    ['poetry2nix', 'poetry', 'odd-pkg'],
    ['uv2nix', 'uv', 'odd-pkg'],
    ['nixpkgs', null, 'markupsafe'],
    ['dream2nix', 'dream2nix', 'odd-pkg'],
    ['mkshell', null, null],
  ] as const)('a file made from nothing for %s evaluates', (target, project, name) => {
    const folder = mkdtempSync(join(scratch, 'new-'));
    if (project !== null) cpSync(join(HERE, project), folder, { recursive: true });
    const file = join(folder, 'default.nix');
    const request = overrideRequest({ target, package: name, buildInputs: ['zlib'] });
    const plan = planOverrides(new Map(), file, [request]);
    const text = (plan.outcome === 'edited' && plan.creates.get(file)) || '';
    expect(text).toContain('zlib');
    writeFileSync(file, withLocalSources(text));
    if (project === 'poetry') forget('rpds-py', join(folder, 'pyproject.toml'));
    const expression = `import ${HERE}/new-file.nix { sources = ${SOURCES ?? ''}; file = ${file}; }`;
    expect(runNix(expression)).toMatch(/^\/nix\/store\/.*\.drv$/);
  });

  it('the nixpkgs of pypi2nix has every library that its command names for imgapp', () => {
    const command = pypi2nixCommand(projectIn(IMGAPP, {}, { target: 'pypi2nix' }));
    const named = [...(command?.text ?? '').matchAll(/ -E (\S+)/g)].map(([, attr]) => attr);
    expect(named).toContain('openjpeg');
    const nixpkgs = `import ${SOURCES ?? ''}/nixpkgs-2019 { system = "x86_64-linux"; }`;
    const names = named.map((attr) => `pkgs.${attr}.name`).join(' ');
    expect(runNix(`let pkgs = ${nixpkgs}; in [ ${names} ]`)).toHaveLength(named.length);
  });

  it('is what the table says', async () => {
    await expect(table(outcomes)).toMatchFileSnapshot(TABLE);
  });
});

function write(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** What the packages have, or what Nix says is wrong. */
function evaluate(
  setting: Setting,
  folder: string,
  names: readonly string[],
): Readonly<Record<string, View>> | string {
  const list = names.map((name) => JSON.stringify(name)).join(' ');
  const expression = `import ${join(HERE, setting.target)}.nix { sources = ${SOURCES ?? ''}; file = ${join(folder, 'default.nix')}; names = [ ${list} ]; }`;
  try {
    return runNix(expression) as Readonly<Record<string, View>>;
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return text.split('error: ').at(-1)?.split('\n')[0] ?? text;
  }
}

function runNix(expression: string): unknown {
  const output = execFileSync(
    nixInstantiate ?? '',
    ['--eval', '--strict', '--json', '-E', expression],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return JSON.parse(output);
}

/** The checkouts in place of what a new file fetches. */
function withLocalSources(text: string): string {
  return text
    .replace(
      /import \(fetchTarball "[^"]*\/dream2nix\/[^"]*"\)/,
      `import ${HERE}/dream2nix-flake.nix { sources = ${SOURCES ?? ''}; }`,
    )
    .replace(/^ *module$/m, `$& (import ${HERE}/dream2nix-lock.nix ./.)`)
    .replaceAll(
      /fetchTarball "https:\/\/github\.com\/[^/]+\/([^/]+)\/archive\/[^"]+"/g,
      (_whole, name: string) => join(SOURCES ?? '', name),
    );
}

/** Takes a dependency that poetry2nix cannot build out of a manifest. */
function forget(name: string, manifest: string): void {
  const lines = readFileSync(manifest, 'utf8').split('\n');
  writeFileSync(manifest, lines.filter((line) => !line.startsWith(name)).join('\n'));
}

function table(outcomes: ReadonlyMap<Row, string>): string {
  const targets = [...new Set(SETTINGS.map(({ target }) => target))];
  return `# Evaluated overrides

Every cell was planned into a file of that kind, and the file evaluated with real Nix before and after. ‘arrived’:
what was asked for is in the package's derivation (or the shell) and was not before, and a package beside it kept its
derivation. ‘arrived¹’: the same, where before the package did not evaluate at all (poetry2nix' own override of it uses
\`fetchCargoTarball\`, which nixpkgs removed; its dependencies are a cycle; it was not there).
\`test/evaluated-overrides.test.ts\` runs them and writes this page.

${versions()}
corepkgs is a small nixpkgs. What it lacks stands in as empty derivations: libpq, postgresql, the manylinux libraries,
and \`mkShell\` as a plain derivation. It does not take \`pythonPackagesExtensions\`: the list was composed and given to
the interpreter as nixpkgs does it. dream2nix gives sdists no \`format\`, for which nixpkgs of 2026 throws: the samples
set one. For the target nixpkgs, packages that corepkgs has stand in for the samples' own. pypi2nix was evaluated on a
nixpkgs of April 2019 (d260277), with a package set that does what its \`requirements.nix\` does.

The files that are made where there is none (poetry2nix, uv2nix, nixpkgs, dream2nix, mkshell) evaluate to a derivation
too, with checkouts in place of what they fetch.
${targets.map((target) => matrix(target, outcomes)).join('')}`;
}

function matrix(target: string, outcomes: ReadonlyMap<Row, string>): string {
  const rows = ROWS.filter(({ setting }) => setting.target === target);
  const settings = [...new Set(rows.map(({ setting }) => setting))];
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const body = kinds.map((kind) => [
    kind.name,
    ...settings.map((setting) => {
      const row = rows.find((one) => one.setting === setting && one.kind === kind);
      return (row && outcomes.get(row)) ?? 'failed';
    }),
  ]);
  return `\n## ${target}\n\n${padded([['what is asked for', ...settings.map(({ name }) => name)], ...body])}`;
}

/** A Markdown table, its columns padded as the formatter pads them. */
function padded(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...body] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('');
}

function versions(): string {
  if (SOURCES === null || nixInstantiate === null) return '';
  const nix = execFileSync(nixInstantiate, ['--version'], { encoding: 'utf8' }).trim();
  const names = [
    'poetry2nix',
    'uv2nix',
    'pyproject.nix',
    'build-system-pkgs',
    'dream2nix',
    'corepkgs',
  ];
  const lines = names.map((name) => {
    const folder = join(SOURCES, name);
    if (!existsSync(join(folder, '.git'))) return `- ${name}`;
    const revision = execFileSync('git', ['-C', folder, 'log', '-1', '--format=%h of %cs'], {
      encoding: 'utf8',
    }).trim();
    return `- ${name} ${revision}`;
  });
  return `- ${nix}\n${lines.join('\n')}\n`;
}
