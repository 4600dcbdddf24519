import type { AttrSet, Expr, NixTree } from '../syntax.ts';
import { parentOf, unwrap } from '../tree.ts';
import type { Scope } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { Addition, Chain, NewAttribute, SharedBinding } from './addition.ts';
import type { Draft } from './draft.ts';
import { indent } from './entry.ts';
import { renderPackage } from './package-entry.ts';
import type { OverlayStyle } from './entry-style.ts';
import { freshStyle, styleIn } from './entry-style.ts';
import { formalsOf } from './formals.ts';
import { letContainer, listContainer, setContainer } from './insert.ts';
import { neededFor } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import type { PackageRequest, PlaceContext } from './place-request.ts';
import { freshNames, isInsidePackages, packagesName, referencesIn } from './references.ts';
import { indentOfLine } from './style.ts';

const EDITED: Outcome = { kind: 'edited' };

/** Adds one overlay for all `requests` behind those of the chain. */
export function addOverlay(
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): Outcome {
  const { addition } = chain;
  if (addition === null) return refused('form', 'no overlay is in reach');
  switch (addition.kind) {
    case 'attribute':
      return addNewAttribute(addition, chain, requests, context);
    case 'shared':
      return addShared(addition, chain, requests, context);
    case 'element':
      return addElement(addition, chain, requests, context);
    case 'extend':
      return addExtension(addition, chain, requests, context);
    case 'concat':
      return addConcatenation(addition, chain, requests, context);
    case 'list':
      return addList(addition, chain, requests, context);
    case 'compose':
      return addComposition(addition, chain, requests, context);
    case 'interpreter':
      return addPackageOverrides(addition, chain, requests, context);
  }
}

type AdditionOf<K extends Addition['kind']> = Extract<Addition, { kind: K }>;

/** `final: prev: { … }` with LF, from column 0. */
function renderOverlay(
  scope: Scope,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): string {
  const { draft, packages } = context;
  const names = freshNames(scope);
  const { unit } = draft.styleOf(scope.file);
  const entries = requests.map((request) => {
    const style = styleFor(chain, scope, unit, context);
    const addFormal = formalsOf(scope, context.resolver, draft);
    const refs = referencesIn(scope, names, style.old, context.resolver, packages, addFormal);
    const needed = neededFor(request, context.dialect, style.toolList);
    return renderPackage(context.dialect, request.package, needed, refs, style.entry);
  });
  return `${names.final}: ${names.prev}: {\n${indent(entries.join('\n'), unit)}\n}`;
}

/** Like the user's other overlays in the chain, if there are any. */
function styleFor(
  { layers }: Chain,
  { file }: Scope,
  unit: string,
  { dialect, resolver, styles }: PlaceContext,
): OverlayStyle {
  const own = layers.flatMap(({ overlay }) => (overlay?.scope.file === file ? [overlay] : []));
  const last = own.at(-1);
  return last === undefined
    ? freshStyle(dialect, file, unit)
    : styleIn(dialect, last, unit, resolver, styles);
}

/** Attributes that people keep at the end. */
const TRAILING: ReadonlySet<string> = new Set(['meta', 'passthru']);

function addNewAttribute(
  { set, scope, name, valueOf, also }: NewAttribute,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): Outcome {
  const { draft } = context;
  const { unit } = draft.styleOf(scope.file);
  const value = valueOf(renderOverlay(scope, chain, requests, context), unit);
  if (!addAttribute(set, scope, `${name} = ${value};`, draft))
    return refused('invalid-nix', 'the arguments are not closed');
  for (const { file, edit } of also) draft.edit(file, edit);
  return EDITED;
}

/** Adds an attribute behind the others, before `meta` and the like. */
function addAttribute(set: AttrSet, scope: Scope, block: string, draft: Draft): boolean {
  const container = setContainer(set);
  if (container === null) return false;
  const index = set.bindings.findLastIndex((item) => {
    const [first] = item.kind === 'binding' ? item.path.names : [];
    return !TRAILING.has((first && attrNameText(first, scope)) ?? '');
  });
  const after = set.bindings[index]?.span;
  const isLast = after === undefined || index === set.bindings.length - 1;
  draft.append(scope.file, set, isLast ? container : { ...container, after }, block);
  return true;
}

