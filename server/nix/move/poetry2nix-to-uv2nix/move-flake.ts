import { applyEdits, type Span, type TextEdit } from '../../../text.ts';
import { parseNix } from '../../parse.ts';
import type { Expr, Node } from '../../syntax.ts';
import { callArguments, callExpression, type CallArguments } from './call.ts';
import { flakeParts, indentAt, indented, inputEdits, outputsNames, pathTo } from './flake.ts';
import { isInside, leftoverEdits, nodesOf, usesOf } from './leftovers.ts';
import type { MovedCall, NixMove, NixMoveNote, NixMoveRequest } from './model.ts';

/**
 * A `flake.nix` that builds a project with poetry2nix, as one of uv2nix: inputs, a Python set that is
 * made of the lock, and what each call made. All of it or nothing: a flake of both would be neither.
 */
export function moveFlake(request: NixMoveRequest): NixMove {
  const { text, calls } = request;
  const tree = parseNix(text);
  if (tree.root === null || tree.errors.length > 0) return { refused: 'it has errors of syntax' };
  const { root } = tree;
  const parts = flakeParts(root, text);
  if (parts === null) return { refused: 'it is no flake with poetry2nix among its inputs' };
  const names = outputsNames(parts, text);
  if (names === null) return { refused: 'its outputs do not name their inputs' };
  const moved = calls.map((call) => readCall(root, text, call));
  const read: ReadCall[] = [];
  for (const each of moved) {
    if ('refused' in each) return each;
    read.push(each);
  }
  if (new Set(read.map(settingsOf)).size > 1)
    return { refused: 'its calls differ in folder, interpreter or preference for wheels' };
  const own = read.flatMap(({ args }) => args.own);
  const set = pythonSetText(request, read, own, names.prefix);
  const places = read.map(({ whole }) => whole);
  const leftovers = leftoverEdits(root, text, parts.name, [
    ...places,
    ...parts.bindings.map(({ span }) => span),
    ...names.edits.map(({ span }) => span),
  ]);
  const home = commonLet(read, text);
  const isShared = home !== null && usesOf(nodesOf(root), 'pythonSet', text).length === 0;
  const edits = [
    ...inputEdits(parts, text),
    ...names.edits,
    ...(isShared ? [bindingsEdit(home, set, text, leftovers)] : []),
    ...read.map((each) => callEdit(each, request, isShared ? [] : set, names.prefix)),
    ...leftovers,
  ];
  const after = parseNix(applyEdits(text, edits));
  if (after.root === null || after.errors.length > 0)
    return { refused: 'what it would become could not be written' };
  return { edits, notes: [...read.flatMap(notesOf), ...stillNamed(root, text, parts.name, edits)] };
}

interface ReadCall {
  readonly call: MovedCall;
  readonly args: CallArguments;
  /** The call with what is selected of it. */
  readonly whole: Span;
  readonly asEnvironment: boolean;
  /** From the root. */
  readonly path: readonly Node[];
  /** Whether it has to be in parentheses. */
  readonly isOperand: boolean;
}

function readCall(
  root: Expr,
  text: string,
  call: MovedCall,
): ReadCall | { readonly refused: string } {
  if (!CALLEES.has(call.callee)) return { refused: `uv2nix has nothing like ${call.callee}` };
  const path = pathTo(root, call.span);
  const expr = path.at(-1);
  if (expr?.kind !== 'apply') return { refused: `the call of ${call.callee} is not found in it` };
  const args = callArguments(expr.arg, text);
  if (args === null) return { refused: `the arguments of ${call.callee} are not written out` };
  let outer: Node = expr;
  let above = path.slice(0, -1);
  while (above.at(-1)?.kind === 'paren') {
    outer = above.at(-1) ?? outer;
    above = above.slice(0, -1);
  }
  const selection = above.at(-1);
  if (selection?.kind === 'select' && selection.target === outer) {
    const selected = text.slice(selection.path.span.start, selection.path.span.end);
    if (selected !== 'dependencyEnv' && selected !== 'env')
      return { refused: `${selected} of ${call.callee} has no equivalent` };
    const isOperand = isOperandOf(above.at(-2), selection);
    return { call, args, whole: selection.span, asEnvironment: true, path: above, isOperand };
  }
  return {
    call,
    args,
    whole: expr.span,
    asEnvironment: false,
    path,
    isOperand: isOperandOf(path.at(-2), expr),
  };
}

/** What one Python set is made of. */
function settingsOf({ call, args }: ReadCall): string {
  return JSON.stringify([call.workspaceRoot, call.preferWheels, args.python]);
}

const CALLEES: ReadonlySet<string> = new Set([
  'mkPoetryApplication',
  'mkPoetryEnv',
  'mkPoetryScriptsPackage',
]);

function isOperandOf(parent: Node | undefined, expr: Node): boolean {
  if (parent === undefined) return false;
  return (
    parent.kind === 'list' ||
    parent.kind === 'select' ||
    (parent.kind === 'apply' && parent.arg === expr)
  );
}

