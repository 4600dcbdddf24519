import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { crossCheck } from './cross-check.ts';
import type { Lock } from '../locks/model.ts';
import { readPipfileLock } from '../locks/pipfile-lock.ts';
import { readPylock } from '../locks/pylock.ts';
import { lockOf } from '../locks/testing.ts';
import { projectOf, wanted, wantedConstraint, wantedIf } from './testing.ts';
import { readUvLock } from '../locks/uv.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';

const LOCK = lockOf(`
[[package]]
name = "Flask"
version = "2.0.3"

[[package]]
name = "numpy"
version = "1.26.4"

[[package]]
name = "numpy"
version = "2.1.0"

[[package]]
name = "broken"
version = "not a version"
`);

function statusOf(
  dependency: Dependency,
  project: Partial<Manifest> = {},
  lock: Lock = LOCK,
): string {
  return crossCheck(dependency, projectOf([dependency], project), lock).status;
}

describe('crossCheck', () => {
  it.each([
    ['flask', '^2.0', 'satisfied'],
    ['FLASK', '*', 'satisfied'],
    ['flask', '^3.0', 'unsatisfied'],
    ['flask', '>=2,<1', 'unsatisfied'],
    ['flask', 'latest', 'unknown'],
    ['broken', '^1', 'unknown'],
    ['broken', null, 'satisfied'],
    ['requests', '*', 'not-in-lock'],
  ])('finds %s %s %s', (name, constraint, status) => {
    expect(statusOf(wanted(name, constraint))).toBe(status);
  });

  it('gives the locked versions that satisfy', () => {
    const dependency = wanted('numpy', '^2');
    const { locked } = crossCheck(dependency, projectOf([dependency]), LOCK);
    expect(locked.map(({ version }) => version)).toEqual(['2.1.0']);
  });

  it('holds nothing against what no Python of the project installs', () => {
    expect(statusOf(wantedIf('argparse', '^1', 'python_version < "3.2"'))).toBe('unreachable');
    expect(statusOf(wantedIf('argparse', '^1', 'python_version < "3.10"'))).toBe('not-in-lock');
    expect(statusOf(wantedIf('flask', '^9', 'python_version < "3"'))).toBe('unreachable');
    expect(statusOf(wantedIf('flask', '^2', 'python_version < "3"'))).toBe('satisfied');
  });

  it("takes Poetry's own range for a project that names none", () => {
    const old = wantedIf('argparse', '^1', 'python_version < "2.7"');
    expect(statusOf(old, { requiresPython: null })).toBe('unreachable');
    expect(statusOf(old, { requiresPython: wantedConstraint('*') })).toBe('unreachable');
    const python3 = wantedIf('argparse', '^1', 'python_version == "2.7"');
    expect(statusOf(python3, { requiresPython: null })).toBe('not-in-lock');
  });

  it('reads the python key', () => {
    const conditions = { markers: null, python: wantedConstraint('<3.8'), platform: null };
    expect(statusOf(wanted('argparse', '*', { conditions }))).toBe('unreachable');
  });

  it('knows nothing where a marker or the Python range cannot be read', () => {
    expect(statusOf(wantedIf('requests', '*', 'python_version <'))).toBe('unknown');
    expect(statusOf(wanted('requests'), { requiresPython: wantedConstraint('oops') })).toBe(
      'unknown',
    );
  });

  it('knows of no absence in a damaged lock', () => {
    const damaged = lockOf('[[package]]\nname = "flask"\nversion = "2.0"\n<<<<<<< HEAD\n');
    expect(statusOf(wanted('requests'), {}, damaged)).toBe('unknown');
    expect(statusOf(wanted('flask', '^2'), {}, damaged)).toBe('satisfied');
    expect(statusOf(wanted('flask', '^3'), {}, damaged)).toBe('unsatisfied');
  });

  it('does not look for the project in its own lock', () => {
    expect(statusOf(wanted('project', null, { extras: [] }))).toBe('unknown');
  });

  it("passes over Poetry's entries that only enrich [project], and find nothing to enrich", () => {
    const standard = wanted('flask', '>=2', { origin: 'project' });
    const own = wanted('requests', '*');
    const project = projectOf([standard, own]);
    expect(crossCheck(own, project, LOCK).status).toBe('unreachable');
    const mixed = projectOf([{ ...standard, optional: true }, own], {
      dynamic: [{ text: 'dependencies', span: { start: 0, end: 0 } }],
    });
    expect(crossCheck(own, mixed, LOCK).status).toBe('not-in-lock');
  });
});

