import { normalizeName } from '../../python/names.ts';
import type { BracketStyle } from '../print.ts';
import { nixAttrName, nixList, nixString } from '../print.ts';
import { requestedBuildSystems, requestedInputs } from '../request.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { attrNameText, isBound } from '../resolve/scope.ts';
import type { Binding } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Draft } from './draft.ts';
import { renderItem } from './entry.ts';
import type { ReferencesAt } from './extend-list.ts';
import { appendBinding } from './extend-list.ts';
import { appendElements, setContainer } from './insert.ts';
import { holds, readListValue } from '../read/list-value.ts';
import type { Item } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { behind, refused } from './outcome.ts';
import type { PackageRequest, PlaceContext } from './place-request.ts';
import { packagesName } from './references.ts';
import { indentOfLine, readBrackets, startsLine } from './style.ts';
import type { Table, TableRow } from '../read/table.ts';
import { inheritsRow, rowOf } from '../read/table.ts';

/** Whether a row can say all that is asked for: build tools, and libraries where the function tells them apart. */
export function canHold(
  table: Table,
  request: PackageRequest,
  final: string,
  { packages, resolver }: Pick<PlaceContext, 'packages' | 'resolver'>,
): boolean {
  const wanted = itemsOf(request);
  const areAll = request.needs.length === wanted.length;
  const inputs = wanted.filter(({ from }) => from === 'nixpkgs');
  const buildSystems = wanted.filter(({ from }) => from === 'python');
  const libraries =
    inputs.length === 0 ||
    (table.takesDerivations &&
      table.list === 'buildInputs' &&
      packagesName(table.scope, resolver, packages) !== null);
  const tools =
    table.form !== 'packages' || buildSystems.length === 0 || isBound(final, table.scope);
  return areAll && libraries && tools && wanted.length > 0;
}

/** Puts the request into the package's row, or into a new one if `makeRow`; null where there is no row and none is to be made. */
export function placeInTable(
  table: Table,
  request: PackageRequest,
  makeRow: boolean,
  { final, refsAt }: { readonly final: string; readonly refsAt: ReferencesAt },
  { packages, draft, resolver }: PlaceContext,
): Outcome | null {
  const name = request.package;
  if (inheritsRow(table, name))
    return behind(refused('form', `the row of ${name} is taken from somewhere else`));
  const row = rowOf(table, (text) => normalizeName(text) === name);
  const wanted = itemsOf(request);
  if (row === null) {
    if (!makeRow) return null;
    appendRow(table, name, wanted, refsAt, draft);
    return { kind: 'edited' };
  }
  const names = namesIn(row, table, resolver);
  if (names === null) return behind(refused('form', `the row of ${name} is not written out`));
  const missing = wanted.filter((item) => !holds(names, item));
  if (missing.length === 0 && canHold(table, request, final, { packages, resolver }))
    return { kind: 'present', reason: `the row of ${name} has all of it` };
  if (!canHold(table, request, final, { packages, resolver }))
    return behind(
      refused('form', `${name} has a row in a table, which can hold build tools alone`),
    );
  return extendRow(row, table, name, missing, refsAt, draft);
}

/** What a row can have of a request. */
function itemsOf(request: PackageRequest): readonly Item[] {
  return [
    ...requestedBuildSystems(request).map((attr) => ({ from: 'python', attr }) as const),
    ...requestedInputs(request, 'buildInputs').map((attr) => ({ from: 'nixpkgs', attr }) as const),
  ];
}

/** What the row holds; null where it is not all literal. */
function namesIn(
  { bindings }: TableRow,
  table: Table,
  resolver: Resolver,
): readonly (readonly string[])[] | null {
  const names: (readonly string[])[] = [];
  for (const { path, value } of bindings) {
    const [, second, ...more] = path.names;
    const inner = unwrap(value);
    if (second !== undefined) {
      const text = attrNameText(second, table.scope);
      if (text === null || more.length > 0 || table.form !== 'resolved') return null;
      names.push([text]);
    } else if (inner.kind === 'attrs' && table.form === 'resolved')
      for (const item of inner.bindings) {
        const [first] = item.kind === 'binding' ? item.path.names : item.names;
        const text = first === undefined ? null : attrNameText(first, table.scope);
        if (text === null) return null;
        names.push([text]);
      }
    else if (inner.kind === 'list' && table.form !== 'resolved')
      names.push(...readListValue({ expr: inner, scope: table.scope }, resolver).names);
    else return null;
  }
  return names;
}

function bracketsOf({ data, scope }: Table): BracketStyle {
  return readBrackets(scope.file.tree, [data.span]);
}

function appendRow(
  table: Table,
  name: string,
  items: readonly Item[],
  refsAt: ReferencesAt,
  draft: Draft,
): void {
  const container = setContainer(table.data);
  if (container === null) return;
  const brackets = bracketsOf(table);
  const attr = nixAttrName(name);
  draft.append(
    table.scope.file,
    table.data,
    container,
    renderRow(table, attr, items, brackets, refsAt),
  );
}

function renderRow(
  table: Table,
  attr: string,
  items: readonly Item[],
  brackets: BracketStyle,
  refsAt: ReferencesAt,
): string {
  if (table.form !== 'resolved')
    return `${attr} = ${nixList(elements(table, items, refsAt), brackets)};`;
  const systems = items.map((item) => `${nixAttrName(item.attr)} = ${nixList([], brackets)};`);
  const dotted = table.data.bindings.filter(isDotted).length;
  const [only] = systems;
  if (systems.length === 1 && only !== undefined && dotted * 2 >= table.data.bindings.length)
    return `${attr}.${only}`;
  const blank = brackets.spaced ? ' ' : '';
  return `${attr} = {${blank}${systems.join(' ')}${blank}};`;
}

function isDotted(item: { readonly kind: string; readonly path?: Binding['path'] }): boolean {
  return item.kind === 'binding' && (item.path?.names.length ?? 0) > 1;
}

function elements(table: Table, items: readonly Item[], refsAt: ReferencesAt): readonly string[] {
  return items.map((item) =>
    item.from === 'python' && table.form === 'strings'
      ? nixString(item.attr)
      : renderItem(item, refsAt(table.scope), false),
  );
}

function extendRow(
  { bindings }: TableRow,
  table: Table,
  name: string,
  items: readonly Item[],
  refsAt: ReferencesAt,
  draft: Draft,
): Outcome {
  const { file } = table.scope;
  const { tree } = file;
  const last = bindings.at(-1);
  if (last === undefined) return refused('form', `${name} has no row`);
  const brackets = bracketsOf(table);
  const value = unwrap(last.value);
  if (last.path.names.length === 1 && value.kind === 'list') {
    const texts = elements(table, items, refsAt);
    draft.edit(file, ...appendElements(tree, value, texts, draft.styleOf(file), brackets.spaced));
    return { kind: 'edited' };
  }
  const systems = items.map((item) => `${nixAttrName(item.attr)} = ${nixList([], brackets)};`);
  if (last.path.names.length === 1 && value.kind === 'attrs') {
    for (const system of systems) appendBinding(value, table.scope, system, brackets, draft);
    return { kind: 'edited' };
  }
  const { newline } = draft.styleOf(file);
  const separator = startsLine(tree.text, last.span.start)
    ? newline + indentOfLine(tree.text, last.span.start)
    : ' ';
  const attr = tree.text.slice(last.path.span.start, last.path.names[0]?.span.end);
  for (const system of systems) draft.insert(file, last.span.end, `${separator}${attr}.${system}`);
  return { kind: 'edited' };
}
