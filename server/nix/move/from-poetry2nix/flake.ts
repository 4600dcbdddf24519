import type { Span, TextEdit } from '../../../text.ts';
import type { AttrSet, Binding, Expr, FormalsParameter, Lambda, Node } from '../../syntax.ts';
import { childrenOf, unwrap } from '../../tree.ts';

/** An input that a flake is to have: `uv2nix` of `pyproject-nix/uv2nix`. */
export interface NewInput {
  readonly name: string;
  readonly repository: string;
}

/** What a flake says of its input for poetry2nix, and how its outputs name their inputs. */
export interface FlakeParts {
  /** The bindings that are about the input, in the order of the text. */
  readonly bindings: readonly { readonly span: Span; readonly isInSet: boolean }[];
  /** The input's name: `poetry2nix`; null where that comes from nixpkgs, which had it once. */
  readonly name: string | null;
  /** Where an input may be written that takes no other one's place: an offset, and whether it is in the set of inputs. */
  readonly place: { readonly at: number; readonly isInSet: boolean };
  readonly hasNixpkgs: boolean;
  readonly outputs: Lambda;
}

/** The parts of a `flake.nix`; null where it is none. */
export function flakeParts(root: Expr, text: string): FlakeParts | null {
  const flake = unwrap(root);
  if (flake.kind !== 'attrs') return null;
  const outputs = bindingsOf(flake).find(({ path }) => namesOf(path, text).join('.') === 'outputs');
  const body = outputs === undefined ? null : unwrap(outputs.value);
  if (body?.kind !== 'lambda') return null;
  const inputs = inputBindings(flake, text);
  const named = inputs.find(({ binding, names }) => isPoetry2nix(binding, names, text));
  const name = named?.names[0] ?? null;
  return {
    bindings: inputs
      .filter(({ names }) => names[0] === name)
      .map(({ binding, isInSet }) => ({ span: binding.span, isInSet })),
    name,
    place: placeOf(flake, text),
    hasNixpkgs: inputs.some(({ names }) => names[0] === 'nixpkgs'),
    outputs: body,
  };
}

/** Before the first of the inputs, or of all where there are none. */
function placeOf(flake: AttrSet, text: string): FlakeParts['place'] {
  const inputs = bindingsOf(flake).find(({ path }) => namesOf(path, text)[0] === 'inputs');
  const set = inputs === undefined ? null : unwrap(inputs.value);
  const isInSet = inputs?.path.names.length === 1 && set?.kind === 'attrs';
  const first = isInSet ? set.bindings[0] : (inputs ?? flake.bindings[0]);
  return { at: first?.span.start ?? flake.open.end, isInSet };
}

interface InputBinding {
  readonly binding: Binding;
  /** Behind `inputs`. */
  readonly names: readonly string[];
  readonly isInSet: boolean;
}

function inputBindings(flake: AttrSet, text: string): readonly InputBinding[] {
  return bindingsOf(flake).flatMap((binding): InputBinding[] => {
    const [first, ...rest] = namesOf(binding.path, text);
    if (first !== 'inputs') return [];
    if (rest.length > 0) return [{ binding, names: rest, isInSet: false }];
    const set = unwrap(binding.value);
    if (set.kind !== 'attrs') return [];
    return bindingsOf(set).map((inner) => ({
      binding: inner,
      names: namesOf(inner.path, text),
      isInSet: true,
    }));
  });
}

