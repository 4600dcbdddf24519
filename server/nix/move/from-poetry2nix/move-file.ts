import { applyEdits, type TextEdit } from '../../../text.ts';
import { undefinedNames } from '../../check/names.ts';
import { parseNix } from '../../parse.ts';
import type { Expr } from '../../syntax.ts';
import type { CallArguments } from './call-arguments.ts';
import type { DestinationNix } from './destination.ts';
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
import {
  bindingsEdit,
  homeOf,
  isUnbound,
  sharedBindings,
  withPackages,
} from './shared-bindings.ts';
import { type ReadCall, readCall } from './read-call.ts';
import { namedSelections } from './selections.ts';

/**
 * A Nix file that builds a project with poetry2nix, as one of another target: inputs, what the calls
 * share, and what each call made. All of it or nothing: a file of both would be neither.
 */
export function moveNixFile(request: NixMoveRequest, destination: DestinationNix): NixMove {
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
  const edits = editsOf(request, destination, root, parts, read, false);
  if (edits === null) return { refused: 'its outputs do not name their inputs' };
  const input = parts?.name ?? null;
  const isKept = input !== null && newlyUndefined(text, edits).has(input);
  const kept = isKept ? (editsOf(request, destination, root, parts, read, true) ?? edits) : edits;
  const after = parseNix(applyEdits(text, kept));
  if (after.root === null || after.errors.length > 0)
    return { refused: 'what it would become could not be written' };
  const [unknown] = newlyUndefined(text, kept);
  if (unknown !== undefined)
    return { refused: `${unknown} is not known where the package set would be written` };
  return {
    edits: kept,
    notes: [
      ...onceEach(read.flatMap((call) => notesOf(call, destination))),
      ...(isKept ? stillNamed(root, text, input, kept) : []),
    ],
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
  destination: DestinationNix,
  root: Expr,
  parts: FlakeParts | null,
  read: readonly ReadCall[],
  keepsInput: boolean,
): readonly TextEdit[] | null {
  const { text } = request;
  const nodes = nodesOf(root);
  const names =
    parts === null
      ? null
      : outputsNames(
          parts,
          text,
          destination.inputs.map(({ name }) => name),
          keepsInput,
        );
  if (parts !== null && names === null) return null;
  const prefix = names?.prefix ?? null;
  const selections = namedSelections(root, nodes, read, text);
  const calls = [...read, ...selections.map(({ call }) => call)];
  const inputs = parts === null ? [] : inputEdits(parts, text, destination.inputs, keepsInput);
  const fixed = [
    ...calls.map(({ whole }) => whole),
    ...(parts?.bindings ?? []).map(({ span }) => span),
    ...(names?.edits ?? []).map(({ span }) => span),
  ];
  const set = sharedBindings(read, request, destination, prefix);
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
  const isShared = home !== null && usesOf(nodes, destination.shared, text).length === 0;
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
        ? edit(each, destination, destination.expression(each, request, before), text)
        : edit(each, destination, ownSet(each, request, destination, prefix), text),
    ),
    ...leftovers,
  ];
}

/** What one Python set is made of. */
function settingsOf({ call, args, packages }: ReadCall): string {
  return JSON.stringify([call.workspaceRoot, call.preferWheels, args.python, packages]);
}

/** A call with a set of its own, where no `let` around all calls takes one. */
function ownSet(
  call: ReadCall,
  request: NixMoveRequest,
  destination: DestinationNix,
  prefix: string | null,
): string {
  const set = sharedBindings([call], request, destination, prefix);
  const isFree = set.packages === 'pkgs' || isUnbound('pkgs', [call], request.text);
  const bindings = isFree ? withPackages(set) : set.bindings;
  const local = [
    'let',
    ...bindings.map((each) => `  ${indented(each, '  ')}`),
    'in',
    destination.expression(call, request, prefix ?? ''),
  ].join('\n');
  // `let pkgs = pkgs.${system};` would mean itself.
  return isFree ? local : `(pkgs:\n${local}) (${set.packages})`;
}

/** What stands in place of a call, with what has no place as comments before it. */
function edit(
  { whole, args, isOperand }: ReadCall,
  destination: DestinationNix,
  written: string,
  text: string,
): TextEdit {
  const operand = isOperand && !written.startsWith('[') ? `(${written})` : written;
  const comments = lostOf(args, destination).flatMap(({ span }) => [
    '# not carried over:',
    ...text
      .slice(span.start, span.end)
      .split(/\r?\n/)
      .map((line) => `#   ${line.trim()}`.trimEnd()),
  ]);
  const newText = comments.length === 0 ? operand : ['', ...comments, operand].join('\n');
  return { span: whole, newText: indented(newText, indentAt(text, whole.start)) };
}

function lostOf(args: CallArguments, { runsChecks }: DestinationNix): CallArguments['lost'] {
  return [...args.lost, ...(runsChecks ? [] : args.checks)].filter(({ why }) => why !== null);
}

/** What is to be said of several calls stands at the first. */
function onceEach(notes: readonly NixMoveNote[]): readonly NixMoveNote[] {
  return notes.filter(
    (note, index) => notes.findIndex(({ message }) => message === note.message) === index,
  );
}

function notesOf(call: ReadCall, destination: DestinationNix): readonly NixMoveNote[] {
  return [
    ...lostOf(call.args, destination).map(({ name, why, span }): NixMoveNote => ({
      kind: 'lost',
      message: `${name} has no place: ${why ?? ''}. It is a comment where it stood.`,
      span,
    })),
    ...destination
      .remarks(call)
      .map((message): NixMoveNote => ({ kind: 'look', message, span: call.whole })),
  ];
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
