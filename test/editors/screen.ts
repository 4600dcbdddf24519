import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

let opened = 0;

/** A terminal of 120 by 40 cells in a tmux server of its own, with one program in it. */
export class Screen {
  readonly #socket = join(tmpdir(), `pyproject-nix-ls-${process.pid}-${(opened += 1)}.tmux`);

  constructor(cwd: string, command: readonly string[], columns = 120, rows = 40) {
    const size = ['-x', String(columns), '-y', String(rows)];
    const quoted = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'main', '-c', cwd, ...size, quoted);
    // A pressed Escape is a key of its own, not the start of a sequence.
    this.#tmux('set-option', '-s', 'escape-time', '0');
  }

  /** What is on the screen, one line a row. */
  text(): string {
    return this.#tmux('capture-pane', '-p', '-t', 'main');
  }

  /** The same with its colours, as terminal sequences. */
  colouredText(): string {
    return this.#tmux('capture-pane', '-p', '-e', '-t', 'main');
  }

  /** Keys by tmux's names (`Escape`, `Enter`, `Space`, `C-n`, `a`). */
  press(...keys: readonly string[]): void {
    for (const key of keys) this.#tmux('send-keys', '-t', 'main', key);
  }

  type(text: string): void {
    this.#tmux('send-keys', '-t', 'main', '-l', text);
  }

  /** Waits until the screen's text fulfils a condition. Throws with what is on the screen if it does not. */
  async waitFor(
    what: string,
    condition: (text: string) => boolean,
    limitMs = 15_000,
  ): Promise<string> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const text = this.text();
      if (condition(text)) return text;
      if (Date.now() > deadline) throw new Error(`the screen never showed ${what}:\n${text}`);
      await sleep(50);
    }
  }

  /** Waits until the program has ended by itself. */
  async waitForEnd(limitMs = 15_000): Promise<void> {
    const deadline = Date.now() + limitMs;
    while (this.#isOpen()) {
      if (Date.now() > deadline) throw new Error(`the program never ended:\n${this.text()}`);
      await sleep(50);
    }
  }

  /** Waits until the screen has been the same for a second. */
  async settled(): Promise<void> {
    let before = '';
    for (let now = this.text(); now !== before; now = this.text()) {
      before = now;
      await sleep(1000);
    }
  }

  close(): void {
    if (this.#isOpen()) this.#tmux('kill-server');
    rmSync(this.#socket, { force: true });
  }

  #isOpen(): boolean {
    return spawnSync('tmux', ['-S', this.#socket, 'has-session']).status === 0;
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' });
  }
}
