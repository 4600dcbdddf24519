import { createHash } from 'node:crypto';
import { normalizeName } from '../python/names.ts';
import type { TomlDocument, TomlTable, TomlValue } from '../toml/model.ts';
import { isSameInputs } from './pdm-inputs.ts';
import { UNKNOWN, type Freshness } from './model.ts';
import type { Lock } from '../locks/model.ts';
import { pythonJson, pythonJsonObject } from './python-json.ts';

/**
 * PDM's `Project.is_lockfile_hash_match`: `metadata.content_hash` is that of the manifest by today's
 * formula. Older releases hashed `resolution.overrides` where today's hash `resolution`; a lock of
 * theirs is stale to PDM, too, and the formula says so. `expected` is `sha256:` and the hash.
 *
 * Where `resolution.lock_inputs` is set PDM 2.29 writes no hash but what it has locked for
 * (`isSameInputs`). A lock with a hash does not do then.
 */
export function pdmFreshness(document: TomlDocument, lock: Lock): Freshness {
  if (document.errors.length > 0) return UNKNOWN;
  const inputs = lock.inputs ?? null;
  if (inputs !== null) {
    const same = isSameInputs(document.root, inputs, lock);
    if (same === null) return UNKNOWN;
    return { state: same ? 'fresh' : 'stale', formula: null, expected: null };
  }
  const hash = pdmContentHash(document.root);
  const stored = lock.contentHash?.text ?? null;
  if (hash === null || (stored === null && !lock.complete)) return UNKNOWN;
  // PDM uses the algorithm that the lock names; it has never written another one.
  if (stored !== null && !stored.startsWith('sha256:')) return UNKNOWN;
  const expected = `sha256:${hash}`;
  if (asksForInputs(document.root)) return { state: 'stale', formula: null, expected };
  if (stored === expected) return { state: 'fresh', formula: null, expected };
  const isOlder = stored === `sha256:${pdmContentHash(document.root, 'overrides')}`;
  return { state: 'stale', formula: isOlder ? 'pdm-overrides' : null, expected };
}

/**
 * sha256 of what PDM 2.2 and later lock (`PyProject.content_hash`), 64 hexadecimal digits. Null where it
 * cannot be told: a workspace (its members are hashed too), a manifest that PDM converts before it
 * hashes it, what Python cannot write.
 *
 * @param last what is hashed of the resolution: all of it, or its overrides alone, as older releases do.
 */
export function pdmContentHash(
  root: TomlTable,
  last: 'resolution' | 'overrides' = 'resolution',
): string | null {
  const project = asTable(valueOf(root, 'project'));
  const pdm = asTable(valueOf(asTable(valueOf(root, 'tool')), 'pdm'));
  if (project === null || project.entries.size === 0) return null;
  if (pdm?.entries.has('workspace')) return null;
  const development = developmentGroups(root, pdm);
  const resolution = valueOf(pdm, 'resolution');
  const members: [string, string | null][] = [
    ['sources', jsonOr(valueOf(pdm, 'source'), '[]')],
    ['dependencies', jsonOr(valueOf(project, 'dependencies'), '[]')],
    ['dev-dependencies', development],
    ['optional-dependencies', jsonOr(valueOf(project, 'optional-dependencies'), '{}')],
    ['requires-python', jsonOr(valueOf(project, 'requires-python'), '""')],
    [last, jsonOr(last === 'overrides' ? valueOf(asTable(resolution), last) : resolution, '{}')],
  ];
  const written = members.flatMap(([key, json]): [string, string][] =>
    json === null ? [] : [[key, json]],
  );
  if (written.length < members.length) return null;
  return createHash('sha256').update(pythonJsonObject(written)).digest('hex');
}

function asksForInputs(root: TomlTable): boolean {
  const pdm = asTable(valueOf(asTable(valueOf(root, 'tool')), 'pdm'));
  const asked = valueOf(asTable(valueOf(pdm, 'resolution')), 'lock_inputs');
  return asked?.kind === 'boolean' && asked.value;
}

/** `[dependency-groups]`, then `[tool.pdm.dev-dependencies]`, joined by normalised name. */
function developmentGroups(root: TomlTable, pdm: TomlTable | null): string | null {
  const groups = new Map<string, TomlValue[]>();
  const standard = valueOf(root, 'dependency-groups');
  const legacy = valueOf(pdm, 'dev-dependencies');
  for (const table of [standard, legacy]) {
    if (table === undefined) continue;
    if (table.kind !== 'table') return null;
    for (const [name, { value }] of table.entries) {
      if (value.kind !== 'array') return null;
      const normalized = normalizeName(name);
      const known = groups.get(normalized);
      if (known === undefined) groups.set(normalized, [...value.items]);
      // PDM refuses a group that `[dependency-groups]` has twice.
      else if (table === standard) return null;
      else for (const item of value.items) known.push(item);
    }
  }
  const members: [string, string][] = [];
  for (const [name, items] of groups) {
    const written = items.map((item) => pythonJson(item));
    if (written.includes(null)) return null;
    members.push([name, `[${written.join(', ')}]`]);
  }
  return pythonJsonObject(members);
}

function jsonOr(value: TomlValue | undefined, absent: string): string | null {
  return value === undefined ? absent : pythonJson(value);
}

function asTable(value: TomlValue | undefined): TomlTable | null {
  return value?.kind === 'table' ? value : null;
}

function valueOf(table: TomlTable | null, key: string): TomlValue | undefined {
  return table?.entries.get(key)?.value;
}
