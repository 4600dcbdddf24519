import { describe, expect, it } from 'vitest';
import { bundledKnowledge } from '../../overrides-db/testing.ts';
import { codeActions } from '../../server/features/code-actions/code-actions.ts';
import type { CodeAction } from '../../server/features/code-actions/model.ts';
import { Session } from '../../server/session/session.ts';
import { applyEdits } from '../../server/text.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const LINUX = 'printing-2.0-cp312-cp312-manylinux_2_28_x86_64.whl';
const WINDOWS = 'printing-2.0-cp312-cp312-win_amd64.whl';

function flake(overlay: string): string {
  return `{ uv2nix, pyproject-nix, pkgs, lib }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  overlay = workspace.mkPyprojectOverlay { sourcePreference = "sdist"; };
  base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; };
  set = base.overrideScope (lib.composeManyExtensions [ overlay (final: prev: { ${overlay}}) ]);
in
set.mkVirtualEnv "app-env" workspace.deps.default
`;
}

function files(wheel: string, tool = '', overlay = ''): Record<string, string> {
  return {
    '/p/.git/HEAD': '',
    '/p/pyproject.toml': `[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["printing"]\n${tool}`,
    '/p/uv.lock': `version = 1
requires-python = ">=3.12"

[[package]]
name = "printing"
version = "2.0"
source = { registry = "https://index.example.org/simple" }
sdist = { url = "https://example.org/printing-2.0.tar.gz", hash = "sha256:00" }
wheels = [{ url = "https://example.org/${wheel}", hash = "sha256:00" }]

[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "printing" }]

[package.metadata]
requires-dist = [{ name = "printing" }]
`,
    '/p/default.nix': flake(overlay),
  };
}

/** The action at the dependency, and all files once it is taken. */
function taken(
  given: Record<string, string>,
  name = 'printing',
  knowledge = fixtureKnowledge,
): { action?: CodeAction; after: string } {
  const session = new Session(new MemoryFileSystem(given), knowledge);
  const snapshot = session.snapshot('/p/pyproject.toml');
  if (snapshot === null) throw new Error('there is no project');
  const at = snapshot.source.text.indexOf(name);
  const action = codeActions(snapshot, {
    span: { start: at, end: at },
    codes: new Set(),
    wants: () => true,
  }).find(({ title }) => title.startsWith('Take the wheel'));
  const edits = action?.edits()?.edits.get('/p/default.nix') ?? [];
  return { ...(action && { action }), after: applyEdits(given['/p/default.nix'] ?? '', edits) };
}

describe('Take the wheel', () => {
  it('is offered beside the other fix, for the findings of the package, which it takes away', () => {
    const given = files(LINUX);
    const { action, after } = taken(given);
    expect(action?.title).toBe('Take the wheel of printing in default.nix');
    expect(action?.isPreferred).toBe(false);
    expect(action?.findings.map(({ code }) => code)).toContain('missing-native-input');
    expect(after).toContain('printing = prev.printing.override { sourcePreference = "wheel"; };');
    const again = new Session(
      new MemoryFileSystem({ ...given, '/p/default.nix': after }),
      fixtureKnowledge,
    );
    const codes = again
      .projectsOf('/p/pyproject.toml')
      .flatMap((project) => project.findings().map(({ code }) => code));
    expect(codes).not.toContain('missing-native-input');
  });

  // With what is known of a real package: dream2nix' own overrides are not, so that less would not be certain.
  it.each([
    [
      'pip',
      'pip.pipFlags = [ "--no-binary" ":all:" ];',
      'pip.pipFlags = [ "--no-binary" ":all:" "--only-binary" "pycups" ];',
    ],
    ['python-pdm', 'pdm.sourceSelector = "sdist";', 'overrides.pycups.sourceSelector = "wheel";'],
  ])('is offered in a module of dream2nix (%s)', (module, sdists, wheel) => {
    const given = {
      '/p/.git/HEAD': '',
      '/p/pyproject.toml':
        '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["pycups"]\n',
      '/p/pdm.lock': `[metadata]
groups = ["default"]
lock_version = "4.5.0"
content_hash = "sha256:00"

[[package]]
name = "pycups"
version = "2.0.4"
files = [
    {file = "pycups-2.0.4-cp312-cp312-manylinux_2_28_x86_64.whl", hash = "sha256:00"},
    {file = "pycups-2.0.4.tar.gz", hash = "sha256:00"},
]
`,
      '/p/default.nix': `{ config, lib, dream2nix, ... }:
{
  imports = [ dream2nix.modules.dream2nix.${module} ];
  mkDerivation.src = ./.;
  deps = { nixpkgs, ... }: { python = nixpkgs.python312; };
  ${sdists}
}
`,
    };
    const knowledge = bundledKnowledge();
    const { action, after } = taken(given, 'pycups', knowledge);
    expect(action?.title).toBe('Take the wheel of pycups in default.nix');
    expect(after.replaceAll(/\s+/g, ' ')).toContain(wheel);
    expect(
      taken({ ...given, '/p/default.nix': after }, 'pycups', knowledge).action,
    ).toBeUndefined();
  });

  it.each([
    ['no wheel fits', files(WINDOWS)],
    ['uv is told to take none', files(LINUX, '[tool.uv]\nno-binary-package = ["printing"]\n')],
    [
      'nothing is missing',
      files(
        LINUX,
        '',
        'printing = prev.printing.overrideAttrs (old: { buildInputs = [ pkgs.cups ]; nativeBuildInputs = old.nativeBuildInputs ++ final.resolveBuildSystem { setuptools = [ ]; }; }); ',
      ),
    ],
  ])('is not offered where %s', (_, given) => {
    expect(taken(given).action).toBeUndefined();
  });
});
