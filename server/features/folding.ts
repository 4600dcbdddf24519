import { LOCK_FORMATS } from '../locks/formats.ts';
import { memberSpans, readJson } from '../locks/json.ts';
import type { Project } from '../project/model.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import type { Span } from '../text.ts';
import type { TomlSection } from '../toml/model.ts';
import type { Snapshot } from './model.ts';

/** Parts that an editor can fold: tables of a manifest, requirements with their hashes, packages of a lock with their tables. */
export function foldingSpans({ role, source, projects }: Snapshot): readonly Span[] {
  const [{ lock }] = projects;
  switch (role) {
    case 'manifest':
      return manifestSpans(projects[0], source.text);
    case 'lock':
      return [
        ...categorySpans(projects[0]),
        ...(lock?.packages ?? []).map(({ span }) => withoutTrailingBlank(span, source.text)),
      ];
    case 'nix':
      return [];
  }
}

/** The objects of a lock in JSON: `_meta`, `default`, `develop`, … */
function categorySpans({ lock, lockFile }: Project): readonly Span[] {
  if (lock === null || lockFile === null || LOCK_FORMATS[lock.kind].syntax !== 'json') return [];
  return memberSpans(readJson(lockFile.document.text));
}

function manifestSpans({ input, manifest }: Project, text: string): readonly Span[] {
  const document = tomlOf(input.manifest);
  if (document !== null) return document.sections.flatMap((section) => sectionSpan(section, text));
  // Requirements with their hashes, each on a line of its own.
  return manifest.dependencies.flatMap(({ file, span }) => (file === undefined ? [span] : []));
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
