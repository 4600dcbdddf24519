import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EDITOR_IDS } from '../../server/cli/setup/editors.ts';
import { readSettings } from '../../server/locks/json.ts';
import { nodeFileSystem } from '../../server/session/node-file-system.ts';
import { parseToml } from '../../server/toml/parse.ts';
import { runCli } from '../support/cli.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const repository = join(import.meta.dirname, '../..');
const given = (file: string): string => readFileSync(join(repository, 'editors', file), 'utf8');

/** Each editor's files in the home of /home/u, with what they are made from. */
const FILES: Readonly<Record<(typeof EDITOR_IDS)[number], Readonly<Record<string, string>>>> = {
  neovim: {
    '/home/u/.config/nvim/lsp/pyproject_nix_ls.lua': 'neovim/lsp/pyproject_nix_ls.lua',
    '/home/u/.config/nvim/plugin/pyproject_nix_ls.lua': 'neovim/init.lua',
  },
  helix: { '/home/u/.config/helix/languages.toml': 'helix/languages.toml' },
  emacs: {
    '/home/u/.emacs.d/pyproject-nix-ls-eglot.el': 'emacs/pyproject-nix-ls-eglot.el',
    '/home/u/.emacs.d/init.el': 'emacs/init-eglot.el',
  },
  'emacs-lsp-mode': {
    '/home/u/.emacs.d/pyproject-nix-ls-lsp-mode.el': 'emacs/pyproject-nix-ls-lsp-mode.el',
    '/home/u/.emacs.d/init.el': 'emacs/init-lsp-mode.el',
  },
  vscode: { '/p/.vscode/extensions.json': 'vscode/extensions.json' },
  zed: { '/home/u/.config/zed/settings.json': 'zed/settings.json' },
  kakoune: {
    '/home/u/.config/kak/pyproject-nix-ls.kak': 'kakoune/pyproject-nix-ls.kak',
    '/home/u/.config/kak/kakrc': 'kakoune/kakrc',
  },
  sublime: {
    '/home/u/.config/sublime-text/Packages/User/LanguageServers.sublime-settings':
      'sublime/LanguageServers.sublime-settings',
  },
  kate: { '/home/u/.config/kate/lspclient/settings.json': 'kate/settings.json' },
};

describe.each(EDITOR_IDS)('setup %s', (editor) => {
  const files = Object.entries(FILES[editor]);

  it('prints each file with its text, and writes nothing', () => {
    const fileSystem = new MemoryFileSystem();
    const { code, out } = runCli(fileSystem, ['setup', editor]);
    expect(code).toBe(0);
    for (const [path, from] of files) {
      expect(out).toContain(`${path}:\n\n${given(from)}\n`);
      expect(fileSystem.text(path)).toBeNull();
    }
  });

  it('writes each where there is none, and the second time nothing', () => {
    const fileSystem = new MemoryFileSystem();
    const first = runCli(fileSystem, ['setup', editor, '--write']);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toBe(files.map(([path]) => `Created ${path}\n`).join(''));
    for (const [path, from] of files) expect(fileSystem.text(path)).toBe(given(from));
    const second = runCli(fileSystem, ['setup', editor, '--write']);
    expect(second).toEqual({ code: 0, out: 'All of it is there already.\n', err: '' });
    for (const [path, from] of files) expect(fileSystem.text(path)).toBe(given(from));
  });

  it('shows as a patch what it would write', () => {
    const fileSystem = new MemoryFileSystem();
    const { code, out } = runCli(fileSystem, ['setup', editor, '--diff']);
    expect(code).toBe(0);
    for (const [path] of files) {
      expect(out).toContain(`+++ b/${path.replace(/^\/(?:p\/)?/, '')}`);
      expect(fileSystem.text(path)).toBeNull();
    }
  });
});

describe('setup', () => {
  it('is told which editor it knows', () => {
    const { code, err } = runCli(new MemoryFileSystem(), ['setup', 'helx']);
    expect(code).toBe(2);
    expect(err).toContain('did you mean helix?');
    expect(runCli(new MemoryFileSystem(), ['setup']).code).toBe(2);
  });

  it('says that nobody is at home', () => {
    const user = { environment: {}, platform: 'linux', home: null } as const;
    const { code, err } = runCli(new MemoryFileSystem(), ['setup', 'helix'], { user });
    expect([code, err]).toEqual([2, expect.stringContaining('HOME is not set')]);
  });

  it.each([
    ['neovim', { XDG_CONFIG_HOME: '/x', NVIM_APPNAME: 'nv' }, 'linux', '/x/nv/lsp/'],
    ['helix', {}, 'darwin', '/home/u/.config/helix/'],
    ['kate', {}, 'darwin', '/home/u/Library/Preferences/kate/'],
    ['sublime', {}, 'darwin', '/home/u/Library/Application Support/Sublime Text/'],
    ['kakoune', { KAKOUNE_CONFIG_DIR: '/k' }, 'linux', '/k/pyproject-nix-ls.kak'],
  ] as const)('finds the files of %s by %j on %s', (editor, environment, platform, place) => {
    const user = { environment, platform, home: '/home/u' } as const;
    expect(runCli(new MemoryFileSystem(), ['setup', editor], { user }).out).toContain(place);
  });

  it.each([
    ['/home/u/.emacs.d/init.el', ['/home/u/.emacs.d/init.el']],
    ['/home/u/.config/emacs/init.el', ['/home/u/.config/emacs/init.el']],
    ['/home/u/.emacs', ['/home/u/.emacs', '/home/u/.config/emacs/init.el']],
    ['/home/u/.emacs.el', ['/home/u/.emacs.el', '/home/u/.emacs', '/home/u/.emacs.d/x.el']],
  ])('takes %s for the init file of Emacs where there are %j', (expected, there) => {
    const fileSystem = new MemoryFileSystem(Object.fromEntries(there.map((file) => [file, ';\n'])));
    runCli(fileSystem, ['setup', 'emacs', '--write']);
    expect(fileSystem.text(expected)).toBe(`;\n\n${given('emacs/init-eglot.el')}`);
  });
});

