import { describe, expect, it } from 'vitest';
import { readPyproject } from '../../manifests/pyproject.ts';
import { applyEdits } from '../../text.ts';
import { parseToml } from '../../toml/parse.ts';
import type { BuildBackend } from './build-backends.ts';
import { moveManifest } from './move-manifest.ts';

function move(
  text: string,
  buildBackend: BuildBackend,
): { readonly text: string; readonly look: readonly string[]; readonly chosen: string | null } {
  const document = parseToml(text);
  const moved = moveManifest(document, readPyproject('/p/pyproject.toml', document), {
    folderName: 'p',
    poetryMajor: null,
    lockedVersions: [],
    members: { ready: new Set<string>(), kept: new Map<string, string>() },
    buildBackend,
  });
  if (moved.outcome !== 'moved') throw new Error(moved.outcome);
  const look = moved.notes.filter(({ kind }) => kind === 'look').map(({ message }) => message);
  return { text: applyEdits(text, moved.edits), look, chosen: moved.buildBackend };
}

const manifest = (more: string, buildSystem: string = BUILD_SYSTEM): string => `[tool.poetry]
name = "my-app"
version = "1.0"
${more}
[tool.poetry.dependencies]
python = "^3.9"

${buildSystem}`;

const BUILD_SYSTEM = `[build-system]
requires = ["poetry-core>=1.0.0"]  # the back end
build-backend = "poetry.core.masonry.api"
`;

const FILES = `packages = [
    { include = "my_app", from = "src" },
    { include = "extra/**/*", from = "src" },
]
include = ["CHANGES.md", { path = "docs/a.txt", format = ["sdist", "wheel"] }]
exclude = ["src/my_app/skip.py"]
`;

/** What each builds of such a tree was read from sdist and wheel that the real back ends made. */
describe('the back end of a moved project', () => {
  it('is hatchling', () => {
    const { text, look, chosen } = move(manifest(FILES), 'hatchling');
    expect(text).toContain(`[tool.hatch.build.targets.sdist]
artifacts = ["/CHANGES.md", "/docs/a.txt"]
exclude = ["/src/my_app/skip.py"]

[tool.hatch.build.targets.wheel]
only-include = ["src/my_app", "src/extra"]
sources = ["src"]
exclude = ["/src/my_app/skip.py"]

[tool.hatch.build.targets.wheel.force-include]
"docs/a.txt" = "docs/a.txt"

[build-system]
requires = ["hatchling>=1.12"]  # the back end
build-backend = "hatchling.build"
`);
    expect(text).not.toContain('[tool.poetry');
    expect(look).toEqual([]);
    expect(chosen).toBe('hatchling');
  });

  it('is setuptools', () => {
    const { text, look } = move(manifest(FILES), 'setuptools');
    expect(text).toContain(`[tool.setuptools.packages.find]
where = ["src"]
include = ["my_app", "my_app.*", "extra", "extra.*"]

[tool.setuptools.package-data]
"*" = ["*"]
`);
    expect(text).toContain('build-backend = "setuptools.build_meta"\n');
    expect(look).toContain(
      'setuptools takes CHANGES.md into the sdist by a line of MANIFEST.in: include CHANGES.md',
    );
  });

  it('is uv_build', () => {
    const { text, look } = move(manifest(FILES), 'uv_build');
    expect(text).toContain(`[tool.uv.build-backend]
module-name = ["my_app", "extra"]
module-root = "src"
source-include = ["CHANGES.md", "docs/a.txt"]
source-exclude = ["src/my_app/skip.py"]
wheel-exclude = ["src/my_app/skip.py"]
`);
    expect(look).toEqual([
      'uv_build puts docs/a.txt into a wheel only where it is in the package.',
    ]);
    expect(move(manifest(''), 'uv_build').look[0]).toContain('uv_build looks for src/my_app:');
  });

  it('is changed in what was moved before, and written where there was none', () => {
    const project = `[project]\nname = "my-app"\nversion = "1"\nrequires-python = ">=3.9"\n\n[tool.poetry]\npackages = [{ include = "my_app.py" }]\n`;
    const { text } = move(project, 'setuptools');
    expect(text).toContain('py-modules = ["my_app"]\n');
    expect(text).toContain('\n[build-system]\nrequires = ["setuptools>=64"]\n');
    expect(text).not.toContain('[tool.poetry]');
  });

  it.each([
    [
      'setup.py',
      manifest('', '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "mine"\n'),
      'it is mine',
    ],
    [
      'cython',
      manifest('', '[build-system]\nrequires = ["poetry-core", "Cython"]\n'),
      'requires cython as well',
    ],
    [
      'a build script',
      manifest('build = "build.py"\n'),
      '[tool.poetry.build] is for poetry-core alone',
    ],
    [
      'a pattern',
      manifest('packages = [{ include = "my_*" }]\n'),
      'packages are given by a pattern (my_*)',
    ],
    ['a place', manifest('packages = [{ include = "a", to = "b" }]\n'), 'another place'],
    ['a module', manifest('packages = [{ include = "a.py" }]\n'), 'uv_build takes packages alone'],
    [
      'a dynamic version',
      `${manifest('')}\n[tool.poetry-dynamic-versioning]\nenable = true\n`,
      "version of [project] is what Poetry's makes",
    ],
    [
      'a file',
      manifest('\n[tool.poetry.scripts]\nrun = { reference = "bin/run", type = "file" }\n'),
      'scripts that are files',
    ],
  ])('stays where another could not build the same: %s', (_, text, why) => {
    const moved = move(text, 'uv_build');
    expect(moved.look.join('\n')).toContain(why);
    expect(moved.text).not.toContain('uv_build');
    expect(moved.chosen).toBeNull();
  });
});
