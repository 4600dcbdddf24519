import { nixAttrName, nixList, nixString } from '../print.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Expr, FormalsParameter } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Draft } from './draft.ts';
import type { EntryStyle } from './entry.ts';
import { filterWithout, PROPAGATED, renderAttributes, renderLists } from './entry.ts';
import type { ReferencesAt } from './extend-list.ts';
import { addToList, appendBinding } from './extend-list.ts';
import { setContainer } from './insert.ts';
import type { Dialect } from './dialect.ts';
import type { ListName } from '../read/override.ts';
import type { Item, NameList, Needed } from './needed.ts';
import { ALL_LISTS, isNothing, NOTHING } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import type { OverrideCall } from '../read/override-call.ts';
import type { BodySet, OverrideBody } from '../read/override-value.ts';
import { bindingOf, mentionsName } from '../read/bindings.ts';

/** What is known where an existing override is extended. */
export interface ExtendContext {
  readonly dialect: Dialect;
  readonly style: EntryStyle;
  readonly refsAt: ReferencesAt;
  readonly draft: Draft;
  readonly resolver: Resolver;
}

/** The attributes that one `.override…Attrs` call sets. */
export interface Body extends OverrideBody {
  readonly call: OverrideCall;
}

/** Adds what is missing to the attributes that a body sets, and the attributes that it does not set yet. */
export function extendBody(
  name: string,
  body: Body,
  missing: Needed,
  context: ExtendContext,
): Outcome {
  const { draft, resolver, refsAt, style } = context;
  const main = body.sets.findLast(({ conditional }) => !conditional);
  const container = main === undefined ? null : setContainer(main.set);
  if (main === undefined || container === null)
    return refused('condition', `the override of ${name} is all under conditions`);
  const found = findLists(body.sets, missing);
  if (typeof found === 'string')
    return refused('form', `${found} of ${name} is set in a way that nothing can be added to`);
  const filtered = found.there.find(({ list }) => list === PROPAGATED)?.value ?? null;
  if (filtered !== null && missing.without.length > 0) filterList(filtered, missing, context);
  for (const { value, items, resolved } of found.there)
    if (
      items.length + resolved.length > 0 &&
      !addToList(value, items, resolved, refsAt, style, draft, resolver)
    )
      return refused('form', `a list of ${name} is set to something that is not written as a list`);
  const environment = addToEnvironment(main, missing, context);
  if (environment === null)
    return refused(
      'form',
      `the environment of ${name} is set in a way that nothing can be added to`,
    );
  const without = filtered === null ? missing.without : [];
  const fresh: Needed = { ...missing, ...found.fresh, preferWheel: false, environment, without };
  if (isNothing(fresh)) return { kind: 'edited' };
  const before = namesBefore(body, fresh, context);
  if (before === null)
    return refused('form', `the function of the override of ${name} takes its attributes apart`);
  for (const block of renderFresh(fresh, before, main, context))
    draft.append(main.scope.file, main.set, container, block);
  return { kind: 'edited' };
}

/** `builtins.filter (dep: …) (value)` */
function filterList({ expr, scope }: Closure, { without }: Needed, context: ExtendContext): void {
  const { draft, style } = context;
  const [open, close] = expr.kind === 'paren' ? ['', ''] : ['(', ')'];
  draft.insert(scope.file, expr.span.start, `${filterWithout(without, style)} ${open}`);
  if (close !== '') draft.insert(scope.file, expr.span.end, close);
}

interface Extension {
  readonly list: ListName | NameList;
  readonly value: Closure;
  readonly items: readonly Item[];
  readonly resolved: readonly string[];
}

/** Which lists are there to be extended, and which are to be made; or the name of one that cannot be extended. */
function findLists(
  sets: readonly BodySet[],
  missing: Needed,
): { there: readonly Extension[]; fresh: Pick<Needed, 'lists' | 'resolved'> } | string {
  const there: Extension[] = [];
  const lists = new Map<ListName | NameList, readonly Item[]>();
  let fresh: readonly string[] = [];
  for (const list of ALL_LISTS) {
    const items = missing.lists.get(list) ?? [];
    const resolved = list === 'nativeBuildInputs' ? missing.resolved : [];
    const without = list === PROPAGATED ? missing.without : [];
    if (items.length + resolved.length + without.length === 0) continue;
    const [only, ...more] = sets.filter(({ set, scope }) => mentionsName(set, list, scope));
    if (only === undefined) {
      if (items.length > 0) lists.set(list, items);
      fresh = resolved.length > 0 ? resolved : fresh;
      continue;
    }
    const binding = bindingOf(only.set, [list], only.scope);
    if (more.length > 0 || only.conditional || binding === null) return list;
    there.push({ list, value: { expr: binding.value, scope: only.scope }, items, resolved });
  }
  return { there, fresh: { lists, resolved: fresh } };
}

