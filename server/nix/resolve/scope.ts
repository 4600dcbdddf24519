import type {
  AttrName,
  AttrPath,
  AttrSet,
  Binding,
  Expr,
  FormalsParameter,
  Identifier,
  Inherit,
  Lambda,
  LetIn,
  NixTree,
  With,
} from '../syntax.ts';
import { stringValue } from '../parser/strings.ts';
import { memoize } from '../../memoize.ts';

/** A parsed file and where it is. */
export interface NixFile {
  /** Absolute. */
  readonly path: string;
  /** The folder in which its relative paths start. Absolute. */
  readonly start: string;
  readonly tree: NixTree;
}

/** An expression together with where its names are looked up. */
export interface Closure {
  readonly expr: Expr;
  readonly scope: Scope;
}

/** Where names are looked up, innermost first. */
export type Scope = FileScope | BindingsScope | LambdaScope | WithScope;

export interface FileScope {
  readonly kind: 'file';
  readonly file: NixFile;
  readonly parent: null;
}

/** The names of a `let` or a `rec` set. */
export interface BindingsScope {
  readonly kind: 'bindings';
  readonly file: NixFile;
  readonly parent: Scope;
  readonly node: LetIn | AttrSet;
}

/** The names that a function's parameter brings. */
export interface LambdaScope {
  readonly kind: 'lambda';
  readonly file: NixFile;
  readonly parent: Scope;
  readonly lambda: Lambda;
  /** What it is called with; null where that is not known. */
  readonly argument: Closure | null;
  /** Whether formals that the argument lacks come from elsewhere (`callPackage`). */
  readonly fillsFormals: boolean;
}

export interface WithScope {
  readonly kind: 'with';
  readonly file: NixFile;
  readonly parent: Scope;
  readonly node: With;
}

/** What a name stands for. */
export type Definition =
  | { readonly kind: 'value'; readonly value: Closure; readonly scope: Scope }
  /** A parameter; `argument` as in its scope. */
  | {
      readonly kind: 'parameter';
      readonly scope: LambdaScope;
      /** Null for the name of a whole argument (`x:` or `… @ x`). */
      readonly formal: string | null;
      readonly fallback: Closure | null;
    }
  /** Bound by no `let`, `rec` or parameter; these `with` scopes, innermost first, may have it. */
  | { readonly kind: 'with'; readonly scopes: readonly WithScope[] }
  | { readonly kind: 'free' };

/** What `name` stands for in `scope`. A `with` never hides a lexical name, as in Nix. */
export function lookUp(name: string, scope: Scope): Definition {
  const withs: WithScope[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.kind === 'with') withs.push(at);
    const found = definedIn(name, at);
    if (found !== null) return found;
  }
  return withs.length > 0 ? { kind: 'with', scopes: withs } : { kind: 'free' };
}

/** Whether a `let`, `rec` or parameter binds `name`. */
export function isBound(name: string, scope: Scope): boolean {
  const { kind } = lookUp(name, scope);
  return kind === 'value' || kind === 'parameter';
}

/** Whether `name` stands for the same thing in both scopes, one of which encloses the other. */
export function meansTheSame(name: string, a: Scope, b: Scope): boolean {
  const [inA, inB] = [definingScope(name, a), definingScope(name, b)];
  if (inA === null || inB === null) return inA === inB;
  return nodeOf(inA) === nodeOf(inB);
}

/** The `let`, `rec` or function that binds `name`; null where none does. */
export function definingScope(name: string, scope: Scope): BindingsScope | LambdaScope | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    if ((at.kind === 'bindings' || at.kind === 'lambda') && definedIn(name, at) !== null) return at;
  return null;
}

function nodeOf(scope: BindingsScope | LambdaScope): object {
  return scope.kind === 'bindings' ? scope.node : scope.lambda;
}

function definedIn(name: string, scope: Scope): Definition | null {
  if (scope.kind === 'bindings') {
    const value = findAttr(scope.node.bindings, name, scope, scope.parent);
    return value === null ? null : { kind: 'value', value, scope };
  }
  if (scope.kind !== 'lambda') return null;
  const { parameter } = scope.lambda;
  if (parameter.kind === 'name-parameter')
    return parameter.name.name === name
      ? { kind: 'parameter', scope, formal: null, fallback: null }
      : null;
  return definedInFormals(name, parameter, scope);
}

