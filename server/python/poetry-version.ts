import type { Version } from './model.ts';
import { parseVersion, withParts } from './version.ts';

/**
 * Reads a version as Poetry does: by PEP 440, but the letters of `1.0.ALPHA1` are not normalised, so
 * that to Poetry it is another version than `1.0a1`, before it in order.
 */
export function parsePoetryVersion(text: string): Version | null {
  const version = parseVersion(text);
  if (version === null || !/[A-Z]/.test(text)) return version;
  const [, pre, post, dev] = segments.exec(text.trim()) ?? [];
  const phases = { pre: keptCase(pre), post: keptCase(post), dev: keptCase(dev) };
  const isNormal = phases.pre === null && phases.post === null && phases.dev === null;
  return isNormal ? version : { ...version, phases };
}

/** The version as Poetry prints it: with the words of `phases`, in lower case, and a local part's leading zeros. */
export function formatPoetryVersion(version: Version): string {
  const { pre, post, dev, local, phases } = version;
  if (local === null && phases === undefined) return version.text;
  const { text } = withParts(version, { pre: null, post: null, dev: null, local: null });
  const words =
    (pre === null ? '' : (phases?.pre ?? pre[0]) + pre[1]) +
    (post === null ? '' : `.${phases?.post ?? 'post'}${post}`) +
    (dev === null ? '' : `.${phases?.dev ?? 'dev'}${dev}`);
  return text + words.toLowerCase() + (local === null ? '' : `+${local}`);
}

const segments =
  /^v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?\d*)?(?:-\d+|[-_.]?(post|rev|r)[-_.]?\d*)?(?:[-_.]?(dev)[-_.]?\d*)?/i;

function keptCase(letters: string | undefined): string | null {
  return letters === undefined || letters === letters.toLowerCase() ? null : letters;
}
