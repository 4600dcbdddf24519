import type { NetworkAccess } from '../network/access.ts';
import type { CliIo } from './io.ts';
import { line, type Printed } from './printed.ts';

/** What whoever runs a command is asked of the network: each host once, one question after the other. */
export class HostQuestions {
  readonly #access: NetworkAccess;
  readonly #io: CliIo;
  readonly #hosts = new Map<string, Promise<boolean>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(access: NetworkAccess, io: CliIo) {
    this.#access = access;
    this.#io = io;
  }

  /** Whether a host may be asked; yes is remembered outside of the repository. */
  agrees(host: string): Promise<boolean> {
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    const answer = this.#askAndRemember(host);
    this.#hosts.set(host, answer);
    return answer;
  }

  /** No, where nobody can answer. */
  async ask(question: Printed): Promise<boolean> {
    const before = this.#last;
    const answer = (async () => {
      await before;
      return (await this.#io.confirm?.(question)) ?? false;
    })();
    this.#last = answer;
    return answer;
  }

  async #askAndRemember(host: string): Promise<boolean> {
    const question = line`The project names the host ${host}, which nobody has agreed to. Ask it?`;
    const isAgreed = await this.ask(question);
    const problem = isAgreed ? this.#access.remember(host) : null;
    if (problem !== null)
      this.#io.err(line`pyproject-nix-ls: that is not remembered: ${problem}.\n`);
    return isAgreed;
  }
}
