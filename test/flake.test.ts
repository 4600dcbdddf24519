import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { describeWithNix, evaluate } from './support/nix.ts';

const root = join(import.meta.dirname, '..');

/** Stands for nixpkgs: a flake of its own, in a folder. */
const nixpkgs = join(root, 'test/nix/nixpkgs');

interface Fetched {
  readonly name: string;
  readonly script: string;
  readonly outputHash: string;
}

interface Outputs {
  readonly names: string[];
  readonly systems: string[];
  readonly overlay: string[];
  readonly shell: string[];
  readonly program: string;
  readonly fetched: Record<string, Fetched>;
  readonly tests: Record<string, string>;
  readonly checks: string[];
  readonly formatter: string;
  readonly templates: Record<string, string[]>;
  readonly installs: string;
  readonly builds: string;
  readonly extension: Record<string, string>;
  readonly hook: {
    readonly entry: string;
    readonly files: string;
    readonly pass_filenames: boolean;
  };
  /** The systems with a nixpkgs that has one fewer. */
  readonly older: string[];
}

describeWithNix('flake.nix in real Nix', { least: '2.8' }, (nix) => {
  let outputs: Outputs;
  beforeAll(() => {
    outputs = evaluate<Outputs>(
      nix,
      `
    let
      outputs = (import ${root}/flake.nix).outputs { inherit nixpkgs; self = outputs; };
      nixpkgs = (import ${nixpkgs}/flake.nix).outputs { self = nixpkgs; };
      package = outputs.packages.x86_64-linux.default;
    in {
      names = builtins.attrNames outputs;
      systems = builtins.attrNames outputs.packages;
      inherit (package) pname version;
      inherit (package.meta) mainProgram;
      program = outputs.apps.aarch64-darwin.default.program;
      fetched = builtins.mapAttrs (_: tarball: {
        inherit (tarball) name script;
        inherit (tarball.arguments) outputHash;
      }) package.npmDeps.packageSourceOverrides;
      tests = builtins.mapAttrs (_: test: test.name) package.passthru.tests;
      overlay = builtins.attrNames (outputs.overlays.default nixpkgs.legacyPackages.x86_64-linux { });
      shell = map (package: package.name) outputs.devShells.x86_64-linux.default.packages;
      checks = builtins.attrNames outputs.checks.x86_64-linux;
      formatter = outputs.formatter.x86_64-linux.name;
      templates = builtins.mapAttrs (_: template: builtins.attrNames (builtins.readDir template.path)) outputs.templates;
      installs = package.postInstall;
      builds = package.postBuild;
      extension = { inherit (package.passthru) vscodeExtPublisher vscodeExtName vscodeExtUniqueId; };
      hook = { inherit (outputs.lib.gitHook nixpkgs.legacyPackages.x86_64-linux) entry files pass_filenames; };
      older = builtins.attrNames ((import ${root}/flake.nix).outputs {
        self = outputs;
        nixpkgs = nixpkgs // { legacyPackages = removeAttrs nixpkgs.legacyPackages [ "x86_64-darwin" ]; };
      }).packages;
    }`,
    );
  });

  it('has a package, an app, an overlay and a shell, on four systems', () => {
    expect(outputs.names).toEqual([
      'apps',
      'checks',
      'devShells',
      'flakeModules',
      'formatter',
      'homeModules',
      'lib',
      'overlays',
      'packages',
      'templates',
    ]);
    expect(outputs.systems).toHaveLength(4);
    expect(outputs.older).toEqual(['aarch64-darwin', 'aarch64-linux', 'x86_64-linux']);
    expect([outputs.checks, outputs.formatter]).toEqual([['example', 'package'], 'nixfmt']);
    expect(outputs.overlay).toEqual(['pyproject-nix-ls']);
    expect(outputs.shell).toContain('nodejs');
    expect(outputs.program).toMatch(/^\/nix\/store\/[^/]+\/bin\/pyproject-nix-ls$/);
  });

  it('has templates with a lock each, whose files `check` finds nothing wrong with', () => {
    expect(outputs.templates).toEqual({
      default: ['app.py', 'flake.nix', 'pyproject.toml', 'uv.lock'],
      poetry2nix: ['app.py', 'flake.nix', 'poetry.lock', 'pyproject.toml'],
      uv2nix: ['app.py', 'flake.nix', 'pyproject.toml', 'uv.lock'],
    });
    for (const name of ['poetry2nix', 'uv2nix']) {
      const args = ['dist/main.js', 'check', `templates/${name}`];
      const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
      expect(stdout).toBe('Nothing found in 1 project.\n');
    }
  });

  it('installs completions and the manual page', () => {
    for (const kind of ['bash', 'zsh', 'fish', 'man'])
      expect(outputs.installs).toContain(`$program completions ${kind}`);
  });

  it('is the extension for VS Code too, with all that its manifest names', () => {
    const manifest = JSON.parse(
      readFileSync(join(root, 'editors/vscode/package.json'), 'utf8'),
    ) as {
      name: string;
      publisher: string;
      main: string;
      files: string[];
    };
    const { name, publisher, files } = manifest;
    expect(outputs.extension).toEqual({
      vscodeExtPublisher: publisher,
      vscodeExtName: name,
      vscodeExtUniqueId: `${publisher}.${name}`,
    });
    expect(outputs.builds).toBe('npm run build:vscode');
    for (const file of [...files, 'package.json']) expect(outputs.installs).toContain(file);
  });

  it('has a hook for the files that the hook of pre-commit is for', () => {
    expect(outputs.hook.entry).toMatch(/\/bin\/pyproject-nix-ls check --recursive$/);
    expect(outputs.hook.pass_filenames).toBe(false);
    const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as {
      readonly files: string;
    }[];
    expect(outputs.hook.files).toBe(hook?.files);
  });

  it('sets up the editors that a Home Manager configuration names', () => {
    const evaluated = evaluate<Record<string, unknown>>(
      nix,
      `
      let
        nixpkgs = (import ${nixpkgs}/flake.nix).outputs { self = nixpkgs; };
        flake = (import ${root}/flake.nix).outputs { inherit nixpkgs; self = flake; };
        pkgs = nixpkgs.legacyPackages.x86_64-linux;
        lib = {
          mkOption = option: option;
          mkEnableOption = description: { default = false; inherit description; };
          mkIf = condition: content: if condition then content else { };
          mkMerge = list: list;
          types = { bool = "bool"; package = "package"; };
        };
        given = { enable = true; package = flake.packages.x86_64-linux.default; neovim.enable = true; helix.enable = true; emacs.enable = true; vscode.enable = true; };
        module = config: flake.homeModules.default { inherit lib pkgs config; };
        on = (module { programs.pyproject-nix-ls = given; }).config;
        off = (module { programs.pyproject-nix-ls = given // { enable = false; }; }).config;
        part = name: builtins.head (builtins.filter (builtins.hasAttr name) on);
        programs = builtins.filter (builtins.hasAttr "programs") on;
      in {
        inherit off;
        options = builtins.attrNames (module { }).options.programs.pyproject-nix-ls;
        packages = map (package: package.name) (part "home").home.packages;
        neovim = builtins.attrNames (part "xdg").xdg.configFile;
        helix = builtins.attrNames (builtins.head programs).programs.helix.languages;
        vscode = map (package: package.name) (builtins.elemAt programs 1).programs.vscode.profiles.default.extensions;
        emacs = (builtins.elemAt programs 2).programs.emacs.extraConfig;
      }`,
    );
    expect(evaluated).toMatchObject({
      off: {},
      options: ['emacs', 'enable', 'helix', 'neovim', 'package', 'vscode'],
      vscode: [expect.stringContaining('pyproject-nix-ls-')],
      neovim: ['nvim/lsp/pyproject_nix_ls.lua', 'nvim/plugin/pyproject_nix_ls.lua'],
      helix: ['language', 'language-server'],
    });
    expect(evaluated['emacs']).toMatch(/editors\/emacs\/pyproject-nix-ls-eglot\.el"/);
    expect(evaluated['packages']).toHaveLength(1);
  });

  it('has a module of flake-parts that declares its options as that wants it', () => {
    const module = `import ${root}/nix/flake-parts.nix { self = { }; }`;
    const declared = evaluate<string[]>(
      nix,
      `builtins.attrNames ((${module}) { lib = { }; self = { }; flake-parts-lib.mkPerSystemOption = module: { perSystem = module; }; }).options.perSystem`,
    );
    expect(declared).toEqual(['perSystem']);
  });

  it('takes name and version from package.json', () => {
    const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
    };
    expect(outputs).toMatchObject({ pname: name, version, mainProgram: name });
  });

  it('fetches every locked package by its hash, from where npm looks, and asks for that while it fetches', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { readonly integrity?: string }>;
    };
    const paths = Object.keys(packages).filter((path) => path !== '');
    expect(Object.keys(outputs.fetched).toSorted()).toEqual(paths.toSorted());
    for (const [path, { name, script, outputHash }] of Object.entries(outputs.fetched)) {
      expect(outputHash, path).toBe(packages[path]?.integrity);
      const whole = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      expect(name, path).toMatch(new RegExp(String.raw`^${whole.split('/').at(-1)}-\d[^/]*\.tgz$`));
      expect(script, path).toContain('npm config get registry');
      expect(script, path).toContain(`/${whole}/-/${name}"`);
    }
  });

  it('has tests that nixpkgs runs', () => {
    expect(outputs.tests).toEqual({
      example: 'pyproject-nix-ls-example',
      version: 'pyproject-nix-ls-version',
    });
  });
});

