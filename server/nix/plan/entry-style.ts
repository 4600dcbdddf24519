import type { BracketStyle } from '../print.ts';
import { isNixIdentifier } from '../print.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { Expr } from '../syntax.ts';
import { childrenOf, textOf, unwrap } from '../tree.ts';
import { lengthAtEnd, type Span } from '../../text.ts';
import type { EntryStyle } from './entry.ts';
import { readListValue } from '../read/list-value.ts';
import type { Dialect } from './dialect.ts';
import type { ListName } from '../read/override.ts';
import { LIST_ORDER } from './needed.ts';
import { readBody, readOverrideValue } from '../read/override-value.ts';
import { bindingOf } from '../read/bindings.ts';
import type { Overlay } from '../read/overlay.ts';
import { writtenValues } from '../read/overlay.ts';
import { readBrackets } from './style.ts';

/** What the entries of an overlay have in common, for one more to look like them. */
export interface OverlayStyle {
  readonly entry: EntryStyle;
  /** The word for the attributes before: `old`, `oldAttrs`, … */
  readonly old: string;
  /** The list that build tools go into. */
  readonly toolList: ListName;
}

/** Build back ends and their helpers: what shows which list the neighbours put build tools into. */
const BUILD_TOOLS: ReadonlySet<string> = new Set([
  'cffi',
  'cython',
  'editables',
  'expandvars',
  'flit',
  'flit-core',
  'flit-scm',
  'hatch-fancy-pypi-readme',
  'hatch-vcs',
  'hatchling',
  'maturin',
  'meson-python',
  'pbr',
  'pdm-backend',
  'pdm-pep517',
  'poetry-core',
  'poetry-dynamic-versioning',
  'pybind11',
  'pytest-runner',
  'scikit-build',
  'scikit-build-core',
  'setuptools',
  'setuptools-git-versioning',
  'setuptools-rust',
  'setuptools-scm',
  'setuptools-scm-git-archive',
  'versioneer',
  'wheel',
]);

/** How an overlay that stands alone is written in `file`. */
export function freshStyle(dialect: Dialect, file: NixFile, unit: string): OverlayStyle {
  const { plainEnvironment, toolList } = dialect;
  return { entry: { ...entryStyleOf(file, unit), plainEnvironment }, old: 'old', toolList };
}

/** How the file writes what stands outside of overlays. */
export function entryStyleOf(file: NixFile, unit: string): EntryStyle {
  return {
    brackets: readBrackets(file.tree, []),
    unit,
    lambda: 'inline',
    brokenBuildSystems: false,
    withPkgs: false,
    quoted: false,
    plainEnvironment: false,
  };
}

/** The styles of overlays that are asked for again and again, for one plan. */
export type KnownStyles = Map<Overlay, OverlayStyle>;

/** How the entries of `overlay` are written; like a fresh overlay as far as they show nothing. */
export function styleIn(
  dialect: Dialect,
  overlay: Overlay,
  unit: string,
  resolver: Resolver,
  known: KnownStyles,
): OverlayStyle {
  const before = known.get(overlay);
  if (before !== undefined) return before;
  const style = readStyle(dialect, overlay, unit, resolver);
  known.set(overlay, style);
  return style;
}

function readStyle(
  dialect: Dialect,
  overlay: Overlay,
  unit: string,
  resolver: Resolver,
): OverlayStyle {
  const { file } = overlay.scope;
  const bodies = readBodies(overlay, resolver);
  const inline = bodies.filter(({ layout }) => layout === 'inline').length;
  const broken = bodies.filter(({ layout }) => layout === 'broken').length;
  const fresh = freshStyle(dialect, file, unit);
  return {
    entry: {
      brackets: bracketsNear(overlay),
      unit,
      lambda: broken > inline ? 'broken' : 'inline',
      brokenBuildSystems: mostlyBroken(bodies),
      withPkgs: bodies.some(({ value }) => hasWithPkgs(value.expr)),
      quoted: quotesNames(overlay),
      plainEnvironment: fresh.entry.plainEnvironment,
    },
    old: commonest(bodies.flatMap(({ word }) => (word === null ? [] : [word]))) ?? fresh.old,
    toolList: commonest(bodies.flatMap(({ toolLists }) => toolLists)) ?? fresh.toolList,
  };
}

