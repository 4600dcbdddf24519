import { readdirSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { configurationHome, type UserPlace } from '../session/user-folders.ts';
import type { TomlDocument } from '../toml/model.ts';
import { parseToml } from '../toml/parse.ts';
import { hostOf } from './hosts.ts';
import type { UserLogins } from './logins.ts';
import { readOwnText } from './own-text.ts';
import { readPipConfiguration } from './pip-configuration.ts';
import { hostsOfLogins, userLogins, withoutLogin } from './user-logins.ts';

/** What a user's own tools say of indexes, whatever project it is for. */
export interface UserIndexes {
  /** The address of the default index, without a login; null where nothing says it. */
  readonly index: string | null;
  /** For people: what says so. */
  readonly from: string | null;
  /** The hosts that are named, as `Hosts` has them. */
  readonly hosts: readonly string[];
  readonly logins: UserLogins;
}

/** An address that something names, and what does. */
interface Named {
  readonly address: string;
  readonly from: string;
  /** Whether it is the index of what no other is named for. */
  readonly isDefault: boolean;
}

/**
 * Asks, in this order, what the command line gives, the environment, pip's and uv's configuration of the user and the machine, and the defaults
 * of the pip or Poetry that is installed, which are read as text. Nothing is run. Never throws.
 */
export function userIndexes(user: UserPlace, given: string | null = null): UserIndexes {
  const pip = ofPip(user);
  const uv = ofUv(user);
  const named = [
    ...entriesOf(given, '--index-url', true),
    ...ofEnvironment(user),
    ...pip.named,
    ...uv.named,
  ];
  const chosen = named.find(({ isDefault }) => isDefault) ?? null;
  const installed = chosen === null ? ofInstalled(user) : null;
  const all = installed === null ? named : [...named, ...installed.named];
  const first = chosen ?? installed?.named[0] ?? null;
  const files = installed === null ? [] : installed.fileHosts;
  return {
    index: first === null ? null : withoutLogin(first.address),
    from: first?.from ?? null,
    hosts: [
      ...new Set([
        ...all.flatMap(({ address }) => hostOf(address) ?? []),
        ...files,
        ...hostsOfLogins(user),
      ]),
    ],
    logins: userLogins(all, asksKeyring(user) || pip.asksKeyring || uv.asksKeyring, user),
  };
}

function ofEnvironment({ environment }: UserPlace): readonly Named[] {
  return [
    ...['UV_DEFAULT_INDEX', 'UV_INDEX_URL', 'PIP_INDEX_URL', 'PDM_PYPI_URL'].map((name) => ({
      name,
      isDefault: true,
    })),
    ...['UV_INDEX', 'UV_EXTRA_INDEX_URL', 'PIP_EXTRA_INDEX_URL'].map((name) => ({
      name,
      isDefault: false,
    })),
  ].flatMap(({ name, isDefault }) =>
    (environment[name] ?? '')
      .split(/\s+/)
      // uv writes `name=address`.
      .map((word) => word.replace(/^[\w.-]+=(?=https?:)/, ''))
      .flatMap((address) => entriesOf(address, name, isDefault)),
  );
}

/** What one tool's configuration says. */
interface Configured {
  readonly named: readonly Named[];
  /** Whether the tool is told to ask the program `keyring` for passwords. */
  readonly asksKeyring: boolean;
}

/** As uv and pip call the program, in place of a library. */
const BY_PROGRAM = 'subprocess';

function asksKeyring({ environment }: UserPlace): boolean {
  return [environment['UV_KEYRING_PROVIDER'], environment['PIP_KEYRING_PROVIDER']].includes(
    BY_PROGRAM,
  );
}

/** The user's file wins over the machine's, and the one that is named over both. */
function ofPip(user: UserPlace): Configured {
  const { environment, platform, home } = user;
  const {
    PIP_CONFIG_FILE: own = '',
    APPDATA: roaming = '',
    XDG_CONFIG_DIRS: shared = '',
  } = environment;
  const configuration = configurationHome(user);
  const isWindows = platform === 'win32';
  const files = [
    ...(isAbsolute(own) ? [own] : []),
    ...(isWindows && isAbsolute(roaming) ? [join(roaming, 'pip', 'pip.ini')] : []),
    ...(configuration === null ? [] : [join(configuration, 'pip', 'pip.conf')]),
    ...(home === null
      ? []
      : [
          ...(platform === 'darwin'
            ? [join(home, 'Library/Application Support/pip/pip.conf')]
            : []),
          join(home, '.pip', isWindows ? 'pip.ini' : 'pip.conf'),
        ]),
    ...shared
      .split(':')
      .filter(isAbsolute)
      .map((folder) => join(folder, 'pip', 'pip.conf')),
    ...(isWindows ? [] : ['/etc/pip.conf']),
  ];
  return together(
    files.flatMap((file) => {
      const text = readOwnText(file);
      if (text === null) return [];
      const { index, extra, keyringProvider } = readPipConfiguration(text);
      const named = [
        ...entriesOf(index, file, true),
        ...extra.flatMap((address) => entriesOf(address, file, false)),
      ];
      return [{ named, asksKeyring: keyringProvider === BY_PROGRAM }];
    }),
  );
}

function together(files: readonly Configured[]): Configured {
  return {
    named: files.flatMap(({ named }) => named),
    asksKeyring: files.some((file) => file.asksKeyring),
  };
}

function ofUv(user: UserPlace): Configured {
  const configuration = configurationHome(user);
  const files = [
    ...(configuration === null ? [] : [join(configuration, 'uv', 'uv.toml')]),
    ...(user.platform === 'win32' ? [] : ['/etc/uv/uv.toml']),
  ];
  return together(
    files.flatMap((file) => {
      const text = readOwnText(file);
      return text === null ? [] : [ofUvToml(parseToml(text), file)];
    }),
  );
}

function ofUvToml({ root }: TomlDocument, file: string): Configured {
  const textOf = (key: string): string | null => {
    const value = root.entries.get(key)?.value;
    return value?.kind === 'string' ? value.value : null;
  };
  const indexes = root.entries.get('index')?.value;
  const tables = indexes?.kind === 'array' ? indexes.items : [];
  const named = [
    ...tables.flatMap((table) => {
      if (table.kind !== 'table') return [];
      const url = table.entries.get('url')?.value;
      const isDefault = table.entries.get('default')?.value;
      return url?.kind === 'string'
        ? entriesOf(url.value, file, isDefault?.kind === 'boolean' && isDefault.value)
        : [];
    }),
    ...entriesOf(textOf('index-url'), file, true),
  ];
  return { named, asksKeyring: textOf('keyring-provider') === BY_PROGRAM };
}

/** The defaults that an installed pip or Poetry has in its source, and the host that its index has its files on. */
function ofInstalled(user: UserPlace): {
  readonly named: readonly Named[];
  readonly fileHosts: readonly string[];
} | null {
  for (const folder of packageFolders(user)) {
    const pip = readOwnText(join(folder, 'pip/_internal/models/index.py'));
    const [, address, files] =
      /\bPyPI = PackageIndex\(\s*"(https:\/\/[^"\s]+)"(?:,\s*file_storage_domain="([\w.-]+)")?/.exec(
        pip ?? '',
      ) ?? [];
    if (address !== undefined)
      return {
        named: entriesOf(new URL('simple/', address).href, 'the pip that is installed', true),
        fileHosts: files === undefined ? [] : [files],
      };
    const poetry = readOwnText(join(folder, 'poetry/repositories/pypi_repository.py'));
    const [, other] = /\burl: str = "(https:\/\/[^"\s]+)"/.exec(poetry ?? '') ?? [];
    if (other !== undefined)
      return {
        named: entriesOf(new URL('simple/', other).href, 'the Poetry that is installed', true),
        fileHosts: [],
      };
  }
  return null;
}

/** Where the Pythons, pips and Poetries that are called by name have their packages. */
function* packageFolders({ environment, platform }: UserPlace): Iterable<string> {
  const bins = (environment['PATH'] ?? '')
    .split(platform === 'win32' ? ';' : ':')
    .filter(isAbsolute);
  const prefixes = new Set<string>();
  for (const bin of bins)
    for (const program of ['pip', 'pip3', 'poetry', 'python3', 'python']) {
      const real = realPath(join(bin, program));
      if (real === null) continue;
      prefixes.add(dirname(bin));
      prefixes.add(dirname(dirname(real)));
    }
  for (const prefix of prefixes) {
    const lib = join(prefix, platform === 'win32' ? 'Lib' : 'lib');
    for (const name of ['', ...namesIn(lib).filter((each) => /^python3(?:\.\d+)?$/.test(each))])
      for (const folder of ['site-packages', 'dist-packages']) yield join(lib, name, folder);
  }
}

function entriesOf(address: string | null, from: string, isDefault: boolean): readonly Named[] {
  return address === null || hostOf(address) === null ? [] : [{ address, from, isDefault }];
}

function realPath(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
