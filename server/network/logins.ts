import type { Hosts } from './hosts.ts';
import { askKeyring } from './keyring.ts';
import type { Login } from './netrc.ts';

/** What a user's own configuration, environment and tools have of logins. */
export interface UserLogins {
  /** By `host` of an address, or by its name alone. */
  readonly byHost: ReadonlyMap<string, Login>;
  /** By what a project calls an index, as `loginName` writes it. */
  readonly byName: ReadonlyMap<string, Login>;
  /** Names of users whose passwords the tools ask the keyring for, by `host` of the address that names them. */
  readonly kept: ReadonlyMap<string, KeptLogin>;
  /** The keyring's program, absolute; null where no tool of this user is told to ask it. */
  readonly keyring: string | null;
}

/** A user whose password a keyring has. */
export interface KeptLogin {
  /** As the user's configuration has it, without a login. */
  readonly address: string;
  readonly user: string;
}

/** What has no logins. */
export const NO_LOGINS: UserLogins = {
  byHost: new Map(),
  byName: new Map(),
  kept: new Map(),
  keyring: null,
};

/** The logins that may be sent. Each is asked for when a host is, and never shown. */
export class Logins {
  readonly #user: UserLogins;
  readonly #hosts: Hosts;
  readonly #named = new Map<string, Login>();
  /** By host. */
  readonly #passwords = new Map<string, Promise<string>>();

  constructor(user: UserLogins, hosts: Hosts) {
    this.#user = user;
    this.#hosts = hosts;
  }

  /**
   * Tells what a project calls an index: a login that the user has under that name counts for it where their own
   * configuration names its host. A project could give the name to any address.
   */
  called(name: string | null, address: string): void {
    const login = name === null ? undefined : this.#user.byName.get(loginName(name));
    if (login === undefined || !URL.canParse(address)) return;
    const { host } = new URL(address);
    if (this.#hosts.of(host).isOwn) this.#named.set(host, login);
  }

  /** Null where there is none. Never throws. */
  async of({ host, hostname }: URL): Promise<Login | null> {
    const { byHost, kept, keyring } = this.#user;
    const known = this.#named.get(host) ?? byHost.get(host) ?? byHost.get(hostname);
    const login = kept.get(host);
    if (known !== undefined || login === undefined) return known ?? null;
    const password = this.#passwords.get(host) ?? passwordOf(login, keyring);
    this.#passwords.set(host, password);
    return { user: login.user, password: await password };
  }
}

/** Empty where the name is all that there is: it may be a token. */
async function passwordOf({ address, user }: KeptLogin, keyring: string | null): Promise<string> {
  if (keyring === null) return '';
  // As uv and pip ask: by the address, then by its host.
  for (const service of [address, new URL(address).host]) {
    // oxlint-disable-next-line no-await-in-loop
    const password = await askKeyring(keyring, service, user);
    if (password !== null) return password;
  }
  return '';
}

/** The name of an index as the tools' environment variables have it: `my-index` is `MY_INDEX`. */
export function loginName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
