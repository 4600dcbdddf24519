import type { NixAnalysis } from '../read/read.ts';
import { referenceOf } from '../read/reference.ts';
import type { Closure } from '../resolve/scope.ts';
import { lookUp } from '../resolve/scope.ts';
import type { Identifier, Lambda } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { inEveryOverride } from './model.ts';
import { overrideCalls } from './override-calls.ts';

/**
 * `foo = final.foo.overridePythonAttrs …`: `final.foo` is what is being defined. Nix says ‘infinite recursion
 * encountered’. The package before the overlay is `prev.foo`.
 */
export function findOverrideRecursion(analysis: NixAnalysis): readonly NixMistake[] {
  const { resolver } = analysis;
  return inEveryOverride(analysis, ({ entry, value }, { overlay }) => {
    const { base } = overrideCalls(resolver, value);
    const reference = referenceOf(resolver, base);
    if (reference?.root.kind !== 'parameter' || reference.names[0] !== entry.name) return [];
    const { lambda, formal } = reference.root;
    if (lambda !== overlay.final || formal !== null) return [];
    const written = parameterIn(base, overlay.final);
    const final = parameterName(overlay.final);
    const previous = parameterName(overlay.previous);
    return [
      {
        file: written === null ? entry.file : base.scope.file.path,
        span: written?.span ?? entry.nameSpan,
        message: `${entry.name} is made from ${final}.${entry.name}, which is itself: Nix says ‘infinite recursion encountered’. Before this overlay it is ${previous}.${entry.name}.`,
        package: entry.normalized,
        fix: written === null ? null : useInstead(written, base, overlay.previous),
      },
    ];
  });
}

/** The `final` of `final.foo`, if it stands there. */
function parameterIn({ expr, scope }: Closure, lambda: Lambda): Identifier | null {
  const select = unwrap(expr);
  const target = select.kind === 'select' ? unwrap(select.target) : select;
  if (target.kind !== 'identifier') return null;
  const definition = lookUp(target.name, scope);
  return definition.kind === 'parameter' && definition.scope.lambda === lambda ? target : null;
}

function useInstead(written: Identifier, { scope }: Closure, previous: Lambda): NixMistake['fix'] {
  const name = parameterName(previous);
  const definition = lookUp(name, scope);
  const isReachable = definition.kind === 'parameter' && definition.scope.lambda === previous;
  if (!isReachable || name.startsWith('_')) return null;
  return { title: `Use ${name}`, edits: [{ span: written.span, newText: name }] };
}

function parameterName({ parameter }: Lambda): string {
  return parameter.kind === 'name-parameter' ? parameter.name.name : 'prev';
}
