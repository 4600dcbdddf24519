import type { Span } from '../../../text.ts';
import { parseNix } from '../../parse.ts';
import type { AttrSet, Binding, Expr, Lambda, Node } from '../../syntax.ts';
import { unwrap } from '../../tree.ts';
import { freeNames } from './bound-names.ts';
import { pathTo } from './flake.ts';
import { nodesOf } from './leftovers.ts';

/** What an entry of an overlay sets beside its lists, with the names of the new overlay. */
export interface OverrideAttributes {
  /** `postPatch = "…";`, for `overrideAttrs (old: { … })` in an overlay of `final: prev:`. */
  readonly attributes: readonly string[];
  /** Names of attributes that cannot stand there. */
  readonly left: readonly string[];
}

/**
 * The attributes of `x = prev.x.overridePythonAttrs (old: { … });`, without those named in `read`; null where the
 * entry is of another form. What one takes from around it other than `pkgs` and `lib` keeps it out.
 */
export function overrideAttributes(
  text: string,
  span: Span,
  read: ReadonlySet<string>,
  names: readonly string[],
): OverrideAttributes | null {
  const { root } = parseNix(text);
  if (root === null) return null;
  const path = pathTo(root, span);
  const binding = path.at(-1);
  if (binding?.kind !== 'binding') return null;
  const body = bodyOf(binding);
  if (body === null) return null;
  const [final, prev] = overlayNames(path, text);
  const renamed = new Map([
    [final, 'final'],
    [prev, 'prev'],
    ...(body.old === null ? [] : [[body.old, 'old'] as const]),
    ['lib', 'pkgs.lib'],
  ]);
  const attributes: string[] = [];
  const left: string[] = [];
  for (const each of body.set.bindings) {
    const name =
      each.kind === 'binding' ? text.slice(each.path.span.start, each.path.span.end) : '';
    if (read.has(name)) continue;
    const isWanted = names.includes(name.split('.')[0] ?? '');
    const written = renamedText(each, text, renamed);
    const isKnown = [...freeNames(`{ final, prev, old, pkgs }: { ${written} }`)].length === 0;
    // Blanks at the start of its lines are part of a string in plain quotes.
    const isMovable = !nodesOf(each).some(
      (node) => node.kind === 'string' && node.style === 'quoted' && isOverLines(node, text),
    );
    const isPlain = body.set.form === 'plain' && isMovable;
    if (each.kind === 'binding' && isWanted && isKnown && isPlain)
      attributes.push(withoutIndent(written));
    else left.push(name === '' ? 'inherit' : name);
  }
  return { attributes, left };
}

function isOverLines({ span }: Node, text: string): boolean {
  return text.slice(span.start, span.end).includes('\n');
}

/**
 * The entry itself, with the names of an overlay of `final: prev:`, for a set of packages that has the same functions;
 * null where it takes more from around it than `pkgs` and `lib`.
 */
export function renamedEntry(text: string, span: Span): string | null {
  const { root } = parseNix(text);
  const path = root === null ? [] : pathTo(root, span);
  const binding = path.at(-1);
  if (binding?.kind !== 'binding') return null;
  const [final, prev] = overlayNames(path, text);
  const names = new Map([
    [final, 'final'],
    [prev, 'prev'],
    ['lib', 'pkgs.lib'],
  ]);
  const written = renamedText(binding, text, names);
  const isMovable = !nodesOf(binding).some(
    (node) => node.kind === 'string' && node.style === 'quoted' && isOverLines(node, text),
  );
  if (!isMovable || freeNames(`{ final, prev, pkgs }: { ${written} }`).size > 0) return null;
  return withoutIndent(written);
}

/** `(old: { … })` of the last function of the value. */
function bodyOf({ value }: Binding): { readonly set: AttrSet; readonly old: string | null } | null {
  const call = unwrap(value);
  if (call.kind !== 'apply') return null;
  const argument = unwrap(call.arg);
  if (argument.kind === 'attrs') return { set: argument, old: null };
  if (argument.kind !== 'lambda' || argument.parameter.kind !== 'name-parameter') return null;
  const body: Expr = unwrap(argument.body);
  return body.kind === 'attrs' ? { set: body, old: argument.parameter.name.name } : null;
}

/** The parameters of the overlay around an entry: of two functions one in the other, the innermost. */
function overlayNames(path: readonly Node[], text: string): readonly [string, string] {
  const outer = path.findLast(
    (node): node is Lambda =>
      node.kind === 'lambda' &&
      node.parameter.kind === 'name-parameter' &&
      node.body.kind === 'lambda' &&
      node.body.parameter.kind === 'name-parameter',
  );
  if (outer?.body.kind !== 'lambda') return ['final', 'prev'];
  const nameOf = ({ span }: Node): string => text.slice(span.start, span.end);
  return [nameOf(outer.parameter), nameOf(outer.body.parameter)];
}

function renamedText(node: Node, text: string, names: ReadonlyMap<string, string>): string {
  let written = '';
  let at = node.span.start;
  const attributeNames = new Set(
    nodesOf(node).flatMap((each) =>
      each.kind === 'attr-path' ? each.names.map(({ span }) => span.start) : [],
    ),
  );
  for (const each of nodesOf(node)) {
    if (each.kind !== 'identifier' || attributeNames.has(each.span.start)) continue;
    const name = names.get(each.name);
    if (name === undefined || each.span.start < at) continue;
    written += text.slice(at, each.span.start) + name;
    at = each.span.end;
  }
  return written + text.slice(at, node.span.end);
}

/** Lines below the first, moved to the left by what they all have. Strings of several lines lose the same of each line. */
function withoutIndent(text: string): string {
  const [first = '', ...rest] = text.split(/\r?\n/);
  const indents = rest
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  return [first, ...rest.map((line) => line.slice(least))].join('\n');
}
