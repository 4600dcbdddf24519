import type { VulnerabilitySource } from '../../session/user-configuration.ts';
import { visible } from '../../visible.ts';
import { mayUse, type ServerContext } from '../context.ts';
import { IndexKeeper } from './index-keeper.ts';

const WARNING = 2;

/** What asks the indexes for the projects of a server; null where it has no network and no database. */
export function indexKeeperOf(
  context: ServerContext,
  vulnerabilities: VulnerabilitySource | null,
): IndexKeeper | null {
  const { session, network, heavy } = context;
  if (network === null) return null;
  const told = new Set<string>();
  return new IndexKeeper({
    session,
    network,
    heavy,
    allowed: () => ({
      pages: mayUse(context, 'index'),
      // A database of this machine is no network.
      releases:
        vulnerabilities !== null &&
        (vulnerabilities.kind === 'database' || mayUse(context, 'index')),
    }),
    learned() {
      context.cachedReports.clear();
      context.invalidate();
    },
    failed(why) {
      const message = `Vulnerabilities are not known, as ${visible(why)}.`;
      context.log.write('warn', message);
      if (told.has(why)) return;
      told.add(why);
      context.notify('window/showMessage', {
        type: WARNING,
        message: `pyproject-nix-ls: ${message}`,
      });
    },
  });
}
