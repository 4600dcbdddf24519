import type { Resolver } from '../resolve/resolver.ts';
import { pathTexts } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import type { AttrSet, Interpolation, StringExpr } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Draft } from './draft.ts';
import type { References } from './entry.ts';
import { appendElements } from './insert.ts';
import { holds, readListValue } from '../read/list-value.ts';
import { libraryList } from '../read/mkshell.ts';
import type { Item } from './needed.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import { bindingOf } from '../read/bindings.ts';
import { readBrackets } from './style.ts';

const VARIABLE = 'LD_LIBRARY_PATH';

type ReferencesIn = (scope: Scope) => References | null;

/** Adds libraries to the `LD_LIBRARY_PATH` of a shell, an attribute or in its `shellHook`; null where it has none. */
export function addToLibraryPath(
  shell: { readonly set: AttrSet; readonly scope: Scope },
  items: readonly Item[],
  refsAt: ReferencesIn,
  draft: Draft,
  resolver: Resolver,
): Outcome | null {
  const { set, scope } = shell;
  const attribute =
    bindingOf(set, [VARIABLE], scope)?.value ?? bindingOf(set, ['env', VARIABLE], scope)?.value;
  const inEnv =
    attribute === undefined ? environmentValue(shell, resolver) : { expr: attribute, scope };
  if (inEnv !== null) return addToValue(inEnv, items, refsAt, draft, resolver);
  const hook = bindingOf(set, ['shellHook'], scope);
  const string = hook === null ? null : resolver.force({ expr: hook.value, scope });
  if (string?.expr.kind !== 'string') return null;
  const assigned = assignment(string.expr, string.scope);
  if (assigned === null) return null;
  return addToString(assigned, string.scope, items, refsAt, draft, resolver);
}

/** `env = { LD_LIBRARY_PATH = …; }` */
function environmentValue(
  { set, scope }: { readonly set: AttrSet; readonly scope: Scope },
  resolver: Resolver,
): Closure | null {
  const env = bindingOf(set, ['env'], scope);
  return env === null ? null : resolver.attribute({ expr: env.value, scope }, VARIABLE);
}

function addToValue(
  value: Closure,
  items: readonly Item[],
  refsAt: ReferencesIn,
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const forced = resolver.force(value);
  const list = libraryList(forced, resolver);
  if (list !== null) return addToLibraryList(list, items, refsAt, draft, resolver);
  const { expr, scope } = forced;
  if (expr.kind !== 'string') return refused('form', `${VARIABLE} is not written out`);
  return addToString(expr.parts, scope, items, refsAt, draft, resolver);
}

function addToLibraryList(
  value: Closure,
  items: readonly Item[],
  refsAt: ReferencesIn,
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const written = unwrap(value.expr);
  const followed =
    written.kind === 'list' || written.kind === 'with' || written.kind === 'binary'
      ? value
      : resolver.force(value);
  const { names, list } = readListValue(followed, resolver);
  const missing = items.filter((item) => !holds(names, item));
  if (missing.length === 0) return { kind: 'present', reason: `${VARIABLE} has all of it` };
  if (list === null)
    return refused('form', `the libraries of ${VARIABLE} are not written as a list`);
  const refs = refsAt(list.scope);
  if (refs === null)
    return refused('out-of-reach', 'nixpkgs is not in reach of the list of libraries');
  const { file } = list.scope;
  const { spaced } = readBrackets(file.tree, [list.expr.span]);
  const texts = missing.map(({ attr }) => refs.nixpkgs(attr));
  draft.edit(file, ...appendElements(file.tree, list.expr, texts, draft.styleOf(file), spaced));
  return { kind: 'edited' };
}

type Parts = StringExpr['parts'];

/** The parts of a script's line that assigns the variable, the texts not cut; null where none does. */
function assignment({ parts }: StringExpr, { file }: Scope): Parts | null {
  const { text } = file.tree;
  const start = parts.findIndex(
    (part) =>
      part.kind === 'text' &&
      /(?:^|[\s;])LD_LIBRARY_PATH=/.test(lastLine(text.slice(part.span.start, part.span.end))),
  );
  if (start < 0) return null;
  const rest = parts.slice(start + 1);
  const end = rest.findIndex(
    (part) => part.kind === 'text' && text.slice(part.span.start, part.span.end).includes('\n'),
  );
  return end < 0 ? rest : rest.slice(0, end + 1);
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** Adds to a path that is a string: to the list of a `makeLibraryPath` in it, else behind its last `${…}/lib`. */
function addToString(
  parts: Parts,
  scope: Scope,
  items: readonly Item[],
  refsAt: ReferencesIn,
  draft: Draft,
  resolver: Resolver,
): Outcome {
  const { file } = scope;
  const interpolations = parts.filter((part): part is Interpolation => part.kind !== 'text');
  for (const { expr } of interpolations.toReversed()) {
    const forced = resolver.force({ expr, scope });
    const list = libraryList(forced, resolver);
    if (list !== null) return addToLibraryList(list, items, refsAt, draft, resolver);
  }
  const names = interpolations.flatMap(({ expr }) => {
    const inner = unwrap(expr);
    if (inner.kind === 'identifier') return [[inner.name]];
    const path = inner.kind === 'select' ? pathTexts(inner.path, scope) : null;
    return path === null ? [] : [['', ...path]];
  });
  const missing = items.filter((item) => !holds(names, item));
  if (missing.length === 0) return { kind: 'present', reason: `${VARIABLE} has all of it` };
  const refs = refsAt(scope);
  if (refs === null) return refused('out-of-reach', `nixpkgs is not in reach of ${VARIABLE}`);
  const offset = endOfLastDirectory(parts, file.tree.text);
  if (offset === null)
    return refused('form', `${VARIABLE} is written in a way that leaves no place for a library`);
  const added = missing.map(({ attr }) => `:\${${refs.nixpkgs(attr)}}/lib`).join('');
  draft.insert(file, offset, added);
  return { kind: 'edited' };
}

/** Behind the `/lib` of the last `${…}/lib`; null where there is none. */
function endOfLastDirectory(parts: Parts, text: string): number | null {
  for (const [index, part] of [...parts.entries()].toReversed()) {
    const before = parts[index - 1];
    if (part.kind !== 'text' || before?.kind !== 'interpolation') continue;
    const directory = /^\/lib(?:64)?(?=[:"'\s/]|$)/.exec(
      text.slice(part.span.start, part.span.end),
    );
    if (directory !== null) return part.span.start + directory[0].length;
  }
  return null;
}
