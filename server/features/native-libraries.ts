import type { Verdict } from '../project/model.ts';

/** The attributes of the native libraries that a package takes, each once, in the order of the facts. */
export function nativeLibraries(verdicts: readonly Verdict[]): readonly string[] {
  const attrs = verdicts.flatMap(({ needs }) =>
    needs.flatMap(({ fact: { need } }) =>
      need.kind === 'native-input' || need.kind === 'wheel-library' ? [need.attr] : [],
    ),
  );
  return [...new Set(attrs)];
}
