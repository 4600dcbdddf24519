import type { Binding, Expr, Inherit } from '../syntax.ts';
import { unwrap } from '../tree.ts';

/** The attributes whose lists name modules: of the module system's own modules, and of the functions that take some. */
const LISTS: ReadonlySet<string> = new Set(['imports', 'modules']);

/**
 * The paths that an expression names as modules, a folder among them read as its default.nix: those of
 * `imports = [ … ]` and `modules = [ … ]` in a set, and of flake-utils' `meld inputs [ … ]`.
 */
export function moduleList(expr: Expr): readonly Expr[] {
  if (expr.kind === 'attrs') return expr.bindings.flatMap(modulesBoundBy);
  if (expr.kind !== 'apply') return [];
  const inner = unwrap(expr.fn);
  const callee = inner.kind === 'apply' ? unwrap(inner.fn) : null;
  return callee !== null && lastName(callee) === 'meld' ? pathsIn(expr.arg) : [];
}

function modulesBoundBy(item: Binding | Inherit): readonly Expr[] {
  if (item.kind !== 'binding') return [];
  const last = item.path.names.at(-1);
  return last?.kind === 'identifier' && LISTS.has(last.name) ? pathsIn(item.value) : [];
}

function lastName(expr: Expr): string | null {
  if (expr.kind === 'identifier') return expr.name;
  const last = expr.kind === 'select' ? expr.path.names.at(-1) : undefined;
  return last?.kind === 'identifier' ? last.name : null;
}

/** The paths among the elements of lists joined by `++`. */
function pathsIn(list: Expr): readonly Expr[] {
  const found: Expr[] = [];
  const pending = [unwrap(list)];
  for (let expr = pending.pop(); expr !== undefined; expr = pending.pop()) {
    if (expr.kind === 'list')
      for (const element of expr.elements) if (element.kind === 'path') found.push(element);
    if (expr.kind === 'binary' && expr.operator === '++')
      pending.push(unwrap(expr.right), unwrap(expr.left));
  }
  return found;
}