describe('crossCheck of a Pipfile.lock', () => {
  const lock = readPipfileLock(
    '/project/Pipfile.lock',
    '{"_meta": {}, "default": {"both": {"version": "==2.0"}}, "develop": {"tool": {"version": "==2.0"}}}',
  );
  const status = (dependency: Dependency): string => statusOf(dependency, {}, lock);

  it('holds a development dependency against nothing that [packages] decides', () => {
    const dev = { group: 'dev' };
    expect(status(wanted('both', '==1.0', dev))).toBe('unknown');
    expect(status(wanted('both', '==1.0'))).toBe('unsatisfied');
    expect(status(wanted('tool', '==1.0', dev))).toBe('unsatisfied');
  });

  it('misses nothing of a category that is not locked, or that has a marker or a place', () => {
    expect(status(wanted('gone'))).toBe('not-in-lock');
    expect(status(wanted('gone', '*', { group: 'dev' }))).toBe('not-in-lock');
    expect(status(wanted('gone', '*', { group: 'docs' }))).toBe('unknown');
    expect(status(wantedIf('gone', '*', 'sys_platform == "linux"'))).toBe('unknown');
    const reference = {
      location: '.',
      span: { start: 0, end: 0 },
      revision: null,
      subdirectory: null,
      develop: false,
    };
    expect(status(wanted('gone', null, { form: 'path', reference }))).toBe('unknown');
  });
});

function uvStatus(more: string): string {
  const text = `version = 1\nrequires-python = ">=3.9"\n${more}`;
  return statusOf(wanted('lamp', '<1'), {}, readUvLock('/project/uv.lock', parseToml(text)));
}

function lampFrom(source: string): string {
  return `[[package]]\nname = "lamp"\nversion = "2.0"\nsource = { ${source} }\n`;
}

function ofExtra(name: string): Dependency {
  return { ...wanted(name, '>=3'), extra: 'web' };
}

describe('crossCheck of what may be for other machines, extras or groups', () => {
  const packages = '[[packages]]\nname = "flask"\nversion = "2.0"\n';
  const pylock = (head: string): Lock =>
    readPylock('/p/pylock.toml', parseToml(`lock-version = "1.0"\n${head}\n${packages}`));

  it('judges an extra by a pylock.toml that has it, and by no other', () => {
    for (const [name, status] of [
      ['flask', 'unsatisfied'],
      ['requests', 'not-in-lock'],
    ] as const) {
      expect(statusOf(ofExtra(name), {}, pylock('extras = ["web"]'))).toBe(status);
      expect(statusOf(ofExtra(name), {}, pylock('extras = []'))).toBe('unknown');
      expect(statusOf(wanted(name, '>=3'), {}, pylock(''))).toBe(status);
      expect(statusOf(wanted(name, '>=3'), {}, pylock('created-by = "pipenv"'))).toBe('unknown');
    }
  });

  it('does not take the version of one interpreter for another', () => {
    const lock = { ...LOCK, kind: 'requirements' as const };
    expect(statusOf(wantedIf('flask', '==1.0', 'python_version < "3.11"'), {}, lock)).toBe(
      'unknown',
    );
    expect(statusOf(wanted('flask', '==1.0'), {}, lock)).toBe('unsatisfied');
    expect(statusOf(wantedIf('flask', '==1.0', 'python_version < "3.11"'))).toBe('unsatisfied');
  });
});

describe('a uv.lock', () => {
  it('asks no version of what comes from a place, or is overridden', () => {
    const registry = lampFrom('registry = "https://idx.test/simple"');
    expect(uvStatus(registry)).toBe('unsatisfied');
    expect(uvStatus(lampFrom('git = "https://example.org/lamp#abc"'))).toBe('satisfied');
    expect(uvStatus(lampFrom('editable = "packages/lamp"'))).toBe('satisfied');
    const overrides = '[manifest]\noverrides = [{ name = "lamp", specifier = ">=2" }]\n';
    expect(uvStatus(overrides + registry)).toBe('satisfied');
  });
});
