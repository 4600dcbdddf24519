import type { OverrideRequest } from '../model.ts';
import { nixAttrName, nixList, nixString } from '../print.ts';
import { needsOfKind, requestedInputs } from '../request.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { Apply, Binding } from '../syntax.ts';
import { parentOf, unwrap } from '../tree.ts';
import type { ArgumentsPlace } from '../read/arguments.ts';
import { argumentsPlace } from '../read/arguments.ts';
import type { Draft } from './draft.ts';
import type { References } from './entry.ts';
import { indent } from './entry.ts';
import { addToList, appendBinding } from './extend-list.ts';
import { entryStyleOf } from './entry-style.ts';
import { formalsOf } from './formals.ts';
import { setContainer } from './insert.ts';
import { addToLibraryPath } from './library-path.ts';
import { holds, readListValue } from '../read/list-value.ts';
import type { Item } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import { bindingOf, mentionsName } from '../read/bindings.ts';
import { findShells } from '../read/mkshell.ts';
import type { Placing } from './placing.ts';
import { isBoundPackage, isInsidePackages, packagesName, referencesIn } from './references.ts';

/** The library that every wheel with C++ in it wants; a list that is made here starts with it. */
const CXX_LIBRARY = 'stdenv.cc.cc.lib';
const MOST_ON_A_LINE = 3;
const WIDTH = 80;

/** What a shell is made with. */
interface Shell extends ArgumentsPlace {
  readonly call: Apply;
}

/** Gives libraries to the shells of the files: those that have an `LD_LIBRARY_PATH` already, else the default one, else all. */
export function placeInShells(
  request: OverrideRequest,
  { context, draft }: Placing,
): readonly Outcome[] {
  const { resolver } = context;
  const shells = findShells(context).flatMap((call): readonly Shell[] => {
    const place = argumentsPlace(resolver, call);
    return place === null ? [] : [{ ...place, call: call.expr }];
  });
  if (shells.length === 0)
    return [refused('no-place', 'no call of mkShell with its arguments written out')];
  const withPath = shells.filter((shell) => hasLibraryPath(shell));
  const standard = shells.filter((shell) => isDefault(shell));
  const chosen = [withPath, standard, shells].find((some) => some.length > 0) ?? shells;
  return chosen.map((shell) => draft.attempt(() => placeInShell(shell, request, draft, resolver)));
}

function hasLibraryPath({ set, scope }: Shell): boolean {
  const text = scope.file.tree.text.slice(set.span.start, set.span.end);
  return text.includes('LD_LIBRARY_PATH');
}

/** Whether the call is the value of an attribute called `default` or `devShell`. */
function isDefault({ call, scope }: Shell): boolean {
  const { tree } = scope.file;
  let parent = parentOf(tree, call);
  while (parent !== null && parent.kind !== 'binding') parent = parentOf(tree, parent);
  const last = parent?.path.names.at(-1);
  return last !== undefined && /^(?:default|devShell)$/.test(attrNameText(last, scope) ?? '');
}

function placeInShell(
  shell: Shell,
  request: OverrideRequest,
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const libraries = requestedInputs(request, 'buildInputs');
  const tools = requestedInputs(request, 'nativeBuildInputs');
  const variables = needsOfKind(request, 'environment');
  if (libraries.length + tools.length + variables.length === 0)
    return refused('unsupported', 'a shell takes libraries, tools and variables alone');
  const outcomes = [
    ...(libraries.length > 0 ? [addLibraries(shell, libraries, draft, resolver)] : []),
    ...(tools.length > 0 ? [addTools(shell, tools, draft, resolver)] : []),
    ...(variables.length > 0 ? [addVariables(shell, variables, draft)] : []),
  ];
  const failed = outcomes.find(({ kind }) => kind === 'refused');
  return (
    failed ??
    outcomes.find(({ kind }) => kind === 'edited') ?? {
      kind: 'present',
      reason: 'the shell has all of it',
    }
  );
}

/** References from `scope`; null where one of the attributes is out of reach. */
function referencesFrom(
  scope: Scope,
  { packages }: ArgumentsPlace,
  attrs: readonly string[],
  draft: Draft,
  resolver: Resolver,
): References | null {
  const name = packagesName(scope, resolver, packages);
  const addFormal = formalsOf(scope, resolver, draft);
  const areFormals = attrs.every(
    (attr) =>
      isBoundPackage(attr.split('.')[0] ?? attr, scope, resolver) ||
      (addFormal !== null && attr !== 'lib'),
  );
  if (name === null && !isInsidePackages(scope, resolver) && !areFormals) return null;
  const names = { final: name ?? 'pkgs', prev: name ?? 'pkgs' };
  return referencesIn(scope, names, 'old', resolver, packages, addFormal);
}

const OUT_OF_REACH = refused('out-of-reach', 'nixpkgs is not in reach of the shell under one name');

