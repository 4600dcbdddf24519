import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { NixFile, Scope } from '../resolve/scope.ts';
import { attrNameText, isWritten, lookUp } from '../resolve/scope.ts';
import type { Apply, AttrSet, Select } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Place } from './context.ts';
import type { InsertionPoint } from './insertion.ts';
import { mentionsName } from './bindings.ts';
import { unwrapBody } from '../resolve/body.ts';
import { readOverlay } from './overlay.ts';
import { holdsInterpreters } from './package-sets.ts';

const EXTENSIONS = 'pythonPackagesExtensions';
const INTERPRETER = /^(?:python|pypy)\d*(?:Full|Minimal|FreeThreading)?$/;

/** Where a first override of nixpkgs' Python packages can go: a file that is an overlay of nixpkgs takes extensions, else an interpreter takes overrides. */
export function firstPlaces(files: readonly NixFile[], resolver: Resolver): readonly Place[] {
  const [first] = files;
  const overlay = first === undefined ? null : inPackageOverlay(first, resolver);
  if (overlay !== null) return [overlay];
  const points = files.flatMap((file) => interpreters(file, resolver));
  return points.map((insertion) => ({ layers: [], insertion, packages: null }));
}

/** A file that is an overlay of nixpkgs: `pythonPackagesExtensions` can be one of its attributes. */
function inPackageOverlay(file: NixFile, resolver: Resolver): Place | null {
  const { root } = file.tree;
  if (root === null) return null;
  const overlay = readOverlay(
    resolver,
    { expr: root, scope: { kind: 'file', file, parent: null } },
    { beforeDefaults: false, beforePackages: false, replacesDefaults: false, conditional: false },
  );
  const [operand, ...more] = overlay?.operands ?? [];
  if (overlay?.parameters == null || operand?.kind !== 'set' || more.length > 0) return null;
  if (/overridePythonAttrs/.test(file.tree.text)) return null;
  if (/python|overrid/i.test(file.path.slice(file.path.lastIndexOf('/')))) return null;
  const { final, prev } = overlay.parameters;
  const { set, scope } = operand;
  return {
    layers: [],
    insertion: {
      kind: 'attribute',
      set,
      scope,
      name: EXTENSIONS,
      former: `${prev.name}.${EXTENSIONS}`,
    },
    packages: { text: final.name, names: [final.name], scope },
  };
}

/** Interpreters that the file takes from nixpkgs: where one is overridden already, else where it is bound, else where it is used. */
function interpreters(file: NixFile, resolver: Resolver): readonly InsertionPoint[] {
  const overridden: InsertionPoint[] = [];
  const bound: InsertionPoint[] = [];
  const used: InsertionPoint[] = [];
  resolver.walk(file, ({ expr, scope }) => {
    if (expr.kind === 'apply') {
      const point = inOverride(expr, scope, resolver) ?? inUse(expr, scope);
      if (point?.kind === 'attribute') overridden.push(point);
      else if (point !== null) used.push(point);
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
  if (before?.kind === 'identifier') return holdsInterpreters(before.name);
  // `legacyPackages.${system}.python3`
  return before?.kind === 'interpolation';
}

/** `python3.override { … }` without `packageOverrides`. */
function inOverride({ fn, arg }: Apply, scope: Scope, resolver: Resolver): InsertionPoint | null {
  const called = unwrap(fn);
  if (called.kind !== 'select' || nameAt(called, -1, scope) !== 'override') return null;
  if (!isInterpreter(called, called.path.names.length - 1, scope)) return null;
  const { expr, scope: inside } = unwrapBody(resolver.force({ expr: arg, scope }));
  if (expr.kind !== 'attrs' || !canTake(expr, inside)) return null;
  return {
    kind: 'attribute',
    set: expr,
    scope: scopeInside(expr, inside),
    name: 'packageOverrides',
    former: null,
  };
}

function canTake(set: AttrSet, scope: Scope): boolean {
  return isWritten(set) && !mentionsName(set, 'packageOverrides', scope);
}

const USES: ReadonlySet<string> = new Set(['buildEnv', 'pkgs', 'withPackages']);

/** `pkgs.python3.withPackages (…)`, and `python3.withPackages (…)` of a `python3` that the function is given. */
function inUse({ fn }: Apply, scope: Scope): InsertionPoint | null {
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
