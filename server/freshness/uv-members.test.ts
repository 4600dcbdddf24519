import { describe, expect, it } from 'vitest';
import { readUvLock } from '../locks/uv.ts';
import { parseToml } from '../toml/parse.ts';
import { ALONE, type UvAround } from './uv-around.ts';
import { uvFreshness } from './uv-freshness.ts';

const ROOT = `[project]
name = "house"
version = "1.0"
requires-python = ">=3.10"
dependencies = ["roof"]
[tool.uv.workspace]
members = ["parts/*"]
[tool.uv.sources]
roof = { workspace = true }
`;
const ROOF = '[project]\nname = "roof"\nversion = "0.1"\nrequires-python = ">=3.9"\n';
const DOOR = '[project]\nname = "door"\nversion = "0.1"\n';
const LOCK = `version = 1
revision = 3
requires-python = ">=3.10"
[manifest]
members = ["door", "house", "roof"]
[[package]]
name = "door"
version = "0.1"
source = { virtual = "parts/door" }
[[package]]
name = "house"
version = "1.0"
source = { virtual = "." }
[package.metadata]
requires-dist = [{ name = "roof", editable = "parts/roof" }]
[[package]]
name = "roof"
version = "0.1"
source = { editable = "parts/roof" }
`;

/** What differs where these members are found, and the root or the lock are these. */
function differences(
  members: Readonly<Record<string, string>>,
  { root = ROOT, lock = LOCK }: { readonly root?: string; readonly lock?: string } = {},
): string {
  const around: UvAround = {
    ...ALONE,
    members: Object.keys(members),
    manifests: new Map(
      Object.entries(members).map(([folder, text]) => [folder, parseToml(text)] as const),
    ),
  };
  const { state, differences: found } = uvFreshness(
    parseToml(root),
    readUvLock('/w/uv.lock', parseToml(lock)),
    { around },
  );
  return [state, ...found.map(({ kind, name }) => `${kind} ${name ?? ''}`.trim())].join(', ');
}

const BOTH = { 'parts/door': DOOR, 'parts/roof': ROOF };

describe('the members of a workspace', () => {
  it('are those that the lock was made for', () => {
    expect(differences(BOTH)).toBe('fresh');
    const gate = DOOR.replace('door', 'gate');
    expect(differences({ ...BOTH, 'parts/gate': gate })).toBe('stale, new-member gate');
    expect(differences({ 'parts/roof': ROOF })).toBe('stale, lost-member door');
    expect(differences({ ...BOTH, 'parts/door': `${DOOR}[tool.uv]\nmanaged = false\n` })).toBe(
      'stale, lost-member door',
    );
  });

  it('are packages where they say so, or where others ask for them', () => {
    const built = `${DOOR}[build-system]\nrequires = []\n`;
    expect(differences({ ...BOTH, 'parts/door': built })).toBe('stale, member-kind door');
    const plain = `${ROOF}[tool.uv]\npackage = false\n`;
    expect(differences({ ...BOTH, 'parts/roof': plain })).toBe('stale, member-kind roof');
    // uv before 0.8 did not build those that say nothing of how.
    const older = LOCK.replace('revision = 3', 'revision = 2').replace('editable', 'virtual');
    expect(differences(BOTH, { lock: older.replace('{ editable', '{ virtual') })).toBe('fresh');
  });

  it('take the Pythons of the lock together', () => {
    const newer = ROOF.replace('>=3.9', '>=3.11');
    expect(differences({ ...BOTH, 'parts/roof': newer })).toBe('stale, requires-python');
    // The lock is for fewer than any of them asks for.
    const narrow = LOCK.replace('requires-python = ">=3.10"', 'requires-python = ">=3.13"');
    expect(differences(BOTH, { lock: narrow })).toBe('stale, requires-python');
  });

  it('state what excludes each other', () => {
    const conflicts =
      '[tool.uv]\nconflicts = [[{ extra = "a" }, { package = "roof", extra = "b" }]]\n';
    expect(differences({ ...BOTH, 'parts/door': `${DOOR}${conflicts}` })).toBe('stale, conflicts');
    const locked =
      'conflicts = [[{ package = "roof", extra = "b" }, { package = "door", extra = "a" }]]\n';
    const lock = LOCK.replace('[manifest]', `${locked}[manifest]`);
    expect(differences({ ...BOTH, 'parts/door': `${DOOR}${conflicts}` }, { lock })).toBe('fresh');
  });

  it.each([
    ['a manifest with errors', { ...BOTH, 'parts/door': 'x =\n' }],
    ['a manifest that is no project', { ...BOTH, 'parts/door': '[tool.uv]\n' }],
    ['two of one name', { ...BOTH, 'parts/gate': DOOR }],
    ['a workspace within a workspace', { ...BOTH, 'parts/door': `${DOOR}[tool.uv.workspace]\n` }],
    ['a source that names no member', { 'parts/door': DOOR }],
  ])('are not known with %s', (_, members) => {
    expect(differences(members)).toBe('unknown');
  });
});
