import { describe, expect, it } from 'vitest';
import { poetryCauses } from './poetry-causes.ts';
import { lockOf } from '../locks/testing.ts';
import { projectOf, wanted, wantedConstraint } from './testing.ts';
import type { Dependency, Extra, Manifest } from '../manifests/model.ts';

const LOCK = lockOf(
  `
[[package]]
name = "flask"
version = "2.0.3"
optional = false
groups = ["main"]
[package.dependencies]
werkzeug = ">=2"
[package.extras]
async = ["asgiref (>=3.2)"]
dotenv = ["python-dotenv ; python_version < '3'"]
plain = ["werkzeug"]

[[package]]
name = "werkzeug"
version = "2.0.0"
optional = false
groups = ["main"]

[[package]]
name = "shine"
version = "1.0"
optional = true
groups = ["main"]

[extras]
bright = ["shine"]
`,
  'python-versions = "^3.9"',
);
const LOCK_2_1 = lockOf(
  '[[package]]\nname = "flask"\nversion = "2.0.3"\ngroups = ["docs"]\n',
  'python-versions = "^3.9"',
);

const FLASK = wanted('flask', '^2.0');
const SHINE = wanted('shine', '^1', { optional: true });

function extra(name: string, ...members: readonly string[]): Extra {
  const span = { start: 7, end: 9 };
  return {
    name,
    normalized: name,
    nameSpan: span,
    members: members.map((member) => ({ name: member, normalized: member, span })),
    origin: 'tool.poetry',
  };
}

function causes(
  dependencies: readonly Dependency[],
  more: Partial<Manifest> = {},
  lock = LOCK,
): readonly string[] {
  const extras = [extra('bright', 'shine')];
  return poetryCauses(projectOf(dependencies, { extras, ...more }), lock).map(
    ({ kind, message }) => `${kind}: ${message}`,
  );
}

describe('poetryCauses', () => {
  it('finds none where nothing differs', () => {
    expect(causes([FLASK, SHINE])).toEqual([]);
  });

  it('names what is not locked, and what is locked otherwise', () => {
    expect(causes([FLASK, SHINE, wanted('requests')])).toEqual([
      'not-in-lock: requests is not in it',
    ]);
    expect(causes([wanted('flask', '^3.0'), SHINE])).toEqual([
      'unsatisfied: it has flask 2.0.3, the project asks for ^3.0',
    ]);
  });

  it('names the Python range', () => {
    expect(causes([FLASK, SHINE], { requiresPython: wantedConstraint('^3.10') })).toEqual([
      'python: it was made for Python ^3.9, the project asks for ^3.10',
    ]);
    expect(causes([FLASK, SHINE], { requiresPython: null })).toEqual([
      'python: it was made for Python ^3.9, the project asks for *',
    ]);
  });

  it('names extras that are missing, changed or gone', () => {
    expect(causes([FLASK, SHINE], { extras: [] })).toEqual([
      'extras: it has the extra bright, the project has not',
    ]);
    expect(
      causes([FLASK, SHINE], { extras: [extra('bright', 'shine', 'flask'), extra('dim')] }),
    ).toEqual(['extras: it lacks flask in the extra bright', 'extras: it lacks the extra dim']);
    expect(causes([FLASK, SHINE], { extras: [extra('bright')] })).toEqual([
      'extras: it has shine in the extra bright',
    ]);
    // Poetry drops what no dependency declares.
    expect(causes([FLASK, SHINE], { extras: [extra('bright', 'shine', 'nothing')] })).toEqual([]);
  });

  it('names an extra of a dependency whose packages are not locked', () => {
    const span = { start: 1, end: 2 };
    const asking = (name: string): Dependency =>
      wanted('flask', '^2', { extras: [{ name, span }] });
    expect(causes([asking('async'), SHINE])).toEqual([
      'extra-not-locked: the packages of flask[async] are not in it',
    ]);
    expect(causes([asking('dotenv'), SHINE])).toEqual([]);
    expect(causes([asking('plain'), SHINE])).toEqual([]);
    expect(causes([asking('unheard-of'), SHINE])).toEqual([]);
  });

  it('names a dependency that has become required', () => {
    expect(causes([FLASK, wanted('shine', '^1')])).toEqual([
      'became-required: shine is optional in it',
    ]);
  });

  it('names a dependency that is in another group', () => {
    const none = { extras: [] };
    const inTest = wanted('flask', '*', { group: 'test' });
    expect(causes([inTest], none, LOCK_2_1)).toEqual([]);
    const newer = lockOf('[[package]]\nname = "flask"\nversion = "2.0.3"\ngroups = ["docs"]\n');
    const version = { text: '2.1', span: { start: 0, end: 0 } };
    expect(causes([inTest], none, { ...newer, version, pythonVersions: null })).toEqual([
      'not-in-group: it does not have flask in the group test',
    ]);
    expect(causes([wanted('flask')], none, LOCK_2_1)).toEqual([
      'not-in-group: it does not have flask in the group main',
    ]);
  });

  it('names what nothing asks for any more, last', () => {
    expect(causes([SHINE, wanted('requests')])).toEqual([
      'not-in-lock: requests is not in it',
      'removed: it has flask, which nothing asks for',
    ]);
  });

  it('says nothing of what is absent from a manifest with errors', () => {
    expect(causes([SHINE], { complete: false, extras: [] })).toEqual([]);
  });
});
