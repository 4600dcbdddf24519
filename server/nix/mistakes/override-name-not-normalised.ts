import type { TextEdit } from '../../text.ts';
import { normalizeName } from '../../python/names.ts';
import { nameText } from '../check/attributes.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { OverlayPackage } from '../read/overlay.ts';
import { unwrap } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { hasKnownUser, inEveryOverride } from './model.ts';
import { overrideCalls } from './override-calls.ts';

/**
 * `My_Pkg = prev.My_Pkg…` for a locked package `my-pkg`: poetry2nix and uv2nix name packages as PEP 503 does, so that
 * the override is never evaluated. Only of names in `locked` (normalised) is it known that they are meant.
 */
export function findOverrideNameNotNormalised(
  analysis: NixAnalysis,
  locked: ReadonlySet<string>,
): readonly NixMistake[] {
  return inEveryOverride(analysis, (found, overlay) => {
    const { entry } = found;
    if (!overlay.facts.hasPackagesOfLock || !hasKnownUser(overlay)) return [];
    if (entry.name === entry.normalized || !locked.has(entry.normalized)) return [];
    return [
      {
        file: entry.file,
        span: entry.nameSpan,
        message: `The package is ${entry.normalized} here, the name normalised: an override of ${entry.name} is never used.`,
        package: entry.normalized,
        fix: rename(analysis, found),
      },
    ];
  });
}

function rename(analysis: NixAnalysis, { entry, value }: OverlayPackage): NixMistake['fix'] {
  // A name such as 3to2 would need quotes.
  if (!/^[a-z_][a-z0-9_-]*$/.test(entry.normalized)) return null;
  const edits: TextEdit[] = [{ span: entry.nameSpan, newText: entry.normalized }];
  const { expr, scope } = overrideCalls(analysis.resolver, value).base;
  const base = unwrap(expr);
  const [first] = base.kind === 'select' ? base.path.names : [];
  if (first !== undefined && scope.file.path === entry.file) {
    const text = nameText(first, scope.file.tree.text);
    if (text !== null && normalizeName(text) === entry.normalized && text !== entry.normalized)
      edits.push({ span: first.span, newText: entry.normalized });
  }
  return { title: `Rename to ${entry.normalized}`, edits };
}