// 2.8 has no --all-systems.
describeWithNix('nix flake check', { program: 'nix', least: '2.26' }, (nix) => {
  it('has no objection, with a stand-in for nixpkgs', () => {
    // As much of the checkout as the flake reads: Nix copies the whole of a folder.
    const folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-flake-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const file of [
      'flake.nix',
      'package.nix',
      'package.json',
      'package-lock.json',
      'nix',
      'templates',
    ])
      cpSync(join(root, file), join(folder, file), { recursive: true });
    for (const path of [
      'docs/rules',
      'editors/emacs',
      'editors/helix',
      'editors/kakoune',
      'editors/kate',
      'editors/neovim',
      'editors/sublime',
      'editors/vscode/src',
      'editors/zed',
      'examples/imgapp',
    ])
      mkdirSync(join(folder, path), { recursive: true });
    cpSync(join(root, 'editors/helix'), join(folder, 'editors/helix'), { recursive: true });
    for (const file of [
      'editors/vscode/README.md',
      'editors/vscode/extensions.json',
      'editors/vscode/icon.png',
      'editors/vscode/package.json',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'overrides-db',
      'scripts',
      'server',
      'tsconfig.json',
    ])
      writeFileSync(join(folder, file), '');
    const features = ['--extra-experimental-features', 'nix-command flakes'];
    const what = ['--no-build', '--all-systems', '--no-write-lock-file'];
    const noImports = ['--option', 'allow-import-from-derivation', 'false'];
    const inputs = ['--override-input', 'nixpkgs', `path:${nixpkgs}`];
    const args = [
      ...features,
      'flake',
      'check',
      ...noImports,
      ...what,
      ...inputs,
      `path:${folder}`,
    ];
    const { status, stderr } = spawnSync(nix, args, { encoding: 'utf8' });
    expect(stderr).toContain("checking app 'apps.aarch64-darwin.default'");
    expect(status, stderr).toBe(0);
  });
});
