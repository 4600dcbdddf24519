import type { BracketStyle } from '../print.ts';
import { nixAttrName, nixList, nixString } from '../print.ts';
import type { Dialect } from './dialect.ts';
import type { ListName } from '../read/override.ts';
import type { Item, NameList, Needed } from './needed.ts';
import { ALL_LISTS, isWheelOnly } from './needed.ts';

/** How the things that an entry mentions are written where it stands. */
export interface References {
  readonly final: string;
  readonly prev: string;
  /** The word for a package's attributes before the override. */
  readonly old: string;
  /** An attribute of nixpkgs. */
  nixpkgs(attr: string): string;
  readonly lib: string;
  readonly resolveBuildSystem: string;
  /** A package that another depends on, where it is not called as build tools are; absent: `final.NAME`. */
  dependency?(name: string): string;
}

/** How entries are laid out in the overlay that they go into. */
export interface EntryStyle {
  readonly brackets: BracketStyle;
  readonly unit: string;
  /** `(old: {` on the line of the call, or on lines of its own. */
  readonly lambda: 'inline' | 'broken';
  /** `++ resolveBuildSystem { … }` on lines of its own. */
  readonly brokenBuildSystems: boolean;
  /** Several libraries as `(with pkgs; [ a b ])`. */
  readonly withPkgs: boolean;
  /** Names of packages in quotes that they do not need, as pypi2nix writes them. */
  readonly quoted: boolean;
  /** Variables as attributes of their own: what pypi2nix works with is older than `env` (nixpkgs 22.11). */
  readonly plainEnvironment: boolean;
}

/** Longer lines are broken; indentation does not count, as overlays stand deep in flakes. */
const WIDTH = 110;
const MOST_ON_A_LINE = 4;

/** One attribute of an overlay that overrides `name`, with LF, from column 0. */
export function renderEntry(
  dialect: Dialect,
  name: string,
  needed: Needed,
  refs: References,
  style: EntryStyle,
): string {
  const attr = packageName(name, style.quoted);
  const base = `${refs.prev}.${attr}`;
  return `${attr} = ${renderOverridden(dialect, base, needed, refs, style)};`;
}

/** A package overridden, `of` being an expression for it that a selection can follow. */
export function renderOverridden(
  dialect: Dialect,
  of: string,
  needed: Needed,
  refs: References,
  style: EntryStyle,
): string {
  const wheel = needed.preferWheel ? wheelArgument(dialect) : null;
  const base = wheel === null ? of : `${of}.override { ${wheel} }`;
  if (isWheelOnly(needed)) return base;
  const { method, helper } = dialect;
  const chosen = wheel === null ? base : `(${base})`;
  const call = helper === null ? `${chosen}.${method}` : `${helper}.${method} ${chosen}`;
  const body = renderAttributes(needed, refs, style);
  const { unit } = style;
  if (style.lambda === 'inline') return `${call} (${refs.old}: {\n${indent(body, unit)}\n})`;
  return `${call} (\n${unit}${refs.old}: {\n${indent(body, unit + unit)}\n${unit}}\n)`;
}

/** The argument of `override` that chooses the wheel (`preferWheel = true;`); null where none does. */
export function wheelArgument({ wheel }: Dialect): string | null {
  return wheel === null ? null : `${wheel.name} = ${wheel.value};`;
}

/** The attributes that provide `needed`, one after the other. */
export function renderAttributes(needed: Needed, refs: References, style: EntryStyle): string {
  const { unresolved } = needed;
  const parts = unresolved.length > 0 ? [unresolvedComment(unresolved, style)] : [];
  if (needed.cargo) parts.push(...renderCargo(needed, refs, style));
  parts.push(...renderLists(needed, (list) => `${refs.old}.${list}`, refs, style));
  if (needed.environment.length > 0) parts.push(renderEnvironment(needed, refs, style));
  return parts.join('\n');
}

