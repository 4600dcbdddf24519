import { tomlOf } from '../project/text-file.ts';
import type { Span } from '../text.ts';
import type { TomlSection } from '../toml/model.ts';
import type { Snapshot } from './model.ts';

/** Parts that an editor can fold: tables of a manifest, packages of a lock with their tables. */
export function foldingSpans({ role, source, projects }: Snapshot): readonly Span[] {
  const [{ input, lock }] = projects;
  switch (role) {
    case 'manifest':
      return (tomlOf(input.manifest)?.sections ?? []).flatMap((section) =>
        sectionSpan(section, source.text),
      );
    case 'lock':
      return (lock?.packages ?? []).map(({ span }) => withoutTrailingBlank(span, source.text));
    case 'nix':
      return [];
  }
}

function sectionSpan({ headerSpan, span }: TomlSection, text: string): readonly Span[] {
  return headerSpan === null
    ? []
    : [withoutTrailingBlank({ start: headerSpan.start, end: span.end }, text)];
}

function withoutTrailingBlank({ start, end }: Span, text: string): Span {
  let last = end;
  while (last > start && /\s/.test(text[last - 1] ?? '')) last -= 1;
  return { start, end: last };
}
