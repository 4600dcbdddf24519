import { posix } from 'node:path';
import type { OverrideRequest, TargetId } from '../model.ts';
import { nixList } from '../print.ts';
import { withoutKinds } from '../request.ts';
import { importedPath } from '../resolve/files.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { NixFile, Scope } from '../resolve/scope.ts';
import { attrNameText, isBound } from '../resolve/scope.ts';
import type { Apply, AttrSet } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import { argumentOf, readArguments } from '../read/arguments.ts';
import type { Draft } from './draft.ts';
import type { References } from './entry.ts';
import { indent } from './entry.ts';
import { freshStyle } from './entry-style.ts';
import { formalsOf } from './formals.ts';
import { addToList } from './extend-list.ts';
import { setContainer } from './insert.ts';
import { holds, readListValue } from './list-value.ts';
import type { Item, ListName } from './needed.ts';
import { LIST_ORDER, neededFor } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import { bindingOf } from '../read/bindings.ts';
import type { PackagesName } from '../read/packages-name.ts';
import { packagesBefore } from '../read/packages-name.ts';
import { isInsidePackages, packagesName, referencesIn } from './references.ts';

/** The targets that build the project in a call whose arguments are inputs of that build, and what is called. */
const CALLS: Readonly<Record<OwnTarget, ReadonlySet<string>>> = {
  poetry2nix: new Set(['mkPoetryApplication']),
  nixpkgs: new Set(['buildPythonApplication', 'buildPythonPackage']),
};

export type OwnTarget = Extract<TargetId, 'poetry2nix' | 'nixpkgs'>;

/** The name of the folder in the arguments of each. */
const FOLDER: Readonly<Record<OwnTarget, string>> = { poetry2nix: 'projectDir', nixpkgs: 'src' };

const MOST_ON_A_LINE = 3;

interface OwnCall {
  readonly set: AttrSet;
  /** Inside the set. */
  readonly scope: Scope;
  readonly packages: PackagesName | null;
}

/** Whether what the project itself needs goes into the arguments of a call with this target. */
export function isOwnTarget(target: OverrideRequest['target']): target is OwnTarget {
  return Object.hasOwn(CALLS, target);
}

/** Adds to the inputs of every call that builds the project in `projectDir` (null: any). */
export function placeInCalls(
  files: readonly NixFile[],
  request: OverrideRequest & { readonly target: OwnTarget },
  projectDir: string | null,
  draft: Draft,
  resolver: Resolver,
): readonly Outcome[] {
  const calls = files.flatMap((file) => findCalls(file, request.target, projectDir, resolver));
  if (calls.length === 0)
    return [
      refused('no-place', `no call of ${[...CALLS[request.target]].join(' or ')} is written out`),
    ];
  return calls.map((call) => draft.attempt(() => placeInCall(call, request, draft, resolver)));
}

function findCalls(
  file: NixFile,
  target: OwnTarget,
  projectDir: string | null,
  resolver: Resolver,
): readonly OwnCall[] {
  const calls: OwnCall[] = [];
  resolver.walk(file, ({ expr, scope }) => {
    if (expr.kind !== 'apply') return;
    const callee = resolver.calleeName({ expr: expr.fn, scope });
    if (callee === null || !CALLS[target].has(callee)) return;
    const args = readArguments({ expr: expr.arg, scope }, resolver);
    const folder = argumentOf(args, FOLDER[target]);
    if (projectDir !== null && folder !== null) {
      const { expr: place, scope: at } = resolver.force(folder);
      const path = importedPath(place, at.file);
      if (path !== null && path !== posix.resolve(projectDir)) return;
    }
    const written = args.findLast(({ set, isInline }) => set !== null && isInline);
    if (written?.set == null) return;
    calls.push({
      set: written.set,
      scope: scopeInside(written.set, written.scope),
      packages: packagesOf(expr, scope),
    });
  });
  return calls;
}

/** `pkgs` of `pkgs.poetry2nix.mkPoetryApplication` and of `pkgs.python3Packages.buildPythonPackage`. */
function packagesOf({ fn }: Apply, scope: Scope): PackagesName | null {
  const called = unwrap(fn);
  if (called.kind !== 'select') return null;
  const { names } = called.path;
  const set = names.findIndex((name) => PYTHON_SET.test(attrNameText(name, scope) ?? ''));
  return set === -1 ? null : packagesBefore(called, names.length - set, scope);
}

const PYTHON_SET = /^(?:poetry2nix|(?:python|pypy)\d*(?:Packages)?)$/;

function placeInCall(
  call: OwnCall,
  request: OverrideRequest & { readonly target: OwnTarget },
  draft: Draft,
  resolver: Resolver,
): Outcome {
  if (request.needs.some(({ kind }) => kind !== 'input' && kind !== 'build-system'))
    return refused('unsupported', 'a call takes libraries and tools alone');
  const { set, scope } = call;
  const needed = neededFor(withoutKinds(request, 'build-system'), 'nativeBuildInputs');
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
  { set, scope, packages }: OwnCall,
  list: ListName,
  items: readonly Item[],
  refs: References,
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const { file } = scope;
  const { unit } = draft.styleOf(file);
  const { entry: style } = freshStyle('poetry2nix', file, unit);
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
  { scope, packages }: Pick<OwnCall, 'scope' | 'packages'>,
  items: readonly Item[],
  draft: Draft,
  resolver: Resolver,
): References | null {
  const name = packagesName(scope, packages);
  const addFormal = formalsOf(scope, resolver, draft);
  const areFormals =
    addFormal !== null || items.every(({ attr }) => isBound(attr.split('.')[0] ?? attr, scope));
  if (name === null && !isInsidePackages(scope) && !areFormals) return null;
  const names = { final: name ?? 'pkgs', prev: name ?? 'pkgs' };
  return referencesIn(scope, names, 'old', packages, addFormal);
}
