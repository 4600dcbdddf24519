import { posix } from 'node:path';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, NixFile, Scope } from '../resolve/scope.ts';
import { attrNameText, isBound, lookUp, meansTheSame } from '../resolve/scope.ts';
import type { AttrSet, Expr, Inherit, Select } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { InsertionPoint } from '../read/insertion.ts';
import type { Unread } from '../read/reason.ts';
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
  if (written.kind === 'select') return besideSelection(written, scope);
  if (written.kind !== 'identifier') return null;
  if (isBound(DEFAULTS, scope)) return { text: DEFAULTS, head: DEFAULTS, also: [] };
  const definition = lookUp(written.name, scope);
  if (definition.kind === 'with') return { text: DEFAULTS, head: DEFAULTS, also: [] };
  if (definition.kind === 'value' && definition.scope.kind === 'bindings') {
    const inherit = inheritOf(written.name, definition.scope.node.bindings);
    if (inherit !== null) {
      const also = [appendName(inherit, DEFAULTS, definition.scope.file)];
      // Where the function is in reach, the name that stands beside it will be.
      return { text: DEFAULTS, head: written.name, also };
    }
    const bound = unwrap(definition.value.expr);
    const beside = bound.kind === 'select' ? besideSelection(bound, definition.value.scope) : null;
    if (beside !== null && meansTheSame(beside.head, scope, definition.value.scope)) return beside;
  }
  return besideGiven({ expr: written, scope }, resolver) ?? namedInstance(scope, resolver);
}

/** The function comes as an argument: beside what a caller selects it from, where that means the same here. */
function besideGiven(fn: Closure, resolver: Resolver): Reach | null {
  const { expr, scope } = resolver.force(fn);
  if (expr.kind !== 'select' || expr.path.names.length > 1) return null;
  const instance = unwrap(expr.target);
  if (instance.kind !== 'identifier' || scope.file !== fn.scope.file) return null;
  const { name } = instance;
  if (!isBound(name, fn.scope) || !meansTheSame(name, fn.scope, scope)) return null;
  return { text: `${name}.${DEFAULTS}`, head: name, also: [] };
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
function besideSelection({ target, path, dot }: Select, scope: Scope): Reach | null {
  const lastDot = path.names.length === 1 ? dot : path.dots.at(-1);
  if (lastDot === undefined) return null;
  const prefix = scope.file.tree.text.slice(target.span.start, lastDot.start);
  const head = unwrap(target);
  return {
    text: `${prefix}.${DEFAULTS}`,
    head: head.kind === 'identifier' ? head.name : '',
    also: [],
  };
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
