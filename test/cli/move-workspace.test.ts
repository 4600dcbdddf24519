import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const ROOT = `[tool.poetry]
name = "app"
version = "1.0"
description = ""
authors = []

[tool.poetry.dependencies]
python = "^3.9"
lib-a = { path = "./libs/a/", develop = true }
lib-b = { path = "libs/b", develop = true }
built = { path = "libs/built" }

[tool.poetry.group.dev.dependencies]
outside = { path = "../outside" }
archive = { path = "dist/archive-1.0.tar.gz" }
`;

const member = (name: string, more = '', python = '>=3.8'): string =>
  `[project]\nname = "${name}"\nversion = "1"\nrequires-python = "${python}"\n${more}`;

function moved(a: string | null, b: string | null): { readonly out: string; readonly err: string } {
  return runCli(
    new MemoryFileSystem({
      '/p/.git/HEAD': '',
      '/p/pyproject.toml': ROOT,
      ...(a === null ? {} : { '/p/libs/a/pyproject.toml': a }),
      ...(b === null ? {} : { '/p/libs/b/pyproject.toml': b }),
      '/outside/pyproject.toml': member('outside'),
    }),
    ['move', '--to', 'uv2nix'],
  );
}

/** What uv 0.13.9 says of each is in the name of the case. */
describe('the path dependencies of a moved project', () => {
  it('are members of a workspace where they are projects below it', () => {
    const { out, err } = moved(member('Lib_A'), member('lib-b'));
    expect(out).toContain('+[tool.uv.workspace]\n+members = ["libs/a", "libs/b"]\n');
    expect(out).toContain('+lib-a = { workspace = true }\n');
    expect(out).toContain('+lib-b = { workspace = true }\n');
    expect(out).toContain('\n outside = { path = "../outside" }\n');
    expect(out).toContain('\n archive = { path = "dist/archive-1.0.tar.gz" }\n');
    expect(out).toContain('+built = { path = "libs/built" }\n');
    expect(err).toContain('lib-a: ./libs/a/ is a member of a uv workspace now');
  });

  it.each([
    ['No `project` table found', '[tool.poetry]\nname = "lib-b"\n', 'it has no [project] yet'],
    ['is not a workspace member', member('other'), 'its [project] is called other'],
    [
      'Nested workspaces are not supported',
      member('lib-b', '[tool.uv.workspace]\nmembers = []\n'),
      'it is a workspace itself',
    ],
    [
      'Found conflicting Python requirements',
      member('lib-b', '', '<3.9'),
      'it is for other Pythons',
    ],
    [
      'is not a workspace member (unmanaged)',
      member('lib-b', '[tool.uv]\nmanaged = false\n'),
      'uv is told not to manage it',
    ],
    [
      'Workspace members must be declared as workspace sources',
      member('lib-b', '[tool.uv.sources]\nlib-a = { path = "../a" }\n'),
      'it takes lib-a, which would be a member too, by its path',
    ],
    [
      'references a workspace, but is not a workspace member',
      member('lib-b', '[tool.uv.sources]\nzlib = { workspace = true }\n'),
      'it takes zlib of a workspace in which that would not be',
    ],
  ])('stay a path where uv says: %s', (_, b, why) => {
    const { out, err } = moved(member('lib-a'), b);
    expect(out).toContain('+lib-b = { path = "libs/b", editable = true }\n');
    expect(out).toContain('members = ["libs/a"]');
    expect(err).toContain(
      `lib-b: libs/b stays a path in editable mode, and is no member of a uv workspace: ${why}`,
    );
  });

  it('stay as they are where their manifests are not there', () => {
    const { out, err } = moved(null, null);
    expect(out).not.toContain('workspace');
    expect(out).toContain('+lib-a = { path = "./libs/a/", editable = true }\n');
    expect(err).toContain('there is no pyproject.toml that can be read');
  });
});