/** Runs it twice on a file that is there, and gives what is in it then. */
function twice(editor: string, path: string, before: string): string {
  const fileSystem = new MemoryFileSystem({ [path]: before });
  expect(runCli(fileSystem, ['setup', editor, '--write'])).toMatchObject({ code: 0, err: '' });
  const text = fileSystem.text(path) ?? '';
  runCli(fileSystem, ['setup', editor, '--write']);
  expect(fileSystem.text(path)).toBe(text);
  return text;
}

describe('next to what is there', () => {
  it('adds a line at the end, with the line breaks of the file', () => {
    const init = '(setq a 1)\r\n;;; init.el ends here';
    const line = given('emacs/init-eglot.el').replace('\n', '\r\n');
    expect(twice('emacs', '/home/u/.emacs.d/init.el', init)).toBe(`${init}\r\n\r\n${line}`);
    const kakrc = 'eval %sh{kak-lsp}\n';
    expect(twice('kakoune', '/home/u/.config/kak/kakrc', kakrc)).toBe(
      `${kakrc}\n${given('kakoune/kakrc')}`,
    );
  });

  it('leaves a line of the user that names it', () => {
    const init = '(load "~/elsewhere/pyproject-nix-ls-eglot.el")\n';
    expect(twice('emacs', '/home/u/.emacs.d/init.el', init)).toBe(init);
  });

  it('leaves a file of its own that has been changed, and writes the other', () => {
    const [changed = '', other = ''] = Object.keys(FILES.neovim);
    const fileSystem = new MemoryFileSystem({ [changed]: '-- mine\n' });
    const { code, out, err } = runCli(fileSystem, ['setup', 'neovim', '--write']);
    expect([code, out]).toEqual([1, `Created ${other}\n`]);
    expect(err).toContain(`${changed} is there with another text, and stays`);
    expect(fileSystem.text(changed)).toBe('-- mine\n');
  });
});

const HELIX = '/home/u/.config/helix/languages.toml';

