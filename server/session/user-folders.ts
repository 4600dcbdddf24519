import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

const NAME = 'pyproject-nix-ls';

/** What of the process says where a user's folders are. */
export interface UserPlace {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

export function thisUser(): UserPlace {
  return { environment: process.env, platform: process.platform, home: homedir() };
}

/**
 * The user's folder for what has to outlive a run: `$XDG_STATE_HOME` (the XDG base directory
 * specification, by which a relative one is ignored), and what macOS and Windows have in its place.
 * Not made here.
 */
export function stateFolder({ environment, platform, home }: UserPlace = thisUser()): string {
  const { XDG_STATE_HOME: xdg = '', LOCALAPPDATA: local = '' } = environment;
  if (isAbsolute(xdg)) return join(xdg, NAME);
  if (platform === 'win32') return join(local === '' ? join(home, 'AppData/Local') : local, NAME);
  if (platform === 'darwin') return join(home, 'Library/Application Support', NAME);
  return join(home, '.local/state', NAME);
}

/** The user's folder for configuration, by the same rules: `$XDG_CONFIG_HOME`, `%APPDATA%`. */
export function configurationFolder(
  { environment, platform, home }: UserPlace = thisUser(),
): string {
  const { XDG_CONFIG_HOME: xdg = '', APPDATA: roaming = '' } = environment;
  if (isAbsolute(xdg)) return join(xdg, NAME);
  if (platform === 'win32')
    return join(roaming === '' ? join(home, 'AppData/Roaming') : roaming, NAME);
  return join(home, '.config', NAME);
}
