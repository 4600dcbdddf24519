import { describe, expect, it } from 'vitest';
import { fact, factsOf, projectOf, providerMark, uv2nixOf } from '../../../test/support/project.ts';
import type { Project } from '../model.ts';
import { subjectName } from '../../nix/request.ts';
import { standaloneRequests } from '../overrides/standalone.ts';

const SETUPTOOLS = { kind: 'build-system', attr: 'setuptools' } as const;

const NIX = `{ pkgs, uv2nix, base }:
let workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
in base.overrideScope (pkgs.lib.composeManyExtensions [
  (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })
  (final: prev: { foo = prev.foo.override { sourcePreference = "sdist"; }; })
])`;

/** A lock with `foo`, as sdist and wheel, and `bar`, as sdist. */
const LOCK = `version = 1
requires-python = ">=3.11"
[[package]]
name = "app"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "bar" }, { name = "foo" }]
[[package]]
name = "bar"
version = "1.0"
source = { registry = "https://idx.test/simple" }
sdist = { url = "https://files.example/bar-1.0.tar.gz" }
[[package]]
name = "foo"
version = "1.0"
source = { registry = "https://idx.test/simple" }
sdist = { url = "https://files.example/foo-1.0.tar.gz" }
wheels = [{ url = "https://files.example/foo-1.0-py3-none-any.whl" }]
`;

function project(
  uv: string,
  nix: string | null = NIX,
  pins?: ReadonlyMap<string, string>,
): Project {
  return projectOf({
    manifest: `[project]\nname = "app"\nversion = "1.0"\nrequires-python = ">=3.11"\ndependencies = ["foo", "bar"]\n${uv}`,
    lock: LOCK,
    lockName: 'uv.lock',
    nix,
    ...(pins === undefined ? {} : { pins }),
    facts: ['foo', 'bar'].map((name) =>
      factsOf(name, [
        fact(SETUPTOOLS, ['uv2nix_hammer_overrides', 'debian'], {
          when: { distribution: 'sdist' },
        }),
      ]),
    ),
  });
}

/** What is built of a package, and who provides setuptools; `!` where it warns. */
function of(name: string, uv: string): string {
  const verdict = project(uv)
    .verdicts()
    .find((each) => each.package.name === name);
  const [need] = verdict?.needs ?? [];
  return `${verdict?.distribution.kind} ${need === undefined ? '' : providerMark(need)}`;
}

function barWith(line: string): string {
  return of('bar', `[tool.uv.extra-build-dependencies]\n${line}\n`);
}

function printed(uv: string): readonly (string | null)[] {
  return standaloneRequests(project(uv, null), 'uv2nix').map(subjectName);
}

describe('[tool.uv] in uv2nix', () => {
  it('provides the build dependencies that stand there', () => {
    expect(of('bar', '')).toBe('sdist nobody!');
    expect(barWith('bar = ["setuptools>=60"]')).toBe('sdist project-nix');
    expect(barWith('bar = ["wheel"]')).toBe('sdist nobody!');
    expect(barWith('Bar = ["setuptools"]')).toBe('sdist nobody!');
  });

  it('counts at a revision that reads it', () => {
    const uv = '[tool.uv.extra-build-dependencies]\nbar = ["setuptools"]\n';
    const at = (day: string): string => {
      const verdict = project(uv, NIX, uv2nixOf(day))
        .verdicts()
        .find((each) => each.package.name === 'bar');
      const [need] = verdict?.needs ?? [];
      return need === undefined ? '' : providerMark(need);
    };
    expect(at('2026-03-09T06:48:23Z')).toBe('project-nix');
    expect(at('2026-03-09T06:48:22Z')).toBe('nobody!');
    // What its back end is told leaves a library open, and no build system.
    const cups = fact({ kind: 'native-input', attr: 'cups', as: 'buildInputs' }, [
      'debian',
      'nixpkgs',
    ]);
    const told = '[tool.uv.config-settings-package.bar]\nprinting = "off"\n';
    const statusAt = (day: string): readonly string[] =>
      projectOf({
        manifest: `[project]\nname = "app"\nversion = "1.0"\nrequires-python = ">=3.11"\ndependencies = ["foo", "bar"]\n${told}`,
        lock: LOCK,
        lockName: 'uv.lock',
        nix: NIX,
        pins: uv2nixOf(day),
        facts: [factsOf('bar', [cups])],
      })
        .verdicts()
        .filter((each) => each.package.name === 'bar')
        .flatMap(({ needs }) => needs)
        .flatMap(({ fact: { need }, status }) =>
          need.kind === 'native-input' ? [status.kind] : [],
        );
    expect(statusAt('2026-06-30T09:09:19Z')).toEqual(['unknown']);
    expect(statusAt('2026-06-30T09:09:18Z')).not.toEqual(['unknown']);
  });

  it('decides between wheel and sdist before anything else does', () => {
    expect(of('foo', '')).toBe('sdist nobody!');
    expect(of('foo', '[tool.uv]\nno-build = true\n')).toBe('wheel ');
    expect(of('foo', '[tool.uv]\nno-build-package = ["Foo"]\n')).toBe('wheel ');
    expect(of('foo', '[tool.uv]\nno-binary-package = ["foo"]\n')).toBe('sdist nobody!');
    expect(of('foo', '[tool.uv]\nno-binary = true\n')).toBe('sdist nobody!');
  });

  it('names packages where it stands', () => {
    const uv = `[tool.uv]
no-build-package = ["Foo"]
[tool.uv.extra-build-dependencies]
bar = ["setuptools"]
`;
    const { uvPlaces, input } = project(uv);
    expect(
      uvPlaces.map(({ name, file, span }) => [
        name,
        file,
        input.manifest.document.text.slice(span.start, span.end),
      ]),
    ).toEqual([
      ['bar', '/p/pyproject.toml', 'bar'],
      ['foo', '/p/pyproject.toml', 'Foo'],
    ]);
    expect(project(uv, null).uvPlaces).toEqual([]);
  });

  it('is left out of what is printed', () => {
    expect(printed('')).toEqual(['bar']);
    expect(printed('[tool.uv.extra-build-dependencies]\nbar = ["setuptools"]\n')).toEqual([]);
  });

  it('chooses the files of what is printed', () => {
    expect(printed('[tool.uv]\nno-binary-package = ["foo"]\n')).toEqual(['bar', 'foo']);
  });
});
