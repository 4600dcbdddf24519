import type { SourceFact } from '../source-text.ts';
import type { Binding, Expr } from '../../server/nix/syntax.ts';
import { parseNix } from '../../server/nix/parse.ts';
import { compareVersions, isVersion } from '../versions.ts';
import { normalizeName, type FactsSet } from './facts-text.ts';
import { factsByVersion } from './hammer.ts';

/**
 * What Hammer's overrides do for wheels, by package. Of versions below the oldest that has an override nothing is said,
 * nor of those behind the next major version.
 *
 * @param files the text of each `overrides/NAME/VERSION/default.nix`, by name and version.
 */
export function importHammerWheels(
  files: ReadonlyMap<string, ReadonlyMap<string, string>>,
): FactsSet['packages'] {
  const packages = new Map<string, SourceFact[]>();
  for (const [name, byVersion] of files) {
    const versions = [...byVersion]
      .filter(([version]) => isVersion(version))
      .toSorted(([a], [b]) => compareVersions(a, b) ?? 0)
      .map(([version, text]): [string, SourceFact[]] => [version, wheelFacts(text)]);
    const facts = factsByVersion(versions, () => false);
    if (facts.length > 0) packages.set(normalizeName(name), facts.map(ofWheels));
  }
  return packages;
}

/** Hammer builds on Linux. */
function ofWheels(fact: SourceFact): SourceFact {
  return {
    ...fact,
    when: { ...fact.when, systems: ['x86_64-linux', 'aarch64-linux'], distribution: 'wheel' },
  };
}

/**
 * What an override does for a wheel: the libraries that it adds, and those that it lets the patching of the wheel pass
 * over by their names. Branches for sdists are left out, what stands in no branch is for both.
 *
 * @param text the Nix file of one version.
 */
export function wheelFacts(text: string): SourceFact[] {
  const found: Binding[] = [];
  const { root } = parseNix(text);
  if (root !== null) collect(root, found);
  const facts = found.flatMap((binding) => factsOf(binding, text));
  return [...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values()];
}

/** The bindings that are evaluated for a wheel. */
function collect(expr: Expr, found: Binding[]): void {
  switch (expr.kind) {
    case 'lambda':
    case 'with':
    case 'assert':
      return collect(expr.body, found);
    case 'paren':
      return collect(expr.expr, found);
    case 'let':
      for (const one of expr.bindings) if (one.kind === 'binding') collect(one.value, found);
      return collect(expr.body, found);
    case 'if': {
      const isWheel = asksForWheel(expr.condition);
      if (isWheel !== false) collect(expr.then, found);
      if (isWheel !== true) collect(expr.else, found);
      return;
    }
    case 'apply':
      if (!isForSdist(expr)) {
        collect(expr.fn, found);
        collect(expr.arg, found);
      }
      return;
    case 'binary':
      collect(expr.left, found);
      return collect(expr.right, found);
    case 'list':
      for (const one of expr.elements) collect(one, found);
      return;
    case 'attrs':
      for (const one of expr.bindings) if (one.kind === 'binding') found.push(one);
      return;
    default:
  }
}

function factsOf({ path, value }: Binding, text: string): SourceFact[] {
  const [name] = path.names;
  const key = name === undefined ? '' : text.slice(name.span.start, name.span.end);
  if (key === 'autoPatchelfIgnoreMissingDeps') {
    return elementsOf(value).flatMap((one) => {
      const library = one.kind === 'string' ? text.slice(one.span.start + 1, one.span.end - 1) : '';
      return /^[\w.+-]+$/.test(library)
        ? [{ kind: 'ignored-library', name: library } as const]
        : [];
    });
  }
  if (key !== 'buildInputs' && key !== 'propagatedBuildInputs') return [];
  return elementsOf(value).flatMap((one) => {
    const attr = text.slice(one.span.start, one.span.end);
    return ATTRIBUTE.test(attr) && !WHOLE_TOOLKIT.test(attr)
      ? [{ kind: 'wheel-library', attr: attr.replace(/^pkgs\./, '').replace(OUTPUT, '') } as const]
      : [];
  });
}

const ATTRIBUTE = /^pkgs(?:\.[A-Za-z_][\w-]*)+$/;
/** `qt6.full`, which is no library, and which nixpkgs removed. */
const WHOLE_TOOLKIT = /\.full$/;
const OUTPUT = /\.(?:dev|out|lib)$/;

/** The elements of the lists that an expression concatenates for a wheel. */
function elementsOf(expr: Expr): Expr[] {
  switch (expr.kind) {
    case 'list':
      return [...expr.elements];
    case 'paren':
      return elementsOf(expr.expr);
    case 'binary':
      return [...elementsOf(expr.left), ...elementsOf(expr.right)];
    case 'apply':
      return isForSdist(expr) ? [] : elementsOf(expr.arg);
    case 'if':
      return asksForWheel(expr.condition) === false ? elementsOf(expr.else) : elementsOf(expr.then);
    default:
      return [];
  }
}

/** Whether a condition holds for wheels alone, or for sdists alone; null for one that asks something else. */
function asksForWheel(condition: Expr): boolean | null {
  switch (condition.kind) {
    case 'paren':
      return asksForWheel(condition.expr);
    case 'unary': {
      const inner = asksForWheel(condition.operand);
      return inner === null ? null : !inner;
    }
    case 'apply':
      return asksForWheel(condition.fn);
    case 'select': {
      const last = condition.path.names.at(-1);
      return last?.kind === 'identifier' && last.name === 'isWheel' ? true : null;
    }
    case 'binary':
      return asksForWheel(condition.left) ?? asksForWheel(condition.right);
    default:
      return null;
  }
}

/** `optional… (!isWheel …)`, with or without the argument behind it. */
function isForSdist(expr: Expr): boolean {
  for (let fn: Expr = expr; fn.kind === 'apply'; fn = fn.fn)
    if (asksForWheel(fn.arg) === false) return true;
  return false;
}
