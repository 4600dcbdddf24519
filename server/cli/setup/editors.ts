import type { Places } from './places.ts';
import type { Part, Setup } from './model.ts';

/** What a setup is made from. */
export interface SetupInput {
  readonly places: Places;
  /** The folder that the command runs in. */
  readonly cwd: string;
  /** A file of `editors/`, by its path there. */
  readonly text: (file: string) => string;
}

/** The editors by their names on the command line, in the order of help. */
export const EDITOR_IDS = [
  'neovim',
  'helix',
  'emacs',
  'emacs-lsp-mode',
  'vscode',
  'zed',
  'kakoune',
  'sublime',
  'kate',
] as const;

export type EditorId = (typeof EDITOR_IDS)[number];

/** What is done for each. */
export const EDITORS: Readonly<Record<EditorId, (input: SetupInput) => Setup>> = {
  neovim,
  helix,
  emacs: (input) => emacs(input, 'eglot'),
  'emacs-lsp-mode': (input) => emacs(input, 'lsp-mode'),
  vscode,
  zed,
  kakoune,
  sublime,
  kate,
};

function neovim({ places, text }: SetupInput): Setup {
  const lsp = 'neovim/lsp/pyproject_nix_ls.lua';
  return {
    about: [
      'Neovim 0.11 and later takes the server from a file in lsp/. The lines that enable it stand in init.lua, or in a file of their own in plugin/, which is what is written.',
    ],
    parts: [
      ownFile(`${places.neovim}/lsp/pyproject_nix_ls.lua`, text(lsp)),
      ownFile(`${places.neovim}/plugin/pyproject_nix_ls.lua`, text('neovim/init.lua')),
    ],
  };
}

function helix({ places, text }: SetupInput): Setup {
  return {
    about: [
      'Helix takes servers from languages.toml. A language that is there already gains the server in its list of language-servers.',
    ],
    parts: [
      {
        file: `${places.configuration}/helix/languages.toml`,
        as: { kind: 'helix-languages' },
        text: text('helix/languages.toml'),
      },
    ],
  };
}

function emacs({ places, text }: SetupInput, client: 'eglot' | 'lsp-mode'): Setup {
  const { folder, init } = places.emacs;
  const name = `pyproject-nix-ls-${client}`;
  return {
    about: [
      `Emacs 29 and later, with ${client === 'eglot' ? 'Eglot, which comes with it' : 'lsp-mode 9 and later'}: a file beside the init file, and one line that loads it.`,
    ],
    parts: [
      ownFile(`${folder}/${name}.el`, text(`emacs/${name}.el`)),
      lines(init, text(`emacs/init-${client}.el`), name),
    ],
  };
}

function vscode({ cwd, text }: SetupInput): Setup {
  return {
    about: [
      'The extension carries the server: code --install-extension pyproject-nix-ls.pyproject-nix-ls (codium in VSCodium), or the file pyproject-nix-ls.vsix of a release in place of its name.',
      'VS Code offers it to everybody who opens a project that recommends it:',
    ],
    parts: [settings(`${cwd}/.vscode/extensions.json`, text('vscode/extensions.json'), 1)],
  };
}

function zed({ places, text }: SetupInput): Setup {
  return {
    about: [
      'Zed starts servers that an extension declares: install that in editors/zed of this package (zed: install dev extension, which wants Rust by rustup). The settings let it have the locks and Pipfile, which are TOML.',
    ],
    parts: [settings(`${places.zed}/settings.json`, text('zed/settings.json'), 2)],
  };
}

function kakoune({ places, text }: SetupInput): Setup {
  const name = 'pyproject-nix-ls.kak';
  return {
    about: [
      'Kakoune with kakoune-lsp 18 and later: a file, and the line in kakrc that reads it, behind the one that loads kakoune-lsp.',
    ],
    parts: [
      ownFile(`${places.kakoune}/${name}`, text(`kakoune/${name}`)),
      lines(`${places.kakoune}/kakrc`, text('kakoune/kakrc'), name),
    ],
  };
}

function sublime({ places, text }: SetupInput): Setup {
  const name = 'LanguageServers.sublime-settings';
  return {
    about: ['Sublime Text with the package LSP 2.10 and later.'],
    parts: [settings(`${places.sublime}/Packages/User/${name}`, text(`sublime/${name}`), 1)],
  };
}

function kate({ places, text }: SetupInput): Setup {
  return {
    about: [
      'Kate runs one server for a language. For locks and Pipfile, add poetry.lock;uv.lock;pdm.lock;Pipfile to the extensions of TOML in Open/Save, Modes & Filetypes.',
    ],
    parts: [settings(`${places.kate}/lspclient/settings.json`, text('kate/settings.json'), 2)],
  };
}

function ownFile(file: string, text: string): Part {
  return { file, as: { kind: 'own-file' }, text };
}

function lines(file: string, text: string, mark: string): Part {
  return { file, as: { kind: 'lines', mark }, text };
}

function settings(file: string, text: string, depth: number): Part {
  return { file, as: { kind: 'json', depth }, text };
}
