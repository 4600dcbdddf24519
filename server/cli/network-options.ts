import type { NetworkOptions } from '../network/access.ts';
import { hostOf } from '../network/hosts.ts';
import { UsageError } from './arguments.ts';
import type { CliIo } from './io.ts';

/** The options of every command that may use the network. */
export const NETWORK_OPTIONS: {
  readonly 'index-url': {
    readonly type: 'string';
    readonly value: string;
    readonly help: string;
  };
  readonly 'allow-host': {
    readonly type: 'string';
    readonly multiple: true;
    readonly default: string[];
    readonly value: string;
    readonly help: string;
  };
} = {
  'index-url': {
    type: 'string',
    value: 'URL',
    help: 'the default index; without it, what your environment, pip or uv have as theirs',
  },
  'allow-host': {
    type: 'string',
    multiple: true,
    default: [],
    value: 'HOST',
    help: 'a host that the project names and that may be asked this once',
  },
};

/** What a command line and the user's configuration say of the network; what is wrong with the latter is told elsewhere. */
export function networkOptions(
  values: { readonly 'index-url'?: string | undefined; readonly 'allow-host': readonly string[] },
  io: CliIo,
): NetworkOptions {
  const indexUrl = values['index-url'] ?? null;
  if (indexUrl !== null && hostOf(indexUrl) === null)
    throw new UsageError(`--index-url takes an address, and not ${JSON.stringify(indexUrl)}`);
  const { indexHosts } = io.userConfiguration();
  return { indexHosts, indexUrl, allowHosts: values['allow-host'] };
}