/** The lists that are needed, one after the other. `before` says how the list that was there is named. */
export function renderLists(
  needed: Needed,
  before: (list: ListName | NameList) => string,
  refs: References,
  style: EntryStyle,
): readonly string[] {
  return ALL_LISTS.flatMap((list) => {
    const items = needed.lists.get(list) ?? [];
    const resolved = list === 'nativeBuildInputs' ? needed.resolved : [];
    const without = list === PROPAGATED ? needed.without : [];
    if (items.length + resolved.length + without.length === 0) return [];
    return [
      without.length > 0
        ? renderFiltered(before(list), without, items, refs, style)
        : renderList(list, before(list), items, resolved, refs, style),
    ];
  });
}

/** `resolveBuildSystem` ends the evaluation at a name that its set does not have. */
function unresolvedComment(names: readonly string[], style: EntryStyle): string {
  const bindings = names.map((name) => `${nixAttrName(name)} = ${nixList([], style.brackets)};`);
  return `# It is built with this too, which has to be locked first: ${bindings.join(' ')}`;
}

/** The list through which a package passes on what it depends on. */
export const PROPAGATED = 'propagatedBuildInputs';

/**
 * `builtins.filter (dep: …)`, which leaves out packages by their names: their derivations cannot be compared, since
 * that evaluates the cycle. An element may be null, where poetry2nix takes a package for incompatible.
 */
export function filterWithout(names: readonly string[], { brackets }: EntryStyle): string {
  const [only, ...more] = names;
  const name = '(dep.pname or "")';
  const keeps =
    only !== undefined && more.length === 0
      ? `${name} != ${nixString(only)}`
      : `!(builtins.elem ${name} ${nixList(names.map(nixString), brackets)})`;
  return `builtins.filter (dep: ${keeps})`;
}

/** `propagatedBuildInputs = builtins.filter (dep: …) (old.propagatedBuildInputs or [ ]) ++ [ … ];` */
function renderFiltered(
  before: string,
  without: readonly string[],
  items: readonly Item[],
  refs: References,
  style: EntryStyle,
): string {
  const { brackets, unit } = style;
  const list = before.includes('.') ? `${before} or ${nixList([], brackets)}` : before;
  const start = `${PROPAGATED} = ${filterWithout(without, style)}`;
  const terms = renderTerms(items, [], refs, style).map(({ flat }) => ` ++ ${flat}`);
  const argument = before.includes('.') ? `(${list})` : list;
  const line = `${start} ${argument}${terms.join('')};`;
  if (line.length <= WIDTH || !before.includes('.')) return line;
  return `${start} (\n${unit}${list}\n)${terms.join('')};`;
}

/** `buildInputs = (old.buildInputs or [ ]) ++ [ … ];` */
function renderList(
  list: ListName | NameList,
  before: string,
  items: readonly Item[],
  resolved: readonly string[],
  refs: References,
  style: EntryStyle,
): string {
  const start = before.includes('.') ? `(${before} or ${nixList([], style.brackets)})` : before;
  const terms = renderTerms(items, resolved, refs, style);
  const flat = `${list} = ${[start, ...terms.map(({ flat: term }) => term)].join(' ++ ')};`;
  const brokenByHabit = style.brokenBuildSystems && resolved.length > 0;
  if (!brokenByHabit && flat.length <= WIDTH && items.length <= MOST_ON_A_LINE) return flat;
  const [only] = terms;
  if (terms.length === 1 && only !== undefined && resolved.length === 0)
    return `${list} = ${start} ++ ${only.broken};`;
  const lines = [
    start,
    ...terms.map(
      ({ flat: term, broken, isResolved }) =>
        `++ ${(brokenByHabit && isResolved) || term.length > WIDTH ? broken : term}`,
    ),
  ];
  return `${list} =\n${indent(lines.join('\n'), style.unit)};`;
}

/** An operand of `++`: on one line, and broken over several. */
export interface Term {
  readonly flat: string;
  readonly broken: string;
  readonly isResolved: boolean;
}

/** What is added to a list. */
export function renderTerms(
  items: readonly Item[],
  resolved: readonly string[],
  refs: References,
  style: EntryStyle,
): readonly Term[] {
  const terms: Term[] = [];
  if (items.length > 0) terms.push({ ...renderItems(items, refs, style), isResolved: false });
  if (resolved.length > 0) {
    const bindings = resolved.map(
      (name) => `${nixAttrName(name)} = ${nixList([], style.brackets)};`,
    );
    terms.push({
      flat: `${refs.resolveBuildSystem} ${renderSet(bindings, style)}`,
      broken: `${refs.resolveBuildSystem} {\n${indent(bindings.join('\n'), style.unit)}\n}`,
      isResolved: true,
    });
  }
  return terms;
}

