import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

const NAME = 'pyproject-nix-ls';

/** What of the process says where a user's folders are. */
export interface UserPlace {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** An absolute path; null for a user who has none. */
  readonly home: string | null;
}

/** By `HOME`, or the system's list of users where that is no absolute path: relative, it would lead into what is looked at. */
export function thisUser(): UserPlace {
  const home = absolute(homedir) ?? absolute(() => userInfo().homedir);
  return { environment: process.env, platform: process.platform, home };
}

/** Null also where the system knows nothing of this user, as in a container that runs under any number. */
function absolute(folder: () => string): string | null {
  try {
    const path = folder();
    return isAbsolute(path) ? path : null;
  } catch {
    return null;
  }
}

/**
 * The user's folder for what has to outlive a run: `$XDG_STATE_HOME` (the XDG base directory
 * specification, by which a relative one is ignored), and what macOS and Windows have in its place.
 * Not made here. Null where nothing says where it is.
 */
export function stateFolder(
  { environment, platform, home }: UserPlace = thisUser(),
): string | null {
  const { XDG_STATE_HOME: xdg = '', LOCALAPPDATA: local = '' } = environment;
  if (isAbsolute(xdg)) return join(xdg, NAME);
  if (platform === 'win32' && isAbsolute(local)) return join(local, NAME);
  if (home === null) return null;
  if (platform === 'win32') return join(home, 'AppData/Local', NAME);
  if (platform === 'darwin') return join(home, 'Library/Application Support', NAME);
  return join(home, '.local/state', NAME);
}

/** The user's folder for what can be made again, by the same rules: `$XDG_CACHE_HOME`. */
export function cacheFolder(
  { environment, platform, home }: UserPlace = thisUser(),
): string | null {
  const { XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' } = environment;
  if (isAbsolute(xdg)) return join(xdg, NAME);
  if (platform === 'win32' && isAbsolute(local)) return join(local, NAME, 'Cache');
  if (home === null) return null;
  if (platform === 'win32') return join(home, 'AppData/Local', NAME, 'Cache');
  if (platform === 'darwin') return join(home, 'Library/Caches', NAME);
  return join(home, '.cache', NAME);
}

/** The user's folder for configuration, by the same rules: `$XDG_CONFIG_HOME`, `%APPDATA%`. */
export function configurationFolder(place: UserPlace = thisUser()): string | null {
  const folder = configurationHome(place);
  return folder === null ? null : join(folder, NAME);
}

/** What `configurationFolder` is in, beside the folders of other programs. */
export function configurationHome({ environment, platform, home }: UserPlace): string | null {
  const { XDG_CONFIG_HOME: xdg = '', APPDATA: roaming = '' } = environment;
  if (isAbsolute(xdg)) return xdg;
  if (platform === 'win32' && isAbsolute(roaming)) return roaming;
  if (home === null) return null;
  return join(home, platform === 'win32' ? 'AppData/Roaming' : '.config');
}