describe('the languages.toml of Helix', () => {
  it.each([
    ['of one line', 'language-servers = ["taplo"]', '["taplo", "pyproject-nix-ls"]'],
    [
      'of several lines',
      'language-servers = [\n  "taplo", # mine\n]',
      '[\n  "taplo",\n  "pyproject-nix-ls", # mine\n]',
    ],
    [
      'with a table',
      'language-servers = [{ name = "taplo", only-features = ["format"] }]',
      '[{ name = "taplo", only-features = ["format"] }, "pyproject-nix-ls"]',
    ],
    ['that is empty', 'language-servers = []', '["pyproject-nix-ls"]'],
  ])('gains the server in a list %s', (_, list, expected) => {
    const before = `# mine\n[[language]]\nname = "toml"\n${list}\nauto-format = true\n\n[[language]]\nname = "rust"\n`;
    const text = twice('helix', HELIX, before);
    expect(text.slice(0, before.length + 20)).toContain(`language-servers = ${expected}`);
    expect(text.match(/name = "toml"/g)).toHaveLength(1);
    expect(text).toContain('auto-format = true\n\n[[language]]\nname = "rust"\n');
    expect(text).toContain('[language-server.pyproject-nix-ls]\ncommand');
    expect(parseToml(text).errors).toEqual([]);
  });

  it('gains the whole list in a language that has none', () => {
    const text = twice(
      'helix',
      HELIX,
      '[[language]] # of mine\nname = "nix"\nauto-format = true\n',
    );
    expect(text).toContain(
      '[[language]] # of mine\nlanguage-servers = ["nil", "nixd", "pyproject-nix-ls"]\nname = "nix"\nauto-format = true\n',
    );
    expect(text.match(/name = "nix"/g)).toHaveLength(1);
  });

  it('keeps a server that its user has declared, and a list that has it', () => {
    const before = [
      '[language-server.pyproject-nix-ls]',
      'command = "/opt/pyproject-nix-ls"',
      'args = ["--stdio", "--log-level", "debug"]',
      '',
      '[[language]]',
      'name = "toml"',
      'language-servers = ["pyproject-nix-ls"]',
      '',
    ].join('\n');
    const text = twice('helix', HELIX, before);
    expect(text.startsWith(before)).toBe(true);
    expect(text.match(/^\[language-server/gm)).toHaveLength(1);
    expect(text.match(/name = "toml"/g)).toHaveLength(1);
    expect(text.match(/name = "pip-requirements"/g)).toHaveLength(1);
  });

  it.each([
    ['is not TOML', '[[language]\nname = "toml"\n', 'is not valid TOML'],
    ['has one list of languages', 'language = [{ name = "toml" }]\n', 'in a way that nothing'],
  ])('stays where it %s', (_, before, why) => {
    const fileSystem = new MemoryFileSystem({ [HELIX]: before });
    const { code, out, err } = runCli(fileSystem, ['setup', 'helix', '--write']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(why);
    expect(fileSystem.text(HELIX)).toBe(before);
  });
});

const SUBLIME = Object.keys(FILES.sublime)[0] ?? '';
const KATE = Object.keys(FILES.kate)[0] ?? '';
const ZED = Object.keys(FILES.zed)[0] ?? '';

describe('settings in JSON', () => {
  it('keep comments, layout and every other setting', () => {
    const before = '// mine\n{\n\t"other": { "enabled": false }, // why\n}\n';
    const text = twice('sublime', SUBLIME, before);
    expect(text.startsWith('// mine\n{\n\t"pyproject-nix-ls": {\n\t\t"enabled": true,\n')).toBe(
      true,
    );
    expect(text.endsWith('\n\t"other": { "enabled": false }, // why\n}\n')).toBe(true);
    const wanted = readSettings(given('sublime/LanguageServers.sublime-settings'));
    expect(readSettings(text)).toEqual({ other: { enabled: false }, ...(wanted as object) });
  });

  it('keep what the user says of the server', () => {
    const before = '{ "pyproject-nix-ls": { "enabled": false } }\n';
    expect(twice('sublime', SUBLIME, before)).toBe(before);
  });

  it('gain what a list lacks, once', () => {
    const before =
      '{\n  "theme": "One",\n  "file_types": { "TOML": ["uv.lock", "*.tml"], "C++": ["*.h"] }\n}\n';
    const text = twice('zed', ZED, before);
    expect(readSettings(text)).toEqual({
      theme: 'One',
      file_types: {
        TOML: ['poetry.lock', 'pdm.lock', 'Pipfile', 'uv.lock', '*.tml'],
        'C++': ['*.h'],
      },
    });
  });

  it.each([
    [
      'another server',
      KATE,
      'kate',
      '{"servers": {"toml": {"command": ["taplo"]}}}',
      'has "servers"."toml" already',
    ],
    ['no object', KATE, 'kate', '{"servers": 1}', 'has something else where "servers"."toml"'],
    ['no JSON', SUBLIME, 'sublime', '{"a": }', 'is not valid JSON'],
    ['a list', ZED, 'zed', '[]', 'is not valid JSON with an object'],
  ])('stay where there is %s', (_, path, editor, before, why) => {
    const fileSystem = new MemoryFileSystem({ [path]: before });
    const { code, err } = runCli(fileSystem, ['setup', editor, '--write']);
    expect(code).toBe(1);
    expect(err).toContain(why);
    expect(fileSystem.text(path)).toBe(before);
  });
});

describe.skipIf(process.platform === 'win32')('on the disk', () => {
  let folder = '';
  let home = '';
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'setup-')));
    home = join(folder, 'home');
    mkdirSync(home);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...args: readonly string[]): ReturnType<typeof runCli> =>
    runCli(nodeFileSystem, ['setup', ...args], {
      cwd: home,
      user: { environment: {}, platform: 'linux', home },
    });

  it('makes the folders that are missing', () => {
    expect(run('neovim', '--write')).toMatchObject({ code: 0, err: '' });
    const file = join(home, '.config/nvim/lsp/pyproject_nix_ls.lua');
    expect(readFileSync(file, 'utf8')).toBe(given('neovim/lsp/pyproject_nix_ls.lua'));
  });

  it('writes into what a link in the home leads to, and not outside of it', () => {
    const kept = join(home, 'dotfiles/languages.toml');
    const outside = join(folder, 'store/init.el');
    const links = [
      [join(home, '.config/helix/languages.toml'), kept],
      [join(home, '.emacs.d/init.el'), outside],
    ] as const;
    for (const [link, target] of links) {
      for (const path of [link, target]) mkdirSync(dirname(path), { recursive: true });
      writeFileSync(target, '');
      symlinkSync(target, link);
    }
    expect(run('helix', '--write').code).toBe(0);
    expect(readFileSync(kept, 'utf8')).toBe(given('helix/languages.toml'));
    const { code, err } = run('emacs', '--write');
    expect(code).toBe(2);
    expect(err).toContain(`leads to ${outside}`);
    expect(readFileSync(outside, 'utf8')).toBe('');
    expect(existsSync(join(home, '.emacs.d/pyproject-nix-ls-eglot.el'))).toBe(false);
  });
});