/** The bindings that every call reads. */
function pythonSetText(
  { overrides, package: name }: NixMoveRequest,
  calls: readonly ReadCall[],
  own: readonly string[],
  prefix: string,
): readonly string[] {
  const [first] = calls;
  const preferWheels = first?.call.preferWheels === true;
  const kind = preferWheels ? 'wheel' : 'sdist';
  const python = calls.find(({ args }) => args.python !== null)?.args.python ?? 'pkgs.python3';
  const project =
    own.length === 0
      ? []
      : [
          `${name} = prev.${name}.overrideAttrs (old: {\n  ${indented([...new Set(own)].join('\n'), '  ')}\n});`,
        ];
  const entries = [...overrides, ...project];
  const hasOverlay = entries.length > 0;
  return [
    `workspace = ${prefix}uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ${first?.call.workspaceRoot ?? './.'}; };`,
    ...(hasOverlay
      ? [`pyprojectOverrides = final: prev: {\n  ${indented(entries.join('\n'), '  ')}\n};`]
      : []),
    [
      `pythonSet = (pkgs.callPackage ${prefix}pyproject-nix.build.packages { python = ${python}; }).overrideScope (`,
      '  pkgs.lib.composeManyExtensions [',
      `    ${prefix}pyproject-build-systems.overlays.${kind}`,
      `    (workspace.mkPyprojectOverlay { sourcePreference = "${kind}"; })`,
      ...(hasOverlay ? ['    pyprojectOverrides'] : []),
      '  ]',
      ');',
    ].join('\n'),
  ];
}

/** What stands in place of a call; with a set of its own where no `let` around all calls takes one. */
function callEdit(
  { call, args, whole, asEnvironment, isOperand }: ReadCall,
  request: NixMoveRequest,
  set: readonly string[],
  prefix: string,
): TextEdit {
  const expression = callExpression(call, args, request, asEnvironment, prefix);
  const local = ['let', ...set.map((each) => `  ${indented(each, '  ')}`), 'in', expression];
  const written = set.length === 0 ? expression : local.join('\n');
  const indent = indentAt(request.text, whole.start);
  return { span: whole, newText: indented(isOperand ? `(${written})` : written, indent) };
}

type LetIn = Extract<Expr, { readonly kind: 'let' }>;

/** The innermost `let` around all calls that knows `pkgs`. */
function commonLet(calls: readonly ReadCall[], text: string): LetIn | null {
  const [first] = calls;
  if (first === undefined) return null;
  const lets = first.path.flatMap((node, index) =>
    node.kind === 'let' && first.path.slice(0, index + 1).some((each) => bindsPkgs(each, text))
      ? [node]
      : [],
  );
  return (
    lets.findLast(
      (node) =>
        calls.every(({ path }) => path.includes(node)) &&
        calls.every(({ whole }) => isInside(whole, node.span)),
    ) ?? null
  );
}

function bindsPkgs(node: Node, text: string): boolean {
  if (node.kind === 'let')
    return node.bindings.some((each) =>
      each.kind === 'binding'
        ? text.slice(each.path.span.start, each.path.span.end) === 'pkgs'
        : each.names.some(({ span }) => text.slice(span.start, span.end) === 'pkgs'),
    );
  if (node.kind !== 'lambda') return false;
  const { parameter } = node;
  return parameter.kind === 'name-parameter'
    ? parameter.name.name === 'pkgs'
    : parameter.formals.some(({ name }) => name.name === 'pkgs');
}

/** Behind the last of its bindings that stays. */
function bindingsEdit(
  home: LetIn,
  set: readonly string[],
  text: string,
  removed: readonly TextEdit[],
): TextEdit {
  const last = home.bindings.findLast(
    (each) => !removed.some(({ span }) => isInside(each.span, span)),
  );
  const at = last?.span.end ?? home.span.start + 'let'.length;
  const indent =
    last === undefined ? `${indentAt(text, home.span.start)}  ` : indentAt(text, last.span.start);
  const written = set.map((each) => `\n${indent}${indented(each, indent)}`).join('');
  return { span: { start: at, end: at }, newText: written };
}

function notesOf({ call, args, whole }: ReadCall): readonly NixMoveNote[] {
  const own: NixMoveNote[] =
    call.callee === 'mkPoetryEnv' && !args.isEditable
      ? [
          {
            kind: 'look',
            message:
              'The environment has the project itself too, as it is when the environment is built; poetry2nix left it out.',
            span: whole,
          },
        ]
      : [];
  const editable: NixMoveNote[] = args.isEditable
    ? [
        {
          kind: 'look',
          message:
            'The editable environment wants REPO_ROOT to be set where it is used (export REPO_ROOT=$(git rev-parse --show-toplevel)), and a build back end that builds editable packages.',
          span: whole,
        },
      ]
    : [];
  return [...args.notes, ...own, ...editable];
}

/** Where poetry2nix is named still. */
function stillNamed(
  root: Expr,
  text: string,
  name: string,
  edits: readonly TextEdit[],
): readonly NixMoveNote[] {
  return usesOf(nodesOf(root), name, text)
    .filter((use) => !edits.some(({ span }) => isInside(use, span)))
    .map((span) => ({ kind: 'look', message: `${name} is still named here.`, span }));
}