function definedInFormals(
  name: string,
  parameter: FormalsParameter,
  scope: LambdaScope,
): Definition | null {
  if (parameter.alias?.name.name === name)
    return { kind: 'parameter', scope, formal: null, fallback: null };
  const formal = parameter.formals.find((candidate) => candidate.name.name === name);
  if (formal === undefined) return null;
  const fallback = formal.default === null ? null : { expr: formal.default, scope };
  return { kind: 'parameter', scope, formal: name, fallback };
}

/**
 * The value of attribute `name` among `bindings`, values looked up in `inner`, plain inherits in `outer`.
 * For `name.x = …; name.y = …;` it is the set that they make. Null where no static binding names it.
 */
export function findAttr(
  bindings: readonly (Binding | Inherit)[],
  name: string,
  inner: Scope,
  outer: Scope,
): Closure | null {
  const nested: Binding[] = [];
  for (const { item, attr } of namedIn(bindings, inner).get(name) ?? []) {
    if (item.kind === 'inherit') return inheritedValue(item, attr, name, inner, outer);
    if (item.path.names.length === 1) return { expr: item.value, scope: inner };
    nested.push({ ...item, path: withoutFirst(item.path) });
  }
  if (nested.length === 0) return null;
  return { expr: nestedSet(nested), scope: inner };
}

interface Named {
  readonly item: Binding | Inherit;
  readonly attr: AttrName;
}

/** Sets of thousands are asked for each of their names (test/hostile/growth.test.ts). */
const namedBindings = new WeakMap<readonly (Binding | Inherit)[], Map<string, Named[]>>();

/** Bindings by the name that they begin with, sorted once. */
function namedIn(
  bindings: readonly (Binding | Inherit)[],
  scope: Scope,
): ReadonlyMap<string, readonly Named[]> {
  return memoize(namedBindings, bindings, () => sortedByName(bindings, scope));
}

function sortedByName(
  bindings: readonly (Binding | Inherit)[],
  scope: Scope,
): Map<string, Named[]> {
  const named = new Map<string, Named[]>();
  for (const item of bindings) {
    const attrs = item.kind === 'inherit' ? item.names : item.path.names.slice(0, 1);
    for (const attr of attrs) {
      const name = attrNameText(attr, scope);
      if (name === null) continue;
      const same = named.get(name);
      if (same === undefined) named.set(name, [{ item, attr }]);
      else same.push({ item, attr });
    }
  }
  return named;
}

function inheritedValue(
  inherit: Inherit,
  attr: AttrName,
  name: string,
  inner: Scope,
  outer: Scope,
): Closure {
  const identifier: Identifier = { kind: 'identifier', span: attr.span, name };
  if (inherit.from === null) return { expr: identifier, scope: outer };
  const end = { start: attr.span.end, end: attr.span.end };
  return {
    expr: {
      kind: 'select',
      span: attr.span,
      target: inherit.from.expr,
      dot: end,
      path: { kind: 'attr-path', span: attr.span, names: [identifier], dots: [] },
      or: null,
    },
    scope: inner,
  };
}

function withoutFirst(path: AttrPath): AttrPath {
  const names = path.names.slice(1);
  return {
    kind: 'attr-path',
    span: { start: names[0]?.span.start ?? path.span.end, end: path.span.end },
    names,
    dots: path.dots.slice(1),
  };
}

/** The set that `a.x = …; a.y = …;` makes of `a`. It stands nowhere in the text: see `isWritten`. */
function nestedSet(bindings: readonly Binding[]): AttrSet {
  const start = bindings[0]?.span.start ?? 0;
  return {
    kind: 'attrs',
    span: { start, end: bindings.at(-1)?.span.end ?? start },
    keyword: null,
    form: 'plain',
    open: { start, end: start },
    bindings,
    close: null,
  };
}

/** Whether the set has its braces in the text, so that something can be added to it. */
export function isWritten(set: AttrSet): boolean {
  return set.open.end > set.open.start && set.close !== null;
}

/** The text of an attribute name; null where it is interpolated. */
export function attrNameText(name: AttrName, scope: Scope): string | null {
  if (name.kind === 'identifier') return name.name;
  if (name.kind === 'string') return stringValue(name, scope.file.tree.text);
  return name.expr.kind === 'string' ? stringValue(name.expr, scope.file.tree.text) : null;
}
