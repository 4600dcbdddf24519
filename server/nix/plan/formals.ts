import { isNixIdentifier } from '../print.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { LambdaScope, Scope } from '../resolve/scope.ts';
import type { FormalsParameter } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Draft } from './draft.ts';
import { packagesName } from './references.ts';
import { indentOfLine, startsLine } from './style.ts';

/** Makes an attribute of nixpkgs a formal of the file's function; false where its name cannot be one. */
export type AddFormal = (name: string) => boolean;

/**
 * How what `scope` lacks of nixpkgs becomes an argument of its file (`{ lib, python3, zlib }:`): only where `callPackage`
 * and nothing else calls the file, so that it brings whatever is asked for, and where nixpkgs is not in reach by name.
 * Null for every other file.
 */
export function formalsOf(scope: Scope, resolver: Resolver, draft: Draft): AddFormal | null {
  if (packagesName(scope, resolver) !== null) return null;
  const outermost = outermostFunction(scope);
  if (outermost === null) return null;
  const { lambda, file } = outermost;
  const { parameter } = lambda;
  const isOfFile = file.tree.root !== null && unwrap(file.tree.root) === lambda;
  if (!isOfFile || parameter.kind !== 'formals-parameter' || parameter.formals.length === 0)
    return null;
  if (!resolver.isCalledByPackageSet(lambda)) return null;
  return (name) => {
    if (!isNixIdentifier(name)) return false;
    insertFormal(name, parameter, file, draft);
    return true;
  };
}

function outermostFunction(scope: Scope): LambdaScope | null {
  let found: LambdaScope | null = null;
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    if (at.kind === 'lambda') found = at;
  return found;
}

/** Behind the last formal, with its comma where the others have theirs. */
function insertFormal(
  name: string,
  { formals }: FormalsParameter,
  file: LambdaScope['file'],
  draft: Draft,
): void {
  const last = formals.at(-1);
  if (last === undefined) return;
  const { text } = file.tree;
  const { newline } = draft.styleOf(file);
  const before = formals.at(-2);
  const isLeading =
    before?.comma != null && startsLine(text, before.comma.start) && formals.length > 1;
  const indent = indentOfLine(text, last.span.start);
  const separator = isLeading
    ? `${newline}${indent}, `
    : startsLine(text, last.span.start)
      ? `,${newline}${indent}`
      : ', ';
  draft.insert(file, last.span.end, separator + name);
}
