import type { BuildSystemReading, ElementPlace } from '../model.ts';
import { unwrapBody } from '../resolve/body.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { isInText } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { isWritten } from '../resolve/scope.ts';
import { unwrap } from '../tree.ts';
import type { Call } from './calls.ts';
import { isOfPython, listedIn, namesPythonSet, prefixOf } from './package-attributes.ts';
import { lookUpAttribute } from './sets.ts';

/** `build-system` of a call of nixpkgs' builders, and where another package of it is written. */
export function readBuildSystem(
  resolver: Resolver,
  argument: Closure,
  call: Pick<Call, 'expr' | 'scope'>,
): BuildSystemReading {
  const found = lookUpAttribute(resolver, argument, 'build-system');
  if (found.found === 'unknown') return { packages: [], place: null };
  if (found.found === 'absent')
    return { packages: [], place: newList(argument, packagesPrefix(call)) };
  return {
    packages: listedIn(resolver, found.value),
    place: elementPlace(resolver, found.value, packagesPrefix(call)),
  };
}

/** Behind the last package of Python in a list that is written out, or into an empty one. */
function elementPlace(
  resolver: Resolver,
  value: Closure,
  ofCall: string | null,
): ElementPlace | null {
  const { expr, scope } = unwrapBody(resolver.force(value));
  if (expr.kind !== 'list' || !isInText({ expr, scope })) return null;
  const { text } = scope.file.tree;
  const file = scope.file.path;
  const last = expr.elements.findLast((element) => isOfPython(element, scope));
  const behind = expr.elements.at(-1);
  if (behind === undefined) {
    const prefix = isInPythonSet(scope) ? '' : ofCall;
    const at = expr.span.start + 1;
    const after = /\s/.test(text[at] ?? '') ? '' : ' ';
    return prefix === null ? null : { file, offset: at, before: ` ${prefix}`, after };
  }
  const prefix = last === undefined ? ofCall : prefixOf(last, scope);
  if (prefix === null) return null;
  return {
    file,
    offset: behind.span.end,
    before: `${blanksBefore(text, behind.span.start)}${prefix}`,
    after: '',
  };
}

/** A new attribute behind the one that says how the package is built, else behind the last one. */
function newList({ expr, scope }: Closure, prefix: string | null): ElementPlace | null {
  if (expr.kind !== 'attrs' || !isWritten(expr) || !isInText({ expr, scope })) return null;
  const format = expr.bindings.find(
    (item) =>
      item.kind === 'binding' &&
      item.path.names.length === 1 &&
      item.path.names.some(
        (name) => name.kind === 'identifier' && /^(?:pyproject|format)$/.test(name.name),
      ),
  );
  const behind = format ?? expr.bindings.at(-1);
  if (behind === undefined || behind.semicolon === null || prefix === null) return null;
  return {
    file: scope.file.path,
    offset: behind.span.end,
    before: `${blanksBefore(scope.file.tree.text, behind.span.start)}build-system = [ ${prefix}`,
    after: ' ];',
  };
}

/** `python3Packages.` of `python3Packages.buildPythonApplication`; null where it is called by a bare name that no `with` brings. */
function packagesPrefix({ expr, scope }: Pick<Call, 'expr' | 'scope'>): string | null {
  const prefix = prefixOf(unwrap(expr.fn), scope);
  if (prefix === null) return null;
  if (prefix === '') return isInPythonSet(scope) ? '' : null;
  return namesPythonSet(prefix) ? prefix : null;
}

/** Whether the innermost `with` around is of a set of Python packages. */
function isInPythonSet(scope: Scope): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    if (at.kind === 'with') {
      const { start, end } = at.node.scope.span;
      return namesPythonSet(`${at.file.tree.text.slice(start, end)}.`);
    }
  return false;
}

/** The blanks and line breaks before an offset, one blank where there are none. */
function blanksBefore(text: string, offset: number): string {
  const ahead = text.slice(Math.max(0, offset - MOST_INDENT), offset);
  const blanks = ahead.slice(ahead.trimEnd().length);
  return blanks === '' ? ' ' : blanks;
}

const MOST_INDENT = 200;
