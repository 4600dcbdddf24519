import type { NixAnalysis } from '../read/read.ts';
import { referenceOf } from '../read/reference.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { AttrName, Expr, Lambda } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { inEveryOverride } from './model.ts';
import { argumentSet, overrideCalls, simpleBindings } from './override-calls.ts';

const LISTS: ReadonlySet<string> = new Set([
  'buildInputs',
  'nativeBuildInputs',
  'propagatedBuildInputs',
]);

/**
 * `nativeBuildInputs = (old.buildInputs or [ ]) ++ [ … ]`: the list is extended by another one's former value, and loses
 * its own. Where its own is there too, the lists are joined on purpose.
 */
export function findOverrideWrongList(analysis: NixAnalysis): readonly NixMistake[] {
  const { resolver } = analysis;
  return inEveryOverride(analysis, ({ entry, value }) =>
    overrideCalls(resolver, value).calls.flatMap((call) => {
      const argument = argumentSet(resolver, call.argument);
      const old = argument?.old ?? null;
      if (argument === null || old === null) return [];
      return simpleBindings(argument).flatMap(({ name, binding }): readonly NixMistake[] => {
        if (!LISTS.has(name)) return [];
        const former = formerLists(resolver, { expr: binding.value, scope: argument.scope }, old);
        const [only, ...more] = former;
        if (only === undefined || more.length > 0 || only.list === name) return [];
        return [
          {
            file: argument.scope.file.path,
            span: only.name.span,
            message: `This extends the former ${only.list}: the former ${name} of ${entry.name} are lost.`,
            package: entry.normalized,
            fix: { title: `Use ${name}`, edits: [{ span: only.name.span, newText: name }] },
          },
        ];
      });
    }),
  );
}

interface Former {
  readonly list: string;
  readonly name: AttrName;
}

/** The lists of the former attributes among the operands of `++`; none where there is no `++`, or one is not understood. */
function formerLists(resolver: Resolver, { expr, scope }: Closure, old: Lambda): readonly Former[] {
  const operands = operandsOf(expr);
  if (operands.length < 2) return [];
  return operands.flatMap((operand) => {
    const inner = unwrap(operand);
    if (inner.kind !== 'select') return [];
    const reference = referenceOf(resolver, { expr: { ...inner, or: null }, scope });
    const [list, ...more] = reference?.names ?? [];
    const name = inner.path.names.at(-1);
    const isOld = reference?.root.kind === 'parameter' && reference.root.lambda === old;
    if (!isOld || list === undefined || more.length > 0 || name === undefined) return [];
    return LISTS.has(list) ? [{ list, name }] : [];
  });
}

function operandsOf(expr: Expr): readonly Expr[] {
  const operands: Expr[] = [];
  const pending: Expr[] = [expr];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const inner = unwrap(next);
    if (inner.kind === 'binary' && inner.operator === '++') pending.push(inner.right, inner.left);
    else operands.push(inner);
  }
  return operands;
}
