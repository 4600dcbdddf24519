import { mergeHelixLanguages } from './helix-languages.ts';
import { mergeJson } from './json-settings.ts';
import { appended } from './lines.ts';
import { refused, UNCHANGED, type Merged, type Part } from './model.ts';

/** What becomes of a file, whose text is `before` (null: there is none), where a part of a setup goes into it. */
export function merged({ as, text }: Part, before: string | null): Merged {
  if (before === null || (before.trim() === '' && as.kind !== 'own-file'))
    return { outcome: 'merged', text };
  switch (as.kind) {
    case 'own-file':
      return before === text
        ? UNCHANGED
        : refused(
            'is there with another text, and stays: remove it to get the one of this version',
          );
    case 'lines':
      return before.includes(as.mark)
        ? UNCHANGED
        : { outcome: 'merged', text: appended(before, text) };
    case 'helix-languages':
      return mergeHelixLanguages(before, text);
    case 'json':
      return mergeJson(before, text, as.depth);
  }
}
