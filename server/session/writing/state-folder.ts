import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

const NAME = 'pyproject-nix-ls';

/**
 * The user's folder for what has to outlive a run: `$XDG_STATE_HOME` (the XDG base directory
 * specification, by which a relative one is ignored), and what macOS and Windows have in its place.
 * Not made here.
 */
export function stateFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const { XDG_STATE_HOME: xdg = '', LOCALAPPDATA: local = '' } = environment;
  if (isAbsolute(xdg)) return join(xdg, NAME);
  if (platform === 'win32') return join(local === '' ? join(home, 'AppData/Local') : local, NAME);
  if (platform === 'darwin') return join(home, 'Library/Application Support', NAME);
  return join(home, '.local/state', NAME);
}
