import type { OverrideEntry } from '../nix/api.ts';
import { parseNix } from '../nix/api.ts';
import type { Span } from '../text.ts';

/** An attribute of nixpkgs where a Nix text names it: `pkgs.cups`. */
export interface NixpkgsAttribute {
  readonly attr: string;
  readonly span: Span;
}

/** The attributes of nixpkgs that overrides of one file name by way of `pkgs`, each where it stands. */
export function nixpkgsAttributes(
  text: string,
  entries: readonly OverrideEntry[],
): readonly NixpkgsAttribute[] {
  if (entries.length === 0) return [];
  const spans = entries.map(({ span }) => span).toSorted((a, b) => a.start - b.start);
  const found: NixpkgsAttribute[] = [];
  let next = 0;
  let inside: Span | undefined;
  for (const chain of chains(text)) {
    while ((spans[next]?.start ?? Infinity) <= chain.start) {
      const span = spans[next];
      if (span !== undefined && span.end > (inside?.end ?? 0)) inside = span;
      next += 1;
    }
    if (inside === undefined || chain.end > inside.end) continue;
    const [, attr] = /^(?:[\w'-]+\.)?pkgs\.(.+)$/.exec(text.slice(chain.start, chain.end)) ?? [];
    if (attr !== undefined) found.push({ attr, span: chain });
  }
  return found;
}

/** Names with dots between them and nothing else, `final.pkgs.cups`. What is in strings and comments is not one. */
function* chains(text: string): Iterable<Span> {
  const { tokens } = parseNix(text);
  let start = -1;
  let end = -1;
  let isAfterDot = false;
  for (const token of tokens) {
    if (token.kind === 'identifier') {
      if (start === -1 || token.start !== end || !isAfterDot) {
        if (start !== -1) yield { start, end };
        ({ start } = token);
      }
      ({ end } = token);
      isAfterDot = false;
    } else if (token.kind === '.' && token.start === end) {
      ({ end } = token);
      isAfterDot = true;
    } else {
      if (start !== -1 && !isAfterDot) yield { start, end };
      start = -1;
      end = -1;
      isAfterDot = false;
    }
  }
}
