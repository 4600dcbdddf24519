import type { TextEdit } from '../../text.ts';
import { enumeration } from '../../words.ts';
import type { TargetUse } from '../model.ts';
import type { ReadLayer } from '../read/layers.ts';
import { lastMaking } from '../read/layers.ts';
import type { UseReading } from '../read/context.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Expr, ListExpr } from '../syntax.ts';
import { parentOf } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { withoutRepetition } from './model.ts';

/**
 * Overlays that run before the one that makes the packages of the lock: that one does not look at what there was, so
 * that what they do to a package among `locked` (PEP 503 names) is lost without an error. What they do to others, build
 * back ends above all, stays.
 *
 * @param own the uses that build from that lock.
 */
export function findOverlayBeforeLock(
  { uses }: NixAnalysis,
  locked: { has(name: string): boolean },
  own: readonly TargetUse[],
): readonly NixMistake[] {
  return withoutRepetition(
    uses.filter(({ use }) => own.includes(use)).flatMap((use) => inUse(use, locked)),
  );
}

function inUse(
  { layers }: UseReading,
  locked: { has(name: string): boolean },
): readonly NixMistake[] {
  const at = lastMaking(layers);
  const lock = layers[at];
  if (lock === undefined) return [];
  const lost = layers.slice(0, at).flatMap((layer) => {
    if (layer.kind !== 'function') return [];
    const names = namesIn(layer).filter((name) => locked.has(name));
    return names.length === 0 ? [] : [{ written: layer.written, names }];
  });
  return lost.map(({ written, names }) => ({
    file: written.scope.file.path,
    span: markOf(written),
    message: `The overlay of the lock runs behind this one and makes ${enumeration([...new Set(names)])} anew: what is done to ${names.length === 1 ? 'it' : 'them'} here is lost.`,
    package: names.length === 1 ? (names[0] ?? null) : null,
    fix: moveBehind(written, lost, lock.closure),
  }));
}

function namesIn({ overlay }: ReadLayer): readonly string[] {
  return (overlay?.packages ?? []).map(({ entry }) => entry.normalized);
}

/** An overlay that is written there is long: its parameter stands for it. */
function markOf({ expr }: Closure): Expr['span'] {
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.expr;
  return inner.kind === 'lambda' ? inner.parameter.span : expr.span;
}

/**
 * Puts the overlay, and what else of the same list is lost, behind that of the lock, in the order that they have; null
 * where they do not stand in one list, nor side by side in one `composeExtensions`.
 */
function moveBehind(
  written: Closure,
  lost: readonly { readonly written: Closure }[],
  lock: Closure,
): NixMistake['fix'] {
  const edits = exchangeOperands(written, lock) ?? moveInList(written, lost, lock);
  return edits === null ? null : { title: 'Move it behind the overlay of the lock', edits };
}

/** `composeExtensions own lock`. */
function exchangeOperands(written: Closure, lock: Closure): readonly TextEdit[] | null {
  const { tree } = written.scope.file;
  if (tree !== lock.scope.file.tree) return null;
  const partial = parentOf(tree, written.expr);
  const call =
    partial?.kind === 'apply' && partial.arg === written.expr ? parentOf(tree, partial) : null;
  if (call?.kind !== 'apply' || call.fn !== partial || call.arg !== lock.expr) return null;
  const textOf = ({ span }: Expr): string => tree.text.slice(span.start, span.end);
  return [
    { span: written.expr.span, newText: textOf(call.arg) },
    { span: call.arg.span, newText: textOf(written.expr) },
  ];
}

function moveInList(
  written: Closure,
  lost: readonly { readonly written: Closure }[],
  lock: Closure,
): readonly TextEdit[] | null {
  const own = elementOf(written);
  const behind = elementOf(lock);
  if (own === null || behind === null || own.list !== behind.list) return null;
  const { text } = written.scope.file.tree;
  const { elements } = own.list;
  const moved = elements.filter((element) =>
    lost.some((each) => elementOf(each.written)?.element === element),
  );
  const edits: TextEdit[] = [];
  let added = '';
  for (const element of moved) {
    const next = elements[elements.indexOf(element) + 1];
    if (next === undefined) return null;
    const between = text.slice(element.span.end, next.span.start);
    // A comment belongs to what it stands beside.
    if (between.trim() !== '') return null;
    edits.push({ span: { start: element.span.start, end: next.span.start }, newText: '' });
    added += between + text.slice(element.span.start, element.span.end);
  }
  const { end } = behind.element.span;
  return [...edits, { span: { start: end, end }, newText: added }];
}

/** The list that an overlay is written in, and its element there, alone or as part of it. */
function elementOf({
  expr,
  scope,
}: Closure): { readonly list: ListExpr; readonly element: Expr } | null {
  const { tree } = scope.file;
  let element = expr;
  for (let at = parentOf(tree, expr); at !== null; at = parentOf(tree, at)) {
    if (at.kind === 'list') return { list: at, element };
    if (at.kind !== 'paren') return null;
    element = at;
  }
  return null;
}