function addLibraries(
  shell: Shell,
  libraries: readonly string[],
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const items = libraries.map((attr): Item => ({ from: 'nixpkgs', attr }));
  const inPlace = addToLibraryPath(
    shell,
    items,
    (scope) => referencesFrom(scope, shell, libraries, draft, resolver),
    draft,
    resolver,
  );
  if (inPlace !== null) return inPlace;
  const attrs = [...new Set([CXX_LIBRARY, ...libraries])];
  const refs = referencesFrom(shell.scope, shell, [...attrs, 'lib'], draft, resolver);
  if (refs === null) return OUT_OF_REACH;
  const list = renderList(
    attrs.map((attr) => refs.nixpkgs(attr)),
    shell,
    draft,
  );
  return addVariable(shell, 'LD_LIBRARY_PATH', `${refs.lib}.makeLibraryPath ${list}`, draft);
}

/** Build tools go where the shell has its programs. */
function addTools(
  shell: Shell,
  tools: readonly string[],
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const lists = ['packages', 'nativeBuildInputs', 'buildInputs'].flatMap((name) => {
    const binding = bindingOf(shell.set, [name], shell.scope);
    return binding === null ? [] : [{ expr: binding.value, scope: shell.scope }];
  });
  return addToLists(shell, lists, tools, draft, resolver);
}

/** Adds attributes of nixpkgs to the first of some lists, but for what one of them has; without any, to `packages`. */
export function addToLists(
  shell: ArgumentsPlace,
  lists: readonly Closure[],
  attrs: readonly string[],
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const names = lists.flatMap((value) => readListValue(value, resolver).names);
  const missing = attrs
    .map((attr): Item => ({ from: 'nixpkgs', attr }))
    .filter((item) => !holds(names, item));
  if (missing.length === 0) return { kind: 'present', reason: 'the shell has all of it' };
  const refs = referencesFrom(shell.scope, shell, attrs, draft, resolver);
  if (refs === null) return OUT_OF_REACH;
  const [value] = lists;
  if (value === undefined) {
    const list = renderList(
      missing.map(({ attr }) => refs.nixpkgs(attr)),
      shell,
      draft,
    );
    return addAttribute(shell, `packages = ${list};`, draft);
  }
  const { file } = shell.scope;
  const style = entryStyleOf(file, draft.styleOf(file).unit);
  const refsAt = (scope: Scope): References =>
    referencesFrom(scope, shell, attrs, draft, resolver) ?? refs;
  return addToList(value, missing, [], refsAt, style, draft, resolver)
    ? { kind: 'edited' }
    : refused('form', 'the programs of the shell are not written as a list');
}

function addVariables(
  shell: Shell,
  variables: readonly { readonly name: string; readonly value: string }[],
  draft: Draft,
): Outcome {
  const { set, scope } = shell;
  const env = bindingOf(set, ['env'], scope)?.value;
  const inner = env === undefined ? null : unwrap(env);
  const missing = variables.filter(
    ({ name }) =>
      !mentionsName(set, name, scope) &&
      bindingOf(set, ['env', name], scope) === null &&
      (inner?.kind !== 'attrs' || !mentionsName(inner, name, scope)),
  );
  const failed = missing
    .map(({ name, value }) => addVariable(shell, name, nixString(value), draft))
    .find(({ kind }) => kind !== 'edited');
  if (failed !== undefined) return failed;
  return missing.length > 0
    ? { kind: 'edited' }
    : { kind: 'present', reason: 'the shell sets the variables' };
}

/** Adds a variable beside those that are there: in `env = { … }`, as `env.NAME`, or as an attribute. */
function addVariable(shell: Shell, name: string, value: string, draft: Draft): Outcome {
  const { set, scope } = shell;
  const binding = `${nixAttrName(name)} = ${value};`;
  const env = bindingOf(set, ['env'], scope)?.value;
  if (env === undefined) {
    const prefix = mentionsName(set, 'env', scope) ? 'env.' : '';
    return addAttribute(shell, prefix + binding, draft);
  }
  const inner = unwrap(env);
  if (inner.kind !== 'attrs') return refused('form', 'the env of the shell is not written out');
  const style = entryStyleOf(scope.file, draft.styleOf(scope.file).unit);
  appendBinding(inner, scope, binding, style.brackets, draft);
  return { kind: 'edited' };
}

function renderList(items: readonly string[], { scope }: ArgumentsPlace, draft: Draft): string {
  const { unit } = draft.styleOf(scope.file);
  const style = entryStyleOf(scope.file, unit);
  const flat = nixList(items, style.brackets);
  if (items.length <= MOST_ON_A_LINE && flat.length <= WIDTH) return flat;
  return `[\n${indent(items.join('\n'), unit)}\n]`;
}

/** Adds an attribute to the shell, before a `shellHook` that stands last. */
export function addAttribute({ set, scope }: ArgumentsPlace, block: string, draft: Draft): Outcome {
  const container = setContainer(set);
  if (container === null)
    return refused('invalid-nix', 'the arguments of the shell are not closed');
  const last = set.bindings.at(-1);
  const beforeLast = set.bindings.at(-2);
  const hookIsLast = last?.kind === 'binding' && isHook(last, scope);
  const place =
    hookIsLast && beforeLast !== undefined ? { ...container, after: beforeLast.span } : container;
  draft.append(scope.file, set, place, block);
  return { kind: 'edited' };
}

function isHook({ path }: Binding, scope: Scope): boolean {
  const [name] = path.names;
  return name !== undefined && attrNameText(name, scope) === 'shellHook';
}
