import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { LOCK_FORMATS } from '../server/locks/formats.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const submitted = (file: string): string => read(`editors/submissions/${file}`);
const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };

/** The locks that have a name of their own. */
const LOCKS = Object.values(LOCK_FORMATS).flatMap((format) => format.name ?? []);

describe("mason's package", () => {
  const mason = parse(submitted('mason/package.yaml')) as Record<string, unknown>;

  it('is the release of npm, and the program that it has', () => {
    expect(mason).toMatchObject({
      name,
      source: { id: `pkg:npm/${name}@${version}` },
      bin: { [name]: `npm:${name}` },
      neovim: { lspconfig: 'pyproject_nix_ls' },
      licenses: ['MIT'],
    });
  });

  it('has its settings from the manifest of the extension', () => {
    const { lsp } = mason['schemas'] as { lsp: string };
    expect(lsp).toMatch(/^vscode:https:\/\/.*\/editors\/vscode\/package\.json$/);
    const { contributes } = JSON.parse(read('editors/vscode/package.json')) as {
      contributes: { configuration: { properties: Record<string, unknown> } };
    };
    expect(Object.keys(contributes.configuration.properties)).toContain(`${name}.severity`);
  });
});

describe("nvim-lspconfig's file", () => {
  it('begins with what its page says, and requires nothing of lspconfig', () => {
    const lua = read('editors/neovim/lsp/pyproject_nix_ls.lua');
    expect(lua.startsWith('---@brief\n---\n--- https://')).toBe(true);
    expect(lua).toContain('---@type vim.lsp.Config\nreturn {');
    expect(lua).not.toMatch(/\brequire\b[ (]/);
    expect(lua.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});

describe("Helix' languages", () => {
  it('gain what the languages.toml of a user has', () => {
    const added = submitted('helix/languages.patch')
      .split('\n')
      .filter((line) => /^\+(?!\+)/.test(line))
      .map((line) => line.slice(1).replace('[ "', '["').replace('" ]', '"]'));
    const own = read('editors/helix/languages.toml');
    expect(added).toHaveLength(3);
    expect(added[0]).toBe(`${name} = { command = "${name}", args = ["--stdio"] }`);
    for (const list of added.slice(1)) expect(own).toContain(`${list}\n`);
  });
});

describe("LSP4IJ's template", () => {
  const template = JSON.parse(submitted('lsp4ij/template.json')) as {
    id: string;
    programArgs: Record<string, string>;
    fileTypeMappings: { fileType: { patterns: string[] } }[];
  };

  it('starts the program for every lock', () => {
    expect(template.id).toBe(name);
    expect(template.programArgs['default']).toBe(`${name} --stdio`);
    const patterns = template.fileTypeMappings.flatMap(({ fileType }) => fileType.patterns);
    for (const file of ['pyproject.toml', 'Pipfile', '*.nix', ...LOCKS])
      expect(patterns).toContain(file);
  });

  it('goes with an installer that installs it from npm', () => {
    const installer = submitted('lsp4ij/installer.json');
    expect(JSON.parse(installer)).toMatchObject({ id: name });
    expect(installer).toContain(`npm install ${name} `);
  });
});

describe("lsp-mode's client", () => {
  it('is named as its file, and listed as it is named', () => {
    const client = submitted('lsp-mode/lsp-pyproject-nix.el');
    expect(client).toMatch(/^;;; lsp-pyproject-nix\.el --- .* -\*- lexical-binding: t; -\*-\n/);
    expect(client).toContain("(provide 'lsp-pyproject-nix)\n;;; lsp-pyproject-nix.el ends here\n");
    for (const lock of LOCKS) {
      const [stem = '', ending = ''] = lock.split('.');
      expect(client).toContain(`"${stem}`);
      expect(client).toContain(ending);
    }
    expect(JSON.parse(submitted('lsp-mode/lsp-clients.json'))).toMatchObject({
      name: 'pyproject-nix',
      'server-name': name,
    });
  });
});

describe('the mirror for pre-commit', () => {
  it('has the hooks of this repository, and the release', () => {
    expect(submitted('pre-commit/.pre-commit-hooks.yaml')).toBe(read('.pre-commit-hooks.yaml'));
    expect(JSON.parse(submitted('pre-commit/package.json'))).toMatchObject({
      dependencies: { [name]: version },
    });
  });
});

describe('a release', () => {
  it('publishes to npm with provenance, and the extension where there is a token', () => {
    const { jobs } = parse(read('.github/workflows/release.yml')) as {
      jobs: Record<string, { steps: { run?: string; env?: Record<string, string> }[] }>;
    };
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const index = (words: string): number => steps.findIndex(({ run }) => run?.includes(words));
    expect(index('npm publish --provenance')).toBeGreaterThan(index('npm run check:pack'));
    for (const [program, secret] of [
      ['ovsx', 'OVSX_PAT'],
      ['vsce', 'VSCE_PAT'],
    ] as const) {
      const step = steps[index(`/${program} publish`)];
      expect(step?.run).toMatch(new RegExp(String.raw`^test -z "\$${secret}" \|\| `));
      expect(Object.keys(step?.env ?? {})).toEqual([secret]);
    }
    expect(index('nixpkgs-form.ts')).toBeGreaterThan(0);
  });
});
