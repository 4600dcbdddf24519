import { posix } from 'node:path';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, NixFile, Scope } from '../resolve/scope.ts';
import { attrNameText, isBound, lookUp, meansTheSame } from '../resolve/scope.ts';
import type { AttrSet, Expr, Inherit, Select } from '../syntax.ts';
import { textOf, unwrap } from '../tree.ts';
import type { InsertionPoint } from '../read/insertion.ts';
import type { Unread } from '../read/reason.ts';
import { withoutLastName } from '../read/reference.ts';
import { lookUpAttribute } from '../read/sets.ts';
import type { NewAttribute } from './addition.ts';
import type { FileEdit } from './draft.ts';
import { indentOfLine, startsLine } from './style.ts';

const DEFAULTS = 'defaultPoetryOverrides';

/** A call of poetry2nix without `overrides`: a new argument. In a set that several calls share it serves them all. */
export function overridesArgument(
  { fn: { expr: fn, scope }, operands }: Extract<InsertionPoint, { kind: 'argument' }>,
  resolver: Resolver,
): NewAttribute | Unread {
  const ordered = [...operands.filter(({ isInline }) => !isInline), ...operands];
  const defaults = defaultsFor(fn, scope, resolver);
  if (defaults === null)
    return { reason: 'out-of-reach', why: `‘${DEFAULTS}’ is not in reach of the call` };
  for (const { set, scope: outer } of ordered) {
    if (set === null || !meansTheSame(defaults.head, scope, outer)) continue;
    return {
      kind: 'attribute',
      set,
      scope: scopeInside(set, outer),
      name: 'overrides',
      head: defaults.head,
      valueOf: (overlay) => `${defaults.text}.extend (${overlay})`,
      also: defaults.also,
    };
  }
  return {
    reason: 'out-of-reach',
    why: 'poetry2nix is not in reach where the arguments stand',
  };
}

interface Reach {
  readonly text: string;
  /** The name that `text` starts with. */
  readonly head: string;
  readonly also: readonly FileEdit[];
}

/** How `defaultPoetryOverrides` is written beside a call of `fn`; null where it is out of reach. */
function defaultsFor(fn: Expr, scope: Scope, resolver: Resolver): Reach | null {
  const written = unwrap(fn);
  if (written.kind === 'select')
    return (
      besideSelection(written, scope, resolver) ?? besideOrigin({ expr: written, scope }, resolver)
    );
  if (written.kind === 'if') {
    // One of two functions, of one poetry2nix.
    const [first, second] = [written.then, written.else].map((branch) =>
      defaultsFor(branch, scope, resolver),
    );
    return first?.text === second?.text ? (first ?? null) : null;
  }
  if (written.kind !== 'identifier') return null;
  if (isBound(DEFAULTS, scope)) return { text: DEFAULTS, head: DEFAULTS, also: [] };
  const definition = lookUp(written.name, scope);
  if (definition.kind === 'with') {
    const mayBeThere = definition.scopes.some(({ node, parent }) =>
      mayHaveDefaults({ expr: node.scope, scope: parent }, resolver),
    );
    return mayBeThere ? { text: DEFAULTS, head: DEFAULTS, also: [] } : null;
  }
  if (definition.kind === 'value' && definition.scope.kind === 'bindings') {
    const inherit = inheritOf(written.name, definition.scope.node.bindings);
    if (inherit?.from != null) {
      const from = { expr: inherit.from.expr, scope: definition.scope };
      if (!mayHaveDefaults(from, resolver)) return besideOrigin({ expr: written, scope }, resolver);
      const also = [appendName(inherit, DEFAULTS, definition.scope.file)];
      // Where the function is in reach, the name that stands beside it will be.
      return { text: DEFAULTS, head: written.name, also };
    }
    const bound = unwrap(definition.value.expr);
    const beside =
      bound.kind === 'select' ? besideSelection(bound, definition.value.scope, resolver) : null;
    if (beside !== null && meansTheSame(beside.head, scope, definition.value.scope)) return beside;
  }
  return besideOrigin({ expr: written, scope }, resolver) ?? namedInstance(scope, resolver);
}

