import type { Reason } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { originOf } from './origin.ts';
import { referenceOf } from './reference.ts';

/** Something that is not read, with the kind of reason and the words for people. */
export interface Unread {
  readonly reason: Reason;
  readonly why: string;
}

/** Why nothing in the files says what `closure` comes to. `what` names it for people (`the overrides`). */
export function whyUnread(resolver: Resolver, closure: Closure, what: string): Unread {
  const { expr, scope } = resolver.force(closure);
  if (expr.kind === 'if') return { reason: 'condition', why: `a condition chooses ${what}` };
  if (expr.kind === 'identifier' || expr.kind === 'select') return fromElsewhere(resolver, closure);
  if (expr.kind !== 'apply') return { reason: 'form', why: `${what} are not written out` };
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  if (callee === 'import' && isPath(resolver, { expr: expr.arg, scope }))
    return { reason: 'missing-file', why: 'a file that is imported is not there' };
  const inner = expr.fn.kind === 'apply' ? whyImported(resolver, { expr: expr.fn, scope }) : null;
  if (inner !== null) return inner;
  const maker = callee === null ? 'a function' : `‘${callee}’`;
  return { reason: 'computed', why: `${maker} makes ${what}` };
}

/** `import ./overrides.nix` called with arguments, where the file is not among those that are read. */
function whyImported(resolver: Resolver, { expr, scope }: Closure): Unread | null {
  if (expr.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  const isFile = callee === 'import' || callee === 'callPackage';
  return isFile && isPath(resolver, { expr: expr.arg, scope })
    ? { reason: 'missing-file', why: 'a file that is imported is not there' }
    : null;
}

function isPath(resolver: Resolver, closure: Closure): boolean {
  return resolver.force(closure).expr.kind === 'path';
}

/** A name that a caller or another repository gives a meaning. */
function fromElsewhere(resolver: Resolver, closure: Closure): Unread {
  const name = resolver.calleeName(closure) ?? 'a value';
  const why = `‘${name}’ comes from somewhere else`;
  const reference = referenceOf(resolver, closure);
  const isParameter = reference?.root.kind === 'parameter' && reference.names.length === 0;
  if (isParameter && originOf(resolver, closure)?.repository == null)
    return { reason: 'parameter', why };
  return { reason: 'other-repository', why };
}
