import { packageOfDerivation } from './derivations.ts';
import type { LogPackage, Recognised } from './model.ts';
import { recognise, type Where } from './tells.ts';

/** What a line is to a message of several lines. */
export interface Continued {
  /** What is recognised with it, if it completes something. */
  readonly found: Recognised | null;
  /** The package that the message is about, where this line names it. */
  readonly package?: LogPackage;
  /** Whether it is the line that such a message begins with. */
  readonly begins?: true;
}

/** Messages that take several lines. */
export class Continuations {
  #expects: 'requirements' | 'cmake-packages' | 'hash' | null = null;
  #specified = '';

  /** Null for a line that is part of none. */
  read(text: string, where: Where): Continued | null {
    if (text.includes('ERROR Missing dependencies:')) return this.#begin('requirements');
    if (text.includes('The following required packages were not found:'))
      return this.#begin('cmake-packages');
    const mismatch = HASH_MISMATCH.exec(text)?.[1];
    if (mismatch !== undefined) {
      const of = packageOfDerivation(mismatch);
      return { ...this.#begin('hash'), ...(of === null ? {} : { package: of }) };
    }
    switch (this.#expects) {
      case 'requirements':
        return this.#item(REQUIREMENT.exec(text)?.[1], 'requirement', where);
      case 'cmake-packages':
        if (text.trim() === '') return { found: null };
        return this.#item(LISTED.exec(text)?.[1], 'pkg-config', where);
      case 'hash':
        return this.#hash(text);
      case null:
        return null;
    }
  }

  #begin(expects: 'requirements' | 'cmake-packages' | 'hash'): Continued {
    this.#expects = expects;
    return { found: null, begins: true };
  }

  #item(
    name: string | undefined,
    tells: 'requirement' | 'pkg-config',
    where: Where,
  ): Continued | null {
    if (name === undefined) this.#expects = null;
    return name === undefined ? null : { found: recognise(tells, name, where) };
  }

  #hash(text: string): Continued | null {
    const specified = /^\s*(?:specified|wanted):\s+(sha\d+[:-][\w+/=]{1,100})/.exec(text)?.[1];
    if (specified !== undefined) this.#specified = specified;
    const got = /^\s*got:\s+(sha\d+[:-][\w+/=]{1,100})/.exec(text)?.[1];
    if (got === undefined) return specified === undefined ? null : { found: null };
    this.#expects = null;
    const isFake = /[:-]A{20,}=*$/.test(this.#specified);
    const advice = isFake
      ? `The hash to write in place of lib.fakeHash is "${got}".`
      : `The hash in the Nix file is of something else; what was fetched has "${got}".`;
    return { found: { advice, hash: { specified: this.#specified, got }, inEvaluation: true } };
  }
}

const HASH_MISMATCH = /hash mismatch in fixed-output derivation '([^'\s]{1,300})'/;
const REQUIREMENT = /^\s{1,20}([A-Za-z0-9][\w.-]{0,99}(?:\s?[[<>=!~;(].{0,200})?)\s{0,4}$/;
const LISTED = /^\s{1,12}(?:- )?([\w.+-]{1,80})\s{0,4}$/;