/** The function comes from elsewhere in the file: beside what it is selected from there, where that means the same here. */
function besideOrigin(fn: Closure, resolver: Resolver): Reach | null {
  const { expr, scope } = resolver.force(fn);
  const parts = expr.kind === 'select' ? withoutLastName(expr) : null;
  if (parts === null || scope.file !== fn.scope.file) return null;
  const set = { expr: parts.target, scope };
  const head = headOf(parts.target);
  if (head === null || !isBound(head, fn.scope) || !meansTheSame(head, fn.scope, scope))
    return null;
  if (!mayHaveDefaults(set, resolver)) return null;
  return { text: `${textOf(scope.file.tree, parts.target.span)}.${DEFAULTS}`, head, also: [] };
}

/** `a` of `a.b.c`, whose names are all written out. */
function headOf(expr: Expr): string | null {
  if (expr.kind === 'identifier') return expr.name;
  if (expr.kind !== 'select' || expr.or !== null) return null;
  const isPlain = expr.path.names.every(({ kind }) => kind === 'identifier');
  return isPlain && expr.target.kind === 'identifier' ? expr.target.name : null;
}

/**
 * What is called `poetry2nix`, unless that is the flake: its outputs have no such attribute, what
 * `lib.mkPoetry2Nix { inherit pkgs; }` makes has.
 */
function namedInstance(scope: Scope, resolver: Resolver): Reach | null {
  if (!isBound(INSTANCE, scope)) return null;
  const identifier = { kind: 'identifier', span: { start: 0, end: 0 }, name: INSTANCE } as const;
  const { expr, scope: at } = resolver.force({ expr: identifier, scope });
  const isGiven = expr.kind === 'identifier' && posix.basename(at.file.path) !== 'flake.nix';
  const isMade = expr.kind === 'apply' || (expr.kind === 'select' && isOfPackages(expr, at));
  return isGiven || isMade ? { text: `${INSTANCE}.${DEFAULTS}`, head: INSTANCE, also: [] } : null;
}

/** `pkgs.poetry2nix`, and not `inputs.poetry2nix`. */
function isOfPackages({ target }: Select, scope: Scope): boolean {
  const from = unwrap(target);
  const name = from.kind === 'identifier' ? from.name : null;
  const last = from.kind === 'select' ? from.path.names.at(-1) : undefined;
  return /^(?:pkgs|final|prev|self|super|nixpkgs)$/.test(
    name ?? (last === undefined ? '' : (attrNameText(last, scope) ?? '')),
  );
}

const INSTANCE = 'poetry2nix';

/** `a.b.mkPoetryEnv` → `a.b.defaultPoetryOverrides` */
function besideSelection(selection: Select, scope: Scope, resolver: Resolver): Reach | null {
  const { target, path, dot } = selection;
  const lastDot = path.names.length === 1 ? dot : path.dots.at(-1);
  const parts = withoutLastName(selection);
  if (lastDot === undefined || parts === null) return null;
  if (!mayHaveDefaults({ expr: parts.target, scope }, resolver)) return null;
  const prefix = scope.file.tree.text.slice(target.span.start, lastDot.start);
  const head = unwrap(target);
  return {
    text: `${prefix}.${DEFAULTS}`,
    head: head.kind === 'identifier' ? head.name : '',
    also: [],
  };
}

/** Whether the set is not seen to lack poetry2nix's defaults, whoever calls the function around: a set of somebody's own may. */
function mayHaveDefaults(set: Closure, resolver: Resolver): boolean {
  return resolver
    .perCaller(set)
    .every((each) => lookUpAttribute(resolver, each, DEFAULTS).found !== 'absent');
}

function inheritOf(name: string, bindings: AttrSet['bindings']): Inherit | null {
  const found = bindings.find(
    (item) =>
      item.kind === 'inherit' &&
      item.from !== null &&
      item.names.some((inherited) => inherited.kind === 'identifier' && inherited.name === name),
  );
  return found?.kind === 'inherit' ? found : null;
}

/** One more name at the end of an `inherit`. */
function appendName({ names, keyword }: Inherit, name: string, file: NixFile): FileEdit {
  const { tree } = file;
  const last = names.at(-1)?.span ?? keyword;
  const lineBreak = /\r\n/.test(tree.text) ? '\r\n' : '\n';
  const blank = startsLine(tree.text, last.start)
    ? lineBreak + indentOfLine(tree.text, last.start)
    : ' ';
  return { file, edit: { span: { start: last.end, end: last.end }, newText: blank + name } };
}
