import { accessSync, constants } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { configurationHome, type UserPlace } from '../session/user-folders.ts';
import type { TomlTable } from '../toml/model.ts';
import { parseToml } from '../toml/parse.ts';
import { hostOf } from './hosts.ts';
import { loginName, type KeptLogin, type UserLogins } from './logins.ts';
import { readNetrc, type Login } from './netrc.ts';
import { readOwnText } from './own-text.ts';

/** An address with the name of a user in it, as a configuration of the user's has it. */
interface NamedAddress {
  readonly address: string;
}

/**
 * The logins that a user's tools have: of the addresses in their configuration, of uv's and Poetry's own files and
 * environment variables, and of `.netrc`. The keyring is named, and not asked. Never throws.
 *
 * @param asksKeyring whether a configuration of the user's tells pip or uv to ask it
 */
export function userLogins(
  addresses: readonly NamedAddress[],
  asksKeyring: boolean,
  user: UserPlace,
): UserLogins {
  const byHost = new Map([...ofNetrc(user), ...ofUv(user).flatMap(byItsHost)]);
  const kept = new Map<string, KeptLogin>();
  for (const { address } of addresses) {
    const url = new URL(address);
    const { host, username, password } = url;
    if (username === '') continue;
    const login = { user: decoded(username), password: decoded(password) };
    if (password !== '') byHost.set(host, login);
    else if (!byHost.has(host))
      kept.set(host, { address: withoutLogin(address), user: login.user });
  }
  return {
    byHost,
    byName: new Map([...ofPoetry(user), ...ofVariables(user)]),
    kept,
    keyring: asksKeyring ? programOf(user) : null,
  };
}

/** The hosts that a user has logged in to with uv. */
export function hostsOfLogins(user: UserPlace): readonly string[] {
  return ofUv(user).flatMap(({ service }) => hostOf(service) ?? []);
}

/** An address without a user's name and password. */
export function withoutLogin(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

function ofNetrc({ environment, home }: UserPlace): ReadonlyMap<string, Login> {
  const { NETRC: own = '' } = environment;
  const file = isAbsolute(own) ? own : home === null ? null : join(home, '.netrc');
  const text = file === null ? null : readOwnText(file);
  return text === null ? new Map() : readNetrc(text);
}

interface ServiceLogin extends Login {
  /** An address. */
  readonly service: string;
}

function byItsHost({ service, user, password }: ServiceLogin): [string, Login][] {
  const host = hostOf(service);
  return host === null ? [] : [[host, { user, password }]];
}

/** What `uv auth login` has kept as text: `credentials.toml` in its folder of data. */
function ofUv({ environment, home }: UserPlace): readonly ServiceLogin[] {
  const {
    UV_CREDENTIALS_DIR: own = '',
    XDG_DATA_HOME: xdg = '',
    APPDATA: roaming = '',
  } = environment;
  const folders = [
    ...(isAbsolute(own) ? [own] : []),
    ...(isAbsolute(xdg) ? [join(xdg, 'uv/credentials')] : []),
    ...(isAbsolute(roaming) ? [join(roaming, 'uv/data/credentials')] : []),
    ...(home === null ? [] : [join(home, '.local/share/uv/credentials')]),
  ];
  const [text] = folders.flatMap((folder) => readOwnText(join(folder, 'credentials.toml')) ?? []);
  const list = parseToml(text ?? '').root.entries.get('credential')?.value;
  return (list?.kind === 'array' ? list.items : []).flatMap((item) => {
    if (item.kind !== 'table') return [];
    const [service, user, password] = ['service', 'username', 'password'].map((key) =>
      textIn(item, key),
    );
    return service == null || user == null || password == null ? [] : [{ service, user, password }];
  });
}

/** `http-basic` of Poetry's `auth.toml`, by the name of a source. */
function ofPoetry(user: UserPlace): [string, Login][] {
  const { environment, platform, home } = user;
  const { POETRY_CONFIG_DIR: own = '' } = environment;
  const configuration =
    platform === 'darwin'
      ? home === null
        ? null
        : join(home, 'Library/Application Support')
      : configurationHome(user);
  const folder = isAbsolute(own)
    ? own
    : configuration === null
      ? null
      : join(configuration, 'pypoetry');
  const text = folder === null ? null : readOwnText(join(folder, 'auth.toml'));
  const basic = parseToml(text ?? '').root.entries.get('http-basic')?.value;
  if (basic?.kind !== 'table') return [];
  return [...basic.entries].flatMap(([name, { value }]): [string, Login][] => {
    if (value.kind !== 'table') return [];
    const [login, password] = [textIn(value, 'username'), textIn(value, 'password')];
    return login === null ? [] : [[loginName(name), { user: login, password: password ?? '' }]];
  });
}

/** Poetry's and uv's variables, by the name of an index. */
function ofVariables({ environment }: UserPlace): [string, Login][] {
  return Object.entries(environment).flatMap(([variable, user = '']): [string, Login][] => {
    const [, prefix = '', name = ''] =
      /^(POETRY_HTTP_BASIC_|UV_INDEX_)([A-Z0-9_]+)_USERNAME$/.exec(variable) ?? [];
    if (name === '') return [];
    return [[name, { user, password: environment[`${prefix}${name}_PASSWORD`] ?? '' }]];
  });
}

/** The program as a shell would find it, in folders that are named from the root. */
function programOf({ environment, platform }: UserPlace): string | null {
  const isWindows = platform === 'win32';
  const folders = (environment['PATH'] ?? '').split(isWindows ? ';' : ':').filter(isAbsolute);
  const files = folders.map((folder) => join(folder, isWindows ? 'keyring.exe' : 'keyring'));
  return files.find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function textIn(table: TomlTable, key: string): string | null {
  const value = table.entries.get(key)?.value;
  return value?.kind === 'string' ? value.value : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
