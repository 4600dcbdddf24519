import { EXTERNAL_KEYS } from '../../manifests/external-section.ts';
import { lengthAtEnd, type Span } from '../../text.ts';
import type { TomlCursor } from './toml-cursor.ts';

/** What kind of thing belongs where the cursor stands. Spans are what the choice replaces. */
export type CompletionContext =
  /** A key of a dependency table: the name of a package, and a constraint where none follows. */
  | {
      readonly kind: 'dependency-key';
      readonly typed: string;
      readonly span: Span;
      readonly hasValue: boolean;
    }
  /** The name at the start of a PEP 508 requirement. */
  | { readonly kind: 'requirement-name'; readonly typed: string; readonly span: Span }
  | {
      readonly kind: 'constraint';
      readonly style: 'poetry' | 'pep508' | 'pipfile';
      readonly package: string;
      readonly span: Span;
    }
  | { readonly kind: 'extra'; readonly package: string; readonly span: Span }
  | { readonly kind: 'marker'; readonly span: Span }
  | {
      readonly kind: 'group';
      readonly span: Span;
      readonly origin: 'tool.poetry' | 'dependency-groups';
    }
  | { readonly kind: 'declared-name'; readonly span: Span }
  | { readonly kind: 'source'; readonly span: Span }
  | { readonly kind: 'backend'; readonly span: Span }
  /** The name at the start of a requirement of `[build-system]`. */
  | { readonly kind: 'build-requirement'; readonly typed: string; readonly span: Span }
  | { readonly kind: 'classifier'; readonly typed: string; readonly span: Span }
  /** A word of an SPDX expression. */
  | { readonly kind: 'license'; readonly span: Span }
  /** The name of a package that is locked. */
  | { readonly kind: 'locked-name'; readonly span: Span }
  | { readonly kind: 'dependency-option'; readonly span: Span }
  /** An identifier of `[external]` (PEP 725). */
  | { readonly kind: 'external'; readonly span: Span }
  | { readonly kind: 'table-key'; readonly table: readonly string[]; readonly span: Span };

/** Null where this program has nothing to offer. */
export function completionContext(cursor: TomlCursor): CompletionContext | null {
  return cursor.kind === 'key' ? keyContext(cursor) : valueContext(cursor);
}

function keyContext(cursor: Extract<TomlCursor, { kind: 'key' }>): CompletionContext | null {
  const { table, span, typed, hasValue } = cursor;
  if (isDependencyTable(table)) return { kind: 'dependency-key', typed, span, hasValue };
  if (isPath(table, 'tool', 'uv', 'extra-build-dependencies')) return { kind: 'locked-name', span };
  if (isDependencyTable(table.slice(0, -1))) return { kind: 'dependency-option', span };
  return { kind: 'table-key', table, span };
}

function valueContext(cursor: Extract<TomlCursor, { kind: 'value' }>): CompletionContext | null {
  const { path, inArray, quote, span } = cursor;
  if (quote === null) return null;
  if (inArray && isPath(path, 'build-system', 'requires')) return buildRequirement(cursor);
  if (inArray && isRequirementList(path)) return requirementContext(cursor);
  if (inArray && isExternalList(path)) return externalContext(cursor);
  const key = path.at(-1) ?? '';
  const parent = path.slice(0, -1);
  if (isDependencyTable(parent) && !inArray)
    return { kind: 'constraint', style: 'poetry', package: key, span };
  if (isDependencyTable(parent.slice(0, -1))) return optionContext(cursor);
  if (inArray && isPath(parent, 'tool', 'poetry', 'extras')) return { kind: 'declared-name', span };
  if (inArray && key === 'include-groups' && isPath(parent.slice(0, -1), 'tool', 'poetry', 'group'))
    return { kind: 'group', origin: 'tool.poetry', span };
  if (key === 'include-group' && isPath(parent.slice(0, -1), 'dependency-groups'))
    return { kind: 'group', origin: 'dependency-groups', span };
  if (isPath(path, 'build-system', 'build-backend')) return { kind: 'backend', span };
  if (isPath(parent, 'project') || isPath(parent, 'tool', 'poetry')) return metadataContext(cursor);
  return isPath(parent, 'tool', 'uv') && inArray ? uvContext(key, span) : null;
}

/** Values of `[project]` and `[tool.poetry]`. */
function metadataContext({
  path,
  inArray,
  span,
  typed,
}: Extract<TomlCursor, { kind: 'value' }>): CompletionContext | null {
  const key = path.at(-1);
  if (key === 'classifiers' && inArray) return { kind: 'classifier', typed, span };
  return key === 'license' && !inArray
    ? { kind: 'license', span: lastWord(typed, span.start) }
    : null;
}

