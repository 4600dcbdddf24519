import type { AST } from 'toml-eslint-parser';
import type { Span } from '../text.ts';
import { DraftTable, assign, type Assignment, type KeyPart } from './draft.ts';
import type { Masked } from './long-strings.ts';
import type { TomlArray, TomlString, TomlTable, TomlValue } from './model.ts';
import { settle } from './settle.ts';

/** What the library parsed, and by how much its offsets are to be moved. */
export interface Source extends Masked {
  readonly original: string;
  readonly by: number;
}

/** The library's tree of one `key = value` as ours. */
export function toAssignment(node: AST.TOMLKeyValue, source: Source): Assignment {
  const keys = node.key.keys.map((key) => toKeyPart(key, source.by));
  const value = toValue(node.value, source);
  return { keys, value, span: { start: node.range[0] + source.by, end: value.span.end } };
}

/** A part of a dotted key, of an assignment or of a header. */
export function toKeyPart(key: AST.TOMLBare | AST.TOMLQuoted, by: number): KeyPart {
  return { name: key.type === 'TOMLBare' ? key.name : key.value, span: toSpan(key, by) };
}

/**
 * How deep the tables and arrays nest that this statement makes, those of dotted keys included.
 * Recursion is safe: the scanner lets no more brackets through than the stack bears.
 */
export function depthOf(node: AST.TOMLKeyValue | AST.TOMLContentNode): number {
  switch (node.type) {
    case 'TOMLKeyValue':
      return node.key.keys.length + depthOf(node.value);
    case 'TOMLArray':
      return 1 + deepest(node.elements);
    case 'TOMLInlineTable':
      return deepest(node.body);
    case 'TOMLValue':
      return 0;
  }
}

function deepest(nodes: readonly (AST.TOMLKeyValue | AST.TOMLContentNode)[]): number {
  return nodes.reduce((depth, node) => Math.max(depth, depthOf(node)), 0);
}

function toSpan({ range }: { readonly range: readonly [number, number] }, by: number): Span {
  return { start: range[0] + by, end: range[1] + by };
}

function toValue(node: AST.TOMLContentNode, source: Source): TomlValue {
  if (node.type === 'TOMLArray') return toArray(node, source);
  if (node.type === 'TOMLInlineTable') return toInlineTable(node, source);
  const span = toSpan(node, source.by);
  switch (node.kind) {
    case 'string':
      return toString(node, source);
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

function toArray(node: AST.TOMLArray, source: Source): TomlArray {
  const items = node.elements.map((element) => toValue(element, source));
  return { kind: 'array', items, ofTables: false, complete: true, span: toSpan(node, source.by) };
}

function toInlineTable(node: AST.TOMLInlineTable, source: Source): TomlTable {
  const draft = new DraftTable('header', toSpan(node, source.by));
  for (const pair of node.body) assign(draft, toAssignment(pair, source), 0);
  return settle(draft, true, 0);
}

function toString(node: AST.TOMLStringValue, source: Source): TomlString {
  const start = node.range[0];
  const long = source.strings.get(start);
  const end = long?.end ?? node.range[1];
  const value = long?.value ?? node.value;
  const quotes =
    source.original.startsWith(source.original.charAt(start).repeat(3), start) && end - start >= 6
      ? 3
      : 1;
  const verbatim = source.original.slice(start + quotes, end - quotes) === value;
  const contentSpan = { start: start + quotes + source.by, end: end - quotes + source.by };
  return {
    kind: 'string',
    value,
    span: { start: start + source.by, end: end + source.by },
    contentSpan,
    verbatim,
  };
}
