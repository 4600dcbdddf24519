import type { Span, TextEdit } from '../../../text.ts';
import type { Expr, Node } from '../../syntax.ts';
import { binderOf, freeNames } from './bound-names.ts';
import type { DestinationNix } from './destination.ts';
import { indentAt, indented } from './flake.ts';
import { isInside } from './leftovers.ts';
import type { ReadCall } from './read-call.ts';
import type { NixMoveRequest } from './model.ts';

/** What calls read, as bindings of a `let`. */
export interface SharedBindings {
  /** Whole statements from column 0. */
  readonly bindings: readonly string[];
  /** What they take from around them. */
  readonly needs: ReadonlySet<string>;
  /** What `pkgs` has to be where it is not bound so. */
  readonly packages: string;
}

/** What calls of the same settings read; `prefix` stands before the flake's names of its inputs, null where the file has none. */
export function sharedBindings(
  calls: readonly ReadCall[],
  request: NixMoveRequest,
  destination: DestinationNix,
  prefix: string | null,
): SharedBindings {
  const packages = calls[0]?.packages ?? 'pkgs';
  const bindings = [
    ...(prefix === null ? destination.fetched : []),
    ...destination.bindings(calls, request, prefix ?? ''),
  ];
  const needs = new Set([
    ...freeNames(`{ pkgs }: let\n${bindings.join('\n')}\nin null`),
    ...freeNames(packages),
  ]);
  // The flake's outputs are given these.
  if (prefix === '') for (const { name } of destination.inputs) needs.delete(name);
  return { bindings, needs, packages };
}

type LetIn = Extract<Expr, { readonly kind: 'let' }>;

/** The innermost `let` around all calls in which everything is known that the set takes from around it. */
export function homeOf(
  { needs, packages }: SharedBindings,
  calls: readonly ReadCall[],
  text: string,
): LetIn | null {
  const [first] = calls;
  if (first === undefined) return null;
  const names = [...needs, ...(packages === 'pkgs' ? ['pkgs'] : [])];
  for (const [index, node] of [...first.path.entries()].toReversed()) {
    if (node.kind !== 'let' || !isAroundAll(node, calls)) continue;
    const isKnown = (name: string): boolean =>
      calls.every(({ path }) => {
        const binder = binderOf(path, name, text);
        return binder !== -1 && binder <= index && path[binder] === first.path[binder];
      });
    if (names.every(isKnown) && (packages === 'pkgs' || isUnbound('pkgs', calls, text)))
      return node;
  }
  return null;
}

function isAroundAll(node: Node, calls: readonly ReadCall[]): boolean {
  return calls.every(({ path, whole }) => path.includes(node) && isInside(whole, node.span));
}

/** Whether a name means nothing yet where calls stand. */
export function isUnbound(name: string, calls: readonly ReadCall[], text: string): boolean {
  return calls.every(({ path }) => binderOf(path, name, text) === -1);
}

/** The bindings of a set, where `pkgs` is not bound yet with that of it before them. */
export function withPackages({ bindings, packages }: SharedBindings): readonly string[] {
  return packages === 'pkgs' ? bindings : [`pkgs = ${packages};`, ...bindings];
}

/** Behind the last binding of a `let` that stays. */
export function bindingsEdit(
  home: LetIn,
  set: readonly string[],
  text: string,
  removed: readonly Span[],
): TextEdit {
  const last = home.bindings.findLast((each) => !removed.some((span) => isInside(each.span, span)));
  const at = last?.span.end ?? home.span.start + 'let'.length;
  const indent =
    last === undefined ? `${indentAt(text, home.span.start)}  ` : indentAt(text, last.span.start);
  const written = set.map((each) => `\n${indent}${indented(each, indent)}`).join('');
  return { span: { start: at, end: at }, newText: written };
}
