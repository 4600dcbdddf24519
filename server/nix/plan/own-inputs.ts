import type { OverrideRequest } from '../model.ts';
import { nixList } from '../print.ts';
import type { ArgumentsPlace } from '../read/arguments.ts';
import { bindingOf } from '../read/bindings.ts';
import type { UseReading } from '../read/context.ts';
import { isElsewhere } from '../read/use.ts';
import { withoutKinds } from '../request.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Scope } from '../resolve/scope.ts';
import type { Draft } from './draft.ts';
import type { References } from './entry.ts';
import { indent } from './entry.ts';
import { entryStyleOf } from './entry-style.ts';
import { addToList } from './extend-list.ts';
import { formalsOf } from './formals.ts';
import { setContainer } from './insert.ts';
import { holds, readListValue } from '../read/list-value.ts';
import type { ListName } from '../read/override.ts';
import type { Item, NameList } from './needed.ts';
import { LIST_ORDER, neededFor } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import type { Placing } from './placing.ts';
import { isBoundPackage, isInsidePackages, packagesName, referencesIn } from './references.ts';

const MOST_ON_A_LINE = 3;

/** Adds to the inputs of every call that builds the project, among the `uses` of one target. */
export function placeInCalls(
  request: OverrideRequest,
  uses: readonly UseReading[],
  { context: { resolver }, projectDir, draft }: Placing,
): readonly Outcome[] {
  return uses
    .filter(({ use }) => use.own !== undefined && !isElsewhere(use, projectDir))
    .flatMap((use) => use.own() ?? [])
    .filter(({ isInline }) => isInline)
    .map((call) => draft.attempt(() => placeInCall(call, request, draft, resolver)));
}

/** The call knows what the project is built with. */
const NO_BUILD_SYSTEMS = { resolvesBuildSystems: false };

function placeInCall(
  call: ArgumentsPlace,
  request: OverrideRequest,
  draft: Draft,
  resolver: Resolver,
): Outcome {
  if (request.needs.some(({ kind }) => kind !== 'input' && kind !== 'build-system'))
    return refused('unsupported', 'a call takes libraries and tools alone');
  const { set, scope } = call;
  const needed = neededFor(
    withoutKinds(request, 'build-system'),
    NO_BUILD_SYSTEMS,
    'nativeBuildInputs',
  );
  const refs = referencesFrom(call, [...needed.lists.values()].flat(), draft, resolver);
  if (refs === null)
    return refused('out-of-reach', 'nixpkgs is not in reach of the call under one name');
  const existing = LIST_ORDER.flatMap((list) => {
    const value = bindingOf(set, [list], scope)?.value;
    return value === undefined ? [] : readListValue({ expr: value, scope }, resolver).names;
  });
  let isEdited = false;
  for (const [list, items] of needed.lists) {
    const missing = items.filter((item) => !holds(existing, item));
    if (missing.length === 0) continue;
    const outcome = addItems(call, list, missing, refs, draft, resolver);
    if (outcome.kind === 'refused') return outcome;
    isEdited = true;
  }
  return isEdited ? { kind: 'edited' } : { kind: 'present', reason: 'the call has all of it' };
}

function addItems(
  { set, scope, packages }: ArgumentsPlace,
  list: ListName | NameList,
  items: readonly Item[],
  refs: References,
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const { file } = scope;
  const { unit } = draft.styleOf(file);
  const style = entryStyleOf(file, unit);
  const value = bindingOf(set, [list], scope)?.value;
  if (value !== undefined) {
    const refsAt = (inner: Scope): References =>
      referencesFrom({ scope: inner, packages }, items, draft, resolver) ?? refs;
    const done = addToList({ expr: value, scope }, items, [], refsAt, style, draft, resolver);
    return done ? { kind: 'edited' } : refused('form', `${list} is not written as a list`);
  }
  const container = setContainer(set);
  if (container === null) return refused('invalid-nix', 'the arguments of the call are not closed');
  const texts = items.map(({ attr }) => refs.nixpkgs(attr));
  const written =
    texts.length <= MOST_ON_A_LINE
      ? nixList(texts, style.brackets)
      : `[\n${indent(texts.join('\n'), unit)}\n]`;
  draft.append(file, set, container, `${list} = ${written};`);
  return { kind: 'edited' };
}

/** Null where one of the attributes is out of reach. */
function referencesFrom(
  { scope, packages }: Pick<ArgumentsPlace, 'scope' | 'packages'>,
  items: readonly Item[],
  draft: Draft,
  resolver: Resolver,
): References | null {
  const name = packagesName(scope, resolver, packages);
  const addFormal = formalsOf(scope, resolver, draft);
  const areFormals =
    addFormal !== null ||
    items.every(({ attr }) => isBoundPackage(attr.split('.')[0] ?? attr, scope, resolver));
  if (name === null && !isInsidePackages(scope, resolver) && !areFormals) return null;
  const names = { final: name ?? 'pkgs', prev: name ?? 'pkgs' };
  return referencesIn(scope, names, 'old', resolver, packages, addFormal);
}
