import type { Binding, Expr, Inherit, Node } from '../../syntax.ts';
import { unwrap } from '../../tree.ts';
import { binderOf, boundTo } from './bound-names.ts';

/** Where a call of poetry2nix has its packages from. */
export interface NixpkgsOfCall {
  /** `pkgs`, `pkgs.${system}`, `prev`; null where the file does not say. */
  readonly expression: string | null;
  /** Local names by which the function was reached: `p2n`, `mkPoetryEnv`. */
  readonly names: readonly string[];
}

/** Follows the function of a call to the set that poetry2nix was given: `(mkPoetry2Nix { pkgs = …; })`, `pkgs.poetry2nix`. */
export function nixpkgsOfCall(fn: Expr, path: readonly Node[], text: string): NixpkgsOfCall {
  const names: string[] = [];
  const expression = follow(unwrap(fn), path, text, names, MOST_STEPS);
  return { expression, names };
}

/** Bindings that lead in a circle end here. */
const MOST_STEPS = 20;

function follow(
  expr: Expr,
  path: readonly Node[],
  text: string,
  names: string[],
  steps: number,
): string | null {
  if (steps === 0) return null;
  const next = (inner: Expr): string | null => follow(unwrap(inner), path, text, names, steps - 1);
  switch (expr.kind) {
    case 'select':
      return ofSelection(expr, text) ?? next(expr.target);
    case 'apply':
      return givenPackages(expr, text) ?? next(expr.fn);
    case 'identifier': {
      const at = binderOf(path, expr.name, text);
      const bound = boundTo(path[at], expr.name, text);
      if (bound === null) return null;
      names.push(expr.name);
      if (bound.kind === 'binding') return next(bound.value);
      return bound.from === null
        ? null
        : (ofPackages(bound.from.expr, text) ?? next(bound.from.expr));
    }
    default:
      return null;
  }
}

/** `pkgs` of `pkgs.poetry2nix.mkPoetryEnv`, and of `pkgs.poetry2nix`. */
function ofSelection(
  { target, path }: Extract<Expr, { kind: 'select' }>,
  text: string,
): string | null {
  const at = path.names.findLastIndex(
    ({ span }) => text.slice(span.start, span.end) === 'poetry2nix',
  );
  const before = path.names[at];
  if (before === undefined) return null;
  const written = text
    .slice(target.span.start, before.span.start)
    .replace(/\.\s*$/, '')
    .trimEnd();
  // That of a flake is an input, and no nixpkgs.
  return written === 'inputs' || written.endsWith('.inputs') ? null : written;
}

/** `pkgs` of `inherit (pkgs.poetry2nix) …`. */
function ofPackages(from: Expr, text: string): string | null {
  const set = unwrap(from);
  return set.kind === 'select' ? ofSelection(set, text) : null;
}

/** What a call is given by the name `pkgs`, or calls itself by: `mkPoetry2Nix { inherit pkgs; }`, `pkgs.callPackage`. */
function givenPackages({ fn, arg }: Extract<Expr, { kind: 'apply' }>, text: string): string | null {
  const set = unwrap(arg);
  if (set.kind === 'attrs')
    for (const each of set.bindings) {
      const given = packagesIn(each, text);
      if (given !== null) return given;
    }
  const called = unwrap(fn);
  const written = text.slice(called.span.start, called.span.end);
  return /^([\w.'-]+)\.callPackage\s/.exec(written)?.[1] ?? null;
}

function packagesIn(each: Binding | Inherit, text: string): string | null {
  const slice = ({ span }: Node): string => text.slice(span.start, span.end);
  if (each.kind === 'binding') return slice(each.path) === 'pkgs' ? slice(each.value) : null;
  if (!each.names.some((name) => slice(name) === 'pkgs')) return null;
  return each.from === null ? 'pkgs' : `(${slice(each.from.expr)}).pkgs`;
}
