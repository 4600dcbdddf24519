import { describe, expect, it } from 'vitest';
import { knowledgeOf } from '../../overrides-db/testing.ts';
import { runCli } from '../support/cli.ts';
import type { CliResult } from '../support/cli.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { fact, factsOf } from '../support/project.ts';

const MANIFEST =
  '[project]\nname = "app"\nversion = "1.0"\nrequires-python = ">=3.11"\ndependencies = ["bar", "foo"]\n';

function locked(name: string): string {
  return `[[package]]
name = "${name}"
version = "1.0"
source = { registry = "https://idx.test/simple" }
sdist = { url = "https://files.example/${name}-1.0.tar.gz" }
`;
}

const LOCK = `version = 1
requires-python = ">=3.11"
[[package]]
name = "app"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "bar" }, { name = "foo" }]
[package.metadata]
requires-dist = [{ name = "bar" }, { name = "foo" }]
${locked('bar')}${locked('foo')}`;

const NIX = `{ pkgs, uv2nix, base }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
in
base.overrideScope (
  pkgs.lib.composeManyExtensions [
    (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })
    (final: prev: { })
  ]
)
`;

const SOURCES = ['uv2nix_hammer_overrides', 'debian'] as const;
const knowledge = knowledgeOf([
  factsOf('bar', [fact({ kind: 'build-system', attr: 'setuptools' }, SOURCES)]),
  factsOf('foo', [
    fact({ kind: 'build-system', attr: 'sip' }, SOURCES),
    fact({ kind: 'native-input', attr: 'zlib', as: 'buildInputs' }, SOURCES),
  ]),
]);

function run(files: Readonly<Record<string, string>>, ...more: readonly string[]): CliResult {
  const all = { '/p/pyproject.toml': MANIFEST, '/p/uv.lock': LOCK, ...files };
  return runCli(new MemoryFileSystem(all), ['overrides', '--target', 'uv2nix', ...more], {
    knowledge,
  });
}

const AS_TABLE = ['--as', 'extra-build-dependencies'];

describe('overrides --target uv2nix', () => {
  it('says for which Python it chose, and what no package set has', () => {
    const { code, out, err } = run({});
    expect(code).toBe(0);
    expect(out).toContain('resolveBuildSystem { setuptools = [ ]; }');
    expect(err).toContain('wheels were chosen for Python 3.13; the setting python says another.');
    expect(err).toContain(
      'foo is built with sip, which neither the lock nor build-system-pkgs has',
    );
    expect(err).not.toContain('bar is built with');
  });

  it('writes no build system that no package set has, and says so', () => {
    const { code, out, err } = run({ '/p/default.nix': NIX });
    expect(code).toBe(0);
    expect(out).toContain('setuptools = [ ]');
    expect(out).toContain('pkgs.zlib');
    expect(out).toContain(
      ' # It is built with this too, which has to be locked first: sip = [ ];\n',
    );
    expect(out.replaceAll(/#.*/g, '')).not.toContain('sip');
    expect(err).toContain(
      'foo is built with sip, which neither the lock nor build-system-pkgs has',
    );
  });

  it('writes what the lock or the overlay has', () => {
    const isLocked = run({ '/p/default.nix': NIX, '/p/uv.lock': `${LOCK}${locked('sip')}` });
    expect(isLocked.out).toContain('sip = [ ]');
    const overlay = NIX.replace('{ })', '{ sip = final.callPackage ./sip.nix { }; })');
    const isAdded = run({ '/p/default.nix': overlay });
    expect(isAdded.out).toContain('sip = [ ]');
    for (const { err } of [isLocked, isAdded]) expect(err).not.toContain('is built with');
  });

  it('does not say that there is no place where nothing else is left', () => {
    const overlay = NIX.replace(
      '{ })',
      '{ bar = prev.bar.overrideAttrs (old: { nativeBuildInputs = old.nativeBuildInputs ++ final.resolveBuildSystem { setuptools = [ ]; }; }); foo = prev.foo.overrideAttrs (old: { buildInputs = [ pkgs.zlib ]; }); })',
    );
    const { code, out, err } = run({ '/p/default.nix': overlay });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('foo is built with sip');
    expect(err).not.toContain('no place');
  });

  it('prints a table for uv, and the overlay for the rest', () => {
    expect(run({}, ...AS_TABLE).out).toBe(`[tool.uv.extra-build-dependencies]
bar = ["setuptools"]
foo = ["sip"]

pyprojectOverrides = final: prev: {
  foo = prev.foo.overrideAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
};
`);
  });

  it('edits both files where Nix uses the project', () => {
    const { code, out } = run({ '/p/default.nix': NIX }, ...AS_TABLE);
    expect(code).toBe(0);
    expect(out).toContain('+[tool.uv.extra-build-dependencies]\n+bar = ["setuptools"]');
    expect(out).toContain('+++ b/default.nix');
    expect(out).toContain('pkgs.zlib');
    expect(out).not.toContain('resolveBuildSystem');
  });

  it('writes the manifest alone without a Nix file, and says what is left', () => {
    const { code, err } = run({}, ...AS_TABLE, '--write');
    expect(code).toBe(1);
    expect(err).toContain('no place was found in Nix files for what foo need');
  });

  it('has nothing to say where uv knows it already', () => {
    const manifest = `${MANIFEST}[tool.uv.extra-build-dependencies]\nbar = ["setuptools"]\nfoo = ["sip"]\n`;
    const { out } = run({ '/p/pyproject.toml': manifest }, ...AS_TABLE);
    expect(out).not.toContain('extra-build-dependencies');
    expect(out).toContain('pkgs.zlib');
  });

  it('is a form of uv2nix alone', () => {
    const { code, err } = runCli(new MemoryFileSystem(), ['overrides', ...AS_TABLE]);
    expect(code).toBe(2);
    expect(err).toContain('--as extra-build-dependencies is for --target uv2nix');
  });
});