/** Whether every name stands in quotes, one that needs none among them. */
function quotesNames(overlay: Overlay): boolean {
  const names = overlay.packages.flatMap(({ source }) =>
    source.kind === 'binding' && source.item.kind === 'binding'
      ? source.item.path.names.slice(0, 1)
      : [],
  );
  const texts = names.map((name) => attrNameText(name, overlay.scope) ?? '');
  return names.every(({ kind }) => kind === 'string') && texts.some(isNixIdentifier);
}

function bracketsNear(overlay: Overlay): BracketStyle {
  const spans: Span[] = [overlay.previous.body.span];
  return readBrackets(overlay.scope.file.tree, spans);
}

interface Body {
  readonly value: Closure;
  readonly layout: 'inline' | 'broken' | null;
  readonly word: string | null;
  readonly toolLists: readonly ListName[];
}

function readBodies(overlay: Overlay, resolver: Resolver): readonly Body[] {
  return writtenValues(overlay).flatMap((value) =>
    readOverrideValue(value).calls.flatMap(({ argument }) => {
      const body = readBody(argument, resolver);
      if (body === null) return [];
      const parameter = body.lambda?.parameter;
      const word = parameter?.kind === 'name-parameter' ? parameter.name.name : null;
      const toolLists = LIST_ORDER.filter((list) =>
        body.sets.some(({ set, scope }) => {
          const binding = bindingOf(set, [list], scope);
          if (binding === null) return false;
          return readListValue({ expr: binding.value, scope }, resolver).names.some((path) =>
            BUILD_TOOLS.has((path.at(-1) ?? '').replaceAll('_', '-')),
          );
        }),
      );
      return [
        {
          value,
          layout: layoutOf(argument),
          word: word?.startsWith('_') === true ? null : word,
          toolLists,
        },
      ];
    }),
  );
}

/** Whether a function stands on the line of its parenthesis. */
function layoutOf({ expr, scope }: Closure): Body['layout'] {
  if (expr.kind !== 'paren' || unwrap(expr).kind !== 'lambda') return null;
  const gap = scope.file.tree.text.slice(expr.open.end, expr.expr.span.start);
  return gap.includes('\n') ? 'broken' : 'inline';
}

/** `++ pkgs.` at the start of a line, backwards. */
const OPERATOR_AT_START = /^(?:\.[\w-]+)? \+\+\s*\n/;

/** Whether most calls of `resolveBuildSystem` have their sets on lines of their own. */
function mostlyBroken(bodies: readonly Body[]): boolean {
  const calls = bodies.flatMap(({ value: { expr, scope } }) => {
    const text = textOf(scope.file.tree, expr.span);
    return [...text.matchAll(/resolveBuildSystem \{(\r?\n)?/g)].map(({ index, 1: opened }) => ({
      startsLine: lengthAtEnd(text.slice(Math.max(index - 200, 0), index), OPERATOR_AT_START) > 0,
      isOpened: opened !== undefined,
    }));
  });
  const broken = calls.filter(({ startsLine, isOpened }) => startsLine && isOpened);
  return broken.length * 2 > calls.length;
}

function hasWithPkgs(root: Expr): boolean {
  const pending: Expr[] = [root];
  for (let expr = pending.pop(); expr !== undefined; expr = pending.pop()) {
    if (expr.kind === 'with' && expr.body.kind === 'list') return true;
    for (const child of childrenOf(expr)) collect(child, pending);
  }
  return false;
}

function collect(node: ReturnType<typeof childrenOf>[number], into: Expr[]): void {
  switch (node.kind) {
    case 'binding':
      into.push(node.value);
      break;
    case 'interpolation':
      into.push(node.expr);
      break;
    case 'attr-path':
    case 'inherit':
    case 'name-parameter':
    case 'formals-parameter':
    case 'formal':
    case 'text':
      break;
    default:
      into.push(node);
  }
}

/** The most frequent value, the later of two. */
function commonest<T>(values: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: T | null = null;
  let most = 0;
  for (const [value, count] of counts)
    if (count >= most) {
      best = value;
      most = count;
    }
  return best;
}
