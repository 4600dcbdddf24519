import { nativePaths } from '../../session/native-paths.ts';
import { configurationHome, type UserPlace } from '../../session/user-folders.ts';
import type { FileSystem } from '../../session/file-system.ts';

/** Where the configuration of editors is, in paths of ours. */
export interface Places {
  /** Where nothing says otherwise, a user's configuration: `~/.config`. */
  readonly configuration: string;
  readonly neovim: string;
  readonly emacs: EmacsPlace;
  readonly kakoune: string;
  readonly kate: string;
  readonly sublime: string;
  readonly zed: string;
  readonly home: string;
}

interface EmacsPlace {
  /** `user-emacs-directory`. */
  readonly folder: string;
  readonly init: string;
}

/** As each editor's documentation says, by system and environment. Null where nothing says where the user is at home. */
export function placesOf(user: UserPlace, files: Pick<FileSystem, 'kind'>): Places | null {
  const native = configurationHome(user);
  if (native === null || user.home === null) return null;
  const { environment, platform } = user;
  const configuration = nativePaths.inner(native);
  const home = nativePaths.inner(user.home);
  const variable = (name: string): string | null => {
    const value = environment[name] ?? '';
    return value === '' ? null : nativePaths.inner(value);
  };
  const isWindows = platform === 'win32';
  const isMac = platform === 'darwin';
  const local = variable('LOCALAPPDATA') ?? `${home}/AppData/Local`;
  const xdg = variable('XDG_CONFIG_HOME');
  return {
    configuration,
    home,
    neovim: `${isWindows ? (xdg ?? local) : configuration}/${environment['NVIM_APPNAME'] ?? 'nvim'}`,
    emacs: emacsPlace(isWindows ? (variable('APPDATA') ?? home) : home, configuration, files),
    kakoune: variable('KAKOUNE_CONFIG_DIR') ?? `${configuration}/kak`,
    // QStandardPaths::GenericConfigLocation.
    kate: `${isWindows ? local : isMac ? `${home}/Library/Preferences` : configuration}/kate`,
    sublime: isMac
      ? `${home}/Library/Application Support/Sublime Text`
      : `${configuration}/${isWindows ? 'Sublime Text' : 'sublime-text'}`,
    zed: isMac ? `${home}/.config/zed` : `${configuration}/${isWindows ? 'Zed' : 'zed'}`,
  };
}

/** "The Emacs Initialization File" of its manual. */
function emacsPlace(
  home: string,
  configuration: string,
  files: Pick<FileSystem, 'kind'>,
): EmacsPlace {
  const old = `${home}/.emacs.d`;
  const inHome = [`${home}/.emacs.el`, `${home}/.emacs`].find(
    (file) => files.kind(file) === 'file',
  );
  const xdg = `${configuration}/emacs`;
  const isXdg = inHome === undefined && files.kind(old) === null && files.kind(xdg) === 'directory';
  const folder = isXdg ? xdg : old;
  return { folder, init: inHome ?? `${folder}/init.el` };
}
