import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeOwnFile } from '../session/writing/own-file.ts';
import { cacheFolder, stateFolder, type UserPlace } from '../session/user-folders.ts';
import { NetworkClient } from './client.ts';
import { hostOf, Hosts } from './hosts.ts';
import { Logins } from './logins.ts';
import { Pages } from './pages.ts';
import { userIndexes } from './user-indexes.ts';

/** What a user's own word says of the network, for one run. */
export interface NetworkOptions {
  /** Of the user's configuration: hosts of indexes that may be asked, whatever they are. */
  readonly indexHosts: readonly string[];
  /** Of the command line: the address of the default index; null where it names none. */
  readonly indexUrl: string | null;
  /** Of the command line: hosts that may be asked this once. */
  readonly allowHosts: readonly string[];
}

/** The network as it may be used. */
export interface NetworkAccess {
  /** The default index, and what says that it is; null where nothing does. */
  readonly defaultIndex: { readonly address: string; readonly from: string } | null;
  readonly hosts: Hosts;
  readonly logins: Pick<Logins, 'called'>;
  readonly client: NetworkClient;
  readonly pages: Pages;
  /** Where files are kept while they come: absolute, the system's own. Null for a user who has no cache. */
  readonly filesFolder: string | null;
  /** Agrees to a host for ever. Answers why that could not be kept, or null. */
  remember(host: string): string | null;
  close(): Promise<void>;
}

/** Opens the network for a user; nothing is asked yet. */
export function openNetwork(
  user: UserPlace,
  version: string,
  { indexHosts, indexUrl, allowHosts }: NetworkOptions,
): NetworkAccess {
  const indexes = userIndexes(user, indexUrl);
  const remembered = rememberedHosts(user);
  const hosts = new Hosts(
    [...indexHosts, ...indexes.hosts],
    [...remembered, ...allowHosts.map((host) => host.toLowerCase())],
  );
  const logins = new Logins(indexes.logins, hosts);
  const client = new NetworkClient({ hosts, logins, version });
  const cache = cacheFolder(user);
  return {
    defaultIndex:
      indexes.index === null ? null : { address: indexes.index, from: indexes.from ?? '' },
    hosts,
    logins,
    client,
    pages: new Pages(client, cache === null ? null : join(cache, 'pages')),
    filesFolder: cache === null ? null : join(cache, 'files'),
    remember: (host) => {
      hosts.agree(host);
      const file = hostsFile(user);
      if (file === null) return 'nothing says where your own files are';
      const all = [...new Set([...rememberedHosts(user), host])].toSorted();
      return writeOwnFile(file, `${JSON.stringify({ hosts: all }, null, 2)}\n`);
    },
    close: () => client.close(),
  };
}

/** Whether two addresses are on one host. */
export function isSameHost(one: string, other: string): boolean {
  return hostOf(one) !== null && hostOf(one) === hostOf(other);
}

function hostsFile(user: UserPlace): string | null {
  const folder = stateFolder(user);
  return folder === null ? null : join(folder, 'hosts.json');
}

function rememberedHosts(user: UserPlace): readonly string[] {
  const file = hostsFile(user);
  if (file === null) return [];
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof json !== 'object' || json === null || !('hosts' in json)) return [];
    const { hosts } = json;
    return Array.isArray(hosts) ? hosts.filter((host) => typeof host === 'string') : [];
  } catch {
    return [];
  }
}
