import type { Span } from '../../text.ts';
import type { ListedExtra, ListedPackage, PackageReading } from '../model.ts';
import { unwrapBody } from '../resolve/body.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { attrNameText, lookUp } from '../resolve/scope.ts';
import type { Expr } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import { attributeOf } from './inputs.ts';
import { isManifestName } from './manifest-name.ts';
import { stringOf } from './reference.ts';
import { lookUpAttribute } from './sets.ts';
import { knownBoolean, knownStrings } from './values.ts';

/** What a call of nixpkgs' builders says of a Python project, as far as it can be held against the manifest. */
export function readPackageAttributes(
  resolver: Resolver,
  argument: Closure,
  calleeSpan: Span,
): Omit<PackageReading, 'buildSystem'> {
  const look = (name: string): ReturnType<typeof lookUpAttribute> =>
    lookUpAttribute(resolver, argument, name);
  const pname = look('pname');
  const relaxed = look('pythonRelaxDeps');
  const dependencies = ['dependencies', 'propagatedBuildInputs'].flatMap((list) => {
    const found = look(list);
    return found.found === 'value' ? listedIn(resolver, found.value) : [];
  });
  return {
    calleeSpan,
    name:
      pname.found === 'value' && !isManifestName(resolver, pname.value)
        ? stringOf(resolver, pname.value)
        : null,
    format: formatOf(resolver, argument),
    dependencies,
    optional: optionalIn(resolver, argument),
    relaxed:
      relaxed.found === 'value' && resolver.force(relaxed.value).expr.kind !== 'list'
        ? { known: false, why: 'it is not a list' }
        : knownStrings(resolver, relaxed),
    removed: knownStrings(resolver, look('pythonRemoveDeps')),
    checksDependencies: look('dontCheckRuntimeDeps').found === 'absent',
  };
}

/** `optional-dependencies = { name = [ … ]; }`, also of `passthru`. */
function optionalIn(resolver: Resolver, argument: Closure): readonly ListedExtra[] {
  const passthru = lookUpAttribute(resolver, argument, 'passthru');
  const [first] = [argument, ...(passthru.found === 'value' ? [passthru.value] : [])].flatMap(
    (set) => {
      const found = lookUpAttribute(resolver, set, OPTIONAL);
      return found.found === 'value' ? [found.value] : [];
    },
  );
  if (first === undefined) return [];
  const { expr, scope } = unwrapBody(resolver.force(first));
  if (expr.kind !== 'attrs') return [];
  const inner = scopeInside(expr, scope);
  return expr.bindings.flatMap((item) => {
    const [attr, ...more] = item.kind === 'binding' ? item.path.names : [];
    const name = attr === undefined ? null : attrNameText(attr, scope);
    if (item.kind !== 'binding' || attr === undefined || name === null || more.length > 0)
      return [];
    const value = { expr: item.value, scope: inner };
    const packages = listedIn(resolver, value);
    return [
      {
        name,
        file: scope.file.path,
        span: attr.span,
        packages,
        complete: packages.length === lengthOf(resolver, value),
      },
    ];
  });
}

const OPTIONAL = 'optional-dependencies';

/** How many elements a list has that is written out; null for anything else. */
function lengthOf(resolver: Resolver, closure: Closure): number | null {
  const { expr } = unwrapBody(resolver.force(closure));
  return expr.kind === 'list' ? expr.elements.length : null;
}

/** `pyproject = true` and `format = "…"`; null where neither is given. */
function formatOf(resolver: Resolver, argument: Closure): PackageReading['format'] {
  const pyproject = lookUpAttribute(resolver, argument, 'pyproject');
  if (pyproject.found === 'value') {
    const flag = knownBoolean(resolver, pyproject, false);
    return flag.known ? { known: true, value: flag.value ? 'pyproject' : 'other' } : flag;
  }
  const format = lookUpAttribute(resolver, argument, 'format');
  if (pyproject.found === 'unknown') return { known: false, why: pyproject.why };
  if (format.found === 'unknown') return { known: false, why: format.why };
  if (format.found === 'absent') return { known: true, value: null };
  const value = stringOf(resolver, format.value);
  return value === null ? { known: false, why: 'it is not a literal' } : { known: true, value };
}

/** The elements that are written in literal lists, also behind `with … ;` and joined by `++`. */
export function listedIn(resolver: Resolver, closure: Closure): readonly ListedPackage[] {
  return resolver.nested(
    () => listedHere(resolver, closure),
    () => [],
  );
}

function listedHere(resolver: Resolver, closure: Closure): readonly ListedPackage[] {
  const { expr, scope } = unwrapBody(resolver.force(closure));
  if (expr.kind === 'binary' && expr.operator === '++')
    return [expr.left, expr.right].flatMap((side) => listedIn(resolver, { expr: side, scope }));
  if (expr.kind !== 'list') return [];
  return expr.elements.flatMap((element) => {
    const attr = attributeOf(resolver, { expr: element, scope });
    if (attr === null) return [];
    const { file } = scope;
    return [
      {
        attr,
        file: file.path,
        span: element.span,
        prefix: prefixOf(element, scope),
        isOfPython: isOfPython(element, scope),
      },
    ];
  });
}

/** Whether an element is surely selected from a set of Python packages, by what that is called. */
export function isOfPython(element: Expr, scope: Closure['scope']): boolean {
  const inner = unwrap(element);
  const { text } = scope.file.tree;
  if (inner.kind === 'select') return namesPythonSet(prefixOf(element, scope) ?? '');
  if (inner.kind !== 'identifier' || lookUp(inner.name, scope).kind !== 'with') return false;
  const around = innermostWith(scope);
  return around !== null && namesPythonSet(`${text.slice(around.start, around.end)}.`);
}

/** Whether `prefix`, which ends in a dot, is what people call a set of Python packages. */
export function namesPythonSet(prefix: string): boolean {
  return PYTHON_SET.test(prefix);
}

/** `python3Packages.`, `pkgs.python312.pkgs.`, `ps.`, `pyPackages.` */
const PYTHON_SET = /(?:^|\.)(?:ps|py\w*|python\w*(?:\.pkgs)?)\.$/i;

function innermostWith(scope: Closure['scope']): Span | null {
  let current: Closure['scope'] | null = scope;
  while (current !== null && current.kind !== 'with') current = current.parent;
  return current?.node.scope.span ?? null;
}

/** What another package of the same set would have before its name: `python3Packages.`, nothing behind a `with`; null where a name has to be bound. */
export function prefixOf(element: Expr, scope: Closure['scope']): string | null {
  const inner = unwrap(element);
  if (inner.kind === 'identifier') return lookUp(inner.name, scope).kind === 'with' ? '' : null;
  if (inner.kind !== 'select' || inner.or !== null) return null;
  const last = inner.path.names.at(-1);
  return last === undefined ? null : scope.file.tree.text.slice(inner.span.start, last.span.start);
}
