import type { AttrName, AttrPath, Binding, Expr, Inherit, Lambda } from '../syntax.ts';
import type { Closure, Scope } from './scope.ts';

/** The expressions directly inside one, in the order of the text, each with its scope. */
export function childrenOf({ expr, scope }: Closure): readonly Closure[] {
  // Lists, not arguments: a list or string in a file may have more elements than a call may have arguments.
  const each = (exprs: readonly Expr[]): readonly Closure[] =>
    exprs.map((child) => ({ expr: child, scope }));
  const here = (...exprs: readonly Expr[]): readonly Closure[] => each(exprs);
  switch (expr.kind) {
    case 'paren':
      return here(expr.expr);
    case 'list':
      return each(expr.elements);
    case 'apply':
      return here(expr.fn, expr.arg);
    case 'unary':
      return here(expr.operand);
    case 'binary':
      return here(expr.left, expr.right);
    case 'if':
      return here(expr.condition, expr.then, expr.else);
    case 'assert':
      return here(expr.condition, expr.body);
    case 'string':
    case 'path':
      return each(expr.parts.flatMap((part) => (part.kind === 'text' ? [] : [part.expr])));
    case 'has-attr':
      return each([expr.target, ...interpolated(expr.path)]);
    case 'select':
      return each([expr.target, ...interpolated(expr.path), ...(expr.or ? [expr.or.value] : [])]);
    case 'with':
      return [
        { expr: expr.scope, scope },
        { expr: expr.body, scope: { kind: 'with', file: scope.file, parent: scope, node: expr } },
      ];
    case 'let': {
      const inner: Scope = { kind: 'bindings', file: scope.file, parent: scope, node: expr };
      return [...valuesOf(expr.bindings, inner), { expr: expr.body, scope: inner }];
    }
    case 'attrs': {
      const inner: Scope =
        expr.form === 'plain'
          ? scope
          : { kind: 'bindings', file: scope.file, parent: scope, node: expr };
      return valuesOf(expr.bindings, inner);
    }
    case 'lambda':
      return insideLambda(expr, scope);
    default:
      return [];
  }
}

function insideLambda(lambda: Lambda, parent: Scope): readonly Closure[] {
  const scope: Scope = {
    kind: 'lambda',
    file: parent.file,
    parent,
    lambda,
    argument: null,
    fillsFormals: false,
  };
  const { parameter } = lambda;
  const defaults =
    parameter.kind === 'name-parameter'
      ? []
      : parameter.formals.flatMap((formal) => (formal.default === null ? [] : [formal.default]));
  return [...defaults, lambda.body].map((expr) => ({ expr, scope }));
}

function valuesOf(bindings: readonly (Binding | Inherit)[], scope: Scope): readonly Closure[] {
  return bindings.flatMap((item) => {
    const exprs =
      item.kind === 'binding'
        ? [...interpolated(item.path), item.value]
        : item.from === null
          ? []
          : [item.from.expr];
    return exprs.map((expr) => ({ expr, scope }));
  });
}

function interpolated(path: AttrPath): readonly Expr[] {
  return path.names.flatMap((name: AttrName) =>
    name.kind === 'interpolation'
      ? [name.expr]
      : name.kind === 'string'
        ? name.parts.flatMap((part) => (part.kind === 'text' ? [] : [part.expr]))
        : [],
  );
}
