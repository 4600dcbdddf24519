import type { JudgedNeed, Verdict } from '../project/model.ts';
import { isUnprovided } from '../project/verdicts/status.ts';
import { needLabel } from '../targets/needs.ts';

/** The attributes of the native libraries and tools that a package cannot do without, each once, in the order of the facts. */
export function nativeLibraries(verdicts: readonly Verdict[]): readonly string[] {
  return labelsOf(verdicts, ({ fact }) => isNative(fact.need.kind) && fact.required);
}

/** What a package lacks as far as is known, build systems and crates too: what somebody has to provide. */
export function lackedBy(verdicts: readonly Verdict[]): readonly string[] {
  return labelsOf(verdicts, isUnprovided);
}

function isNative(kind: JudgedNeed['fact']['need']['kind']): boolean {
  return kind === 'native-input' || kind === 'wheel-library';
}

function labelsOf(
  verdicts: readonly Verdict[],
  holds: (judged: JudgedNeed) => boolean,
): readonly string[] {
  const labels = verdicts.flatMap(({ needs }) =>
    needs.filter(holds).map(({ fact }) => needLabel(fact.need)),
  );
  return [...new Set(labels)];
}
