import { isAbsolute, join } from 'node:path';
import type { TomlValue } from '../toml/model.ts';
import { parseToml } from '../toml/parse.ts';
import type { FileSystem } from './file-system.ts';
import { nativePaths } from './native-paths.ts';
import { configurationFolder, thisUser, type UserPlace } from './user-folders.ts';

/** What a user says for every project, in a file of their own: the one word that no repository can bring. */
export interface UserConfiguration {
  /** Absolute paths of folders, and of single files, that every project may read. */
  readonly allowRoots: readonly string[];
  /** What may be had from the network without being asked for by a command. */
  readonly network: NetworkUse;
  /** Hosts of indexes, as addresses have them (`host` or `host:port`), that may be asked, also in this house and without https. */
  readonly indexHosts: readonly string[];
  /** What says which releases are vulnerable; null where the user names nothing. */
  readonly vulnerabilities: VulnerabilitySource | null;
  /** What is wrong with the file, in sentences. */
  readonly problems: readonly string[];
}

/** Nothing; the files that a lock pins; these and what an index says of packages. Each has what is before it. */
export const NETWORK_USES = ['off', 'files', 'index'] as const;
export type NetworkUse = (typeof NETWORK_USES)[number];

/** Entries in OSV's format on this machine, by a path of the system's own, or a service of OSV's API. */
export type VulnerabilitySource =
  | { readonly kind: 'database'; readonly path: string }
  | { readonly kind: 'service'; readonly address: string };

/**
 * Whether something may be had from the network: by the user's configuration, which a client can only lower.
 *
 * @param ofClient null where the client says nothing
 */
export function allowsNetwork(
  configured: NetworkUse,
  ofClient: NetworkUse | null,
  use: NetworkUse,
): boolean {
  const allowed = NETWORK_USES.indexOf(configured);
  const lowered = ofClient === null ? allowed : NETWORK_USES.indexOf(ofClient);
  return NETWORK_USES.indexOf(use) <= Math.min(allowed, lowered);
}

const ROOTS = 'allow-roots';
const NETWORK = 'network';
const HOSTS = 'index-hosts';
const VULNERABILITIES = 'vulnerabilities';
const KEYS: readonly string[] = [ROOTS, NETWORK, HOSTS, VULNERABILITIES];

/** Of a user who says nothing. */
export const NO_CONFIGURATION: UserConfiguration = {
  allowRoots: [],
  network: 'off',
  indexHosts: [],
  vulnerabilities: null,
  problems: [],
};

/** Reads `config.toml` of the user's configuration folder. That there is none is usual. */
export function readUserConfiguration(
  fileSystem: Pick<FileSystem, 'read'>,
  place: UserPlace = thisUser(),
): UserConfiguration {
  const folder = configurationFolder(place);
  if (folder === null) return NO_CONFIGURATION;
  const file = join(folder, 'config.toml');
  const read = fileSystem.read(nativePaths.inner(file));
  if (!read.ok)
    return {
      ...NO_CONFIGURATION,
      problems: read.problem.kind === 'missing' ? [] : [read.problem.message],
    };
  const { root, errors } = parseToml(read.text);
  if (errors.length > 0)
    return {
      ...NO_CONFIGURATION,
      problems: [`${file} is no valid TOML, and nothing of it counts.`],
    };
  const unknown = [...root.entries.keys()].filter((key) => !KEYS.includes(key));
  const valueOf = (key: string): TomlValue | undefined => root.entries.get(key)?.value;
  const roots = pathsIn(valueOf(ROOTS), place.home);
  const hosts = hostsIn(valueOf(HOSTS));
  const network = networkIn(valueOf(NETWORK));
  const vulnerabilities = vulnerabilitiesIn(valueOf(VULNERABILITIES), place.home);
  return {
    allowRoots: roots.paths,
    network: network ?? 'off',
    indexHosts: hosts.hosts,
    vulnerabilities: vulnerabilities === 'invalid' ? null : vulnerabilities,
    problems: [
      ...unknown.map((key) => `${file} has the unknown key ${JSON.stringify(key)}.`),
      ...(roots.isList
        ? []
        : [`${ROOTS} in ${file} must be a list of absolute paths, or such with ~.`]),
      ...(hosts.isList
        ? []
        : [`${HOSTS} in ${file} must be a list of hosts, such as "index.example.org".`]),
      ...(network === null
        ? [`${NETWORK} in ${file} must be one of ${NETWORK_USES.join(', ')}.`]
        : []),
      ...(vulnerabilities === 'invalid'
        ? [
            `${VULNERABILITIES} in ${file} must be an absolute path, or one with ~, or the address of a service.`,
          ]
        : []),
    ],
  };
}

/** Null for what is none of them. */
function networkIn(value: TomlValue | undefined): NetworkUse | null {
  if (value === undefined) return 'off';
  return NETWORK_USES.find((use) => value.kind === 'string' && use === value.value) ?? null;
}

function hostsIn(value: TomlValue | undefined): {
  readonly hosts: readonly string[];
  readonly isList: boolean;
} {
  if (value === undefined) return { hosts: [], isList: true };
  if (value.kind !== 'array') return { hosts: [], isList: false };
  const hosts = value.items.flatMap((item) =>
    item.kind === 'string' && /^(?:[\w.-]+|\[[\da-f:]+\])(?::\d{1,5})?$/i.test(item.value)
      ? [item.value.toLowerCase()]
      : [],
  );
  return { hosts, isList: hosts.length === value.items.length };
}

function pathsIn(
  value: TomlValue | undefined,
  home: string | null,
): { readonly paths: readonly string[]; readonly isList: boolean } {
  if (value === undefined) return { paths: [], isList: true };
  if (value.kind !== 'array') return { paths: [], isList: false };
  const paths = value.items.flatMap((item) => {
    const path = item.kind === 'string' ? absolutePath(item.value, home) : null;
    return path === null ? [] : [nativePaths.inner(path)];
  });
  return { paths, isList: paths.length === value.items.length };
}

/** Null for what is no absolute path, `~` being one. */
function absolutePath(text: string, home: string | null): string | null {
  const isBelowHome = home !== null && (text === '~' || text.startsWith('~/'));
  const path = isBelowHome ? join(home, text.slice(1)) : text;
  return isAbsolute(path) ? path : null;
}

function vulnerabilitiesIn(
  value: TomlValue | undefined,
  home: string | null,
): VulnerabilitySource | null | 'invalid' {
  if (value === undefined) return null;
  if (value.kind !== 'string') return 'invalid';
  if (/^https?:\/\/[^\s/]/i.test(value.value)) return { kind: 'service', address: value.value };
  const path = absolutePath(value.value, home);
  return path === null ? 'invalid' : { kind: 'database', path };
}
