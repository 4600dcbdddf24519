import { createHash } from 'node:crypto';
import type { TomlTable, TomlValue } from '../toml/model.ts';
import { pythonJson, pythonJsonObject } from './python-json.ts';
import { memoize, memoized } from '../memoize.ts';

/**
 * Which of Poetry's formulas, by the first version that has it:
 * - `1.0`: `dependencies`, `dev-dependencies`, `extras`, `source` of `[tool.poetry]`, null where absent;
 * - `1.2`: and `group`, where the key is there;
 * - `2.0`: nested with `[project]`, where it has something that is locked;
 * - `2.3`: and `[dependency-groups]`, where it is not empty.
 */
export type HashFormula = '1.0' | '1.2' | '2.0' | '2.3';

/** Newest first: the order in which they are worth trying. */
export const HASH_FORMULAS: readonly HashFormula[] = ['2.3', '2.0', '1.2', '1.0'];

const LEGACY_KEYS = ['dependencies', 'source', 'extras', 'dev-dependencies'] as const;
const PROJECT_KEYS = ['requires-python', 'dependencies', 'optional-dependencies'] as const;

/** The content hashes of one manifest, each computed when first asked. */
export interface ContentHashes {
  /** The text that is hashed; null where Poetry itself fails on the manifest (a date, `tool` that is not a table). */
  relevantContent(formula: HashFormula): string | null;
  /** sha256 of that text, 64 hexadecimal digits. */
  hash(formula: HashFormula): string | null;
}

/**
 * What Poetry hashes of a `pyproject.toml` to see whether its lock is fresh (`Locker._get_content_hash`
 * and its predecessors since 1.0). `root` must be a complete tree: the hash of a damaged file means nothing.
 * Kept: a stale lock is asked for its causes too. Bench: `didChange`.
 */
export const contentHashes: (root: TomlTable) => ContentHashes = memoized(hashesOf);

function hashesOf(root: TomlTable): ContentHashes {
  const content = new Map<HashFormula, string | null>();
  const hashes = new Map<HashFormula, string | null>();
  const parts = relevantParts(root);

  const relevantContent = (formula: HashFormula): string | null =>
    memoize(content, formula, () => (parts === null ? null : compose(parts, formula)));
  const hash = (formula: HashFormula): string | null =>
    memoize(hashes, formula, () => {
      const text = relevantContent(formula);
      return text === null ? null : createHash('sha256').update(text).digest('hex');
    });
  return { relevantContent, hash };
}

interface RelevantParts {
  readonly legacy: readonly Part[];
  readonly group: Part | null;
  readonly project: readonly Part[];
  readonly dependencyGroups: Part | null;
}

/** One key and its encoded value, made once for all formulas. A null value is one that Python cannot write. */
interface Part {
  readonly key: string;
  json(): string | null;
}

function relevantParts(root: TomlTable): RelevantParts | null {
  const project = subTable(root, 'project');
  const tool = subTable(root, 'tool');
  if (project === null || tool === null) return null;
  const poetry = tool === undefined ? undefined : subTable(tool, 'poetry');
  if (poetry === null) return null;

  const groups = root.entries.get('dependency-groups')?.value;
  return {
    legacy: partsOf(poetry, LEGACY_KEYS),
    group: partsOf(poetry, ['group'])[0] ?? null,
    project: partsOf(project, PROJECT_KEYS),
    dependencyGroups:
      groups !== undefined && isTruthy(groups) ? part('dependency-groups', groups) : null,
  };
}

/** The table, undefined if there is none, null if something else stands there. */
function subTable(table: TomlTable, key: string): TomlTable | undefined | null {
  const value = table.entries.get(key)?.value;
  if (value === undefined) return undefined;
  return value.kind === 'table' ? value : null;
}

function partsOf(table: TomlTable | undefined, keys: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (const key of keys) {
    const entry = table?.entries.get(key);
    if (entry !== undefined) parts.push(part(key, entry.value));
  }
  return parts;
}

function part(key: string, value: TomlValue): Part {
  let json: string | null | undefined;
  return { key, json: () => (json === undefined ? (json = pythonJson(value)) : json) };
}

function compose(parts: RelevantParts, formula: HashFormula): string | null {
  const project = formula === '2.0' || formula === '2.3' ? parts.project : [];
  const groups = formula === '2.3' ? parts.dependencyGroups : null;
  const nested = project.length > 0 || groups !== null;

  const poetry = new Map<string, string>();
  if (!nested) for (const key of LEGACY_KEYS) poetry.set(key, 'null');
  const poetryParts =
    formula === '1.0' || parts.group === null ? parts.legacy : [...parts.legacy, parts.group];
  for (const each of poetryParts) {
    const json = each.json();
    if (json === null) return null;
    poetry.set(each.key, json);
  }
  if (!nested) return pythonJsonObject(poetry);

  const outer = new Map<string, string>();
  if (project.length > 0) {
    const inner = objectOf(project);
    if (inner === null) return null;
    outer.set('project', inner);
  }
  if (groups !== null) {
    const json = groups.json();
    if (json === null) return null;
    outer.set('dependency-groups', json);
  }
  outer.set('tool', pythonJsonObject([['poetry', pythonJsonObject(poetry)]]));
  return pythonJsonObject(outer);
}

function objectOf(parts: readonly Part[]): string | null {
  const members: [string, string][] = [];
  for (const each of parts) {
    const json = each.json();
    if (json === null) return null;
    members.push([each.key, json]);
  }
  return pythonJsonObject(members);
}

/** Python's truth of a value. */
function isTruthy(value: TomlValue): boolean {
  switch (value.kind) {
    case 'string':
      return value.value !== '';
    case 'integer':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'boolean':
      return value.value;
    case 'datetime':
      return true;
    case 'array':
      return value.items.length > 0;
    case 'table':
      return value.entries.size > 0;
  }
}
