import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, describe, expect, it } from 'vitest';
import { bundledPackages, type BundledPackage } from '../scripts/lib/bundled-packages.ts';
import { sbom } from '../scripts/lib/sbom.ts';
import { EDITOR_FOLDERS } from '../scripts/lib/editor-files.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: unknown;
}

interface Bill {
  readonly components: readonly {
    readonly purl: string;
    readonly hashes: readonly { readonly content: string }[];
  }[];
}

/** What the bundle is built of. */
const SOURCES = [
  'server',
  'docs',
  ...EDITOR_FOLDERS.map((name) => `editors/${name}`),
  'overrides-db',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** npm runs these where a package is installed. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

let folder = '';

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The packages that have code in the bundle, as the bundler itself says when it is asked anew. */
async function packagesInBundle(): Promise<readonly BundledPackage[]> {
  const bundle = await rolldown({
    cwd: root,
    input: 'server/main.ts',
    platform: 'node',
    tsconfig: false,
    resolve: { alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' } },
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  const chunks = output.filter((file) => file.type === 'chunk');
  const rendered = chunks.flatMap(({ modules }) =>
    Object.entries(modules).flatMap(([id, { code }]) => (code ? [id] : [])),
  );
  return bundledPackages(rendered);
}

/** A file of the bundle and those that are loaded with it. */
function loadedWith(name: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, other = ''] of read(`dist/${name}`).matchAll(STATIC_IMPORTS))
    loadedWith(other, seen);
  return seen;
}

const STATIC_IMPORTS = /(?:from|import) ?"\.\/([\w-]+\.js)"/g;

describe('the bundle', () => {
  it('carries the notices of the packages in it, and of no other', async () => {
    const packages = await packagesInBundle();
    expect(packages.length).toBeGreaterThan(3);
    const headings = packages.map(
      ({ name, version, license }) => `${name} ${version} (${license ?? 'see below'})`,
    );
    const notices = read('dist/THIRD-PARTY-NOTICES.txt').split('\n');
    const underlined = notices.filter((_line, at) => /^-{5,}$/.test(notices[at + 1] ?? ''));
    expect(underlined.filter((line) => / \(.+\)$/.test(line))).toEqual(headings);
    for (const { licenceText } of packages)
      expect(read('dist/THIRD-PARTY-NOTICES.txt')).toContain(licenceText.trim());
  });

  it('has a bill of materials of the same, with the hash of each archive', async () => {
    const { components } = JSON.parse(read('dist/sbom.cdx.json')) as Bill;
    const packages = await packagesInBundle();
    const purls = packages.map(
      ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`,
    );
    expect(components.map(({ purl }) => purl)).toEqual(purls);
    for (const { hashes } of components) expect(hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
  });

  it('loads what asks the network in none of what starts without it', () => {
    for (const start of ['main.js', 'stdio.js', 'work.js', 'run.js', 'process.js'])
      expect(loadedWith(start), start).not.toContain('network.js');
    expect(loadedWith('access.js')).toContain('network.js');
  });

  it('is the same wherever it is built', { timeout: 120_000 }, () => {
    folder = mkdtempSync(join(tmpdir(), 'built-elsewhere-'));
    const copy = join(folder, 'a longer', 'path');
    for (const name of SOURCES) cpSync(join(root, name), join(copy, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { cwd: copy });
    const names = readdirSync(join(copy, 'dist'));
    expect(names).toEqual(readdirSync(join(root, 'dist')));
    const differing = names.filter(
      (name) =>
        !readFileSync(join(copy, 'dist', name)).equals(readFileSync(join(root, 'dist', name))),
    );
    // What differs where `npm run build` has not run since a change is the change.
    expect(differing).toEqual([]);
  });
});

describe('the package', () => {
  it('runs nothing when it is installed, and installs nothing', () => {
    const { scripts = {}, dependencies } = JSON.parse(read('package.json')) as Manifest;
    expect(Object.keys(scripts).filter((name) => INSTALL_SCRIPTS.includes(name))).toEqual([]);
    expect(dependencies).toBeUndefined();
  });

  it('bundles no package that runs something when it is installed', async () => {
    const packages = await packagesInBundle();
    const running = packages.filter(({ path }) => {
      const { scripts = {} } = JSON.parse(read(join(path, 'package.json'))) as Manifest;
      return ['preinstall', 'install', 'postinstall'].some((name) => name in scripts);
    });
    expect(running).toEqual([]);
  });
});

describe('a bill of materials', () => {
  const subject = { name: 'a', version: '1', license: 'MIT' };
  const one: BundledPackage = {
    name: '@x/y',
    version: '2.0',
    license: '(MIT OR Apache-2.0)',
    licenceText: '',
    path: 'node_modules/@x/y',
  };

  it('names scoped packages as purl has them, and licences of several names as an expression', () => {
    const lock = { packages: { 'node_modules/@x/y': { integrity: 'sha512-AAEC' } } };
    expect(JSON.parse(sbom(subject, [one], lock))).toMatchObject({
      components: [
        {
          group: '@x',
          name: 'y',
          purl: 'pkg:npm/%40x/y@2.0',
          licenses: [{ expression: '(MIT OR Apache-2.0)' }],
          hashes: [{ alg: 'SHA-512', content: '000102' }],
        },
      ],
    });
  });

  it('has no hash where the lock has none, and nothing of an empty bundle', () => {
    expect(JSON.parse(sbom(subject, [one], { packages: {} }))).toMatchObject({
      components: [{ hashes: [] }],
    });
    expect(JSON.parse(sbom(subject, [], { packages: {} }))).toMatchObject({ components: [] });
  });
});
