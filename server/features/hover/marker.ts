import type { Dependency } from '../../manifests/model.ts';
import type { Project, Verdict } from '../../project/model.ts';
import { alwaysHolds, mayHold } from '../../project/verdicts/built.ts';
import { buildsOf } from '../../project/verdicts/builds.ts';
import { markerInWords } from '../../python/marker-words.ts';
import type { HoverBlock } from './model.ts';

/** When a requirement counts, and what that means for what is built here; null where it always counts. */
export function markerRow(
  { manifest, settings }: Project,
  { marker }: Dependency,
  { use }: Pick<Verdict, 'use'>,
): HoverBlock['rows'][number] | null {
  if (marker === null) return null;
  const builds = buildsOf(use, manifest, settings);
  const words = 'problem' in marker.parsed ? null : markerInWords(marker.parsed);
  const here = alwaysHolds(marker.text, builds)
    ? 'so it is here'
    : mayHold(marker.text, builds)
      ? 'it depends on the interpreter or the system'
      : 'not installed here';
  return words === null
    ? { label: 'Marker', code: marker.text, text: here }
    : { label: 'Marker', text: `${words}: ${here}` };
}
