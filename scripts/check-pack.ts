/**
 * Packs the package as it would be published and looks at it as its user would: exactly the
 * expected files, nothing that publint objects to, installed without a network, and run, by this
 * Node.js and by each of PNLS_NODES (paths of executables, with colons between).
 * `npm run check:pack`, after `npm run build`.
 */
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { readPackageJson, repositoryRoot } from './lib/repository.ts';

const expectedFiles = [
  'LICENSE',
  'README.md',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/access.js',
  'dist/advisories.js',
  'dist/base.js',
  'dist/commands.js',
  'dist/core.js',
  'dist/editors.json',
  'dist/handlers.js',
  'dist/index-news.js',
  'dist/main.js',
  'dist/network.js',
  'dist/overrides-db.bin',
  'dist/process.js',
  'dist/read-packages.js',
  'dist/rolldown-runtime.js',
  'dist/rules.json',
  'dist/run.js',
  'dist/sbom.cdx.json',
  'dist/server.js',
  'dist/stdio.js',
  'dist/thread.js',
  'dist/work.js',
  'editors/emacs/README.md',
  'editors/emacs/init-eglot.el',
  'editors/emacs/init-lsp-mode.el',
  'editors/emacs/pyproject-nix-ls-eglot.el',
  'editors/emacs/pyproject-nix-ls-lsp-mode.el',
  'editors/helix/README.md',
  'editors/helix/languages.toml',
  'editors/kakoune/kakrc',
  'editors/kakoune/pyproject-nix-ls.kak',
  'editors/kate/settings.json',
  'editors/neovim/README.md',
  'editors/neovim/init.lua',
  'editors/neovim/lsp/pyproject_nix_ls.lua',
  'editors/sublime/LanguageServers.sublime-settings',
  'editors/zed/Cargo.toml',
  'editors/zed/LICENSE',
  'editors/zed/README.md',
  'editors/zed/extension.toml',
  'editors/zed/settings.json',
  'editors/zed/src/lib.rs',
  'package.json',
];
const expectedFindings = {
  imgapp: [],
  science: [],
  'imgapp-broken': [
    'lock-stale',
    'lock-unsatisfied',
    'missing-build-system',
    'missing-native-input',
  ],
};

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

let failed = 0;
const folder = await mkdtemp(join(tmpdir(), 'check-pack-'));
try {
  const packed = pack();
  checkFiles(packed);
  await checkPublint(join(folder, packed.filename));
  for (const node of nodes()) await checkOn(node, join(folder, packed.filename));
} finally {
  await rm(folder, { recursive: true });
}
process.exitCode = failed === 0 ? 0 : 1;

function expect(condition: boolean, what: string, detail = ''): void {
  if (!condition) failed += 1;
  console.log(
    `${condition ? 'ok  ' : 'FAIL'} ${what}${condition || detail === '' ? '' : `\n${detail}`}`,
  );
}

function pack(): Packed {
  // The build has run: what is packed is what was tested.
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const output = execFileSync('npm', args, { cwd: repositoryRoot, encoding: 'utf8' });
  const [packed] = Object.values(JSON.parse(output) as Record<string, Packed>);
  if (packed === undefined) throw new Error('npm packed nothing');
  console.log(
    `${packed.filename}: ${kibibytes(packed.size)} packed, ${kibibytes(packed.unpackedSize)} unpacked`,
  );
  return packed;
}

function checkFiles({ files }: Packed): void {
  const paths = files.map(({ path }) => path).toSorted();
  const detail = `expected ${expectedFiles.join(', ')}\nfound    ${paths.join(', ')}`;
  expect(paths.join() === expectedFiles.toSorted().join(), 'exactly the expected files', detail);
  const main = files.find(({ path }) => path === 'dist/main.js');
  expect(main !== undefined && (main.mode & 0o111) !== 0, 'dist/main.js is executable');
}

