import { bodyOf } from '../resolve/body.ts';
import type { NixAnalysis } from '../read/read.ts';
import { lookUpAttribute } from '../read/sets.ts';
import type { Layer } from '../read/layers.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { isInText } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { isBound } from '../resolve/scope.ts';
import type { AttrSet, Expr } from '../syntax.ts';
import type { NixMistake } from './model.ts';
import { inEveryOverride, withoutRepetition } from './model.ts';

/** What Nix calls the kinds of values that are not functions. */
const KINDS: Partial<Record<Expr['kind'], string>> = {
  attrs: 'a set',
  list: 'a list',
  string: 'a string',
  integer: 'an integer',
  float: 'a float',
  path: 'a path',
};

/**
 * Where an overlay must stand, `final: prev: { … }`, something else does: a set, a list, a path; and in an overlay, a
 * list where a package must stand.
 */
export function findOverrideNotAFunction(analysis: NixAnalysis): readonly NixMistake[] {
  const { resolver, uses } = analysis;
  const layers = uses.flatMap((use) => use.layers);
  return withoutRepetition([
    ...layers.flatMap((layer) => notAFunction(resolver, layer)),
    ...findListsForPackages(analysis),
  ]);
}

function notAFunction(resolver: Resolver, { kind, closure }: Layer): readonly NixMistake[] {
  if (kind === 'function') return oneParameter(resolver, closure);
  if (kind !== 'unknown' || !isInText(closure)) return [];
  const { expr, scope } = closure;
  const what = isListOfOverlays(resolver, closure) ? 'a list' : KINDS[expr.kind];
  if (what === undefined || isFunctor(resolver, closure)) return [];
  const says =
    expr.kind === 'attrs'
      ? "‘attribute '__functor' missing’"
      : `‘attempt to call something which is not a function but ${what}’`;
  return [
    {
      file: scope.file.path,
      span: startOf(expr),
      message: `An overlay is a function of two package sets, final: prev: { … }. This is ${what}: Nix says ${says}.`,
      package: null,
      fix: fixFor(closure),
    },
  ];
}

/** poetry2nix's `withDefaults f`, which answers a list, as an element of another. */
function isListOfOverlays(resolver: Resolver, { expr, scope }: Closure): boolean {
  if (expr.kind !== 'apply') return false;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  return callee === 'withDefaults' || callee === 'withoutDefaults';
}

/** Where to point at what may go on for pages: at its opening bracket. */
function startOf(expr: Expr): Expr['span'] {
  return expr.kind === 'attrs' || expr.kind === 'list' ? expr.open : expr.span;
}

/** A set that may be called: one with `__functor`, or with names that are not known. */
function isFunctor(resolver: Resolver, closure: Closure): boolean {
  if (closure.expr.kind !== 'attrs') return false;
  return lookUpAttribute(resolver, closure, '__functor').found !== 'absent';
}

/** `final: { … }` lacks a parameter. */
function oneParameter(resolver: Resolver, closure: Closure): readonly NixMistake[] {
  const { expr, scope } = closure;
  if (expr.kind !== 'lambda' || !isInText(closure)) return [];
  const body = resolver.force(bodyOf(closure, expr));
  if (body.expr.kind !== 'attrs' && body.expr.kind !== 'list') return [];
  if (isFunctor(resolver, body)) return [];
  const what = KINDS[body.expr.kind] ?? '';
  const { parameter } = expr;
  const isNamed = parameter.kind === 'name-parameter';
  const second = isNamed && parameter.name.name === 'self' ? 'super' : 'prev';
  const isFree = isNamed && !isBound(second, scope) && expr.colon !== null;
  const at = expr.colon?.end ?? expr.span.start;
  return [
    {
      file: scope.file.path,
      span: parameter.span,
      message: `An overlay is a function of two package sets, final: prev: { … }. This one has one parameter: Nix says ‘attempt to call something which is not a function but ${what}’.`,
      package: null,
      fix: isFree
        ? {
            title: `Add the parameter ${second}`,
            edits: [{ span: { start: at, end: at }, newText: ` ${second}:` }],
          }
        : null,
    },
  ];
}

function fixFor({ expr, scope }: Closure): NixMistake['fix'] {
  const { start, end } = expr.span;
  const around = (before: string, after: string): NonNullable<NixMistake['fix']>['edits'] => [
    { span: { start, end: start }, newText: before },
    { span: { start: end, end }, newText: after },
  ];
  if (expr.kind === 'path') return { title: 'Import the file', edits: around('(import ', ')') };
  if (expr.kind !== 'attrs') return null;
  const [final, previous] = parameterNames(expr, scope);
  return {
    title: `Make it a function of ${final} and ${previous}`,
    edits: around(`(${final}: ${previous}: `, ')'),
  };
}

/** `self: super:` where the set speaks of `super`, `final: prev:` else, and `pyfinal: pyprev:` where those mean something. */
function parameterNames(set: AttrSet, scope: Closure['scope']): readonly [string, string] {
  const text = scope.file.tree.text.slice(set.span.start, set.span.end);
  if (/\bsuper\b/.test(text) && !isBound('super', scope)) return ['self', 'super'];
  if (isBound('final', scope) || isBound('prev', scope)) return ['pyfinal', 'pyprev'];
  return ['final', 'prev'];
}

/** `foo = [ "setuptools" ];` in an overlay: the package becomes a list. */
function findListsForPackages(analysis: NixAnalysis): readonly NixMistake[] {
  return inEveryOverride(analysis, ({ entry, value }) => {
    const forced = analysis.resolver.force(value);
    if (forced.expr.kind !== 'list' || !isInText(forced)) return [];
    return [
      {
        file: forced.scope.file.path,
        span: startOf(forced.expr),
        message: `This makes the package ${entry.name} a list. A table of build requirements is turned into overrides with mapAttrs; in an overlay, the value is a package.`,
        package: entry.normalized,
        fix: null,
      },
    ];
  });
}
