import type { Span, TextEdit } from '../../text.ts';
import type { OverlayFacts } from '../by-target/model.ts';
import { NIX_TARGETS } from '../by-target/registry.ts';
import type { TargetId, TargetUse } from '../model.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { Overlay, OverlayPackage } from '../read/overlay.ts';

/** Something in a Nix file that does not do what it says, certain from the text alone (and the pins, where asked for). */
export interface NixMistake {
  readonly file: string;
  /** On the thing to change. */
  readonly span: Span;
  /** For people, with what Nix says. */
  readonly message: string;
  /** PEP 503 name of the package that it is about, or null. */
  readonly package: string | null;
  /** Edits of the same file that mend it; null where that takes a decision. */
  readonly fix: { readonly title: string; readonly edits: readonly TextEdit[] } | null;
}

/** An overlay of the analysis, with the target whose package set it changes. */
export interface TargetOverlay {
  /** What is so with this target. */
  readonly facts: OverlayFacts;
  readonly target: TargetId;
  readonly overlay: Overlay;
  /** All that have it. */
  readonly uses: readonly TargetUse[];
}

/** Every overlay once, however many uses have it. */
export function overlaysOf({ uses }: NixAnalysis): readonly TargetOverlay[] {
  const seen = new Map<Overlay['previous'], { readonly overlay: Overlay; uses: TargetUse[] }>();
  for (const { use, overlays } of uses)
    for (const overlay of overlays) {
      const known = seen.get(overlay.previous);
      if (known === undefined) seen.set(overlay.previous, { overlay, uses: [use] });
      else known.uses.push(use);
    }
  return [...seen.values()].flatMap(({ overlay, uses: having }) => {
    const [first] = having;
    return first === undefined
      ? []
      : [
          {
            facts: NIX_TARGETS[first.target].overlays,
            target: first.target,
            overlay,
            uses: having,
          },
        ];
  });
}

/** Whether it is known who uses an overlay, so that it is one of the target's; a file with an overlay alone may be nixpkgs' own. */
export function hasKnownUser({ uses }: TargetOverlay): boolean {
  return uses.every(({ callee }) => callee !== 'overlay');
}

/** Runs `find` on every package of every overlay; what several entries share is reported once. */
export function inEveryOverride(
  analysis: NixAnalysis,
  find: (found: OverlayPackage, overlay: TargetOverlay) => readonly NixMistake[],
): readonly NixMistake[] {
  return withoutRepetition(
    overlaysOf(analysis).flatMap((each) =>
      each.overlay.packages.flatMap((found) => find(found, each)),
    ),
  );
}

/** One mistake at one place is reported once. */
export function withoutRepetition(mistakes: readonly NixMistake[]): readonly NixMistake[] {
  const seen = new Set<string>();
  return mistakes.filter(({ file, span }) => {
    const place = JSON.stringify([file, span.start, span.end]);
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
