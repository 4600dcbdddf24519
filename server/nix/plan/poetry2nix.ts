import { posix } from 'node:path';
import { importedPath } from '../resolve/files.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, NixFile, Scope } from '../resolve/scope.ts';
import { attrNameText, isBound, lookUp, meansTheSame } from '../resolve/scope.ts';
import type { Apply, AttrSet, Expr, Inherit, Select } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Arguments } from './arguments.ts';
import { argumentOf, readArguments } from './arguments.ts';
import type { Chain } from './chain.ts';
import { readChain, unknownChain } from './chain.ts';
import type { FileEdit } from './draft.ts';
import { enter, unwrapBody } from './override-value.ts';
import { packagesBefore } from './references.ts';
import { shareArguments } from './share.ts';
import { indentOfLine, startsLine } from './style.ts';

const CALLS: ReadonlySet<string> = new Set([
  'mkPoetryApplication',
  'mkPoetryEnv',
  'mkPoetryPackages',
]);

/** Package sets: a `mkPoetryEnv` in one of them is a wrapper of the user's, not poetry2nix's own. */
const PACKAGE_SETS: ReadonlySet<string> = new Set(['pkgs', 'final', 'prev', 'self', 'super']);

const DEFAULTS = 'defaultPoetryOverrides';

/** The overlays of every `mkPoetry…` call in the files, as far as they are for the project in `projectDir` (null: any). */
export function poetry2nixChains(
  files: readonly NixFile[],
  projectDir: string | null,
  resolver: Resolver,
): readonly Chain[] {
  const chains: Chain[] = [];
  for (const file of files)
    resolver.walk(file, ({ expr, scope }) => {
      if (expr.kind !== 'apply') return;
      const callee = resolver.calleeName({ expr: expr.fn, scope });
      if (callee === null || !CALLS.has(callee) || isWrapper({ expr: expr.fn, scope }, resolver))
        return;
      const args = readArguments({ expr: expr.arg, scope }, resolver);
      if (projectDir !== null && isElsewhere(args, projectDir, resolver)) return;
      chains.push({ ...readUse(expr, scope, args, resolver), ...packagesOf(expr, scope) });
    });
  return shareArguments(chains);
}

function isWrapper(fn: Closure, resolver: Resolver): boolean {
  const instance = instanceOf(fn, resolver);
  if (instance === null) return false;
  const name = resolver.calleeName(instance);
  return name !== null && PACKAGE_SETS.has(name);
}

/** `final` of `final.poetry2nix.mkPoetryEnv`. */
function packagesOf({ fn }: Apply, scope: Scope): Pick<Chain, 'packages'> {
  const written = unwrap(fn);
  if (written.kind !== 'select') return {};
  const set = written.path.names.at(-2);
  if (set === undefined || attrNameText(set, scope) !== 'poetry2nix') return {};
  const packages = packagesBefore(written, 2, scope);
  return packages === null ? {} : { packages };
}

/** What `fn` is selected from: the poetry2nix instance. */
function instanceOf(fn: Closure, resolver: Resolver): Closure | null {
  const { expr, scope } = resolver.force(fn);
  if (expr.kind !== 'select') return null;
  const names = expr.path.names.slice(0, -1);
  if (names.length === 0) return { expr: expr.target, scope };
  return { expr: { ...expr, path: { ...expr.path, names } }, scope };
}

function isElsewhere(args: Arguments, projectDir: string, resolver: Resolver): boolean {
  const given = argumentOf(args, 'projectDir');
  if (given === null) return false;
  const { expr, scope } = resolver.force(given);
  const path = importedPath(expr, scope.file);
  return path !== null && path !== posix.resolve(projectDir);
}

function readUse(call: Apply, scope: Scope, args: Arguments, resolver: Resolver): Chain {
  const overrides = argumentOf(args, 'overrides');
  if (overrides !== null) {
    const chain = readChain(overrides, resolver);
    return isDefaultsAlone(chain)
      ? (instanceChain({ expr: call.fn, scope }, resolver) ?? chain)
      : chain;
  }
  if (args.some(({ set }) => set === null))
    return unknownChain('the arguments of the call are not all written out');
  return instanceChain({ expr: call.fn, scope }, resolver) ?? argumentChain(call.fn, scope, args);
}

function isDefaultsAlone({ layers }: Chain): boolean {
  return layers.length === 1 && layers[0]?.kind === 'defaults';
}

/** `poetry2nix.overrideScope (final: prev: { defaultPoetryOverrides = …; })`: the defaults are the user's already. */
function instanceChain(fn: Closure, resolver: Resolver): Chain | null {
  const instance = instanceOf(fn, resolver);
  if (instance === null) return null;
  const { expr, scope } = resolver.force(instance);
  if (expr.kind !== 'apply') return null;
  if (!/^overrideScope'?$/.test(resolver.calleeName({ expr: expr.fn, scope }) ?? '')) return null;
  const outer = resolver.force({ expr: expr.arg, scope });
  if (outer.expr.kind !== 'lambda') return null;
  const inner = unwrapBody({ expr: outer.expr.body, scope: enter(outer.expr, outer.scope) });
  if (inner.expr.kind !== 'lambda') return null;
  const body = unwrapBody({ expr: inner.expr.body, scope: enter(inner.expr, inner.scope) });
  const value = resolver.attribute(body, DEFAULTS);
  return value === null ? null : readChain(value, resolver);
}

/** No `overrides` yet: a new argument. In a set that several calls share it serves them all. */
function argumentChain(fn: Expr, scope: Scope, args: Arguments): Chain {
  const layers = [{ kind: 'defaults' }] as const;
  const ordered = [...args.filter(({ isInline }) => !isInline), ...args];
  const defaults = defaultsFor(fn, scope);
  if (defaults === null) return unknownChain(`‘${DEFAULTS}’ is not in reach of the call`);
  for (const { set, scope: outer } of ordered) {
    if (set === null || !meansTheSame(defaults.head, scope, outer)) continue;
    return {
      layers,
      growth: {
        kind: 'argument',
        set,
        scope: scopeInside(set, outer),
        name: 'overrides',
        head: defaults.head,
        valueOf: (overlay) => `${defaults.text}.extend (${overlay})`,
        also: defaults.also,
      },
    };
  }
  return unknownChain('poetry2nix is not in reach where the arguments stand');
}

interface Reach {
  readonly text: string;
  /** The name that `text` starts with. */
  readonly head: string;
  readonly also: readonly FileEdit[];
}

/** How `defaultPoetryOverrides` is written beside a call of `fn`; null where it is out of reach. */
function defaultsFor(fn: Expr, scope: Scope): Reach | null {
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
      return { text: DEFAULTS, head: DEFAULTS, also };
    }
    const bound = unwrap(definition.value.expr);
    const beside = bound.kind === 'select' ? besideSelection(bound, definition.value.scope) : null;
    if (beside !== null && meansTheSame(beside.head, scope, definition.value.scope)) return beside;
  }
  if (!isBound('poetry2nix', scope)) return null;
  return { text: `poetry2nix.${DEFAULTS}`, head: 'poetry2nix', also: [] };
}

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
