import { applyEdits, type TextEdit } from '../../../text.ts';
import { undefinedNames } from '../../check/names.ts';
import { parseNix } from '../../parse.ts';
import type { Expr } from '../../syntax.ts';
import { callExpression } from './call-expression.ts';
import {
  type FlakeParts,
  flakeParts,
  indentAt,
  indented,
  inputEdits,
  outputsNames,
} from './flake.ts';
import { packagesFormal } from './formals.ts';
import { leftoverEdits, nodesOf, usesOf } from './leftovers.ts';
import type { NixMove, NixMoveNote, NixMoveRequest } from './model.ts';
import { bindingsEdit, homeOf, isUnbound, pythonSetOf, withPackages } from './python-set.ts';
import { type ReadCall, readCall } from './read-call.ts';
import { namedSelections } from './selections.ts';

/**
 * A Nix file that builds a project with poetry2nix, as one of uv2nix: inputs, a Python set that is made
 * of the lock, and what each call made. All of it or nothing: a file of both would be neither.
 */
export function moveNixFile(request: NixMoveRequest): NixMove {
  const { text, calls } = request;
  const tree = parseNix(text);
  if (tree.root === null || tree.errors.length > 0) return { refused: 'it has errors of syntax' };
  const { root } = tree;
  const parts = flakeParts(root, text);
  if (parts === null && request.isOfFlake)
    return { refused: 'a flake reads it, whose inputs it would need' };
  const read: ReadCall[] = [];
  for (const call of calls) {
    const each = readCall(root, text, call);
    if ('refused' in each) return each;
    read.push(each);
  }
  const edits = editsOf(request, root, parts, read, false);
  if (edits === null) return { refused: 'its outputs do not name their inputs' };
  const input = parts?.name ?? null;
  const isKept = input !== null && newlyUndefined(text, edits).has(input);
  const kept = isKept ? (editsOf(request, root, parts, read, true) ?? edits) : edits;
  const after = parseNix(applyEdits(text, kept));
  if (after.root === null || after.errors.length > 0)
    return { refused: 'what it would become could not be written' };
  const [unknown] = newlyUndefined(text, kept);
  if (unknown !== undefined)
    return { refused: `${unknown} is not known where the package set would be written` };
  return {
    edits: kept,
    notes: [...read.flatMap(notesOf), ...(isKept ? stillNamed(root, text, input, kept) : [])],
  };
}

/** Names that are undefined once the edits are made, and were not before. */
function newlyUndefined(text: string, edits: readonly TextEdit[]): ReadonlySet<string> {
  const before = new Set(undefinedNames(parseNix(text)).map(({ name }) => name));
  const after = undefinedNames(parseNix(applyEdits(text, edits)));
  return new Set(after.map(({ name }) => name).filter((name) => !before.has(name)));
}

/** The edits of a file; null for a flake whose outputs cannot name the new inputs. */
function editsOf(
  request: NixMoveRequest,
  root: Expr,
  parts: FlakeParts | null,
  read: readonly ReadCall[],
  keepsInput: boolean,
): readonly TextEdit[] | null {
  const { text } = request;
  const nodes = nodesOf(root);
  const names = parts === null ? null : outputsNames(parts, text, keepsInput);
  if (parts !== null && names === null) return null;
  const prefix = names?.prefix ?? null;
  const selections = namedSelections(root, nodes, read, text);
  const calls = [...read, ...selections.map(({ call }) => call)];
  const inputs = parts === null ? [] : inputEdits(parts, text, keepsInput);
  const fixed = [
    ...calls.map(({ whole }) => whole),
    ...(parts?.bindings ?? []).map(({ span }) => span),
    ...(names?.edits ?? []).map(({ span }) => span),
  ];
  const set = pythonSetOf(read, request, prefix);
  const leftovers = leftoverEdits(
    root,
    text,
    parts?.name ?? null,
    new Set(read.flatMap((each) => each.names)),
    new Set([...set.needs, 'pkgs']),
    fixed,
  );
  const isAlike = new Set(read.map(settingsOf)).size === 1;
  const home = isAlike ? homeOf(set, calls, text) : null;
  const isShared = home !== null && usesOf(nodes, 'pythonSet', text).length === 0;
  const before = prefix ?? '';
  const formal = parts === null ? packagesFormal(root, text, calls, fixed, leftovers) : null;
  return [
    ...inputs,
    ...(names?.edits ?? []),
    ...(formal === null ? [] : [formal]),
    ...(isShared
      ? [
          bindingsEdit(
            home,
            withPackages(set),
            text,
            leftovers.map(({ span }) => span),
          ),
        ]
      : []),
    ...calls.map((each) =>
      isShared
        ? edit(each, callExpression(each, request, before), text)
        : edit(each, ownSet(each, request, prefix), text),
    ),
    ...leftovers,
  ];
}

