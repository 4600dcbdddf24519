import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { placeOf } from '../projects.ts';
import { editorsProblem, parsesAsNix, repository } from '../root.ts';
import { packagedFiles, packageExtensions } from './packages.ts';
import { LINES, Workbench, workbenchProblem } from './workbench.ts';

const title = 'Provide cups to pycups in default.nix';
const problem = workbenchProblem();

const PROBLEMS = '.markers-panel .monaco-list-row';
const TABS = '.tabs-container .tab';

let folder: string;
let packages: readonly string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-vscode-'));
  if (problem === null) packages = packageExtensions(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(problem !== null)('VS Code with the packaged extension', () => {
  let project: string;
  const onDisk = (file: string): string => readFileSync(join(project, file), 'utf8');
  let workbench: Workbench;

  beforeAll(async () => {
    project = join(folder, 'imgapp-broken');
    cpSync(join(repository, 'examples/imgapp-broken'), project, { recursive: true });
    workbench = await Workbench.open(project, join(folder, 'home'), packages);
  });
  beforeEach(() => workbench.openFile('pyproject.toml'));
  afterAll(() => workbench.close());

  it('carries the server, its facts and the licences, and no sources', () => {
    const files = packagedFiles();
    for (const file of [
      'dist/extension.cjs',
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/sbom.cdx.json',
      'server/main.js',
      'server/overrides-db.bin',
      'server/THIRD-PARTY-NOTICES.txt',
      'server/sbom.cdx.json',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'icon.png',
      'package.json',
    ])
      expect(files).toContain(file);
    expect(files.filter((file) => /\.ts$|^(?:src|node_modules)\//.test(file))).toEqual([]);
  });

  it('underlines what is wrong and lists it among the problems', async () => {
    await workbench.page.waitForSelector('.squiggly-warning');
    await workbench.command('Problems: Focus on Problems View');
    const text = await workbench.waitFor('the problems', PROBLEMS, (now) => now.includes('cups'));
    const codes = [
      'lock-stale',
      'lock-unsatisfied',
      'missing-build-system',
      'missing-native-input',
    ];
    const words = new Set(text.split('\n'));
    expect(codes.filter((code) => words.has(code))).toEqual(codes);
    expect(text.match(/^pyproject-nix-ls$/gm)).toHaveLength(codes.length);
    expect(text).toContain('the content-hash');
    await workbench.press('Control+j');
  });

  it('shows the hover beside that of another TOML extension', async () => {
    await workbench.goTo('pillow');
    const text = await workbench.hover('7.2.0');
    for (const word of ['sdist', 'libjpeg', 'setuptools', 'the other TOML server'])
      expect(text).toContain(word);
    expect(workbench.servers()).toBe(1);
  });

  it('shows locked versions beside dependencies, and above them how many need overrides', async () => {
    const lines = await workbench.waitFor('a hint', LINES, (now) => /^pillow.*7\.2\.0/m.test(now));
    expect(lines).not.toMatch(/^python = "\^3\.7".+/m);
    await workbench.waitFor('the lens', '.codelens-decoration', (now) =>
      now.includes('2 packages need overrides'),
    );
  });

  it('goes to the definition in the lock', async () => {
    await workbench.goTo('pillow');
    await workbench.press('F12');
    await workbench.waitFor('the lock', '.tab.active', (now) => now.includes('poetry.lock'));
    await workbench.waitFor('the package', LINES, (now) => now.includes('name = "pillow"'));
    await workbench.waitFor('its language', '.statusbar', (now) => now.includes('TOML'));
  });

  it('completes the name of a package, typed below another', async () => {
    await workbench.goTo('pillow');
    await workbench.press('End', 'Enter');
    await workbench.page.keyboard.type('psycop');
    await workbench.waitFor('the name', '.suggest-widget .monaco-list-row', (now) =>
      now.includes('psycopg2'),
    );
    await workbench.press('Escape');
    await workbench.command('File: Revert File');
    await workbench.waitFor('the line gone', LINES, (now) => !now.includes('psycop'));
  });

  it('copies an override into the clipboard', async () => {
    await workbench.goTo('pycups');
    await workbench.command('pyproject-nix-ls: Copy Override');
    await workbench.waitFor('the choices', '.quick-input-list', (now) => now.includes('uv2nix'));
    await workbench.page.keyboard.type('uv2nix');
    await workbench.press('Enter');
    await workbench.waitFor('the message', '.statusbar', (now) => now.includes('clipboard'));
    expect(await workbench.clipboard()).toMatch(/pycups[^]*cups/);
  });

  it('writes what is missing into default.nix', async () => {
    await workbench.goTo('pycups');
    await workbench.press('Control+Period');
    await workbench.waitFor('the action', '.action-widget', (now) => now.includes(title));
    // The first row is chosen already: the preferred action is one key away.
    await workbench.press('Enter');
    await workbench.waitFor('its file', TABS, (now) => now.includes('default.nix'));
    expect(onDisk('default.nix')).not.toContain('pycups');
    await workbench.saveAll();
    const nix = onDisk('default.nix');
    expect(nix).toContain('pycups');
    expect(nix).toContain('cups ]');
    if (editorsProblem() === null) expect(parsesAsNix(nix)).toBe(true);
    await workbench.command('Problems: Focus on Problems View');
    const rows = await workbench.waitFor(
      'one problem less',
      PROBLEMS,
      (now) => !now.includes('missing-native-input'),
    );
    expect(rows).toContain('missing-build-system');
    await workbench.press('Control+j');
  });

  it('sees a lock that is written anew, and shows it anew where it is open', async () => {
    await workbench.openFile('poetry.lock');
    await workbench.openFile('pyproject.toml');
    await workbench.command('Problems: Focus on Problems View');
    await workbench.waitFor('it', PROBLEMS, (now) => now.includes('lock-unsatisfied'));
    const lock = onDisk('poetry.lock');
    const updated = lock.replace(
      '"requests"\nversion = "2.24.0"',
      '"requests"\nversion = "2.25.0"',
    );
    expect(updated).not.toBe(lock);
    writeFileSync(join(project, 'poetry.lock'), updated);
    const rest = await workbench.waitFor(
      'the problems without it',
      PROBLEMS,
      (now) => !now.includes('lock-unsatisfied'),
    );
    expect(rest).toContain('missing-build-system');
    await workbench.press('Control+j');
    await workbench.waitFor('the new hint', LINES, (now) => /^requests.*2\.25\.0/m.test(now));
    await workbench.openFile('poetry.lock');
    await workbench.goToPlace(placeOf(updated, 'name = "requests"'));
    await workbench.waitFor('the new text', LINES, (now) =>
      now.includes('name = "requests"\nversion = "2.25.0"'),
    );
  });

  it('tells what a bug report should say', async () => {
    await workbench.command("pyproject-nix-ls: Show Doctor's Report");
    const text = await workbench.waitFor('the report', LINES, (now) => now.includes('Findings'));
    expect(text).toContain(`Project ${project}`);
    expect(text).toContain('Target: poetry2nix');
  });

  it('takes a changed setting, and finds none unknown', async () => {
    await workbench.command('Problems: Focus on Problems View');
    await workbench.waitFor('it', PROBLEMS, (now) => now.includes('lock-stale'));
    await workbench.changeSettings({ 'pyproject-nix-ls.severity': { 'lock-stale': 'off' } });
    const rest = await workbench.waitFor(
      'the problems without it',
      PROBLEMS,
      (now) => !now.includes('lock-stale'),
    );
    expect(rest).toContain('missing-build-system');
    await workbench.press('Control+j');
    expect(await workbench.text('.notifications-toasts')).toBe('');
  });

  it('shows the log', async () => {
    await workbench.command('pyproject-nix-ls: Show Log');
    await workbench.waitFor('the channel', '.part.panel', (now) =>
      now.includes('pyproject-nix-ls'),
    );
    await workbench.press('Control+j');
  });

  it('explains the log of a build from the clipboard', async () => {
    const log = failedFor('zlib.h');
    await workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(log)})`);
    await workbench.command('pyproject-nix-ls: Explain the Last Build');
    await workbench.waitFor('the choices', '.quick-input-list', (now) => now.includes('Clipboard'));
    await workbench.press('Enter');
    await workbench.waitFor('what it says', LINES, (now) => now.includes('It needs zlib.'));
    await workbench.command('Problems: Focus on Problems View');
    await workbench.waitFor('it', PROBLEMS, (now) => now.includes('failed-build'));
    await workbench.press('Control+j');
  });

  it('explains the log of a build from a file', async () => {
    const file = join(folder, 'build.log');
    writeFileSync(file, failedFor('lcms2.h'));
    await workbench.command('pyproject-nix-ls: Explain the Last Build');
    await workbench.waitFor('the choices', '.quick-input-list', (now) => now.includes('File'));
    await workbench.press('ArrowDown', 'Enter');
    await workbench.waitFor('its files', '.quick-input-list', (now) => !now.includes('Clipboard'));
    await workbench.page.fill('.quick-input-widget input[type=text]', file);
    await workbench.waitFor('the file', '.quick-input-list', (now) => now.includes('build.log'));
    await workbench.press('Enter');
    await workbench.waitFor('what it says', LINES, (now) => now.includes('It needs lcms2.'));
  });

  it('locks again with the tool of the project, as a task', async () => {
    await workbench.command('pyproject-nix-ls: Lock Again');
    // Whether the tool is there is another question.
    await workbench.waitFor('the task', '.xterm-rows', (now) =>
      now.replaceAll('\u00a0', ' ').includes('Executing task: poetry lock'),
    );
    await workbench.press('Control+j');
  });

  it('restarts the server, which then answers again', async () => {
    await workbench.command('pyproject-nix-ls: Restart Server');
    await workbench.goTo('flask');
    await workbench.hover('1.1.2');
    expect(workbench.servers()).toBe(1);
  });
});

describe.skipIf(problem !== null)('VS Code with the packaged extension and no project', () => {
  it('starts no server for a TOML and a Nix file of something else', async () => {
    const project = join(folder, 'other');
    mkdirSync(project);
    writeFileSync(join(project, 'Cargo.toml'), '[package]\nname = "other"\n');
    writeFileSync(join(project, 'default.nix'), '{ }\n');
    const workbench = await Workbench.open(project, join(folder, 'other-home'), packages);
    try {
      await workbench.openFile('default.nix');
      await workbench.openFile('Cargo.toml');
      await workbench.goTo('name');
      await workbench.hover('the other TOML server');
      expect(workbench.servers()).toBe(0);
    } finally {
      await workbench.close();
    }
  });
});

describe.skipIf(problem !== null)('VS Code with the packaged extension and no other', () => {
  it('takes manifest and lock for TOML, and answers', async () => {
    const project = join(folder, 'imgapp');
    cpSync(join(repository, 'examples/imgapp'), project, { recursive: true });
    const workbench = await Workbench.open(project, join(folder, 'alone'), packages.slice(0, 1));
    try {
      for (const file of ['poetry.lock', 'pyproject.toml']) {
        await workbench.openFile(file);
        await workbench.waitFor('the language', '.statusbar', (now) => now.includes('TOML'));
      }
      await workbench.goTo('pillow');
      expect(await workbench.hover('7.2.0')).toContain('libjpeg');
      expect(await workbench.page.locator('.squiggly-warning').count()).toBe(0);
    } finally {
      await workbench.close();
    }
  });

  it('takes a file for requirements by its folder', async () => {
    const project = join(folder, 'requirements');
    mkdirSync(project);
    writeFileSync(join(project, 'base.txt'), 'pillow>=7\n');
    const home = join(folder, 'requirements-home');
    const workbench = await Workbench.open(project, home, packages.slice(0, 1));
    try {
      await workbench.openFile('base.txt');
      await workbench.waitFor('the language', '.statusbar', (now) =>
        now.includes('Pip Requirements'),
      );
      await workbench.goTo('pillow');
      expect(await workbench.hover('libjpeg')).toContain('not pinned');
    } finally {
      await workbench.close();
    }
  });
});

/** The log of a build of Pillow that lacks a header. */
function failedFor(header: string): string {
  return [
    `python3.7-pillow> x.c:1:10: fatal error: ${header}: No such file or directory`,
    `error: builder for '/nix/store/${'a'.repeat(32)}-python3.7-pillow-7.2.0.drv' failed with exit code 1;`,
  ].join('\n');
}