/** `overrides = …;` in the `let`, and `inherit overrides;` in every call. */
function addShared(
  { home, name, valueOf, also, arguments: calls }: SharedBinding,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): Outcome {
  const { draft } = context;
  const container = home.node.kind === 'let' ? letContainer(home.node) : null;
  if (container === null) return refused('invalid-nix', 'the ‘let’ around the calls is not closed');
  const { unit } = draft.styleOf(home.file);
  const value = valueOf(renderOverlay(home, chain, requests, context), unit);
  draft.append(home.file, home.node, container, `${name} = ${value};`);
  for (const { set, scope } of calls)
    addAttribute(
      set,
      scope,
      name === 'overrides' ? 'inherit overrides;' : `overrides = ${name};`,
      draft,
    );
  for (const { file, edit } of also) draft.edit(file, edit);
  return EDITED;
}

function addElement(
  { list, scope }: AdditionOf<'element'>,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): Outcome {
  const container = listContainer(list);
  if (container === null) return refused('invalid-nix', 'the list of overlays is not closed');
  const element = `(${renderOverlay(scope, chain, requests, context)})`;
  context.draft.append(scope.file, list, container, element);
  return EDITED;
}

function addExtension(
  { expr, scope }: AdditionOf<'extend'>,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): Outcome {
  const overlay = renderOverlay(scope, chain, requests, context);
  const [open, close] = isAtom(expr) ? ['', ''] : ['(', ')'];
  const text = reindent(`${close}.extend (${overlay})`, expr, scope, context);
  surround(expr, scope, open, text, context);
  return EDITED;
}

/**
 * `withDefaults f` → `withDefaults f ++ [ … ]`: what it returns is a list, and the defaults stand in it. Where `f` is
 * empty, `defaultPoetryOverrides.extend f` instead.
 */
function addConcatenation(
  { expr, scope }: AdditionOf<'concat'>,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): Outcome {
  const { draft } = context;
  const { unit } = draft.styleOf(scope.file);
  const emptied = replaceEmptyDefaults(expr, scope, chain, requests, context);
  if (emptied) return EDITED;
  const overlay = `(${renderOverlay(scope, chain, requests, context)})`;
  const text = reindent(` ++ [\n${indent(overlay, unit)}\n]`, expr, scope, context);
  surround(expr, scope, '', text, context);
  return EDITED;
}

function replaceEmptyDefaults(
  expr: Expr,
  scope: Scope,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): boolean {
  const { draft } = context;
  const [layer, ...more] = chain.layers.filter(({ kind }) => kind !== 'defaults');
  const overlay = layer?.overlay ?? null;
  if (overlay?.parameters == null || more.length > 0 || expr.kind !== 'apply') return false;
  const { body } = overlay;
  if (body.expr.kind !== 'attrs' || body.expr.bindings.length > 0) return false;
  const isInline =
    expr.arg.span.start <= body.expr.span.start && body.expr.span.end <= expr.arg.span.end;
  const fn = unwrap(expr.fn);
  if (!isInline || fn.kind !== 'select' || overlay.scope.file !== scope.file) return false;
  const [beforeLast, last] = fn.path.names.slice(-2);
  if (beforeLast === undefined || last === undefined) return false;
  const texts = [beforeLast, last].map((name) => attrNameText(name, scope));
  if (texts.join('.') !== 'overrides.withDefaults') return false;
  const container = setContainer(body.expr);
  if (container === null) return false;
  const span = { start: beforeLast.span.start, end: last.span.end };
  draft.edit(scope.file, { span, newText: 'defaultPoetryOverrides.extend' });
  const names = {
    final: overlay.parameters.final.name,
    prev: overlay.parameters.prev.name,
  };
  const { unit } = draft.styleOf(scope.file);
  for (const request of requests) {
    const style = styleFor(chain, scope, unit, context);
    const refs = referencesIn(overlay.scope, names, style.old, context.resolver, context.packages);
    const needed = neededFor(request, context.dialect, style.toolList);
    draft.append(
      scope.file,
      body.expr,
      container,
      renderPackage(context.dialect, request.package, needed, refs, style.entry),
    );
  }
  return true;
}

