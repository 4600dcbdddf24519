import type { Span, TextEdit } from '../../../text.ts';
import type { Expr, Node } from '../../syntax.ts';
import { pinned } from '../../by-target/pinned.ts';
import { binderOf, freeNames } from './bound-names.ts';
import { indentAt, indented, INPUT_NAMES } from './flake.ts';
import { isInside } from './leftovers.ts';
import type { ReadCall } from './read-call.ts';
import type { NixMoveRequest } from './model.ts';

/** Bindings that make the Python set, in the order of a `let`: whole statements from column 0. */
export interface PythonSet {
  readonly bindings: readonly string[];
  /** What they and the calls take from around them. */
  readonly needs: ReadonlySet<string>;
  /** What `pkgs` has to be where it is not bound so. */
  readonly packages: string;
}

/** The set that calls of the same settings read; `prefix` stands before the flake's names of its inputs, null where the file has none. */
export function pythonSetOf(
  calls: readonly ReadCall[],
  { overrides, package: name }: NixMoveRequest,
  prefix: string | null,
): PythonSet {
  const [first] = calls;
  const packages = first?.packages ?? 'pkgs';
  const kind = first?.call.preferWheels === true ? 'wheel' : 'sdist';
  const python = calls.find(({ args }) => args.python !== null)?.args.python ?? 'pkgs.python3';
  const own = [...new Set(calls.flatMap(({ args }) => args.own))];
  const isRecursive = calls.some(({ args }) => args.isRecursive && args.own.length > 0);
  const changes = calls.flatMap(({ changes: each }) => each);
  const entries = [...overrides, ...projectEntries(name, own, isRecursive, [...new Set(changes)])];
  const before = prefix ?? '';
  const hasOverlay = entries.length > 0;
  const bindings = [
    ...(prefix === null ? FETCHED : []),
    `workspace = ${before}uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ${first?.call.workspaceRoot ?? './.'}; };`,
    ...(hasOverlay
      ? [`pyprojectOverrides = final: prev: {\n  ${indented(entries.join('\n'), '  ')}\n};`]
      : []),
    [
      `pythonSet = (pkgs.callPackage ${before}pyproject-nix.build.packages { python = ${python}; }).overrideScope (`,
      '  pkgs.lib.composeManyExtensions [',
      `    ${before}pyproject-build-systems.overlays.${kind}`,
      `    (workspace.mkPyprojectOverlay { sourcePreference = "${kind}"; })`,
      ...(hasOverlay ? ['    pyprojectOverrides'] : []),
      '  ]',
      ');',
    ].join('\n'),
  ];
  const needs = new Set([
    ...freeNames(`{ pkgs }: let\n${bindings.join('\n')}\nin pythonSet`),
    ...freeNames(packages),
  ]);
  // The flake's outputs are given these.
  if (prefix === '') for (const input of INPUT_NAMES) needs.delete(input);
  return { bindings, needs, packages };
}

/** The inputs of a file that is no flake. */
const FETCHED: readonly string[] = [
  `pyproject-nix = import (${pinned('pyproject-nix/pyproject.nix')}) {\n  inherit (pkgs) lib;\n};`,
  `uv2nix = import (${pinned('pyproject-nix/uv2nix')}) {\n  inherit (pkgs) lib;\n  inherit pyproject-nix;\n};`,
  `pyproject-build-systems = import (${pinned('pyproject-nix/build-system-pkgs')}) {\n  inherit (pkgs) lib;\n  inherit pyproject-nix uv2nix;\n};`,
];

/** The project's own entry: what its call gave to its build, and what was changed of what the call made. */
function projectEntries(
  name: string,
  own: readonly string[],
  isRecursive: boolean,
  changes: readonly string[],
): readonly string[] {
  if (own.length === 0 && changes.length === 0) return [];
  const set = isRecursive ? 'rec {' : '{';
  const given =
    own.length === 0
      ? `prev.${name}`
      : `prev.${name}.overrideAttrs (old: ${set}\n  ${indented(own.join('\n'), '  ')}\n})`;
  const changed = changes.reduce((value, change) => `(${value}).overrideAttrs (${change})`, given);
  return [`${name} = ${changed.replace(/^\((prev\.[\w-]+)\)/, '$1')};`];
}

type LetIn = Extract<Expr, { readonly kind: 'let' }>;

/** The innermost `let` around all calls in which everything is known that the set takes from around it. */
export function homeOf(
  { needs, packages }: PythonSet,
  calls: readonly ReadCall[],
  text: string,
): LetIn | null {
  const [first] = calls;
  if (first === undefined) return null;
  const names = [...needs, ...(packages === 'pkgs' ? ['pkgs'] : [])];
  for (const [index, node] of [...first.path.entries()].toReversed()) {
    if (node.kind !== 'let' || !isAroundAll(node, calls)) continue;
    const isKnown = (name: string): boolean =>
      calls.every(({ path }) => {
        const binder = binderOf(path, name, text);
        return binder !== -1 && binder <= index && path[binder] === first.path[binder];
      });
    if (names.every(isKnown) && (packages === 'pkgs' || isUnbound('pkgs', calls, text)))
      return node;
  }
  return null;
}

function isAroundAll(node: Node, calls: readonly ReadCall[]): boolean {
  return calls.every(({ path, whole }) => path.includes(node) && isInside(whole, node.span));
}

/** Whether a name means nothing yet where calls stand. */
export function isUnbound(name: string, calls: readonly ReadCall[], text: string): boolean {
  return calls.every(({ path }) => binderOf(path, name, text) === -1);
}

/** The bindings of a set, where `pkgs` is not bound yet with that of it before them. */
export function withPackages({ bindings, packages }: PythonSet): readonly string[] {
  return packages === 'pkgs' ? bindings : [`pkgs = ${packages};`, ...bindings];
}

/** Behind the last binding of a `let` that stays. */
export function bindingsEdit(
  home: LetIn,
  set: readonly string[],
  text: string,
  removed: readonly Span[],
): TextEdit {
  const last = home.bindings.findLast((each) => !removed.some((span) => isInside(each.span, span)));
  const at = last?.span.end ?? home.span.start + 'let'.length;
  const indent =
    last === undefined ? `${indentAt(text, home.span.start)}  ` : indentAt(text, last.span.start);
  const written = set.map((each) => `\n${indent}${indented(each, indent)}`).join('');
  return { span: { start: at, end: at }, newText: written };
}