/** Lists of `[tool.uv]` that name packages or groups. */
function uvContext(key: string, span: Span): CompletionContext | null {
  if (key === 'default-groups') return { kind: 'group', origin: 'dependency-groups', span };
  return /^no-(?:build|binary|build-isolation)-package$/.test(key)
    ? { kind: 'locked-name', span }
    : null;
}

/** What no version is locked of: a name goes with the usual bounds. */
function buildRequirement(
  cursor: Extract<TomlCursor, { kind: 'value' }>,
): CompletionContext | null {
  const context = requirementContext(cursor);
  return context?.kind === 'requirement-name' ? { ...context, kind: 'build-requirement' } : context;
}

/** Inside of a dependency's table: `{ version = "…", extras = ["…"] }`. */
function optionContext({
  path,
  inArray,
  span,
  typed,
}: Extract<TomlCursor, { kind: 'value' }>): CompletionContext | null {
  const name = path.at(-2) ?? '';
  switch (path.at(-1)) {
    case 'version':
      return inArray ? null : { kind: 'constraint', style: 'poetry', package: name, span };
    case 'extras':
      return inArray ? { kind: 'extra', package: name, span } : null;
    case 'markers':
      return { kind: 'marker', span: lastWord(typed, span.start) };
    case 'source':
      return { kind: 'source', span };
    default:
      return null;
  }
}

/** The word that ends at the cursor; `start` is where `typed` begins. */
export function lastWord(typed: string, start: number): Span {
  const end = start + typed.length;
  return { start: end - lengthAtEnd(typed, /^[A-Za-z0-9._-]*/), end };
}

/** Where in `name[extra] >=1.0 ; marker` the cursor stands. */
export function requirementContext({
  typed,
  span,
}: Pick<Extract<TomlCursor, { kind: 'value' }>, 'typed' | 'span'>): CompletionContext | null {
  const cursor = span.start + typed.length;
  const name = /^\s*([A-Za-z0-9._-]*)/.exec(typed)?.[1] ?? '';
  const nameStart = span.start + typed.length - typed.trimStart().length;
  if (nameStart + name.length === cursor)
    return { kind: 'requirement-name', typed: name, span: { start: nameStart, end: cursor } };
  if (typed.includes(';')) return { kind: 'marker', span: lastWord(typed, span.start) };
  if (typed.lastIndexOf('[') > typed.lastIndexOf(']'))
    return { kind: 'extra', package: name, span: lastWord(typed, span.start) };
  if (typed.includes('@')) return null;
  const clauseLength = lengthAtEnd(typed, /^[A-Za-z0-9.*+!]*\s*(?:=?=?[<>=!~]|,)?/);
  const clause = typed.slice(typed.length - clauseLength);
  const start = cursor - clause.replace(/^,\s*/, '').length;
  return { kind: 'constraint', style: 'pep508', package: name, span: { start, end: cursor } };
}

/** An identifier as a whole, or a word of the marker behind it; of versions nothing is known. */
function externalContext({
  typed,
  span,
}: Extract<TomlCursor, { kind: 'value' }>): CompletionContext | null {
  if (typed.includes(';')) return { kind: 'marker', span: lastWord(typed, span.start) };
  return typed.includes('@') ? null : { kind: 'external', span };
}

/** `[tool.poetry.dependencies]`, `dev-dependencies`, and those of groups. */
function isDependencyTable(path: readonly string[]): boolean {
  return (
    isPath(path, 'tool', 'poetry', 'dependencies') ||
    isPath(path, 'tool', 'poetry', 'dev-dependencies') ||
    (path.length === 5 &&
      isPath(path.slice(0, 3), 'tool', 'poetry', 'group') &&
      path[4] === 'dependencies')
  );
}

/** Lists of PEP 508 requirements. */
function isRequirementList(path: readonly string[]): boolean {
  const parent = path.slice(0, -1);
  return (
    isPath(path, 'project', 'dependencies') ||
    isPath(parent, 'project', 'optional-dependencies') ||
    isPath(parent, 'dependency-groups') ||
    isPath(path, 'tool', 'uv', 'dev-dependencies') ||
    isPath(parent, 'tool', 'pdm', 'dev-dependencies') ||
    isPath(parent, 'tool', 'uv', 'extra-build-dependencies')
  );
}

/** Lists of `[external]`. */
function isExternalList(path: readonly string[]): boolean {
  const [first, key = ''] = path;
  if (first !== 'external' || !EXTERNAL_KEYS.includes(key)) return false;
  return path.length === (/^(?:optional-|dependency-groups)/.test(key) ? 3 : 2);
}

function isPath(path: readonly string[], ...expected: readonly string[]): boolean {
  return path.length === expected.length && path.every((part, index) => part === expected[index]);
}
