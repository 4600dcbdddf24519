import { packageOfDerivation } from './derivations.ts';
import type { LogPackage, Recognised } from './model.ts';

/**
 * What the trace around ‘infinite recursion encountered’ says of a dependency cycle: which derivations were evaluated
 * for the dependencies of which. Nix writes the trace before the message, outermost first; older versions behind it,
 * innermost first.
 */
export class RecursionTrace {
  /** The innermost derivation so far, and the one around it. */
  #inner: LogPackage | null = null;
  #outer: LogPackage | null = null;
  /** The innermost, where the trace follows the message. */
  #first: LogPackage | null = null;
  #isBehind = false;

  /** Reads a line that is not the message. A cycle, once the line completes what is known of one. */
  read(text: string): Recognised | null {
    const name = PROPAGATES.exec(text)?.[1];
    const of = name === undefined ? null : packageOfDerivation(name);
    if (of === null) return null;
    if (!this.#isBehind) {
      if (of.name === this.#inner?.name) return null;
      this.#outer = this.#inner;
      this.#inner = of;
      return null;
    }
    if (this.#first === null || this.#first.name === of.name) {
      this.#first = of;
      return null;
    }
    const cycle = cycleOf(of, this.#first);
    this.#isBehind = false;
    this.#first = null;
    return cycle;
  }

  /** `found`, or for the message what the trace before it says. */
  explain(found: Recognised, text: string): Recognised {
    if (!text.includes(MESSAGE)) return found;
    const [outer, inner] = [this.#outer, this.#inner];
    this.#outer = null;
    this.#inner = null;
    this.#isBehind = outer === null || inner === null;
    return outer === null || inner === null ? found : cycleOf(outer, inner);
  }
}

const MESSAGE = 'infinite recursion encountered';

const PROPAGATES =
  /while evaluating (?:the )?attribute '(?:propagatedBuildInputs|dependencies)' of (?:the )?derivation '([^'\s]{1,250})'/;

/** The innermost dependency is on the cycle, whichever package it leads back to. */
function cycleOf(of: LogPackage, dependency: LogPackage): Recognised {
  return {
    package: of,
    withoutDependencies: [dependency.name],
    advice: `${of.name} depends on ${dependency.name}, which leads back to it: poetry2nix cannot build a cycle, so that one of them must not propagate the other.`,
    inEvaluation: true,
  };
}