/** `overlay` → `[ overlay … ]`, where a list is taken as well. */
function addList(
  { expr, scope }: AdditionOf<'list'>,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): Outcome {
  surroundInList('', expr, scope, chain, requests, context);
  return EDITED;
}

/** `overlay` → `(lib.composeManyExtensions [ overlay … ])` */
function addComposition(
  { expr, scope }: AdditionOf<'compose'>,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): Outcome {
  const { packages, resolver } = context;
  const reachable =
    packagesName(scope, resolver, packages) !== null || isInsidePackages(scope, resolver);
  const { lib } = referencesIn(scope, freshNames(scope), 'old', resolver, packages);
  if (lib !== 'lib' && !reachable)
    return refused('out-of-reach', '‘lib.composeManyExtensions’ is not in reach of the overlay');
  surroundInList(`${lib}.composeManyExtensions `, expr, scope, chain, requests, context);
  return EDITED;
}

/** Puts an expression and a new overlay behind it into a list, which stands behind `head`. */
function surroundInList(
  head: string,
  expr: Expr,
  scope: Scope,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): void {
  const { newline, unit } = context.draft.styleOf(scope.file);
  const base = indentOfLine(scope.file.tree.text, expr.span.start);
  const overlay = `(${renderOverlay(scope, chain, requests, context)})`;
  const [open, close] = isAtom(expr) ? ['', ''] : ['(', ')'];
  const before = `${head}[${newline}${base}${unit}${open}`;
  const after = `${close}\n${indent(overlay, unit)}\n]`;
  surround(expr, scope, before, reindent(after, expr, scope, context), context);
}

/** Whether the expression can be selected from, or be an element, as it is. */
function isAtom({ kind }: Expr): boolean {
  return kind === 'identifier' || kind === 'select' || kind === 'paren';
}

function addPackageOverrides(
  { expr, end, scope }: AdditionOf<'interpreter'>,
  chain: Chain,
  requests: readonly PackageRequest[],
  context: PlaceContext,
): Outcome {
  const { draft } = context;
  const { unit } = draft.styleOf(scope.file);
  const overlay = renderOverlay(scope, chain, requests, context);
  const argument = indent(`packageOverrides = ${overlay};`, unit);
  const text = reindent(`.override {\n${argument}\n}`, expr, scope, context);
  if (end === expr.span.end) surround(expr, scope, '', text, context);
  else {
    draft.insert(scope.file, expr.span.start, '(');
    draft.insert(scope.file, end, `${text})`);
  }
  return EDITED;
}

/** `text` (LF) with its later lines indented like the line that `expr` starts on. */
function reindent(text: string, expr: Expr, { file }: Scope, { draft }: PlaceContext): string {
  const base = indentOfLine(file.tree.text, expr.span.start);
  const [first = '', ...rest] = text.split('\n');
  const { newline } = draft.styleOf(file);
  return [first, ...rest.map((line) => (line === '' ? '' : base + line))].join(newline);
}

/** Puts text before and after an expression, in parentheses where it is an argument or an element. */
function surround(
  expr: Expr,
  { file }: Scope,
  before: string,
  after: string,
  { draft }: PlaceContext,
): void {
  const [open, close] = needsParentheses(file.tree, expr) ? ['(', ')'] : ['', ''];
  if (open + before !== '') draft.insert(file, expr.span.start, open + before);
  draft.insert(file, expr.span.end, after + close);
}

function needsParentheses(tree: NixTree, expr: Expr): boolean {
  const parent = parentOf(tree, expr);
  if (parent === null) return false;
  switch (parent.kind) {
    case 'apply':
    case 'list':
    case 'select':
    case 'has-attr':
    case 'unary':
      return true;
    case 'binary':
      return parent.operator !== '++';
    default:
      return false;
  }
}
