import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { nixpkgsForm } from '../scripts/lib/nixpkgs-form.ts';
import { readPackageJson } from '../scripts/lib/repository.ts';
import { describeWithNix, evaluate } from './support/nix.ts';

const root = join(import.meta.dirname, '..');

/** Stands for nixpkgs: a flake of its own, in a folder. */
const nixpkgs = join(root, 'test/nix/nixpkgs');

/** A nixpkgs, or a file that answers as one: `import … { system }`, then `callPackage`. */
const realNixpkgs = process.env['PNLS_NIXPKGS'];

const registry = 'https://registry.example.org/npm/';

describeWithNix('package.nix in nixpkgs', { least: '2.18' }, (nix) => {
  it('has the form that nixpkgs takes, whose lock has addresses', async () => {
    const { folder, form } = await writeForm();
    const made = evaluate<{ readonly lock: Lock['packages'] }>(
      nix,
      `
      let
        nixpkgs = (import ${nixpkgs}/flake.nix).outputs { self = nixpkgs; };
        pkgs = nixpkgs.legacyPackages.x86_64-linux;
        package = import ${folder}/package.nix {
          inherit (pkgs) lib buildNpmPackage fetchFromGitHub importNpmLock installShellFiles runCommand testers;
        };
      in {
        inherit (package) pname version;
        inherit (package.meta) mainProgram description homepage maintainers;
        source = package.src.tag;
        tests = builtins.attrNames package.passthru.tests;
        example = builtins.isString package.passthru.tests.example.script;
        lock = package.npmDeps.packageLock.packages;
      }`,
    );
    const { name, version, description, homepage } = await readPackageJson();
    expect(made).toMatchObject({
      pname: name,
      version,
      mainProgram: name,
      description,
      homepage,
      maintainers: [],
      source: `v${version}`,
      tests: ['example', 'version'],
      example: true,
    });
    const { '': project, ...entries } = made.lock;
    expect(project?.resolved).toBeUndefined();
    for (const [path, { resolved }] of Object.entries(entries)) {
      const whole = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      expect(resolved, path).toMatch(new RegExp(`^${registry}${whole}/-/[^/]+\\.tgz$`));
    }
    // Nothing of the checkout is left in it.
    expect(form.packageNix.match(/[ {]\.\/[\w.-]+/g)).toEqual([
      ' ./package.json',
      ' ./package-lock.json',
    ]);
  });

  it.skipIf(realNixpkgs === undefined).each(['x86_64-linux', 'aarch64-linux'])(
    'becomes derivations there, in the form of the repository and that of nixpkgs, on %s (PNLS_NIXPKGS)',
    async (system) => {
      const { folder } = await writeForm();
      const made = evaluate<Record<string, Instantiated>>(
        nix,
        `
        let
          pkgs = import ${realNixpkgs} { system = "${system}"; };
          instantiate = file:
            let package = pkgs.callPackage file { };
            in {
              package = package.drvPath;
              dependencies = package.npmDeps.drvPath;
              lock = package.npmDeps.packageLock;
              tests = builtins.mapAttrs (_: test: test.drvPath) package.tests;
            };
        in {
          repository = instantiate ${root}/package.nix;
          nixpkgs = instantiate ${folder}/package.nix;
        }`,
      );
      const { name, version } = await readPackageJson();
      for (const form of Object.values(made)) {
        expect(form.package).toMatch(new RegExp(`-${name}-${version}\\.drv$`));
        expect(form.dependencies).toMatch(new RegExp(`-${name}-${version}-sources\\.drv$`));
        expect(Object.keys(form.tests)).toEqual(['example', 'version']);
        const lock = JSON.parse(form.lock) as Lock;
        for (const [path, { resolved }] of Object.entries(lock.packages))
          if (path !== '') expect(resolved, path).toMatch(/^file:\/nix\/store\/[^/]+\.tgz$/);
      }
    },
  );
});

interface Lock {
  readonly packages: Readonly<Record<string, { readonly resolved?: string }>>;
}

interface Instantiated {
  readonly package: string;
  readonly dependencies: string;
  /** JSON. */
  readonly lock: string;
  readonly tests: Record<string, string>;
}

/** The form that nixpkgs takes, in a folder. */
async function writeForm(): Promise<{
  readonly folder: string;
  readonly form: ReturnType<typeof nixpkgsForm>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'nixpkgs-form-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const form = nixpkgsForm({
    packageNix: readFileSync(join(root, 'package.nix'), 'utf8'),
    packageJson: await readPackageJson(),
    lock: readFileSync(join(root, 'package-lock.json'), 'utf8'),
    registry,
  });
  writeFileSync(join(folder, 'package.nix'), form.packageNix);
  writeFileSync(join(folder, 'package-lock.json'), form.lock);
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  return { folder, form };
}
