import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import { unwrap, walk } from '../tree.ts';
import { indent, PROPAGATED, renderAttributes, wheelArgument } from './entry.ts';
import type { Body, ExtendContext } from './extend-body.ts';
import { extendBody, lastOperand } from './extend-body.ts';
import { appendBinding } from './extend-list.ts';
import { indentBlock } from './insert.ts';
import { holds, readListValue } from '../read/list-value.ts';
import type { ListName } from '../read/override.ts';
import type { Item, NameList, Needed } from './needed.ts';
import { isNothing, isWheelOnly, LIST_ORDER, NAME_LISTS } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import type { OverrideValue } from '../read/override-value.ts';
import { readBody } from '../read/override-value.ts';
import { bindingOf, mentionsName } from '../read/bindings.ts';
import { indentOfLine } from './style.ts';

/** Adds to the override that `value` is what it lacks of `needed`. `neededIn` says where things go in a body that uses a list for its build tools. */
export function extendOverride(
  name: string,
  value: Closure,
  override: OverrideValue,
  neededIn: (toolList: ListName | null) => Needed,
  context: ExtendContext,
): Outcome {
  const { bodies, areAll } = readBodies(override, context);
  const wanted = neededIn(toolListOf(bodies, context));
  const wheel = wheelChoice(override, context);
  if (wanted.preferWheel && wheel === 'sdist')
    return refused('contradicted', `the override of ${name} asks for the source distribution`);
  const flag = NAME_LISTS.find((list) => wanted.lists.has(list) && isFlag(list, bodies));
  if (flag !== undefined)
    return refused('form', `${flag} of ${name} is true or false there, and not a list`);
  const missing = missingFrom(wanted, bodies, wheel === 'wheel', context);
  if (isNothing(missing))
    return {
      kind: 'present',
      reason:
        wheel === 'wheel' && wanted.lists.size + wanted.resolved.length > 0
          ? `${name} is installed from its wheel, which is not built`
          : `${name} has all of it`,
    };
  if (missing.preferWheel && !chooseWheel(override, context))
    return refused(
      'form',
      `the override of ${name} is written in a way that leaves no place for the wheel`,
    );
  if (isWheelOnly(missing)) return { kind: 'edited' };
  const [body] = bodies;
  if (body === undefined || !areAll) return wrapValue(value, missing, context);
  const extended = context.draft.part(() => extendBody(name, body, missing, context));
  return extended.kind === 'refused' ? wrapValue(value, missing, context) : extended;
}

/** The calls that change attributes, the one that suits the target best first, and whether these are all that there are. */
function readBodies(
  { calls }: OverrideValue,
  { dialect, resolver }: ExtendContext,
): { readonly bodies: readonly Body[]; readonly areAll: boolean } {
  const changing = calls.filter(({ method }) => method !== 'override');
  const bodies = changing.flatMap((call): readonly Body[] => {
    const body = readBody(call.argument, resolver);
    return body === null ? [] : [{ ...body, call }];
  });
  const isBest = ({ call }: Body): number => Number(call.method === dialect.method);
  return {
    bodies: bodies.toSorted((a, b) => isBest(b) - isBest(a)),
    areAll: bodies.length === changing.length,
  };
}

/** `pythonRelaxDeps = true;`: for all there are, which is said once and for all and is not to be added to. */
function isFlag(list: NameList, bodies: readonly Body[]): boolean {
  return bodies.some(({ sets }) =>
    sets.some(({ set, scope }) => {
      const value = bindingOf(set, [list], scope)?.value;
      return value?.kind === 'identifier' && /^(?:true|false)$/.test(value.name);
    }),
  );
}

/** The list that the body puts things of the Python set into; null where it has none. */
function toolListOf(bodies: readonly Body[], { refsAt, resolver }: ExtendContext): ListName | null {
  const [body] = bodies;
  if (body === undefined) return null;
  const found = LIST_ORDER.find((list) =>
    body.sets.some(({ set, scope }) => {
      const binding = bindingOf(set, [list], scope);
      if (binding === null) return false;
      const { final, prev } = refsAt(scope);
      const { names } = readListValue({ expr: binding.value, scope }, resolver);
      return names.some((path) => path.length === 2 && (path[0] === final || path[0] === prev));
    }),
  );
  if (found !== undefined) return found;
  // `overrideAttrs` comes too late for what buildPythonPackage makes of `build-system`.
  return body.call.method === 'overrideAttrs' ? 'nativeBuildInputs' : null;
}

/** What an `.override { … }` says of the wheel. */
function wheelChoice(
  { calls }: OverrideValue,
  { dialect: { wheel }, resolver }: ExtendContext,
): 'wheel' | 'sdist' | null {
  for (const { method, argument } of calls) {
    if (method !== 'override') continue;
    const value = wheel === null ? null : resolver.attribute(argument, wheel.name);
    if (value === null) continue;
    const { expr, scope } = resolver.force(value);
    const text = scope.file.tree.text.slice(expr.span.start, expr.span.end);
    return text === wheel?.value ? 'wheel' : 'sdist';
  }
  return null;
}

