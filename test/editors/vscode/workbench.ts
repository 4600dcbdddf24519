import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { repository } from '../root.ts';
import { hasVsce } from './packages.ts';

const script = join(repository, 'scripts/code-server.sh');
const chromiumPath = process.env['PNLS_CHROMIUM'] ?? '/usr/bin/chromium';

/** The lines of the files that are open. */
export const LINES = '.editor-instance .view-line';

const LIMIT_MS = 20_000;

const USER_SETTINGS = {
  // Drawn as text, which can be read.
  'terminal.integrated.gpuAcceleration': 'off',
  'editor.codeLens': true,
  'editor.hover.above': false,
  'editor.inlayHints.enabled': 'on',
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'files.autoSave': 'off',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why VS Code cannot be run here, or null where it can. */
export function workbenchProblem(): string | null {
  const { status, stderr, error } = spawnSync(script, ['check'], { encoding: 'utf8' });
  if (status !== 0) return (error?.message ?? stderr).trim();
  if (spawnSync(chromiumPath, ['--version']).status !== 0) return `there is no ${chromiumPath}`;
  return hasVsce() ? null : 'there is no vsce: npm ci --prefix editors/vscode';
}

/** VS Code in a browser, with extensions, on a folder. What it shows is read from the page, what is pressed goes to the page. */
export class Workbench {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #server: ChildProcess;
  readonly #extensions: string;

  private constructor(page: Page, browser: Browser, server: ChildProcess, extensions: string) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
    this.#extensions = extensions;
  }

  /** `home` is an empty folder for all that VS Code and the browser keep. */
  static async open(
    project: string,
    home: string,
    packages: readonly string[],
  ): Promise<Workbench> {
    const data = join(home, 'data');
    mkdirSync(join(data, 'User'), { recursive: true });
    writeFileSync(join(data, 'User/settings.json'), JSON.stringify(USER_SETTINGS));
    const environment = {
      ...process.env,
      // Found by way of the home that follows.
      PNLS_CODE_SERVER: spawnSync(script, ['path'], { encoding: 'utf8' }).stdout.trim(),
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
    };
    const extensions = join(home, 'extensions');
    const folders = ['--extensions-dir', extensions, '--user-data-dir', data];
    const installs = packages.flatMap((file) => ['--install-extension', file]);
    const installed = spawnSync(script, ['run', ...folders, ...installs], {
      env: environment,
      encoding: 'utf8',
    });
    if (installed.status !== 0)
      throw new Error(`no extension was installed:\n${installed.stdout}${installed.stderr}`);

    const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
    const local = ['--auth', 'none', '--bind-addr', '127.0.0.1:0'];
    const server = spawn(script, ['run', ...folders, ...quiet, ...local], { env: environment });
    const address = await addressOf(server);
    const browser = await chromium.launch({
      executablePath: chromiumPath,
      headless: true,
      args: CHROMIUM_ARGUMENTS,
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    const workbench = new Workbench(page, browser, server, extensions);
    await page.goto(`${address}?folder=${encodeURIComponent(project)}`);
    await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
    return workbench;
  }

  /** Opens a file of the project from the explorer, which says more of a file behind its name. */
  async openFile(name: string): Promise<void> {
    const rows = ['=', '^='].map((sign) => {
      const label = sign === '=' ? name : `${name} `;
      return `.explorer-folders-view .monaco-list-row[aria-label${sign}"${label}"]`;
    });
    await this.page.dblclick(rows.join(', '));
    await this.waitFor(`the tab of ${name}`, '.tab.active .label-name', (text) => text === name);
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.page.waitForSelector('.quick-input-widget input');
    await this.page.keyboard.type(title);
    await this.waitFor(
      `the command ${title}`,
      '.quick-input-list .monaco-list-row.focused',
      (text) => text.includes(title),
    );
    await this.page.keyboard.press('Enter');
  }

  /** Puts the cursor on the first line of the open file that begins with a text, which is on the screen. */
  async goTo(start: string): Promise<void> {
    const line = this.page.locator(LINES).filter({ hasText: new RegExp(`^${start}`) });
    await line.first().click({ position: { x: 8, y: 8 } });
    await this.page.keyboard.press('Home');
  }

  /**
   * Puts the cursor at a line and column of the open file, both from 1. It is asked for again: the box
   * may lose the focus to what is just opening.
   */
  async goToPlace({ line, column }: { line: number; column: number }): Promise<void> {
    const place = `Ln ${line}, Col ${column}`;
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      await this.page.keyboard.press('Control+g');
      await this.page.waitForSelector('.quick-input-widget input');
      await this.page.keyboard.type(`:${line}:${column}`);
      await this.page.keyboard.press('Enter');
      const text = await this.#textWithin(2000, '.statusbar', place);
      if (text.includes(place)) return;
      if (Date.now() > deadline) throw new Error(`the cursor never came to ${place}:\n${text}`);
      await this.press('Escape');
    }
  }

  /** The hover at the cursor, once it holds a text. It is asked for again: extensions may still be starting. */
  async hover(expected: string): Promise<string> {
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      await this.command('Show or Focus Hover');
      const text = await this.#textWithin(2000, '.monaco-hover', expected);
      await this.press('Escape', 'Escape');
      if (text.includes(expected)) return text;
      if (Date.now() > deadline) throw new Error(`the hover never had ${expected}:\n${text}`);
    }
  }

  /** Takes an action at the cursor by its title. */
  async takeAction(title: string): Promise<void> {
    await this.press('Control+Period');
    const offered = await this.waitFor('the action', '.action-widget', (now) =>
      now.includes(title),
    );
    const focused = '.action-widget .monaco-list-row.focused';
    for (let left = offered.split('\n').length; left > 0; left -= 1) {
      if ((await this.text(focused)).includes(title)) return this.press('Enter');
      await this.press('ArrowDown');
    }
    throw new Error(`${title} cannot be chosen among:\n${offered}`);
  }

  /** Saves everything; a file is whole on disk once its tab says that it is saved. */
  async saveAll(): Promise<void> {
    await this.command('File: Save All Files');
    await this.waitFor('everything saved', '.tab.dirty', (now) => now === '');
  }

  /** Changes the user's settings, in the editor that VS Code has for them. */
  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.command('Preferences: Open User Settings (JSON)');
    await this.waitFor('the settings', '.tab.active', (now) => now.includes('settings.json'));
    await this.waitFor('their text', LINES, (now) => now.includes('editor.codeLens'));
    await this.page.click(LINES);
    const text = JSON.stringify({ ...USER_SETTINGS, ...settings });
    // Pasted: while one types, the editor closes brackets and quotes by itself.
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await this.press('Control+a', 'Control+v');
    await this.page.waitForSelector('.tab.active.dirty');
    await this.press('Control+s');
    await this.page.waitForSelector('.tab.active:not(.dirty)');
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** The text of all elements of a selector, with plain blanks. */
  async text(selector: string): Promise<string> {
    const texts = await this.page.locator(selector).allInnerTexts();
    return texts.join('\n').replaceAll('\u00A0', ' ');
  }

  /** Waits until the elements' text fulfils a condition. Throws with what they say if it does not. */
  async waitFor(
    what: string,
    selector: string,
    condition: (text: string) => boolean,
  ): Promise<string> {
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      const text = await this.text(selector);
      if (condition(text)) return text;
      if (Date.now() > deadline)
        throw new Error(`VS Code never showed ${what}; ${selector} says:\n${text}`);
      await sleep(50);
    }
  }

  /** The elements' text once it has another in it, or as it is after some time. */
  async #textWithin(limitMs: number, selector: string, expected: string): Promise<string> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const text = await this.text(selector);
      if (text.includes(expected) || Date.now() > deadline) return text;
      await sleep(50);
    }
  }

  /** What is in the clipboard. */
  clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  /** How many of the extension's servers run. */
  servers(): number {
    const commands = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(commandLine);
    return commands.filter(
      (command) => command.includes(this.#extensions) && command.includes('server/main.js'),
    ).length;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.kill();
    if (this.#server.exitCode === null)
      await new Promise((resolve) => this.#server.once('exit', resolve));
  }
}

/** Where a code-server that has just been started listens. */
async function addressOf(server: ChildProcess): Promise<string> {
  const { stdout } = server;
  if (stdout === null) throw new Error('code-server has no output');
  let printed = '';
  for await (const line of createInterface({ input: stdout })) {
    printed += `${line}\n`;
    const [, address] = /listening on (http:\S+)/.exec(line) ?? [];
    if (address === undefined) continue;
    // What it says from now on is read and dropped.
    stdout.resume();
    return address;
  }
  throw new Error(`code-server ended:\n${printed}`);
}

function commandLine(processId: string): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