/** Adds variables to the `env` that is there; returns those that are left, null where nothing can be added to it. */
function addToEnvironment(
  main: BodySet,
  { environment }: Needed,
  { style, draft }: ExtendContext,
): Needed['environment'] | null {
  if (style.plainEnvironment || environment.length === 0) return environment;
  if (!mentionsName(main.set, 'env', main.scope)) return environment;
  const binding = bindingOf(main.set, ['env'], main.scope);
  const set = binding === null ? null : lastOperand(binding.value);
  if (set?.kind !== 'attrs') return null;
  for (const { name, value } of environment) {
    const text = `${nixAttrName(name)} = ${nixString(value)};`;
    appendBinding(set, main.scope, text, style.brackets, draft);
  }
  return [];
}

/** The last operand of `//`. */
export function lastOperand(expr: Expr): Expr {
  const inner = unwrap(expr);
  return inner.kind === 'binary' && inner.operator === '//' ? lastOperand(inner.right) : inner;
}

/** How a body's function names the attributes before: all of them by a word, or some lists by their own names. */
interface Before {
  /** Null where only lists are in reach. */
  readonly word: string | null;
  list(name: ListName | NameList): string;
}

/** Sees to it that the attributes before can be named, changing the function's argument if need be; null where they cannot. */
function namesBefore(
  { lambda, call }: Body,
  fresh: Needed,
  { draft, refsAt, style }: ExtendContext,
): Before | null {
  const { expr, scope } = call.argument;
  const { file } = scope;
  const { old } = refsAt(scope);
  if (lambda === null) {
    const { start, end } = expr.kind === 'paren' ? expr.expr.span : expr.span;
    draft.insert(file, start, expr.kind === 'paren' ? `${old}: ` : `(${old}: `);
    if (expr.kind !== 'paren') draft.insert(file, end, ')');
    return byWord(old);
  }
  const { parameter } = lambda;
  if (parameter.kind === 'name-parameter') {
    if (parameter.name.name !== '_') return byWord(parameter.name.name);
    draft.edit(file, { span: parameter.name.span, newText: old });
    return byWord(old);
  }
  if (parameter.alias !== null) return byWord(parameter.alias.name.name);
  if (fresh.cargo || fresh.environment.length > 0) return null;
  const added = ALL_LISTS.filter(
    (list) =>
      (fresh.lists.has(list) ||
        (list === 'nativeBuildInputs' && fresh.resolved.length > 0) ||
        (list === PROPAGATED && fresh.without.length > 0)) &&
      !parameter.formals.some(({ name }) => name.name === list),
  );
  if (added.includes('build-system')) return null;
  const empty = nixList([], style.brackets);
  addFormals(
    parameter,
    added.map((list) => `${list} ? ${empty}`),
    file,
    draft,
  );
  return { word: null, list: (name) => name };
}

function byWord(word: string): Before {
  return { word, list: (name) => `${word}.${name}` };
}

/** Puts formals in front of those that are there. */
function addFormals(
  { open, formals, ellipsis }: FormalsParameter,
  texts: readonly string[],
  file: Closure['scope']['file'],
  draft: Draft,
): void {
  if (texts.length === 0) return;
  const first = formals[0]?.span ?? ellipsis;
  if (first === null || first === undefined) draft.insert(file, open.end, ` ${texts.join(', ')} `);
  else draft.insert(file, first.start, `${texts.join(', ')}, `);
}

/** The attributes to be made, each as a block. */
function renderFresh(
  fresh: Needed,
  before: Before,
  main: BodySet,
  { refsAt, style }: ExtendContext,
): readonly string[] {
  const refs = { ...refsAt(main.scope), old: before.word ?? '' };
  const blocks: string[] = [];
  const { cargo, cargoRoot } = fresh;
  if (cargo) blocks.push(renderAttributes({ ...NOTHING, cargo, cargoRoot }, refs, style));
  blocks.push(...renderLists(fresh, (list) => before.list(list), refs, style));
  if (fresh.environment.length > 0)
    blocks.push(renderAttributes({ ...NOTHING, environment: fresh.environment }, refs, style));
  return blocks;
}