/** By the address: `github:nix-community/poetry2nix`, and those of forks. */
function isPoetry2nix({ value, span }: Binding, names: readonly string[], text: string): boolean {
  if (names.length > 2 || (names.length === 2 && names[1] !== 'url')) return false;
  const written = text.slice(names.length === 2 ? value.span.start : span.start, span.end);
  return /[/:]poetry2nix(?:[/?."]|$)/.test(written);
}

function bindingsOf({ bindings }: AttrSet): readonly Binding[] {
  return bindings.filter((each) => each.kind === 'binding');
}

function namesOf({ names }: Binding['path'], text: string): readonly string[] {
  return names.map(({ span }) => text.slice(span.start, span.end).replaceAll('"', ''));
}

/** The new inputs in place of that of poetry2nix, or before it where something needs that still. */
export function inputEdits(
  { bindings, hasNixpkgs, place }: FlakeParts,
  text: string,
  inputs: readonly NewInput[],
  keepsInput: boolean,
): readonly TextEdit[] {
  const nixpkgs = hasNixpkgs ? ['nixpkgs'] : [];
  const write = (isInSet: boolean, at: number): string =>
    indented(newInputs(inputs, isInSet ? '' : 'inputs.', nixpkgs), indentAt(text, at));
  if (bindings.length === 0) {
    if (inputs.length === 0) return [];
    const span = { start: place.at, end: place.at };
    return [{ span, newText: `${write(place.isInSet, place.at)}\n${indentAt(text, place.at)}` }];
  }
  return bindings.flatMap(({ span, isInSet }, index) => {
    if (index > 0 || inputs.length === 0)
      return keepsInput ? [] : [{ span: withLine(text, span), newText: '' }];
    const newText = write(isInSet, span.start);
    if (!keepsInput) return [{ span, newText }];
    const at = { start: span.start, end: span.start };
    return [{ span: at, newText: `${newText}\n${indentAt(text, span.start)}` }];
  });
}

function newInputs(
  inputs: readonly NewInput[],
  prefix: string,
  nixpkgs: readonly string[],
): string {
  return inputs
    .map(({ name, repository }, index) => {
      const before = inputs.slice(0, index).map((each) => each.name);
      return input(prefix, name, repository, follows([...before, ...nixpkgs]));
    })
    .join('\n');
}

function follows(names: readonly string[]): readonly string[] {
  return names.map((name) => `  inputs.${name}.follows = "${name}";`);
}

function input(prefix: string, name: string, repository: string, lines: readonly string[]): string {
  return [`${prefix}${name} = {`, `  url = "github:${repository}";`, ...lines, '};'].join('\n');
}

/** How the outputs are given their inputs: which edit gives them the new ones, and what stands before their names. */
export function outputsNames(
  { outputs, name }: FlakeParts,
  text: string,
  inputs: readonly string[],
  keepsInput: boolean,
): { readonly edits: readonly TextEdit[]; readonly prefix: string } | null {
  const { parameter } = outputs;
  if (parameter.kind === 'name-parameter') return { edits: [], prefix: `${parameter.name.name}.` };
  const formal = parameter.formals.find((each) => each.name.name === name);
  const added = inputs.filter((each) => !hasFormal(parameter, each));
  const isOverLines = text.slice(parameter.span.start, parameter.span.end).includes('\n');
  const separator = isOverLines
    ? `,\n${indentAt(text, (formal ?? parameter.formals[0] ?? parameter).span.start)}`
    : ', ';
  if (formal !== undefined) {
    const names = keepsInput ? [formal.name.name, ...added] : added;
    if (names.length === 0) return { edits: [withoutFormal(parameter, formal, text)], prefix: '' };
    return { edits: [{ span: formal.span, newText: names.join(separator) }], prefix: '' };
  }
  if (parameter.alias !== null) return { edits: [], prefix: `${parameter.alias.name.name}.` };
  const last = parameter.formals.at(-1);
  if (name !== null || last === undefined) return null;
  const span = { start: last.span.end, end: last.span.end };
  if (added.length === 0) return { edits: [], prefix: '' };
  return { edits: [{ span, newText: separator + added.join(separator) }], prefix: '' };
}

/** A parameter with the comma that goes with it. */
export function withoutFormal(
  { formals, open }: FormalsParameter,
  formal: FormalsParameter['formals'][number],
  text: string,
): TextEdit {
  const { start, end } = formal.span;
  if (formal.comma !== null) {
    const blanks = /^\s*/.exec(text.slice(formal.comma.end))?.[0].length ?? 0;
    return { span: { start, end: formal.comma.end + blanks }, newText: '' };
  }
  const before = formals[formals.indexOf(formal) - 1]?.span.end ?? open.end;
  return { span: { start: before, end }, newText: '' };
}

function hasFormal({ formals }: FormalsParameter, name: string): boolean {
  return formals.some((each) => each.name.name === name);
}

/** The blanks at the start of the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Text from column 0 below its first line, moved to where it goes. */
export function indented(text: string, indent: string): string {
  return text.replaceAll(/\n(?!\n)/g, `\n${indent}`);
}

/** A span with the rest of its lines where nothing else stands on them. */
export function withLine(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const isAlone =
    text.slice(lineStart, start).trim() === '' &&
    lineEnd !== -1 &&
    text.slice(end, lineEnd).trim() === '';
  return isAlone ? { start: lineStart, end: lineEnd + 1 } : { start, end };
}

/** The nodes from the root to the innermost one with this span; empty where there is none. */
export function pathTo(root: Expr, span: Span): readonly Node[] {
  const path: Node[] = [];
  const walk = (node: Node): boolean => {
    if (node.span.start > span.start || node.span.end < span.end) return false;
    path.push(node);
    if (node.span.start === span.start && node.span.end === span.end) return true;
    if (childrenOf(node).some(walk)) return true;
    path.pop();
    return false;
  };
  walk(root);
  return path;
}
