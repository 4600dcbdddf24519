import type { JudgedNeed, Verdict } from '../../project/model.ts';

/**
 * What a hover says of the needs of a package: all of them where it may be built; of a wheel only what it takes from
 * the system. What recipes give a package whatever file they install says nothing of its wheel.
 */
export function needsToShow({ needs, distribution }: Verdict): readonly JudgedNeed[] {
  return distribution.kind === 'wheel' ? needs.filter(isOfWheel) : needs;
}

function isOfWheel({ fact: { need, required, sources } }: JudgedNeed): boolean {
  const isLibrary = need.kind === 'wheel-library' || need.kind === 'native-input';
  return isLibrary && (required || sources.some(({ id }) => id === 'wheel' || id === 'lab'));
}

/** That a wheel needs nothing, and how that is known; null of what is built, and of a wheel that needs something. */
export function needsNothing(
  { distribution }: Verdict,
  shown: readonly JudgedNeed[],
): string | null {
  if (distribution.kind !== 'wheel' || shown.some(({ fact }) => fact.required)) return null;
  const file = distribution.file ?? '';
  if (file.endsWith('-any.whl')) return 'nothing: its wheel has no compiled code';
  return platformsOf(file).some((tag) => BRINGS.test(tag))
    ? 'nothing that is known of: such wheels bring what they link'
    : 'nothing that is known of';
}

/** The platform tags of a wheel's name (PEP 427): behind the last hyphen, with dots between. */
function platformsOf(file: string): readonly string[] {
  const name = file.endsWith('.whl') ? file.slice(0, -'.whl'.length) : file;
  return name.slice(name.lastIndexOf('-') + 1).split('.');
}

/** The tags of PEP 600 and PEP 656, and those of macOS, whose tools put into the wheel what it links. */
const BRINGS = /^(?:manylinux|musllinux|macosx)/;
