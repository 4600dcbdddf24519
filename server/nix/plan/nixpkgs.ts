import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import { finalAttribute } from '../resolve/final-attribute.ts';
import type { Closure, NixFile, Scope } from '../resolve/scope.ts';
import { attrNameText, isWritten, lookUp } from '../resolve/scope.ts';
import type { Apply, AttrSet, Binding, Select } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Chain, Growth } from './chain.ts';
import { readChain } from './chain.ts';
import { indent } from './entry.ts';
import { mentionsName, unwrapBody } from './override-value.ts';
import { readOverlay } from './overlay.ts';

const EXTENSIONS = 'pythonPackagesExtensions';
/** What nixpkgs is called. */
const PACKAGE_SETS: ReadonlySet<string> = new Set([
  'final',
  'nixpkgs',
  'pkgs',
  'prev',
  'self',
  'super',
  'x86_64-linux',
  'aarch64-linux',
]);
const INTERPRETER = /^(?:python|pypy)\d*(?:Full|Minimal|FreeThreading)?$/;

/** The overlays of nixpkgs' Python sets: `packageOverrides`, `pythonPackagesExtensions`; or where there are none, places for one. */
export function nixpkgsChains(files: readonly NixFile[], resolver: Resolver): readonly Chain[] {
  const there = files.flatMap((file) => existingChains(file, resolver));
  if (there.length > 0) return there;
  const [first] = files;
  const overlay = first === undefined ? null : packageOverlay(first, resolver);
  if (overlay !== null) return [overlay];
  const places = files.flatMap((file) => interpreters(file, resolver));
  return places.map((growth) => ({ layers: [], growth }));
}

function existingChains(file: NixFile, resolver: Resolver): readonly Chain[] {
  const chains: Chain[] = [];
  resolver.walk(file, ({ expr, scope }) => {
    const inner = expr.kind === 'attrs' ? scopeInside(expr, scope) : scope;
    const bindings = expr.kind === 'attrs' || expr.kind === 'let' ? expr.bindings : [];
    const within: Scope =
      expr.kind === 'let' ? { kind: 'bindings', file, parent: scope, node: expr } : inner;
    for (const item of bindings) {
      const name = item.kind === 'binding' ? lastName(item, within) : null;
      if (item.kind !== 'binding' || (name !== 'packageOverrides' && name !== EXTENSIONS)) continue;
      const value: Closure = { expr: item.value, scope: within };
      // `config.packageOverrides` is a function of nixpkgs alone, not an overlay.
      if (name === 'packageOverrides' && isFunctionOfPackages(value, resolver)) continue;
      chains.push(readChain(listOfOverlay(value, resolver) ?? value, resolver));
    }
  });
  return chains;
}

/** The list of `composeManyExtensions final.pythonOverlays`, which the same overlay of nixpkgs makes. */
function listOfOverlay(value: Closure, resolver: Resolver): Closure | null {
  const { expr, scope } = resolver.force(value);
  if (expr.kind !== 'apply') return null;
  if (resolver.calleeName({ expr: expr.fn, scope }) !== 'composeManyExtensions') return null;
  return finalAttribute(resolver, { expr: expr.arg, scope });
}

function lastName({ path }: Binding, scope: Scope): string | null {
  const last = path.names.at(-1);
  return last === undefined ? null : attrNameText(last, scope);
}

function isFunctionOfPackages(value: Closure, resolver: Resolver): boolean {
  const { expr } = resolver.force(value);
  return expr.kind === 'lambda' && readOverlay(value, resolver) === null;
}

/** A file that is an overlay of nixpkgs: `pythonPackagesExtensions` can be one of its attributes. */
function packageOverlay(file: NixFile, resolver: Resolver): Chain | null {
  const { root } = file.tree;
  if (root === null) return null;
  const overlay = readOverlay(
    { expr: root, scope: { kind: 'file', file, parent: null } },
    resolver,
  );
  const [operand, ...more] = overlay?.operands ?? [];
  if (overlay === null || operand?.kind !== 'set' || more.length > 0) return null;
  if (/overridePythonAttrs/.test(file.tree.text) || !isWritten(operand.set)) return null;
  if (/python|overrid/i.test(file.path.slice(file.path.lastIndexOf('/')))) return null;
  const prev = overlay.prev.name;
  return {
    layers: [],
    growth: {
      kind: 'argument',
      set: operand.set,
      scope: operand.scope,
      name: EXTENSIONS,
      head: '',
      valueOf: (text, unit) => `${prev}.${EXTENSIONS} ++ [\n${indent(`(${text})`, unit)}\n]`,
      also: [],
    },
    packages: { text: overlay.final.name, names: [overlay.final.name], scope: operand.scope },
  };
}

