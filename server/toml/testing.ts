import { type AST, parseTOML } from 'toml-eslint-parser';
import type { TomlDocument, TomlTable, TomlValue } from './model.ts';

/** A tree of Maps, arrays and plain values: what two readings of one text are compared by. */
export type Plain = Map<string, Plain> | Plain[] | string | number | bigint | boolean;

/** The tree as toml-eslint-parser reads the whole text by itself; null where it rejects it. */
export function wholeTree(text: string): Plain | null {
  try {
    return ofProgram(parseTOML(text, { tomlVersion: '1.0' }));
  } catch {
    return null;
  }
}

/** Our tree. */
export function plainTree(value: TomlValue): Plain {
  switch (value.kind) {
    case 'table':
      return plainTable(value);
    case 'array':
      return value.items.map(plainTree);
    case 'datetime':
      return value.text;
    default:
      return value.value;
  }
}

function plainTable({ entries }: TomlTable): Plain {
  return new Map([...entries].map(([key, { value }]) => [key, plainTree(value)]));
}

function ofProgram(program: AST.TOMLProgram): Plain {
  const root = new Map<string, Plain>();
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') put(root, node);
    else {
      const table = tableAt(root, node.resolvedKey);
      for (const pair of node.body) put(table, pair);
    }
  }
  return root;
}

/** The table at a path of keys and indices, made where it is not there yet. */
function tableAt(root: Map<string, Plain>, path: readonly (string | number)[]): Map<string, Plain> {
  let current: Plain = root;
  for (const [index, step] of path.entries()) {
    const made: Plain = typeof path[index + 1] === 'number' ? [] : new Map<string, Plain>();
    let next: Plain | undefined;
    if (current instanceof Map && typeof step === 'string') {
      next = current.get(step) ?? made;
      current.set(step, next);
    } else if (Array.isArray(current) && typeof step === 'number') {
      next = current[step] ?? made;
      current[step] = next;
    }
    if (next === undefined) throw new Error(`no table at ${path.join('.')}`);
    current = next;
  }
  if (current instanceof Map) return current;
  throw new Error(`no table at ${path.join('.')}`);
}

function put(table: Map<string, Plain>, pair: AST.TOMLKeyValue): void {
  const keys = pair.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
  const last = keys.pop() ?? '';
  tableAt(table, keys).set(last, ofValue(pair.value));
}

function ofValue(node: AST.TOMLContentNode): Plain {
  if (node.type === 'TOMLArray') return node.elements.map(ofValue);
  if (node.type === 'TOMLInlineTable') {
    const table = new Map<string, Plain>();
    for (const pair of node.body) put(table, pair);
    return table;
  }
  if (node.kind === 'integer') return node.bigint;
  return 'datetime' in node ? node.datetime : node.value;
}

/** A value with all that it reads when it is asked for, positions and all, as plain objects that can be compared. */
export function wholeValue(value: TomlValue): unknown {
  if (value.kind === 'array') return { ...value, items: value.items.map(wholeValue) };
  if (value.kind !== 'table') return value;
  const entries = [...value.entries].map(([name, entry]) => {
    const { key, keySpan, span } = entry;
    return [name, { key, keySpan, span, value: wholeValue(entry.value) }] as const;
  });
  return { ...value, entries: new Map(entries) };
}

/** All that a document says, as plain objects that can be compared. */
export function wholeDocument(document: TomlDocument): unknown {
  const sections = document.sections.map((section) => ({
    path: section.path,
    isArrayElement: section.isArrayElement,
    headerSpan: section.headerSpan,
    span: section.span,
    table: wholeValue(section.table()),
    errors: section.errors(),
    name: section.peekString('name'),
  }));
  return { sections, root: wholeValue(document.root), errors: document.errors };
}
