import { posix } from 'node:path';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Lambda } from '../syntax.ts';
import { referenceOf, stringOf } from './reference.ts';
import { lookUpAttribute } from './sets.ts';

/** A value of another repository: where it comes from, and which of its attributes it is. */
export interface Origin {
  /** The repository's name without its owner, in lower case, where an address says it; else null. */
  readonly repository: string | null;
  /** What the file calls it, outermost first: the flake's input, the pin; the attributes that are selected from it last. */
  readonly path: readonly string[];
}

/**
 * The repository that an expression selects from: an input of the flake, a formal of a file, a pin of niv or npins, or
 * `import (fetchTarball …) { … }`. Null for what is made in the files themselves.
 */
export function originOf(resolver: Resolver, closure: Closure): Origin | null {
  const reference = referenceOf(resolver, closure);
  if (reference === null) return null;
  const { root, names } = reference;
  if (root.kind === 'expression') {
    const origin = originOfCall(resolver, root.closure);
    if (origin !== null) return { ...origin, path: [...origin.path, ...names] };
    // A set of pins (`import ./npins`) names its sources itself.
    return names.length === 0 ? null : { repository: null, path: names };
  }
  const head = root.kind === 'parameter' ? root.formal : root.name;
  const path = [...(head === null ? [] : [head]), ...names];
  if (root.kind !== 'parameter') return { repository: null, path };
  return { repository: inputRepository(resolver, closure, root.lambda, path), path };
}

/** The repository of `import source { … }` and `getFlake "…"`. */
function originOfCall(resolver: Resolver, closure: Closure): Origin | null {
  return resolver.nested(
    () => originOfCallHere(resolver, closure),
    () => null,
  );
}

function originOfCallHere(resolver: Resolver, closure: Closure): Origin | null {
  const { expr, scope } = resolver.force(closure);
  if (expr.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  const arg = { expr: expr.arg, scope };
  if (callee === 'import' || callee === 'callPackage') return sourceOf(resolver, arg);
  if (callee !== null && FETCHERS.has(callee)) return fetched(resolver, arg);
  // `import source` called with its arguments.
  return originOfCall(resolver, { expr: expr.fn, scope });
}

/** What fetches a repository, and takes its address as a string or in a set. */
const FETCHERS: ReadonlySet<string> = new Set([
  'fetchFromGitHub',
  'fetchGit',
  'fetchTarball',
  'fetchTree',
  'fetchgit',
  'fetchurl',
  'fetchzip',
  'getFlake',
]);

function sourceOf(resolver: Resolver, source: Closure): Origin | null {
  const forced = resolver.force(source);
  if (forced.expr.kind === 'apply') return originOfCall(resolver, forced);
  return originOf(resolver, forced);
}

function fetched(resolver: Resolver, argument: Closure): Origin {
  const text = stringOf(resolver, argument) ?? textOf(resolver, argument, 'url');
  const name = text === null ? textOf(resolver, argument, 'repo') : repositoryIn(text);
  return { repository: name?.toLowerCase() ?? null, path: [] };
}

function textOf(resolver: Resolver, set: Closure, name: string): string | null {
  const found = lookUpAttribute(resolver, set, name);
  return found.found === 'value' ? stringOf(resolver, found.value) : null;
}

/** `uv2nix` of `github:pyproject-nix/uv2nix/main`, `https://github.com/pyproject-nix/uv2nix/archive/….tar.gz`, … */
function repositoryIn(address: string): string | null {
  const match =
    /^(?:github|gitlab|sourcehut):[^/?#]+\/([^/?#]+)/.exec(address) ??
    /^(?:git\+)?(?:https?|ssh):\/\/[^/]+\/[^/]+\/([^/?#]+)/.exec(address);
  return match?.[1]?.replace(/\.git$/, '').toLowerCase() ?? null;
}

/** The repository of an input, where the function is the `outputs` of a flake that says so. */
function inputRepository(
  resolver: Resolver,
  { scope: { file } }: Closure,
  lambda: Lambda,
  [input]: readonly string[],
): string | null {
  const { root } = file.tree;
  if (posix.basename(file.path) !== 'flake.nix' || root === null || input === undefined)
    return null;
  const flake: Closure = { expr: root, scope: { kind: 'file', file, parent: null } };
  const outputs = resolver.attribute(flake, 'outputs');
  if (outputs === null || resolver.force(outputs).expr !== lambda) return null;
  const inputs = resolver.attribute(flake, 'inputs');
  const named = inputs === null ? null : resolver.attribute(inputs, input);
  const url = named === null ? null : textOf(resolver, named, 'url');
  return url === null ? null : repositoryIn(url);
}
