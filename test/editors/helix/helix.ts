import { execFileSync } from 'node:child_process';
import { desk, fencedBlock, type Desk } from '../desk.ts';
import { inRoot } from '../root.ts';
import { Screen } from '../screen.ts';

/** Helix on a file of an example, with the files of `editors/helix`. After every key it waits for what the key brings onto the screen. */
export class Helix {
  readonly desk: Desk;
  readonly screen: Screen;

  private constructor(here: Desk, screen: Screen) {
    this.desk = here;
    this.screen = screen;
  }

  static async open(
    example: string,
    file: string,
    configure: (here: Desk) => void = byCommand,
  ): Promise<Helix> {
    const here = helixDesk(example, configure);
    const [program, args] = inRoot(here.environment, ['hx', file]);
    const helix = new Helix(here, new Screen(here.project, [program, ...args]));
    await helix.#showsFile(file);
    return helix;
  }

  async openFile(file: string): Promise<void> {
    await this.#command(`:open ${file}`);
    await this.#showsFile(file);
  }

  /** Puts the cursor on the first line that matches a pattern. */
  async goTo(pattern: string): Promise<void> {
    this.screen.press('g', 'g');
    this.screen.type(`/${pattern}`);
    await this.screen.waitFor('the pattern', (now) => now.includes(`search:${pattern}`));
    this.screen.press('Enter');
    const numbered = new RegExp(`^[^\\d\\n]*(\\d+) ${pattern.replace('^', '')}`, 'm');
    await this.screen.waitFor(`the cursor on ${pattern}`, (now) => {
      const [, cursor] = /(\d+):\d+ *$/.exec(statusLine(now)) ?? [];
      return !now.includes('search:') && cursor !== undefined && cursor === numbered.exec(now)?.[1];
    });
  }

  /** The screen with the hover at the cursor, once it has a text that is not on the screen without it. */
  async hover(expected: string): Promise<string> {
    this.screen.press('Space', 'k');
    const text = await this.screen.waitFor('the hover', (now) => now.includes(expected));
    await this.#closePopup(expected);
    return text;
  }

  /** Takes an action that is the first: it is chosen already, so that the preferred one is one key away. */
  async takeFirstAction(title: string): Promise<void> {
    this.screen.press('Space', 'a');
    await this.screen.waitFor('the actions', (now) => now.includes(title));
    this.screen.press('Enter');
    await this.screen.waitFor('no menu', (now) => !now.includes(title));
  }

  /** What completion shows for a text typed below the cursor, once it has a word; the text is taken back. */
  async completion(typed: string, expected: RegExp): Promise<string> {
    this.screen.press('o');
    await this.screen.waitFor('the insert mode', (now) => statusLine(now).startsWith(' INS '));
    this.screen.type(typed);
    const text = await this.screen.waitFor('the word', (now) => expected.test(now));
    // Escape by itself: with a key right behind it a terminal's reader takes both for Alt and that key.
    this.screen.press('Escape');
    await this.screen.waitFor('the normal mode', (now) => statusLine(now).startsWith(' NOR '));
    this.screen.press('u');
    await this.screen.waitFor('the line gone', (now) => !now.includes(typed));
    return text;
  }

  /** Helix ends once everything is on disk; until then a file may be there by half. */
  async saveAndQuit(): Promise<void> {
    await this.#command(':write-quit-all');
    await this.screen.waitForEnd();
  }

  async saveAll(): Promise<void> {
    await this.#command(':write-all');
  }

  close(): void {
    this.screen.close();
    this.desk.clear();
  }

  async #command(line: string): Promise<void> {
    this.screen.type(line);
    await this.screen.waitFor(line, (now) => now.includes(line));
    this.screen.press('Enter');
  }

  /** Ctrl-C does what Escape does in a popup, and starts no sequence. */
  async #closePopup(text: string): Promise<void> {
    this.screen.press('C-c');
    await this.screen.waitFor('no popup', (now) => !now.includes(text));
  }

  async #showsFile(file: string): Promise<void> {
    await this.screen.waitFor(file, (now) => statusLine(now).startsWith(` NOR   ${file} `));
  }
}

const LANGUAGES = '.config/helix/languages.toml';

/** By the command, in a configuration that has languages and another server for TOML. */
export function byCommand(here: Desk): void {
  const rust = '[[language]]\nname = "rust"\nauto-format = true\n';
  here.write(LANGUAGES, `${rust}\n[[language]]\nname = "toml"\nlanguage-servers = ["taplo"]\n`);
  here.setUp('helix');
}

/** By hand, as README.md says. */
export function byHand(here: Desk): void {
  here.write(LANGUAGES, fencedBlock('README.md', 'toml', 'language-servers'));
}

/** By hand, and for TOML alone, so that Helix tells of no Nix file. */
export function forTomlAlone(here: Desk): void {
  const [toml = ''] = fencedBlock('README.md', 'toml', 'language-servers').split(
    /(?=\[\[language\]\]\nname = "nix")/,
  );
  here.write(LANGUAGES, toml);
}

/** A desk on an example with all that a user of Helix copies and runs. */
export function helixDesk(example: string, configure: (here: Desk) => void = byCommand): Desk {
  const here = desk(example);
  configure(here);
  here.write('.config/helix/config.toml', fencedBlock('editors/helix/README.md', 'toml'));
  const commands = fencedBlock('editors/helix/README.md', 'sh');
  execFileSync('sh', ['-ec', commands], { env: { ...here.environment } });
  return here;
}

/** A line with a diagnostic: its number behind the mark in the gutter. */
export function marked(pattern: string): RegExp {
  return new RegExp(`^● +\\d+ ${pattern.replace('^', '')}`, 'm');
}

function statusLine(screen: string): string {
  return screen.split('\n').find((line) => /^ (?:NOR|INS|SEL) /.test(line)) ?? '';
}
