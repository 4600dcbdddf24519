import type { OverrideEntry, TargetId } from '../model.ts';
import { callsOf } from '../read/calls.ts';
import type { Call } from '../read/calls.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { Overlay } from '../read/overlay.ts';
import { unwrap } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { inEveryOverride } from './model.ts';
import { nameText } from '../check/attributes.ts';

/**
 * `overrides.withDefaults f` runs `f` before poetry2nix's defaults, so that a list which the
 * defaults set outright is theirs again. `isUndone` tells whether something that a list of a package (its normalised
 * name) gets is lost so.
 */
export function findOverrideUndoneByDefaults(
  analysis: NixAnalysis,
  isUndone: (name: string, list: OverrideEntry['lists'][number], target: TargetId) => boolean,
): readonly NixMistake[] {
  return inEveryOverride(analysis, ({ entry }, { facts, target, overlay }) => {
    if (!facts.hasDefaultsBehind || !entry.beforeDefaults) return [];
    const undone = entry.lists
      .filter((list) => isUndone(entry.normalized, list, target))
      .map(({ list }) => list);
    if (undone.length === 0) return [];
    return [
      {
        file: entry.file,
        span: entry.nameSpan,
        message: `withDefaults runs this before poetry2nix's defaults, which set ${undone.join(' and ')} of ${entry.name} anew: what it adds there is lost. defaultPoetryOverrides.extend runs it behind them.`,
        package: entry.normalized,
        fix: extendInstead(analysis, overlay, entry.file),
      },
    ];
  });
}

/** `p2n.overrides.withDefaults f` becomes `p2n.defaultPoetryOverrides.extend f`, where it is in the same file. */
function extendInstead(analysis: NixAnalysis, overlay: Overlay, file: string): NixMistake['fix'] {
  const call = callsOf(analysis, new Set(['withDefaults'])).find(
    ({ expr, scope }) => analysis.resolver.force({ expr: expr.arg, scope }).expr === overlay.final,
  );
  const path = call === undefined || call.scope.file.path !== file ? null : pathOf(call);
  if (path === null) return null;
  return {
    title: 'Use defaultPoetryOverrides.extend',
    edits: [{ span: path, newText: 'defaultPoetryOverrides.extend' }],
  };
}

/** The span of `overrides.withDefaults` behind some instance of poetry2nix. */
function pathOf({ expr, scope }: Call): { readonly start: number; readonly end: number } | null {
  const fn = unwrap(expr.fn);
  if (fn.kind !== 'select') return null;
  const names = fn.path.names.map((name) => nameText(name, scope.file.tree.text));
  const first = fn.path.names.at(-2);
  const last = fn.path.names.at(-1);
  if (first === undefined || last === undefined) return null;
  if (names.at(-2) !== 'overrides' || names.at(-1) !== 'withDefaults') return null;
  return { start: first.span.start, end: last.span.end };
}
