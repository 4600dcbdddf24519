import type { Span } from '../../../text.ts';
import type { Apply, Expr, Node } from '../../syntax.ts';
import { unwrap } from '../../tree.ts';
import { callArguments, type CallArguments } from './call-arguments.ts';
import { pathTo } from './flake.ts';
import type { MovedCall } from './model.ts';
import { binderOf, boundTo } from './bound-names.ts';
import { nixpkgsOfCall } from './nixpkgs-of-call.ts';

/** What of a call is wanted: the program, a virtual environment, a shell with one, or a list of packages. */
export type CallResult = 'application' | 'environment' | 'shell' | 'list';

/** A call of poetry2nix with what is done to it at once. */
export interface ReadCall {
  readonly call: MovedCall;
  readonly args: CallArguments;
  /** The call with what is selected of it. */
  readonly whole: Span;
  /** What of it is wanted. */
  readonly result: CallResult;
  /** Functions of `.overrideAttrs` and `.overridePythonAttrs` behind it, for the project's own entry. */
  readonly changes: readonly string[];
  /** From the root. */
  readonly path: readonly Node[];
  /** Whether it has to be in parentheses. */
  readonly isOperand: boolean;
  /** The set of nixpkgs that poetry2nix was made of; `pkgs` where the file does not say. */
  readonly packages: string;
  /** Local names by which the function was reached. */
  readonly names: readonly string[];
}

/** Reads a call where it stands, or says why it has no equivalent: a clause without a full stop. */
export function readCall(
  root: Expr,
  text: string,
  call: MovedCall,
): ReadCall | { readonly refused: string } {
  const { callee } = call;
  if (!CALLEES.has(callee)) return { refused: `uv2nix has nothing like ${callee}` };
  const path = pathTo(root, call.span);
  const expr = path.at(-1);
  if (expr?.kind !== 'apply') return { refused: `the call of ${callee} is not found in it` };
  const given = writtenOut(expr.arg, path, text);
  const args = callArguments(given.expr, text);
  if (args === null) return { refused: `the arguments of ${callee} are not written out` };
  const around = aroundCall(path, expr, text);
  const { selected } = around;
  if (callee === 'mkPoetryPackages' && selected === null)
    return { refused: `what is read of ${callee} is not written at it` };
  const parent = around.path.at(-2);
  const result = resultOf(callee, selected, parent?.kind === 'list');
  if (result === null) return { refused: `${selected ?? ''} of ${callee} has no equivalent` };
  const { expression, names } = nixpkgsOfCall(expr.fn, path, text);
  return {
    call,
    args,
    whole: around.span,
    result,
    changes: around.changes,
    path: around.path,
    isOperand: around.isSelectedFrom || isOperandOf(parent, around.path.at(-1)),
    packages: expression ?? 'pkgs',
    names: [...names, ...given.names],
  };
}

/** Arguments that are bound to a name, where that is. */
function writtenOut(
  argument: Expr,
  path: readonly Node[],
  text: string,
): { readonly expr: Expr; readonly names: readonly string[] } {
  const expr = unwrap(argument);
  if (expr.kind !== 'identifier') return { expr, names: [] };
  const bound = boundTo(path[binderOf(path, expr.name, text)], expr.name, text);
  return bound?.kind === 'binding'
    ? { expr: unwrap(bound.value), names: [expr.name] }
    : { expr, names: [] };
}

/** What is meant by an attribute of a call's result; null where nothing is like it. */
export function resultOf(
  callee: string,
  selected: string | null,
  isElement: boolean,
): CallResult | null {
  if (callee === 'mkPoetryPackages') return selected === 'poetryPackages' ? 'list' : null;
  switch (selected) {
    case null:
      return callee === 'mkPoetryApplication' ? 'application' : 'environment';
    case 'dependencyEnv':
      return 'environment';
    // A derivation for shells; in a list of packages what it has is wanted.
    case 'env':
      return isElement ? 'environment' : 'shell';
    default:
      return null;
  }
}

const CALLEES: ReadonlySet<string> = new Set([
  'mkPoetryApplication',
  'mkPoetryEnv',
  'mkPoetryPackages',
  'mkPoetryScriptsPackage',
]);

interface Around {
  readonly span: Span;
  /** From the root to the outermost node that still is the call, with what is selected of it and changed in it. */
  readonly path: readonly Node[];
  readonly selected: string | null;
  /** Whether more is selected behind that. */
  readonly isSelectedFrom: boolean;
  readonly changes: readonly string[];
}

/** `((call).overrideAttrs f).dependencyEnv`, from the call outwards. */
function aroundCall(path: readonly Node[], call: Apply, text: string): Around {
  const slice = ({ span }: Node): string => text.slice(span.start, span.end);
  const changes: string[] = [];
  let node: Node = call;
  let nodePath = path;
  for (;;) {
    let outer: Node = node;
    let above = nodePath.slice(0, -1);
    while (above.at(-1)?.kind === 'paren') {
      outer = above.at(-1) ?? outer;
      above = above.slice(0, -1);
    }
    const selection = above.at(-1);
    const plain = {
      span: node.span,
      path: nodePath,
      selected: null,
      isSelectedFrom: false,
      changes,
    };
    if (selection?.kind !== 'select' || selection.target !== outer) return plain;
    const [first, ...more] = selection.path.names;
    if (first === undefined) return plain;
    const applied = above.at(-2);
    if (more.length > 0 || !CHANGES.has(slice(first)) || applied?.kind !== 'apply') {
      const span = { start: selection.span.start, end: first.span.end };
      const isSelectedFrom = more.length > 0 || selection.or !== null;
      return { span, path: above, selected: slice(first), isSelectedFrom, changes };
    }
    changes.push(slice(unwrap(applied.arg)));
    node = applied;
    nodePath = above.slice(0, -1);
  }
}

const CHANGES: ReadonlySet<string> = new Set(['overrideAttrs', 'overridePythonAttrs']);

function isOperandOf(parent: Node | undefined, node: Node | undefined): boolean {
  if (parent === undefined) return false;
  return (
    parent.kind === 'list' ||
    parent.kind === 'select' ||
    (parent.kind === 'apply' && parent.arg === node)
  );
}
