import type { AST } from 'toml-eslint-parser';
import type { Span } from '../text.ts';
import { DraftTable, assign, settle, type Assignment, type KeyPart } from './draft.ts';
import type { TomlArray, TomlString, TomlTable, TomlValue } from './model.ts';

/** The library's tree of one `key = value` as ours. `source` is what the library parsed; offsets move by `by`. */
export function toAssignment(node: AST.TOMLKeyValue, source: string, by: number): Assignment {
  const keys = node.key.keys.map((key) => toKeyPart(key, by));
  return { keys, value: toValue(node.value, source, by), span: toSpan(node, by) };
}

/** A part of a dotted key, of an assignment or of a header. */
export function toKeyPart(key: AST.TOMLBare | AST.TOMLQuoted, by: number): KeyPart {
  return { name: key.type === 'TOMLBare' ? key.name : key.value, span: toSpan(key, by) };
}

function toSpan({ range }: { readonly range: readonly [number, number] }, by: number): Span {
  return { start: range[0] + by, end: range[1] + by };
}

function toValue(node: AST.TOMLContentNode, source: string, by: number): TomlValue {
  const span = toSpan(node, by);
  if (node.type === 'TOMLArray') return toArray(node, source, by);
  if (node.type === 'TOMLInlineTable') return toInlineTable(node, source, by);
  switch (node.kind) {
    case 'string':
      return toString(node, source, by);
    case 'integer':
      return { kind: 'integer', value: node.bigint, span };
    case 'float':
      return { kind: 'float', value: node.value, span };
    case 'boolean':
      return { kind: 'boolean', value: node.value, span };
    default:
      return { kind: 'datetime', text: node.datetime, span };
  }
}

function toArray(node: AST.TOMLArray, source: string, by: number): TomlArray {
  const items = node.elements.map((element) => toValue(element, source, by));
  return { kind: 'array', items, ofTables: false, complete: true, span: toSpan(node, by) };
}

function toInlineTable(node: AST.TOMLInlineTable, source: string, by: number): TomlTable {
  const draft = new DraftTable('header', toSpan(node, by));
  for (const pair of node.body) assign(draft, toAssignment(pair, source, by), 0);
  return settle(draft, true);
}

function toString(node: AST.TOMLStringValue, source: string, by: number): TomlString {
  const [start, end] = node.range;
  const quotes = node.multiline ? 3 : 1;
  const verbatim = source.slice(start + quotes, end - quotes) === node.value;
  const contentSpan = { start: start + quotes + by, end: end - quotes + by };
  return { kind: 'string', value: node.value, span: toSpan(node, by), contentSpan, verbatim };
}