function renderItems(
  items: readonly Item[],
  refs: References,
  style: EntryStyle,
): { flat: string; broken: string } {
  const bare =
    style.withPkgs && items.length > 1 && items.every(({ from }) => from === 'nixpkgs')
      ? withHead(items, refs)
      : null;
  const texts = bare?.attrs ?? items.map((item) => renderItem(item, refs, style.quoted));
  const lines = `[\n${indent(texts.join('\n'), style.unit)}\n]`;
  const flat = nixList(texts, style.brackets);
  return bare === null
    ? { flat, broken: lines }
    : { flat: `(with ${bare.head}; ${flat})`, broken: `(with ${bare.head}; ${lines})` };
}

/** The one expression in front of all items, if they have one. */
function withHead(
  items: readonly Item[],
  refs: References,
): { head: string; attrs: readonly string[] } | null {
  const heads = new Set(
    items.map((item) => {
      const text = renderItem(item, refs, false);
      return text.endsWith(`.${item.attr}`) ? text.slice(0, -item.attr.length - 1) : '';
    }),
  );
  const [head] = heads;
  if (heads.size !== 1 || head === undefined || head === '') return null;
  return { head, attrs: items.map(({ attr }) => attr) };
}

/** One element of a list. */
export function renderItem(item: Item, refs: References, quoted: boolean): string {
  const { from, attr } = item;
  if (item.isDependency === true && refs.dependency !== undefined) return refs.dependency(attr);
  switch (from) {
    case 'nixpkgs':
      return refs.nixpkgs(attr);
    case 'python':
      return `${refs.final}.${packageName(attr, quoted)}`;
    case 'name':
      return nixString(attr);
  }
}

function packageName(name: string, quoted: boolean): string {
  return quoted ? nixString(name) : nixAttrName(name);
}

/** What stands above a hash that is still to be filled in. */
export const HASH_COMMENT =
  '# Build once: Nix fails and says which hash it got. Put that one here.';

/** The attributes that vendor a crate's dependencies, the hash still to be filled in. */
function renderCargo(
  { cargoRoot }: Needed,
  refs: References,
  { unit }: EntryStyle,
): readonly string[] {
  const body = [
    `inherit (${refs.old}) src;`,
    ...(cargoRoot === null
      ? []
      : [`sourceRoot = "\${${refs.old}.pname}-\${${refs.old}.version}/${cargoRoot.path}";`]),
    `name = "\${${refs.old}.pname}-\${${refs.old}.version}";`,
    HASH_COMMENT,
    `hash = ${refs.lib}.fakeHash;`,
  ];
  const fetch = refs.nixpkgs('rustPlatform.fetchCargoVendor');
  const tells = cargoRoot !== null && !cargoRoot.isTold;
  return [
    ...(tells ? [`cargoRoot = ${nixString(cargoRoot.path)};`] : []),
    `cargoDeps = ${fetch} {\n${indent(body.join('\n'), unit)}\n};`,
  ];
}

function renderEnvironment({ environment }: Needed, refs: References, style: EntryStyle): string {
  const bindings = environment.map(
    ({ name, value }) => `${nixAttrName(name)} = ${nixString(value)};`,
  );
  if (style.plainEnvironment) return bindings.join('\n');
  const empty = style.brackets.emptySpaced ? '{ }' : '{}';
  const start = `env = (${refs.old}.env or ${empty}) // `;
  const flat = `${start}${renderSet(bindings, style)};`;
  if (bindings.length === 1 && flat.length <= WIDTH) return flat;
  return `${start}{\n${indent(bindings.join('\n'), style.unit)}\n};`;
}

function renderSet(bindings: readonly string[], { brackets }: EntryStyle): string {
  return brackets.spaced ? `{ ${bindings.join(' ')} }` : `{${bindings.join(' ')}}`;
}

/** Every line of `text` that is not empty, `by` further in. */
export function indent(text: string, by: string): string {
  return text.replaceAll(/^(?=.)/gm, by);
}
