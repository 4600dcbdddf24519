/** What may be asked of a host. */
export interface HostAnswer {
  readonly mayAsk: boolean;
  /** Whether the user's own configuration names it: then it may be of this house, speak http, and gets credentials. */
  readonly isOwn: boolean;
}

/**
 * The hosts that may be asked: those that the user's own configuration and command line name, those that the user has
 * agreed to, and the hosts that the default index says its files are on. By `host` of an address: name, and port where
 * that is not the usual one.
 */
export class Hosts {
  readonly #own: ReadonlySet<string>;
  readonly #agreed: Set<string>;

  /**
   * @param own named by the user's own configuration
   * @param agreed that the user has been asked for before
   */
  constructor(own: Iterable<string>, agreed: Iterable<string> = []) {
    this.#own = new Set(own);
    this.#agreed = new Set(agreed);
  }

  of(host: string): HostAnswer {
    const isOwn = this.#own.has(host);
    return { isOwn, mayAsk: isOwn || this.#agreed.has(host) };
  }

  /** The user has agreed to it, or an index that may be asked says that its files are there. */
  agree(host: string): void {
    this.#agreed.add(host);
  }
}

/** The host of an address as `Hosts` has it; null for what is no address that is fetched. */
export function hostOf(address: string): string | null {
  try {
    const { protocol, host } = new URL(address);
    return (protocol === 'https:' || protocol === 'http:') && host !== '' ? host : null;
  } catch {
    return null;
  }
}

/** An address without the slashes at its end. */
export function withoutSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end -= 1;
  return address.slice(0, end);
}
