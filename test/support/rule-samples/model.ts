/** A project's files by their path in it. What is printed of one rule there is what the rule's page shows. */
export type RuleSample = Readonly<Record<string, string>>;

/** A manifest of Poetry with these lines of dependencies, and others behind. */
export function poetryManifest(dependencies: readonly string[], more = ''): string {
  return `[tool.poetry]
name = "app"
version = "1.0.0"
description = ""
authors = []

[tool.poetry.dependencies]
python = "^3.12"
${dependencies.join('\n')}
${more}`;
}

/** A manifest as PEP 621 has it. */
export function projectManifest(dependencies: readonly string[], more = ''): string {
  return `[project]
name = "app"
version = "1.0.0"
requires-python = ">=3.12"
dependencies = ${JSON.stringify(dependencies)}
${more}`;
}

/** What is locked of a package: its name, its version and lines of its table. */
export type Locked = readonly [name: string, version: string, ...lines: readonly string[]];

/** A lock of Poetry, of a version whose hash is not looked at. */
export function poetryLock(...packages: readonly Locked[]): string {
  const tables = packages.map(
    ([name, version, ...lines]) => `[[package]]
name = "${name}"
version = "${version}"
optional = false
python-versions = ">=3.8"
${lines.length > 0 ? lines.join('\n') : files(`${name}-${version}.tar.gz`)}
`,
  );
  const metadata = '[metadata]\nlock-version = "2.0"\npython-versions = "^3.12"\n';
  return `${tables.join('\n')}\n${metadata}`;
}

/** The line with the files of a locked package. */
export function files(...names: readonly string[]): string {
  const each = names.map((file) => `{ file = "${file}", hash = "sha256:${'0'.repeat(64)}" }`);
  return `files = [${each.join(', ')}]`;
}

/** A lock of uv for `app`, with what it locks, each as its wheel or sdist. */
export function uvLock(range: string, ...packages: readonly (readonly [string, string])[]): string {
  const names = packages.map(([name]) => `{ name = "${name}" }`).join(', ');
  const tables = packages.map(([name, file]) => {
    const version = file.split('-')[1]?.replace('.tar.gz', '') ?? '';
    const place = `{ url = "https://files.example.org/${file}", hash = "sha256:${'0'.repeat(64)}" }`;
    const kind = file.endsWith('.whl') ? `wheels = [${place}]` : `sdist = ${place}`;
    return `[[package]]
name = "${name}"
version = "${version}"
source = { registry = "https://example.org/simple" }
${kind}
`;
  });
  return `version = 1
requires-python = "${range}"

[[package]]
name = "app"
version = "1.0.0"
source = { virtual = "." }
dependencies = [${names}]

[package.metadata]
requires-dist = [${names}]

${tables.join('\n')}`;
}

/** A flake.lock that pins inputs to the state of a day. */
export function flakeLock(
  inputs: Readonly<Record<string, readonly [repository: string, day: string]>>,
): string {
  const nodes = Object.fromEntries(
    Object.entries(inputs).map(([name, [repository, day]]) => {
      const [owner, repo] = repository.split('/');
      const lastModified = Date.parse(day) / 1000;
      const locked = { type: 'github', owner, repo, rev: 'a'.repeat(40), lastModified };
      return [name, { locked, original: { type: 'github', owner, repo } }];
    }),
  );
  const root = { inputs: Object.fromEntries(Object.keys(inputs).map((name) => [name, name])) };
  return JSON.stringify({ version: 7, root: 'root', nodes: { ...nodes, root } });
}

/** A call of poetry2nix with overrides behind or in place of its defaults. */
export function poetryCall(overrides: string): string {
  return `{ pkgs }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  ${overrides}
}
`;
}

/** The same, with an overlay behind the defaults. */
export function poetryOverlay(entries: string): string {
  return poetryCall(
    `overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: { ${entries} });`,
  );
}

/** A flake of uv2nix with these overlays, of which `overlay` is that of the lock. */
export function uvFlake(overlays: string, python = 'python312', before = ''): string {
  return `{
  outputs = { self, nixpkgs, uv2nix, pyproject-nix, pyproject-build-systems }:
    let
      inherit (nixpkgs) lib;
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
      overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
      ${before}
      pythonSet = (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.${python}; })
        .overrideScope (lib.composeManyExtensions [ ${overlays} ]);
    in
    { packages.x86_64-linux.default = pythonSet.mkVirtualEnv "app" workspace.deps.default; };
}
`;
}
