import { describe, expect, it } from 'vitest';
import { projectOf } from '../../test/support/project.ts';
import type { Finding } from '../project/model.ts';
import { applyEdits } from '../text.ts';
import { findings } from './run.ts';

const LOCK = `version = 1
requires-python = ">=3.11"
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "lamp" }]
[package.metadata]
requires-dist = [{ name = "lamp" }]
[[package]]
name = "lamp"
version = "1.0"
source = { registry = "https://idx.test/simple" }
wheels = [{ url = "https://files.example/lamp-1.0-py3-none-any.whl" }]
[[package]]
name = "unused"
version = "1.0"
source = { registry = "https://idx.test/simple" }
wheels = [{ url = "https://files.example/unused-1.0-py3-none-any.whl" }]
`;

const NIX = `{ pkgs, uv2nix, base }:
let workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
in base.overrideScope (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })`;

const HEAD =
  '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["lamp"]\n[tool.uv.extra-build-dependencies]\n';

/** A flake.lock that pins uv2nix of this day. */
function pinOf(day: string): ReadonlyMap<string, string> {
  const locked = {
    type: 'github',
    owner: 'pyproject-nix',
    repo: 'uv2nix',
    rev: 'a'.repeat(40),
    lastModified: Date.parse(day) / 1000,
  };
  const nodes = { root: { inputs: { uv2nix: 'uv2nix' } }, uv2nix: { locked } };
  return new Map([['/p/flake.lock', JSON.stringify({ version: 7, root: 'root', nodes })]]);
}

function told(line: string, day: string | null = '2026-07-20', nix = NIX): readonly Finding[] {
  const project = projectOf({
    manifest: `${HEAD}${line}\n`,
    lock: LOCK,
    lockName: 'uv.lock',
    nix,
    ...(day === null ? {} : { pins: pinOf(day) }),
  });
  return findings(project).filter(({ code }) => code === 'unsupported-by-uv2nix');
}

const TABLE = 'lamp = ["wheel", { requirement = "setuptools>=60", match-runtime = true }]';

describe('unsupported-by-uv2nix', () => {
  it('is told at the table', () => {
    const [finding, ...others] = told(TABLE);
    expect(others).toEqual([]);
    const text = `${HEAD}${TABLE}\n`;
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe(
      '{ requirement = "setuptools>=60", match-runtime = true }',
    );
    expect(finding?.severity).toBe('error');
    expect(finding?.package).toBe('lamp');
    expect(finding?.fixes).toEqual([]);
  });

  it('has a fix where the table says no more than a string does', () => {
    const line = 'lamp = [{ requirement = "setuptools>=60", match-runtime = false }]';
    const [finding] = told(line);
    const edits = finding?.fixes[0]?.edits ?? [];
    const after = applyEdits(`${HEAD}${line}\n`, edits);
    expect(after).toBe(`${HEAD}lamp = ["setuptools>=60"]\n`);
    expect(told('lamp = ["setuptools>=60"]')).toEqual([]);
  });

  it.each([
    ['strings alone', 'lamp = ["setuptools"]', '2026-07-20'],
    ['a package that is not built', TABLE.replace('lamp', 'unused'), '2026-07-20'],
    ['a package that is not locked', TABLE.replace('lamp', 'other'), '2026-07-20'],
    ['a name that uv2nix passes over', TABLE.replace('lamp', 'Lamp'), '2026-07-20'],
    ['an older uv2nix, which passes over the list', TABLE, '2026-03-08'],
    ['a later uv2nix', TABLE, '2026-08-01'],
    ['a uv2nix of no known day', TABLE, null],
  ])('is not told of %s', (_name, line, day) => {
    expect(told(line, day)).toEqual([]);
  });

  it('is not told where uv2nix does not build the project', () => {
    const shell = '{ pkgs }: pkgs.mkShell { packages = [ pkgs.uv ]; }';
    expect(told(TABLE, '2026-07-20', shell)).toEqual([]);
  });
});
