import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../server/rules/registry.ts';
import { sessionCodes } from '../server/session/session-findings.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const folders = [
  '.',
  'editors/neovim',
  'editors/helix',
  'editors/emacs',
  'editors/vscode',
  'editors/zed',
  'editors/submissions',
  'examples',
  'bench',
  'docs',
  'docs/rules',
];
const pages = folders
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  // The extension's changelog is a copy, made for its package.
  .filter((file) => file.endsWith('.md') && file !== 'editors/vscode/CHANGELOG.md');
const codes = [...rules.map(({ id }) => id), ...Object.keys(sessionCodes)];
const packageJson = JSON.parse(read('package.json')) as {
  version: string;
  scripts: Record<string, string>;
};

/** Paths of this repository, from its root or from the folder that the sentence is about. */
const PATH = /`((?:[\w.-]+\/)+[\w.-]*)`/g;
const repository = new Set(
  [
    'server',
    'overrides-db',
    'test',
    'scripts',
    'bench',
    'docs',
    'editors/vscode/src',
    '.github',
  ].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => `/${folder}/${name}`,
    ),
  ),
);

describe.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/glossary.md'])('%s', (page) => {
  it('names files and folders that are there', () => {
    const named = [...read(page).matchAll(PATH)].map(([, path = '']) => path.replace(/\/$/, ''));
    const paths = named.filter((path) =>
      /^(?:server|overrides-db|test|scripts|bench|docs)\/|\.(?:ts|json)$/.test(path),
    );
    const missing = paths
      .filter((path) => !/\bNAME\b|^dist\//.test(path))
      .filter((path) => ![...repository].some((file) => file.endsWith(`/${path}`)));
    expect(paths.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });
});

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('links to files that are there', () => {
    const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      ([, target]) => target ?? '',
    );
    const missing = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(root, dirname(page), target)));
    expect(missing).toEqual([]);
  });

  it('names scripts that package.json has', () => {
    const named = [...text.matchAll(/\bnpm run (?:--\S+ )*([a-z:]+)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(named.filter((name) => packageJson.scripts[name] === undefined)).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('has no block that no test runs', () => {
    const blocks = [...readme.matchAll(/^```(\w+)\n([^\n]*)/gm)].map(
      ([, language = '', first = '']) => `${language} ${first.split(/[ (=.]/)[0]}`,
    );
    expect(blocks).toEqual([
      // What `npm run check:pack` does offline, and `flake.test.ts` with a stand-in for nixpkgs.
      'sh nix',
      'nix #',
      // In `test/editors`, in the editors themselves.
      'lua vim',
      'toml [language-server',
      'elisp ',
      // Below.
      'console $',
      'toml [tool',
      // What `.ci/run` begins with.
      'sh npm',
    ]);
  });

  it('shows a setting that is taken', () => {
    const folder = mkdtempSync(join(tmpdir(), 'setting-'));
    cpSync(join(root, 'examples/imgapp-broken'), folder, { recursive: true });
    const file = join(folder, 'pyproject.toml');
    appendFileSync(file, `\n${block('toml', '[tool.pyproject-nix-ls]')}`);
    const args = ['dist/main.js', 'check', '--format', 'json', folder];
    const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { code: string; severity: string }[];
    };
    const stale = diagnostics.find(({ code }) => code === 'lock-stale');
    expect(stale?.severity).toBe('information');
    expect(diagnostics.map(({ code }) => code)).not.toContain('unknown-setting');
  });

  const block = (language: string, mark: string): string => {
    const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
    const found = blocks.find(([, name, text]) => name === language && text?.includes(mark));
    return found?.[2] ?? `no block of ${language} with ${mark}`;
  };

  it('shows what `setup` puts into an editor', () => {
    expect(block('lua', 'vim.lsp.enable')).toBe(read('editors/neovim/init.lua'));
    const helix = read('editors/helix/languages.toml');
    expect(helix).toContain(`\n\n${block('toml', 'language-servers')}\n`);
    expect(block('toml', 'language-servers')).toContain('name = "nix"');
    expect(block('elisp', 'load')).toBe(read('editors/emacs/init-eglot.el'));
  });

  it('shows what `check` prints: the places, the codes and the summary', () => {
    const { stdout } = spawnSync(
      process.execPath,
      ['dist/main.js', 'check', 'examples/imgapp-broken'],
      { cwd: root, encoding: 'utf8' },
    );
    const shown = block('console', 'pyproject-nix-ls check').split('\n').slice(1, -1);
    const printed = stdout.trimEnd().split('\n');
    expect(shown.map(withoutMessage)).toEqual(printed.map(withoutMessage));
    expect(printed).toHaveLength(6);
  });
});

/** The blocks of a language in a page, without the indentation of a list. */
function blocksOf(page: string, language: string): readonly string[] {
  const fenced = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm');
  return [...read(page).matchAll(fenced)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

describe.each([
  ['docs/editors.md', 'kak', 'editors/kakoune/pyproject-nix-ls.kak'],
  ['docs/editors.md', 'json', 'editors/kate/settings.json'],
  ['docs/editors.md', 'json', 'editors/sublime/LanguageServers.sublime-settings'],
  ['docs/editors.md', 'json', 'editors/zed/settings.json'],
  ['editors/neovim/README.md', 'lua', 'editors/neovim/init.lua'],
  ['editors/emacs/README.md', 'elisp', 'editors/emacs/init-eglot.el'],
  ['editors/emacs/README.md', 'elisp', 'editors/emacs/init-lsp-mode.el'],
])('%s', (page, language, file) => {
  it(`shows what \`setup\` puts: ${file}`, () => {
    expect(blocksOf(page, language)).toContain(read(file));
  });
});

describe('docs/moving.md', () => {
  it('shows the patch and the report of one project moved', () => {
    const args = ['dist/main.js', 'move', '--to', 'uv2nix', 'examples/imgapp'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(stdout).toContain('+++ b/examples/imgapp/default.nix');
    // The formatter of pages leaves no blank at the end of a line.
    const shown = stdout.replaceAll(/^ $/gm, '');
    expect(blocksOf('docs/moving.md', 'diff')).toContain(shown);
    expect(blocksOf('docs/moving.md', 'text')).toContain(stderr);
  });
});

describe('docs/first-steps.md', () => {
  const commands = [
    ...read('docs/first-steps.md').matchAll(
      /^\$ pyproject-nix-ls (.*)\n([^`]*(?:`[^`]+`[^`]*)*)^```$/gm,
    ),
  ];
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'first-steps-'));
    cpSync(join(root, 'examples/imgapp-broken'), folder, { recursive: true });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('shows what its commands print, one after the other', () => {
    expect(commands).toHaveLength(3);
    for (const [, command = '', shown = ''] of commands) {
      const { stdout } = spawnSync(
        process.execPath,
        [join(root, 'dist/main.js'), ...command.split(' ')],
        { cwd: folder, encoding: 'utf8' },
      );
      const printed = stdout.replaceAll(`${folder}/`, '').trimEnd().split('\n');
      expect(shown.trimEnd().split('\n').map(withoutMessage)).toEqual(printed.map(withoutMessage));
    }
  });
});

describe('CHANGELOG.md', () => {
  it('has the version of package.json as its newest release', () => {
    expect(/^## \[(\d[^\]]*)\]/m.exec(read('CHANGELOG.md'))?.[1]).toBe(packageJson.version);
  });

  it('goes with the extension, which has the same version', () => {
    const extension = JSON.parse(read('editors/vscode/package.json')) as {
      version: string;
      files: string[];
    };
    expect(extension.version).toBe(packageJson.version);
    expect(extension.files).toContain('CHANGELOG.md');
    const lock = JSON.parse(read('editors/vscode/package-lock.json')) as { version: string };
    expect(lock.version).toBe(packageJson.version);
  });

  it('goes with the extension for Zed, which has the same version', () => {
    for (const file of ['editors/zed/extension.toml', 'editors/zed/Cargo.toml'])
      expect(/^version = "(.*)"$/m.exec(read(file))?.[1], file).toBe(packageJson.version);
  });
});

describe('docs/rules', () => {
  it.each(codes)('has a page for %s', (id) => {
    const page = read(`docs/rules/${id}.md`);
    expect(page.split('\n')[0]).toBe(`# ${id}`);
  });

  it('has no page without a rule', () => {
    const known = new Set(codes.map((code) => `${code}.md`));
    const unknown = readdirSync(join(root, 'docs/rules')).filter((name) => !known.has(name));
    expect(unknown.filter((name) => name !== 'README.md')).toEqual([]);
  });
});

function withoutMessage(line: string): string {
  return /^.*?:\d+:\d+: \w+\[[\w-]+\]/.exec(line)?.[0] ?? line;
}
