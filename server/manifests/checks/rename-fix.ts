import { normalizeName } from '../../python/names.ts';
import type { ManifestFix, SpannedName } from '../model.ts';
import { nearestName } from '../nearest-name.ts';

/** The fix that puts the one name near to an unknown one in its place; nothing where there is none such. */
export function renameFix(
  written: SpannedName,
  known: Iterable<string>,
): { readonly fix?: ManifestFix } {
  const near = nearestName(normalizeName(written.name), known);
  if (near === null) return {};
  return { fix: { title: `Change to ${near}`, edits: [{ span: written.span, newText: near }] } };
}
