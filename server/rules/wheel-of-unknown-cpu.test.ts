import { describe, expect, it } from 'vitest';
import { lockText, manifestText, projectOf } from '../../test/support/project.ts';
import { findings } from './run.ts';

const SDIST = 'foo-1.0.tar.gz';

/** A lock of poetry2nix' with these files of foo. */
function poetryLock(files: readonly string[]): string {
  return lockText([{ name: 'foo', version: '1.0', files }]);
}

const UV = `{ outputs = { self, nixpkgs, uv2nix, pyproject-nix }: let
    workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
    base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; };
    set = base.overrideScope (workspace.mkPyprojectOverlay { sourcePreference = "PREFERENCE"; });
  in { a = set.mkVirtualEnv "a" workspace.deps.default; }; }`;

function place(file: string): string {
  return `{ url = "https://files.test/${file}", hash = "sha256:00" }`;
}

function uvLock(files: readonly string[]): string {
  const wheels = files.filter((file) => file.endsWith('.whl')).map(place);
  return `version = 1
requires-python = ">=3.12"
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "foo" }]
[[package]]
name = "foo"
version = "1.0"
source = { registry = "https://idx.test/simple" }
sdist = ${place(SDIST)}
wheels = [${wheels.join(', ')}]
`;
}

function pins(
  inputs: Readonly<Record<string, readonly [repo: string, day: string]>>,
): ReadonlyMap<string, string> {
  const nodes = Object.fromEntries(
    Object.entries(inputs).map(([name, [repo, day]]) => [
      name,
      { locked: { repo, rev: 'a'.repeat(40), lastModified: Date.parse(day) / 1000 } },
    ]),
  );
  const root = { inputs: Object.fromEntries(Object.keys(inputs).map((name) => [name, name])) };
  return new Map([['/p/flake.lock', JSON.stringify({ root: 'root', nodes: { ...nodes, root } })]]);
}

type Texts = Parameters<typeof projectOf>[0];

function said(texts: Texts): readonly string[] {
  return findings(projectOf(texts))
    .filter(({ code }) => code === 'wheel-of-unknown-cpu')
    .map(({ severity, message }) => `${severity}: ${message.split(':')[0] ?? ''}`);
}

function withPoetry2nix(files: readonly string[], more: Partial<Texts> = {}): readonly string[] {
  const nix =
    '{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; python = pkgs.python312; }';
  return said({ manifest: manifestText(['foo = "*"']), lock: poetryLock(files), nix, ...more });
}

describe('wheel-of-unknown-cpu with poetry2nix', () => {
  it.each([
    ['foo-1.0-cp312-cp312-manylinux_2_31_riscv64.whl'],
    ['foo-1.0-cp312-cp312-manylinux_2_31_riscv64.manylinux_2_39_riscv64.whl'],
    ['foo-1.0-cp39-abi3-manylinux_2_36_loongarch64.whl'],
    ['foo-1.0-py3-none-manylinux_2_31_riscv64.whl'],
  ])('of %s, though there is an sdist', (wheel) => {
    expect(withPoetry2nix([wheel, SDIST])).toEqual(['error: poetry2nix fails to evaluate foo']);
  });

  it.each([
    ['foo-1.0-cp311-cp311-manylinux_2_31_riscv64.whl'],
    ['foo-1.0-cp312-cp312-musllinux_1_2_riscv64.whl'],
    ['foo-1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'],
    ['foo-1.0-cp312-cp312-win_arm64.whl'],
    ['foo-1.0-py3-none-any.whl'],
  ])('not of %s', (wheel) => {
    expect(withPoetry2nix([wheel, SDIST])).toEqual([]);
  });

  it('says with which Python, where that is open', () => {
    const nix = '{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; }';
    const wheel = 'foo-1.0-cp312-cp312-manylinux_2_31_riscv64.whl';
    expect(withPoetry2nix([wheel], { nix })).toEqual([
      'warning: poetry2nix fails to evaluate foo with Python 3.12',
    ]);
  });

  it('not with a poetry2nix that reads wheels in another way', () => {
    const files = ['foo-1.0-cp312-cp312-manylinux_2_31_riscv64.whl', SDIST];
    const at = (day: string): readonly string[] =>
      withPoetry2nix(files, { pins: pins({ poetry2nix: ['poetry2nix', day] }) });
    expect(at('2023-10-01')).toEqual([]);
    expect(at('2024-10-01')).toHaveLength(1);
    expect(at('2026-10-01')).toEqual([]);
  });
});

describe('wheel-of-unknown-cpu with uv2nix', () => {
  const FILES = [
    'foo-1.0-cp312-cp312-manylinux_2_31_riscv64.whl',
    'foo-1.0-cp312-cp312-manylinux_2_17_x86_64.whl',
  ];
  const manifest =
    '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["foo"]\n';

  function uv2nixWith(preference: string, day: string): readonly string[] {
    return said({
      manifest,
      lock: uvLock(FILES),
      lockName: 'uv.lock',
      nix: UV.replace('PREFERENCE', preference),
      pins: pins({ 'pyproject-nix': ['pyproject.nix', day] }),
    });
  }

  it('of an old pyproject.nix, where a wheel is looked for', () => {
    expect(uv2nixWith('wheel', '2025-06-01')).toEqual(['error: uv2nix fails to evaluate foo']);
    expect(uv2nixWith('sdist', '2025-06-01')).toEqual([]);
    expect(uv2nixWith('wheel', '2025-09-01')).toEqual([]);
  });

  it('not where nothing is pinned', () => {
    expect(
      said({
        manifest,
        lock: uvLock(FILES),
        lockName: 'uv.lock',
        nix: UV.replace('PREFERENCE', 'wheel'),
      }),
    ).toEqual([]);
  });
});
