import type { BracketStyle } from '../print.ts';
import { nixAttrName, nixList } from '../print.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import type { AttrSet, Binary, Expr } from '../syntax.ts';
import type { Draft } from './draft.ts';
import type { EntryStyle, References } from './entry.ts';
import { renderItem, renderTerms } from './entry.ts';
import { appendElements, setContainer } from './insert.ts';
import { readListValue } from '../read/list-value.ts';
import type { Item } from './needed.ts';
import { indentOfLine, startsLine } from './style.ts';

/** How things are written where a list stands; differs by scope inside one entry (`with pkgs; [ … ]`). */
export type ReferencesAt = (scope: Scope) => References;

/** Adds items and build systems to the value of a list attribute. False where the value is not one that more can be added to. */
export function addToList(
  value: Closure,
  items: readonly Item[],
  resolved: readonly string[],
  refsAt: ReferencesAt,
  style: EntryStyle,
  draft: Draft,
  resolver: Resolver,
): boolean {
  const { file } = value.scope;
  const { list, resolved: set } = readListValue(value, resolver);
  const rest: Item[] = [];
  if (list === null) rest.push(...items);
  else if (items.length > 0) {
    const refs = refsAt(list.scope);
    const texts = items.map((item) => renderItem(item, refs, style.quoted));
    const { spaced } = style.brackets;
    draft.edit(file, ...appendElements(file.tree, list.expr, texts, draft.styleOf(file), spaced));
  }
  const names = set === null ? resolved : [];
  if (set !== null) addBindings(set.expr, set.scope, resolved, style, draft);
  if (rest.length + names.length === 0) return true;
  return addOperands(value, rest, names, refsAt, style, draft);
}

/** `setuptools = [ ];` in the set of a `resolveBuildSystem`, on its line if it is on one. */
function addBindings(
  set: AttrSet,
  scope: Scope,
  names: readonly string[],
  style: EntryStyle,
  draft: Draft,
): void {
  const { brackets } = style;
  for (const name of names)
    appendBinding(set, scope, `${nixAttrName(name)} = ${nixList([], brackets)};`, brackets, draft);
}

/** Adds one binding to a set: on its line, if all of the set is on one. */
export function appendBinding(
  set: AttrSet,
  { file }: Scope,
  binding: string,
  brackets: BracketStyle,
  draft: Draft,
): void {
  const container = setContainer(set);
  if (container === null) return;
  const { text } = file.tree;
  const last = set.bindings.at(-1);
  if (text.slice(set.open.start, container.close.start).includes('\n'))
    draft.append(file, set, container, binding);
  else if (last !== undefined) draft.insert(file, last.span.end, ` ${binding}`);
  else {
    const blank = brackets.spaced ? ' ' : '';
    const span = { start: set.open.end, end: container.close.start };
    draft.edit(file, { span, newText: `${blank}${binding}${blank}` });
  }
}

/** ` ++ [ … ]` behind the value. */
function addOperands(
  value: Closure,
  items: readonly Item[],
  names: readonly string[],
  refsAt: ReferencesAt,
  style: EntryStyle,
  draft: Draft,
): boolean {
  const { file } = value.scope;
  const { expr, scope } = innermostList(value);
  const closed = canTakeOperand(expr);
  if (closed === null) return false;
  const separator = operandSeparator(expr, file.tree.text);
  const terms = renderTerms(items, names, refsAt(scope), style).map(({ flat }) => separator + flat);
  if (closed === 'parenthesised') draft.insert(file, expr.span.start, '(');
  const end = closed === 'parenthesised' ? ')' : '';
  draft.insert(file, expr.span.end, end + terms.join(''));
  return true;
}

/** Behind the `with …;` of a value. */
function innermostList({ expr, scope }: Closure): Closure {
  if (expr.kind !== 'with') return { expr, scope };
  return innermostList({
    expr: expr.body,
    scope: { kind: 'with', file: scope.file, parent: scope, node: expr },
  });
}

/** Whether ` ++ …` can follow the expression as it is, or in parentheses; null where it is not a list. */
function canTakeOperand(expr: Expr): 'as-is' | 'parenthesised' | null {
  switch (expr.kind) {
    case 'list':
    case 'apply':
    case 'select':
    case 'identifier':
    case 'paren':
      return 'as-is';
    case 'binary':
      return expr.operator === '++' ? 'as-is' : null;
    case 'if':
    case 'let':
    case 'assert':
      return 'parenthesised';
    default:
      return null;
  }
}

/** ` ++ `, or on a line of its own where the operands before stand so. */
function operandSeparator(expr: Expr, text: string): string {
  const last = lastConcatenation(expr);
  if (last === null || !startsLine(text, last.operatorSpan.start)) return ' ++ ';
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return `${lineBreak}${indentOfLine(text, last.operatorSpan.start)}++ `;
}

function lastConcatenation(expr: Expr): Binary | null {
  if (expr.kind !== 'binary' || expr.operator !== '++') return null;
  return lastConcatenation(expr.right) ?? expr;
}
