import type { TargetUse } from '../model.ts';
import type { NixAnalysis } from '../read/read.ts';
import { referenceOf } from '../read/reference.ts';
import type { NixMistake } from './model.ts';
import { inEveryOverride } from './model.ts';
import { overrideCalls } from './override-calls.ts';

/**
 * Overrides of a package that is not among `names` (PEP 503: all that is locked, and what else may be in the set, build
 * back ends above all): they are never evaluated. Packages that the overlay adds are none, and overlays that other
 * projects have too may be for the locks of those.
 *
 * @param own the uses that build from that lock: not those of another manifest of the folder, nor of a file with an overlay alone, which nixpkgs may have.
 */
export function findOverrideUnknownPackage(
  analysis: NixAnalysis,
  names: { has(name: string): boolean },
  own: readonly TargetUse[],
): readonly NixMistake[] {
  return inEveryOverride(analysis, ({ entry, value }, { facts, overlay, uses }) => {
    if (!facts.hasPackagesOfLock) return [];
    if (!uses.every((use) => own.includes(use))) return [];
    // What may not be there at all may be of another package set.
    if (entry.conditional || names.has(entry.normalized)) return [];
    const { base, calls } = overrideCalls(analysis.resolver, value);
    const reference = referenceOf(analysis.resolver, base);
    const isOwn =
      calls.length > 0 &&
      reference?.root.kind === 'parameter' &&
      reference.root.lambda === overlay.previous &&
      reference.names[0] === entry.name;
    if (!isOwn) return [];
    return [
      {
        file: entry.file,
        span: entry.nameSpan,
        message: `${entry.name} is not in the lock: this override is never used.`,
        package: entry.normalized,
        fix: null,
      },
    ];
  });
}
