import type { Pins } from '../pins.ts';
import { originOf } from '../read/origin.ts';
import type { NixAnalysis } from '../read/read.ts';
import { referenceOf } from '../read/reference.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { attrNameText, isBound } from '../resolve/scope.ts';
import type { AttrName, Expr, Inherit, Select } from '../syntax.ts';
import { textOf } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { withoutRepetition } from './model.ts';

/** The commit by which the flake has `lib.mkPoetry2Nix` and no `legacyPackages` any more (22b31f0c). */
const SINCE = '2023-10-26T22:19:25Z';

/** What an instance of poetry2nix has, and its flake has not. */
const OF_INSTANCE: ReadonlySet<string> = new Set([
  'cleanPythonSources',
  'defaultPoetryOverrides',
  'mkDefaultPoetryOverrides',
  'mkPoetryApplication',
  'mkPoetryEditablePackage',
  'mkPoetryEnv',
  'mkPoetryPackages',
  'mkPoetryScriptsPackage',
  'overrides',
]);

/**
 * Attributes that are selected from the flake's input poetry2nix and that only an instance of it has:
 * `lib.mkPoetry2Nix { inherit pkgs; }` makes one.
 */
export function findPoetry2nixFlakeAttribute(
  { resolver, files }: NixAnalysis,
  { poetry2nix }: Pins,
): readonly NixMistake[] {
  if (poetry2nix?.date != null && poetry2nix.date < SINCE) return [];
  const found: NixMistake[] = [];
  for (const file of files)
    resolver.walk(file, (closure) => {
      found.push(...selectedIn(resolver, closure), ...inheritedIn(resolver, closure));
    });
  return withoutRepetition(found);
}

function selectedIn(resolver: Resolver, closure: Closure): readonly NixMistake[] {
  const { expr, scope } = closure;
  if (expr.kind !== 'select' || expr.or !== null || expr.target.kind !== 'identifier') return [];
  // `inputs.poetry2nix.mkPoetryEnv` has one name more in front.
  for (const count of [0, 1]) {
    const name = expr.path.names[count];
    if (name === undefined || !isFlake(resolver, { expr: before(expr, count), scope })) continue;
    const text = attrNameText(name, scope);
    const isLegacy = text === 'legacyPackages' && expr.path.names.length > count + 1;
    if (text === null || !(OF_INSTANCE.has(text) || isLegacy)) return [];
    const flake = flakeText(expr, count, closure);
    const last = isLegacy ? expr.path.names[count + 1] : undefined;
    const end = last?.span.end ?? expr.path.names[count - 1]?.span.end ?? expr.target.span.end;
    return [mistake(name, text, closure, { flake, span: { start: expr.span.start, end } })];
  }
  return [];
}

/** `inherit (poetry2nix) mkPoetryApplication;` */
function inheritedIn(resolver: Resolver, { expr, scope }: Closure): readonly NixMistake[] {
  if (expr.kind !== 'let' && expr.kind !== 'attrs') return [];
  const inside =
    expr.kind === 'attrs'
      ? scopeInside(expr, scope)
      : ({ kind: 'bindings', file: scope.file, parent: scope, node: expr } as const);
  return expr.bindings.flatMap((item): readonly NixMistake[] => {
    const from = item.kind === 'inherit' ? item.from : null;
    if (item.kind !== 'inherit' || from === null) return [];
    const closure = { expr: from.expr, scope: inside };
    if (!isFlake(resolver, closure)) return [];
    const flake = textOf(scope.file.tree, from.expr.span);
    return namesIn(item, closure).map(({ name, text }) =>
      mistake(name, text, closure, { flake, span: from.expr.span }),
    );
  });
}

function namesIn(
  { names }: Inherit,
  { scope }: Closure,
): readonly { readonly name: AttrName; readonly text: string }[] {
  return names.flatMap((name) => {
    const text = attrNameText(name, scope);
    return text !== null && OF_INSTANCE.has(text) ? [{ name, text }] : [];
  });
}

/** Whether it is the input itself, by the address that the flake gives it, and not what `import poetry2nix { … }` makes of it. */
function isFlake(resolver: Resolver, closure: Closure): boolean {
  if (referenceOf(resolver, closure)?.root.kind !== 'parameter') return false;
  const origin = originOf(resolver, closure);
  return origin?.repository === 'poetry2nix' && origin.path.length === 1;
}

function before(expr: Select, count: number): Expr {
  if (count === 0) return expr.target;
  const names = expr.path.names.slice(0, count);
  return { ...expr, path: { ...expr.path, names }, or: null };
}

function flakeText({ target, path }: Select, count: number, { scope }: Closure): string {
  const end = path.names[count - 1]?.span.end ?? target.span.end;
  return textOf(scope.file.tree, { start: target.span.start, end });
}

function mistake(
  name: AttrName,
  text: string,
  { scope }: Closure,
  { flake, span }: { readonly flake: string; readonly span: NixMistake['span'] },
): NixMistake {
  const instance = `(${flake}.lib.mkPoetry2Nix { inherit pkgs; })`;
  const instead =
    text === 'legacyPackages'
      ? `${instance} is what it had for one system`
      : `${instance}.${text} is there`;
  return {
    file: scope.file.path,
    span: name.span,
    message: `The flake poetry2nix has no ‘${text}’ (Nix: ‘attribute '${text}' missing’): ${instead}.`,
    package: null,
    fix: isBound('pkgs', scope)
      ? { title: `Use ${flake}.lib.mkPoetry2Nix`, edits: [{ span, newText: instance }] }
      : null,
  };
}
