import { join } from 'node:path/posix';
import { parentPort } from 'node:worker_threads';
import { PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { openNetwork } from '../../network/access.ts';
import { hostOf } from '../../network/hosts.ts';
import { nativePaths } from '../../session/native-paths.ts';
import { LocalPackageFiles } from '../../session/packages/package-files.ts';
import { thisUser } from '../../session/user-folders.ts';
import { readingsFolder } from '../../session/user-readings.ts';
import { writeOwnFile } from '../../session/writing/own-file.ts';
import type { NetworkStart } from './messages.ts';
import { serveNetwork } from './serve-network.ts';

/** What a thread does that was started to ask the network. */
export function runNetwork({ version, indexHosts, vulnerabilities }: NetworkStart): void {
  if (parentPort === null) return;
  const readings = readingsFolder();
  const service = vulnerabilities?.kind === 'service' ? hostOf(vulnerabilities.address) : null;
  const ownHosts = [...indexHosts, ...(service === null ? [] : [service])];
  serveNetwork(
    { reader: new PortMessageReader(parentPort), writer: new PortMessageWriter(parentPort) },
    {
      packageFiles: new LocalPackageFiles(),
      keepReading: (name, text) =>
        readings === null
          ? 'nothing says where your cache is'
          : writeOwnFile(nativePaths.native(join(readings, name)), text),
      access: () =>
        openNetwork(thisUser(), version, {
          indexHosts: ownHosts,
          indexUrl: null,
          allowHosts: [],
        }),
      vulnerabilities,
    },
  );
}
