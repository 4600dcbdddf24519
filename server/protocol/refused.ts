import { visible } from '../visible.ts';
import type { ServerContext } from './context.ts';

const WARNING = 2;

const told = new WeakSet<ServerContext>();

/**
 * Tells of a file that was not read because it is outside of the project: each in the log, and the
 * first to the user, for a repository may name thousands.
 */
export function tellRefused(context: ServerContext, message: string): void {
  context.log.write('warn', message);
  if (told.has(context)) return;
  told.add(context);
  const hint =
    'allow-roots in your config.toml of pyproject-nix-ls allows it; the log names further ones';
  context.notify('window/showMessage', {
    type: WARNING,
    message: `pyproject-nix-ls: ${visible(message)} (${hint}.)`,
  });
}