/** What one Python set is made of. */
function settingsOf({ call, args, packages }: ReadCall): string {
  return JSON.stringify([call.workspaceRoot, call.preferWheels, args.python, packages]);
}

/** A call with a set of its own, where no `let` around all calls takes one. */
function ownSet(call: ReadCall, request: NixMoveRequest, prefix: string | null): string {
  const set = pythonSetOf([call], request, prefix);
  const isFree = set.packages === 'pkgs' || isUnbound('pkgs', [call], request.text);
  const bindings = isFree ? withPackages(set) : set.bindings;
  const local = [
    'let',
    ...bindings.map((each) => `  ${indented(each, '  ')}`),
    'in',
    callExpression(call, request, prefix ?? ''),
  ].join('\n');
  // `let pkgs = pkgs.${system};` would mean itself.
  return isFree ? local : `(pkgs:\n${local}) (${set.packages})`;
}

/** What stands in place of a call, with what has no place as comments before it. */
function edit({ whole, args, isOperand }: ReadCall, written: string, text: string): TextEdit {
  const isCompound = !/^(?:pythonSet\.mkVirtualEnv "|\[)/.test(written);
  const operand = isOperand && !written.startsWith('[') ? `(${written})` : written;
  const isWhole = /^let\b/.test(written) && !isOperand && isCompound;
  const comments = args.lost.flatMap((each) => [
    '# not carried over:',
    ...each.split(/\r?\n/).map((line) => `#   ${line.trim()}`.trimEnd()),
  ]);
  const all = [...comments, isWhole ? written : operand].join('\n');
  const newText = comments.length === 0 ? all : `\n${all}`;
  return { span: whole, newText: indented(newText, indentAt(text, whole.start)) };
}

function notesOf({ call, args, whole }: ReadCall): readonly NixMoveNote[] {
  const look = (message: string): NixMoveNote => ({ kind: 'look', message, span: whole });
  const notes = [...args.notes];
  if (call.callee === 'mkPoetryEnv' && !args.isEditable)
    notes.push(
      look(
        'The environment has the project itself too, as it is when the environment is built; poetry2nix left it out.',
      ),
    );
  if (call.callee === 'mkPoetryPackages')
    notes.push(look('In place of a list of packages stands a list with one environment of them.'));
  if (args.isEditable)
    notes.push(
      look(
        'The editable environment wants REPO_ROOT to be set where it is used (export REPO_ROOT=$(git rev-parse --show-toplevel)), and a build back end that builds editable packages.',
      ),
    );
  return notes;
}

/** Where poetry2nix is named still, for which its input stays. */
function stillNamed(
  root: Expr,
  text: string,
  name: string,
  edits: readonly TextEdit[],
): readonly NixMoveNote[] {
  return usesOf(nodesOf(root), name, text)
    .filter((use) => !edits.some(({ span }) => span.start <= use.start && use.end <= span.end))
    .map((span) => ({
      kind: 'look',
      message: `${name} is still named here, for which its input stays.`,
      span,
    }));
}