/** What is in these lists is where the list wants it, too. */
const COUNTS_TOO: ReadonlyMap<string, readonly string[]> = new Map([
  ['buildInputs', ['propagatedBuildInputs']],
  ['propagatedBuildInputs', ['dependencies']],
]);

function missingFrom(
  wanted: Needed,
  bodies: readonly Body[],
  isWheel: boolean,
  { resolver }: ExtendContext,
): Needed {
  const namesIn = (lists: readonly string[]): readonly (readonly string[])[] =>
    bodies.flatMap(({ sets }) =>
      sets.flatMap(({ set, scope, conditional }) =>
        conditional
          ? []
          : lists.flatMap((list) => {
              const binding = bindingOf(set, [list], scope);
              return binding === null
                ? []
                : readListValue({ expr: binding.value, scope }, resolver).names;
            }),
      ),
    );
  const anywhere = namesIn(LIST_ORDER);
  const lists = new Map<ListName | NameList, readonly Item[]>();
  for (const [list, items] of wanted.lists) {
    const here = namesIn([list, ...(COUNTS_TOO.get(list) ?? [])]);
    const left = items.filter((item) =>
      item.from === 'python' && item.isDependency !== true
        ? !isWheel && !holds(anywhere, item)
        : !holds(here, item),
    );
    if (left.length > 0) lists.set(list, left);
  }
  const sets = (name: string): boolean =>
    bodies.some((body) => body.sets.some(({ set, scope }) => mentionsName(set, name, scope)));
  return {
    lists,
    resolved: wanted.resolved.filter(
      (name) => !isWheel && !holds(anywhere, { from: 'python', attr: name }),
    ),
    unresolved: isWheel ? [] : wanted.unresolved,
    preferWheel: wanted.preferWheel && !isWheel,
    cargo: wanted.cargo && !sets('cargoDeps'),
    cargoRoot: wanted.cargoRoot && {
      ...wanted.cargoRoot,
      isTold: wanted.cargoRoot.isTold || sets('cargoRoot'),
    },
    environment: wanted.environment.filter(
      ({ name }) => !sets(name) && !setsVariable(bodies, name, resolver),
    ),
    own: wanted.own,
    without: wanted.without.filter((name) => !mentionsDependency(bodies, name)),
  };
}

/** Whether what is propagated is told apart by the dependency's name already, in whatever way. */
function mentionsDependency(bodies: readonly Body[], name: string): boolean {
  return bodies.some(({ sets }) =>
    sets.some(({ set, scope }) => {
      const binding = bindingOf(set, [PROPAGATED], scope);
      let found = false;
      if (binding !== null)
        walk(binding.value, (node) => {
          found ||= node.kind === 'string' && attrNameText(node, scope) === name;
        });
      return found;
    }),
  );
}

/** Whether `env` gets the variable, in any of the forms people write. */
function setsVariable(bodies: readonly Body[], name: string, resolver: Resolver): boolean {
  return bodies.some(({ sets }) =>
    sets.some(({ set, scope }) => {
      if (bindingOf(set, ['env', name], scope) !== null) return true;
      const binding = bindingOf(set, ['env'], scope);
      return (
        binding !== null &&
        resolver.attribute({ expr: lastOperand(binding.value), scope }, name) !== null
      );
    }),
  );
}

/** Writes the choice of the wheel into the `.override { … }` that is there, or makes one. */
function chooseWheel(override: OverrideValue, { dialect, style, draft }: ExtendContext): boolean {
  const { base, calls } = override;
  const { file } = base.scope;
  const argument = wheelArgument(dialect);
  if (argument === null) return false;
  const there = calls.find(({ method }) => method === 'override');
  if (there !== undefined) {
    const set = unwrap(there.argument.expr);
    if (set.kind !== 'attrs') return false;
    appendBinding(set, there.argument.scope, argument, style.brackets, draft);
    return true;
  }
  if (base.expr.kind !== 'select') return false;
  draft.insert(file, base.expr.span.start, '(');
  draft.insert(file, base.expr.span.end, `.override { ${argument} })`);
  return true;
}

/** `prev.foo.override { … }` → `(prev.foo.override { … }).overridePythonAttrs (old: { … })` */
function wrapValue({ expr, scope }: Closure, missing: Needed, context: ExtendContext): Outcome {
  const { draft, style, refsAt, dialect } = context;
  const { file } = scope;
  const { text } = file.tree;
  const refs = refsAt(scope);
  const { method, helper } = dialect;
  const body = indent(renderAttributes(missing, refs, style), style.unit);
  const rest = indentBlock(
    `${body}\n})`,
    indentOfLine(text, expr.span.start),
    draft.styleOf(file).newline,
  );
  const [open, close] = expr.kind === 'paren' ? ['', ''] : ['(', ')'];
  const before = (helper === null ? '' : `${helper}.${method} `) + open;
  const behind = close + (helper === null ? `.${method}` : '');
  if (before !== '') draft.insert(file, expr.span.start, before);
  const { newline } = draft.styleOf(file);
  draft.insert(file, expr.span.end, `${behind} (${refs.old}: {${newline}${rest}`);
  return { kind: 'edited' };
}