async function checkPublint(tarball: string): Promise<void> {
  const { messages, pkg } = await publint({
    strict: true,
    pack: { tarball: new Uint8Array(await readFile(tarball)).buffer },
  });
  const detail = messages.map((message) => formatMessage(message, pkg)).join('\n');
  expect(messages.length === 0, 'publint has no objection', detail);
}

/** A Node.js that the package is to run on: an environment in which it is the only one. */
interface Node {
  readonly version: string;
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
}

function nodes(): Node[] {
  const others = (process.env['PNLS_NODES'] ?? '').split(delimiter).filter((path) => path !== '');
  return [process.execPath, ...others].map((executable) => ({
    version: execFileSync(executable, ['--version'], { encoding: 'utf8' }).trim(),
    executable,
    // Nothing of this user's settings.
    environment: { HOME: folder, PATH: `${dirname(executable)}:/usr/bin:/bin` },
  }));
}

async function checkOn(node: Node, tarball: string): Promise<void> {
  console.log(`On Node.js ${node.version}:`);
  const run = install(node, tarball);
  await checkVersion(run);
  checkFindings(run);
  checkServer(run);
}

/** Runs the installed program. */
type Run = (args: readonly string[], input?: string) => SpawnSyncReturns<string>;

/** Installs the package into an empty folder, with the network forbidden and an empty cache. */
function install({ version, executable, environment }: Node, tarball: string): Run {
  const prefix = join(folder, version);
  const npm = process.env['npm_execpath'];
  if (npm === undefined) throw new Error('to be run by npm: npm run check:pack');
  const args = ['install', '--offline', '--cache', join(prefix, 'cache'), '--prefix', prefix];
  const quiet = ['--no-audit', '--no-fund', '--loglevel', 'error'];
  const { status, stderr } = spawnSync(executable, [npm, ...args, ...quiet, tarball], {
    encoding: 'utf8',
    env: environment,
  });
  expect(status === 0, 'installs without a network', stderr);
  // By its own name: the first line of the program finds the only Node.js there is.
  const program = join(prefix, 'node_modules/.bin/pyproject-nix-ls');
  return (given, input = '') =>
    spawnSync(program, given, { input, encoding: 'utf8', env: environment, timeout: 20_000 });
}

async function checkVersion(run: Run): Promise<void> {
  const { version } = await readPackageJson();
  const { stdout } = run(['--version']);
  expect(stdout.includes(version), `--version says ${version}`, stdout);
}

function checkFindings(run: Run): void {
  for (const [example, expected] of Object.entries(expectedFindings)) {
    const path = join(repositoryRoot, 'examples', example);
    const { status, stdout, stderr } = run(['check', '--format', 'json', path]);
    const codes = findingCodes(stdout);
    const detail = `exit ${status}: ${codes.join(', ')}\n${stderr}`;
    const right = codes.join() === expected.join() && status === (expected.length === 0 ? 0 : 1);
    expect(right, `check ${example}: ${expected.join(', ') || 'nothing'}`, detail);
  }
}

function findingCodes(json: string): string[] {
  try {
    const { diagnostics } = JSON.parse(json) as {
      diagnostics: { code: string; severity: string }[];
    };
    const loud = diagnostics.filter(
      ({ severity }) => severity === 'warning' || severity === 'error',
    );
    return [...new Set(loud.map(({ code }) => code))].toSorted();
  } catch {
    return ['(no JSON)'];
  }
}

/** `initialize`, `shutdown`, `exit`: two answers, nothing else on stdout, exit 0. */
function checkServer(run: Run): void {
  const messages = [
    { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
    { method: 'initialized', params: {} },
    { id: 2, method: 'shutdown' },
    { method: 'exit' },
  ];
  const input = messages.map((message) => frame({ jsonrpc: '2.0', ...message })).join('');
  const { status, stdout, stderr } = run(['--stdio'], input);
  const right = status === 0 && stdout.startsWith('Content-Length: ') && stdout.includes('"id":2');
  expect(right, 'serves over stdio and exits when told', `exit ${status}\n${stdout}\n${stderr}`);
}

function frame(message: object): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}
