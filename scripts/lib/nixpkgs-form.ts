import type { PackageJson } from './repository.ts';

/** What the form that nixpkgs takes is made from. */
export interface NixpkgsInput {
  /** The text of `package.nix`. */
  readonly packageNix: string;
  readonly packageJson: Pick<PackageJson, 'name' | 'version' | 'description' | 'homepage'>;
  /** The text of `package-lock.json`. */
  readonly lock: string;
  /** The address of the registry that npm takes packages from. */
  readonly registry: string;
}

/**
 * `package.nix` and `package-lock.json` as they stand in a folder of nixpkgs' `pkgs/by-name`, beside a copy of
 * `package.json`: the source is the release's, and the lock has the address of each package, for what nixpkgs has by
 * name may neither build while it is evaluated nor ask where a registry is.
 */
export function nixpkgsForm({ packageNix, packageJson, lock, registry }: NixpkgsInput): {
  readonly packageNix: string;
  readonly lock: string;
} {
  return {
    packageNix: expression(packageNix, packageJson),
    lock: `${JSON.stringify(withAddresses(JSON.parse(lock) as Lock, registry), null, 2)}\n`,
  };
}

interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
}

interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

function withAddresses(lock: Lock, registry: string): Lock {
  const packages = Object.entries(lock.packages).map(([path, entry]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const file = `${name.slice(name.lastIndexOf('/') + 1)}-${entry.version}.tgz`;
    const resolved = `${registry.replace(/\/$/, '')}/${name}/-/${file}`;
    return [path, path === '' ? entry : { ...entry, resolved }] as const;
  });
  return { ...lock, packages: Object.fromEntries(packages) };
}

const ARGUMENTS = [
  'lib',
  'buildNpmPackage',
  'fetchFromGitHub',
  'importNpmLock',
  'installShellFiles',
  'runCommand',
  'testers',
];

/** What stands in `package.nix` behind the source, with what is read of `package.json` written out. */
function expression(
  packageNix: string,
  { name, version, description, homepage }: NixpkgsInput['packageJson'],
): string {
  const start = packageNix.indexOf('  npmConfigHook = ');
  if (start < 0) throw new Error('package.nix has no npmConfigHook');
  const rest = packageNix
    .slice(start)
    .replaceAll('${package.name}', name)
    .replaceAll('package.name', `"${name}"`)
    .replaceAll('${extension}', `${name}.${name}`)
    .replace('UniqueId = extension', `UniqueId = "${name}.${name}"`)
    .replace('${./examples/imgapp}', '${finalAttrs.src}/examples/imgapp')
    .replace(
      'inherit (package) description homepage;',
      `description = "${description}";\n    homepage = "${homepage}";`,
    )
    .replace('blob/main/', 'blob/v${finalAttrs.version}/')
    .replace('  };\n})\n', '    maintainers = [ ];\n  };\n})\n');
  return `{
${ARGUMENTS.map((argument) => `  ${argument},`).join('\n')}
}:

buildNpmPackage (finalAttrs: {
  pname = "${name}";
  version = "${version}";

  src = fetchFromGitHub {
    owner = "pyproject-nix-ls";
    repo = "pyproject-nix-ls";
    tag = "v\${finalAttrs.version}";
    # The first build says it.
    hash = lib.fakeHash;
  };

  npmDeps = importNpmLock {
    package = lib.importJSON ./package.json;
    packageLock = lib.importJSON ./package-lock.json;
  };
${rest}`;
}
