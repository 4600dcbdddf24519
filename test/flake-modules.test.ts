import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { describeWithNix, evaluate as evaluateNix } from './support/nix.ts';

/**
 * What `docs/flake.md` tells people to write, by its own text, in the module systems that it is written for. The
 * environment names their checkouts, and one of nixpkgs.lib; a test whose checkout is not named is skipped.
 */
const CHECKOUTS = {
  nixpkgsLib: 'PNLS_NIXPKGS_LIB',
  flakeParts: 'PNLS_FLAKE_PARTS',
  gitHooks: 'PNLS_GIT_HOOKS',
  devenv: 'PNLS_DEVENV',
  homeManager: 'PNLS_HOME_MANAGER',
} as const;
type Checkout = keyof typeof CHECKOUTS;

const root = join(import.meta.dirname, '..');
const OURS: unknown = expect.stringMatching(/^pyproject-nix-ls-\d/);

describeWithNix('docs/flake.md in the real module systems', { least: '2.18' }, (nix) => {
  itIn(['flakeParts'], 'is a check of flake-parts', (checkouts) => {
    const checks = evaluate(nix, 'flake-parts', block('flake-parts'), checkouts);
    expect(checks).toEqual({
      'pyproject-nix-ls': expect.stringMatching(
        /^\/nix\/store\/[^/]+\/bin\/pyproject-nix-ls check --recursive --fail-on error \/src \| tee \$out\n$/,
      ) as unknown,
    });
  });

  itIn(['flakeParts', 'gitHooks'], 'is a hook of git-hooks.nix in flake-parts', (checkouts) => {
    const checks = evaluate(nix, 'flake-parts', block('git-hooks.nix'), checkouts);
    expect(Object.keys(checks)).toEqual(['pre-commit', 'pre-commit-config']);
    expect(hooks(checks['pre-commit-config'])).toEqual(HOOKS);
  });

  itIn(['gitHooks'], 'is a hook of git-hooks.nix alone', (checkouts) => {
    const made = evaluate(nix, 'git-hooks', block('git-hooks.nix', 1), checkouts);
    expect(hooks(made['config'])).toEqual(HOOKS);
    expect(made['packages']).toEqual([OURS]);
  });

  itIn(
    ['devenv', 'gitHooks'],
    'is a hook of devenv, with the program in the shell',
    (checkouts) => {
      const made = evaluate(nix, 'devenv', block('devenv'), checkouts);
      expect(made['lacks']).toEqual([]);
      expect(hooks(made['config'])).toEqual(HOOKS);
      expect(made['packages']).toContainEqual(OURS);
      expect(made['tasks']).toEqual(['devenv:git-hooks:install', 'devenv:git-hooks:run']);
    },
  );

  itIn(
    ['devenv'],
    'is the program alone in devenv, which wants an input for hooks',
    (checkouts) => {
      const alone = evaluate(nix, 'devenv', block('devenv', 1), checkouts);
      expect(alone).toMatchObject({ lacks: [], tasks: [] });
      expect(alone['packages']).toContainEqual(OURS);
      const { lacks } = evaluate(nix, 'devenv', block('devenv'), checkouts);
      expect(lacks).toEqual([expect.stringContaining('github:cachix/git-hooks.nix')]);
    },
  );

  itIn(['homeManager'], 'sets up each editor by Home Manager', (checkouts) => {
    const made = evaluate(nix, 'home-manager', block('Home Manager'), checkouts);
    expect(made['packages']).toContainEqual(OURS);
    expect(made['files']).toEqual(
      expect.arrayContaining([
        '.vscode/extensions/pyproject-nix-ls.pyproject-nix-ls',
        '/home/user/.config/helix/languages.toml',
        '/home/user/.config/nvim/lsp/pyproject_nix_ls.lua',
        '/home/user/.config/nvim/plugin/pyproject_nix_ls.lua',
      ]),
    );
    expect(made['helix']).toMatchObject({ 'language-server': { 'pyproject-nix-ls': {} } });
    expect(made['emacs']).toEqual([
      expect.stringMatching(/^\(load ".*\/emacs\/pyproject-nix-ls-eglot\.el"\)\n$/),
    ]);
  });
});

/** What pre-commit runs. */
const HOOKS = [
  expect.objectContaining({
    id: 'pyproject-nix-ls',
    entry: expect.stringMatching(
      /^\/nix\/store\/[^/]+\/bin\/pyproject-nix-ls check --recursive$/,
    ) as unknown,
    pass_filenames: false,
  }) as unknown,
];

/** The hooks of a configuration of pre-commit. */
function hooks(config: unknown): unknown {
  const { repos } = JSON.parse(String(config)) as { repos: { hooks: unknown[] }[] };
  return repos.flatMap((repo) => repo.hooks);
}

/** A test that is given the checkouts that it names, and skipped where one of them is not there. */
function itIn(
  wanted: readonly Checkout[],
  title: string,
  test: (checkouts: Record<string, string>) => void,
): void {
  const names = ['nixpkgsLib', ...wanted] as const;
  const paths = Object.fromEntries(names.map((name) => [name, process.env[CHECKOUTS[name]] ?? '']));
  const lacking = names.filter((name) => paths[name] === '').map((name) => CHECKOUTS[name]);
  if (lacking.length === 0) it(title, () => test(paths));
  else it.skip(`${title} (${lacking.join(', ')})`);
}

/** The `index`th block of Nix below a heading of `docs/flake.md`. */
function block(heading: string, index = 0): string {
  const page = readFileSync(join(root, 'docs/flake.md'), 'utf8');
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^```nix\n(.*?)^```$/gms)][index]?.[1] ?? '';
}

/** What `test/nix/modules/NAME.nix` says of a text of the documentation, with the server of this checkout. */
function evaluate(
  nix: string,
  name: string,
  text: string,
  checkouts: Record<string, string>,
): Record<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-modules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const documented = join(folder, 'documented.nix');
  writeFileSync(documented, `given: with given;\n${text}`);
  const expression = `
    let
      checkouts = builtins.fromJSON ${JSON.stringify(JSON.stringify(checkouts))};
      nixpkgs = (import ${root}/test/nix/nixpkgs/flake.nix).outputs { self = nixpkgs; };
      server = (import ${root}/flake.nix).outputs { inherit nixpkgs; self = server; };
      lib = import "\${checkouts.nixpkgsLib}/lib";
    in
    import ${root}/test/nix/modules/${name}.nix {
      inherit checkouts lib server;
      pkgs = import ${root}/test/nix/modules/pkgs.nix { inherit lib; };
      documented = import ${documented};
    }`;
  return evaluateNix(nix, expression);
}