/** Interpreters that the file takes from nixpkgs: where one is overridden already, else where it is bound, else where it is used. */
function interpreters(file: NixFile, resolver: Resolver): readonly Growth[] {
  const overridden: Growth[] = [];
  const bound: Growth[] = [];
  const used: Growth[] = [];
  resolver.walk(file, ({ expr, scope }) => {
    if (expr.kind === 'apply') {
      const growth = inOverride(expr, scope, resolver) ?? inUse(expr, scope);
      if (growth?.kind === 'argument') overridden.push(growth);
      else if (growth !== null) used.push(growth);
    }
    const within: Scope =
      expr.kind === 'let' ? { kind: 'bindings', file, parent: scope, node: expr } : scope;
    if (expr.kind === 'let')
      for (const item of expr.bindings) {
        const value = item.kind === 'binding' ? unwrap(item.value) : null;
        if (value?.kind === 'select' && isInterpreter(value, value.path.names.length, within))
          bound.push({ kind: 'interpreter', expr: value, end: value.span.end, scope: within });
      }
  });
  return [overridden, bound, used].find((found) => found.length > 0) ?? [];
}

/** Whether the first `count` names of a selection lead to an interpreter of nixpkgs. */
function isInterpreter({ target, path, or }: Select, count: number, scope: Scope): boolean {
  const last = path.names[count - 1];
  if (or !== null || last === undefined || !INTERPRETER.test(attrNameText(last, scope) ?? ''))
    return false;
  const before = count === 1 ? unwrap(target) : path.names[count - 2];
  if (before?.kind === 'identifier') return PACKAGE_SETS.has(before.name);
  // `legacyPackages.${system}.python3`
  return before?.kind === 'interpolation';
}

/** `python3.override { … }` without `packageOverrides`. */
function inOverride({ fn, arg }: Apply, scope: Scope, resolver: Resolver): Growth | null {
  const called = unwrap(fn);
  if (called.kind !== 'select' || nameAt(called, -1, scope) !== 'override') return null;
  if (!isInterpreter(called, called.path.names.length - 1, scope)) return null;
  const { expr, scope: inside } = unwrapBody(resolver.force({ expr: arg, scope }));
  if (expr.kind !== 'attrs' || !canTake(expr, inside)) return null;
  return {
    kind: 'argument',
    set: expr,
    scope: scopeInside(expr, inside),
    name: 'packageOverrides',
    head: '',
    valueOf: (overlay) => overlay,
    also: [],
  };
}

function canTake(set: AttrSet, scope: Scope): boolean {
  return isWritten(set) && !mentionsName(set, 'packageOverrides', scope);
}

const USES: ReadonlySet<string> = new Set(['buildEnv', 'pkgs', 'withPackages']);

/** `pkgs.python3.withPackages (…)`, and `python3.withPackages (…)` of a `python3` that the function is given. */
function inUse({ fn }: Apply, scope: Scope): Growth | null {
  const called = unwrap(fn);
  if (called.kind !== 'select') return null;
  const target = unwrap(called.target);
  if (target.kind === 'identifier' && INTERPRETER.test(target.name)) {
    const isGiven = lookUp(target.name, scope).kind !== 'value';
    return isGiven && USES.has(nameAt(called, 0, scope) ?? '')
      ? { kind: 'interpreter', expr: called, end: target.span.end, scope }
      : null;
  }
  const index = called.path.names.findIndex((_name, position) =>
    isInterpreter(called, position + 1, scope),
  );
  const interpreter = called.path.names[index];
  if (interpreter === undefined || !USES.has(nameAt(called, index + 1, scope) ?? '')) return null;
  return { kind: 'interpreter', expr: called, end: interpreter.span.end, scope };
}

function nameAt({ path }: Select, index: number, scope: Scope): string | null {
  const name = path.names.at(index);
  return name === undefined ? null : attrNameText(name, scope);
}
