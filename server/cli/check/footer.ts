import { PROGRAM } from '../command-spec.ts';
import { joined, line, type Printed } from '../printed.ts';

/** What a run over projects comes to, beside its diagnostics. */
export interface Outcome {
  /** Diagnostics that `overrides --write` mends. */
  readonly overrides: number;
  /** Diagnostics that `check --fix` mends. */
  readonly fixable: number;
  /** The paths that were given, as arguments of another command; empty where none was. */
  readonly paths: string;
  /** Of which parts nothing could be said, and why: a file as it is shown, and a clause. */
  readonly notJudged: readonly { readonly file: string; readonly why: string }[];
}

/** What to do about it, and what was not judged: the last lines, which stay on the screen. */
export function footer({ overrides, fixable, notJudged, paths }: Outcome): Printed {
  const shown = notJudged.slice(0, MOST_NAMED);
  const more = notJudged.length - shown.length;
  return joined([
    ...(overrides > 0 ? [line`${overrides} of these: ${PROGRAM} overrides --write${paths}\n`] : []),
    ...(fixable > 0 ? [line`${fixable} of these: ${PROGRAM} check --fix${paths}\n`] : []),
    ...shown.map(({ file, why }) => line`Not judged in ${file}: ${why}.\n`),
    ...(more > 0 ? [line`Not judged in ${more} more, which --format json lists.\n`] : []),
  ]);
}

/** In a repository of hundreds the reasons are few and the places many. */
const MOST_NAMED = 5;
