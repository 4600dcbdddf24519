import type { Node, ParseError } from 'jsonc-parser';
import {
  applyEdits,
  createScanner,
  modify,
  parse,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Span } from '../text.ts';

export type { Node as JsonNode } from 'jsonc-parser';

/** A JSON text with positions, valid or not. */
export interface JsonDocument {
  readonly text: string;
  /** Null where there is nothing to read. */
  readonly root: Node | null;
  readonly valid: boolean;
  /** Whether it has the markers of a merge conflict: then of what stands there twice neither counts. */
  readonly hasConflict: boolean;
  /** What is wrong first; what follows is mostly its consequence. Null where nothing is. */
  readonly error: { readonly message: string; readonly span: Span } | null;
}

/** The library's parser calls itself for each level; no lock is nearly as deep. */
const MAX_DEPTH = 200;

/** Reads JSON (no comments, no trailing commas) as far as it can be read. Never throws. */
export function readJson(text: string): JsonDocument {
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const deep = tooDeepAt(source);
  if (deep !== null) {
    const message = `nested deeper than ${MAX_DEPTH} levels`;
    const error = { message, span: spanOf({ offset: deep, length: 1 }) };
    return { text, root: null, valid: false, hasConflict: false, error };
  }
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { disallowComments: true }) ?? null;
  const [first] = errors;
  const conflict = first === undefined ? null : conflictIn(text);
  const wrong = first === undefined ? null : { message: messageOf(first), span: spanOf(first) };
  return {
    text,
    root,
    valid: root !== null && errors.length === 0,
    hasConflict: conflict !== null,
    error: conflict === null ? wrong : { message: IN_CONFLICT, span: conflict },
  };
}

const IN_CONFLICT =
  'a merge conflict is open here; keep one side and delete the marker lines, or lock again';

/** The first line that only Git writes. In valid JSON there is none: a string has no line break. */
function conflictIn(text: string): Span | null {
  const found = /^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$/m.exec(text);
  return found === null ? null : { start: found.index, end: found.index + found[0].length };
}

/** From the smallest value around an offset to the whole text's. */
export function nodesAround({ root }: JsonDocument, offset: number): readonly Span[] {
  const spans: Span[] = [];
  let node: Node | undefined = root ?? undefined;
  while (node !== undefined) {
    spans.push(spanOf(node));
    node = node.children?.find(
      (child) => child.offset <= offset && offset <= child.offset + child.length,
    );
  }
  return spans.toReversed();
}

/** The members of the whole object, keys included. */
export function memberSpans({ root }: JsonDocument): readonly Span[] {
  return (root?.type === 'object' ? (root.children ?? []) : []).map(spanOf);
}

/** `ValueExpected` as `value expected`. */
function messageOf({ error }: ParseError): string {
  const words = printParseErrorCode(error).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return words.toLowerCase();
}

export function spanOf({ offset, length }: { offset: number; length: number }): Span {
  return { start: offset, end: offset + length };
}

/** The members of an object, of a key that stands there twice the last, as Python reads it; none for anything else. */
export function membersOf(node: Node | null | undefined): ReadonlyMap<string, JsonMember> {
  const members = new Map<string, JsonMember>();
  for (const property of node?.type === 'object' ? (node.children ?? []) : []) {
    const [key, value] = property.children ?? [];
    if (key !== undefined && typeof key.value === 'string' && value !== undefined)
      members.set(key.value, { key, value });
  }
  return members;
}

export interface JsonMember {
  readonly key: Node;
  readonly value: Node;
}

/** Null for anything that is not a string. */
export function stringOf(node: Node | null | undefined): string | null {
  const value: unknown = node?.type === 'string' ? node.value : null;
  return typeof value === 'string' ? value : null;
}

/** The strings of an array; what is not a string is left out. */
export function stringsOf(node: Node | null | undefined): readonly string[] {
  const items = node?.type === 'array' ? (node.children ?? []) : [];
  return items.map(stringOf).filter((text) => text !== null);
}

/** Where something stands in a JSON value: keys and indices from the outside. */
export type JsonPath = readonly (string | number)[];

/** The value of a settings file, which may have comments and commas behind the last; undefined where it is not valid. */
export function readSettings(text: string): unknown {
  if (tooDeepAt(text) !== null) return undefined;
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  return errors.length === 0 ? value : undefined;
}

/**
 * The text of a settings file with a value put at a path, which has none yet: comments and layout stay, and what is new
 * is indented as the first line that is. It becomes the first of its object or list (of that with a path that ends with 0):
 * behind the last one it would come between that and its comment.
 */
export function withSetting(text: string, path: JsonPath, value: unknown): string {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  const isArrayInsertion = path.at(-1) === 0;
  const options = { formattingOptions, isArrayInsertion, getInsertionIndex: () => 0 };
  return applyEdits(text, modify(text, [...path], value, options));
}

/** The bracket that is more than is read; null for all that anybody writes. */
function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    scanner.scan();
    const first = text[scanner.getTokenOffset()];
    if (first === undefined) return null;
    if (first === '{' || first === '[') depth += 1;
    else if (first === '}' || first === ']') depth -= 1;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
}
