import type { Span, TextEdit } from '../../text.ts';
import type { NixFiles } from '../model.ts';
import { parseNix } from '../parse.ts';
import { stringValue } from '../parser/strings.ts';
import { nixString } from '../print.ts';
import type { Apply, Expr, ListExpr, NixTree } from '../syntax.ts';
import { parentOf, unwrap, walk } from '../tree.ts';
import { appendElements } from './insert.ts';
import { indentOfLine, readFileStyle } from './style.ts';

/** A file that two packages of a virtual environment have, and not the same. */
export interface Collision {
  /** The environment as its derivation is called, the first argument of `mkVirtualEnv`. */
  readonly environment: string;
  /** The path of the file inside of the environment. */
  readonly path: string;
}

/**
 * The edits by which an environment takes the first of the files: `venvIgnoreCollisions` of the `mkVirtualEnv` that makes
 * it. Null unless exactly one call can be meant, for a path that is there already, and for one that the builder, which
 * hands it on to a shell without quotes, could read as something else.
 *
 * Source: pyproject.nix, build/packages.nix and build/hooks/make-venv.
 */
export function planIgnoredCollision(
  files: NixFiles,
  { environment, path }: Collision,
): { readonly file: string; readonly edits: readonly TextEdit[] } | null {
  if (!PATH.test(path) || path.split('/').includes('..')) return null;
  const calls = environmentCalls(files);
  const named = calls.filter(({ name }) => name === environment);
  const [only, ...more] = named.length > 0 ? named : calls.filter(({ name }) => name === null);
  if (only === undefined || more.length > 0) return null;
  const edits = editsOf(only, path);
  return edits === null ? null : { file: only.file, edits };
}

/** A `mkVirtualEnv name spec`. */
export interface EnvironmentCall {
  readonly file: string;
  readonly tree: NixTree;
  readonly call: Apply;
  /** Null where it is not written as a string. */
  readonly name: string | null;
  /** Of the name. */
  readonly span: Span;
}

export function environmentCalls(files: NixFiles): readonly EnvironmentCall[] {
  const found: EnvironmentCall[] = [];
  for (const [file, text] of files) {
    if (!text.includes(MAKER)) continue;
    const tree = parseNix(text);
    if (tree.root === null || tree.errors.length > 0) continue;
    walk(tree.root, (node) => {
      if (node.kind !== 'apply' || node.fn.kind !== 'apply' || !isMaker(node.fn.fn)) return;
      const { arg } = node.fn;
      const name = arg.kind === 'string' ? stringValue(arg, text) : null;
      // The function of that name that a script has takes a set.
      if (arg.kind !== 'attrs') found.push({ file, tree, call: node, name, span: arg.span });
    });
  }
  return found;
}

const MAKER = 'mkVirtualEnv';
const ATTRIBUTE = 'venvIgnoreCollisions';
const PATH = /^[A-Za-z0-9_.+@][\w.+@/-]{0,200}$/;

function isMaker(fn: Expr): boolean {
  if (fn.kind === 'identifier') return fn.name === MAKER;
  const last = fn.kind === 'select' ? fn.path.names.at(-1) : undefined;
  return last?.kind === 'identifier' && last.name === MAKER;
}

function editsOf({ tree, call }: EnvironmentCall, path: string): readonly TextEdit[] | null {
  let whole = call;
  for (let next = overrideOf(tree, whole); next !== null; next = overrideOf(tree, whole)) {
    whole = next;
    const list = ignoredIn(whole.arg);
    if (list === null) continue;
    const isThere = list.elements.some(
      (each) => each.kind === 'string' && stringValue(each, tree.text) === path,
    );
    return isThere
      ? null
      : appendElements(tree, list, [nixString(path)], readFileStyle(tree), true);
  }
  const parent = parentOf(tree, whole);
  // Of a call that takes more, the end is elsewhere.
  if (parent?.kind === 'apply' && parent.fn === whole) return null;
  const { start, end } = whole.span;
  const { text } = tree;
  const indent = indentOfLine(text, start);
  const { unit, newline } = readFileStyle(tree);
  const binding = `${ATTRIBUTE} = (old.${ATTRIBUTE} or [ ]) ++ [ ${nixString(path)} ];`;
  return [
    { span: { start, end: start }, newText: '(' },
    {
      span: { start: end, end },
      newText: `).overrideAttrs (old: {${newline}${indent}${unit}${binding}${newline}${indent}})`,
    },
  ];
}

/** The `(expr).overrideAttrs f` that is made of an expression; null where none is. */
function overrideOf(tree: NixTree, expr: Expr): Apply | null {
  const paren = parentOf(tree, expr);
  const select = paren?.kind === 'paren' ? parentOf(tree, paren) : null;
  if (select?.kind !== 'select' || select.target !== paren || select.path.names.length !== 1)
    return null;
  const [name] = select.path.names;
  const apply = parentOf(tree, select);
  const isOverride = name?.kind === 'identifier' && name.name === 'overrideAttrs';
  return isOverride && apply?.kind === 'apply' && apply.fn === select ? apply : null;
}

/** The list that a function `old: { … }` ends the attribute with; null where it sets none, or in another way. */
function ignoredIn(fn: Expr): ListExpr | null {
  let body = unwrap(fn);
  while (body.kind === 'lambda') body = unwrap(body.body);
  if (body.kind !== 'attrs') return null;
  for (const each of body.bindings) {
    const [name, ...rest] = each.kind === 'binding' ? each.path.names : [];
    if (each.kind !== 'binding' || name?.kind !== 'identifier' || rest.length > 0) continue;
    if (name.name !== ATTRIBUTE) continue;
    const value = unwrap(each.value);
    if (value.kind === 'list') return value;
    const right = value.kind === 'binary' && value.operator === '++' ? unwrap(value.right) : null;
    return right?.kind === 'list' ? right : null;
  }
  return null;
}
