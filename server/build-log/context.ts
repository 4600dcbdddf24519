import { packageOfDerivation } from './derivations.ts';
import type { LogPackage } from './model.ts';

/** What a line says of which package the lines around it are about. */
export interface Context {
  /** A build failed: as the log names it. */
  readonly failed?: string;
  /** Nix sums up what it was to build and could not: which of it failed for another's sake it does not say. */
  readonly isSummary?: true;
  /** Nix says what it cannot build; whether that is its own failure, or one of what it depends on, comes later. */
  readonly cannotBuild?: true;
  /** What it could not build failed for another's sake. */
  readonly isDependent?: true;
  /** It was not built, since what it depends on failed: as the log names it. */
  readonly dependent?: string;
  /** Nix begins to build this derivation. */
  readonly building?: string;
  readonly package?: LogPackage;
}

/** Reads it; null for most lines. */
export function contextOf(whole: string): Context | null {
  if (!MAY_NAME.test(whole)) return null;
  // Nix before 2.0 quotes as people do.
  const text = whole.includes('‘') ? whole.replace(/[‘’]/g, "'") : whole;
  const dependent =
    /^(?:error: )?cannot build derivation '(\/[^'\s]{1,290}\.drv)': \d{1,9} dependenc/.exec(
      text,
    )?.[1];
  if (dependent !== undefined) return { dependent };
  if (/^\s{1,20}Reason: \d{1,9} dependenc(?:y|ies) failed/.test(text)) return { isDependent: true };
  const cannot = /^error: [Cc]annot build '(\/[^'\s]{1,290}\.drv)'/.exec(text)?.[1];
  if (cannot !== undefined) return { failed: cannot, cannotBuild: true };
  const goal = SUMMARY.exec(text)?.[1];
  if (goal !== undefined) return { failed: goal, isSummary: true };
  const failed = FAILED.map((one) => one.exec(text)?.[1]).find(Boolean);
  if (failed !== undefined) return { failed };
  const building = /^building '(\/[^'\s]{1,290}\.drv)'/.exec(text)?.[1];
  const named = building ?? CONTEXTS.map((one) => one.exec(text)?.[1]).find(Boolean);
  if (named === undefined) return null;
  const of = packageOfDerivation(named.replace('==', '-'));
  if (of === null) return null;
  return building === undefined ? { package: of } : { building, package: of };
}

/** A part of everything that is looked for. */
const MAY_NAME =
  /uild|derivation '|source |Processing |Collecting |Installing |Reason: |status 'error'|setup command|ERROR|⚠ |nix log |full logs/;

/** Of Nix before 2.29, behind what it says of each builder. */
const SUMMARY =
  /^(?:error: )?build of '(\/[^'\s]{1,290}\.drv)'(?:, '\/[^'\s]{1,290}\.drv'){0,400} failed$/;

const FAILED: readonly RegExp[] = [
  /(?:builder for|build of) '(\/[^'\s]{1,290}\.drv)'(?:,? .{0,200})?(?: failed|\.|:)/,
  // Below the excerpt of its log, which may be all that somebody pasted.
  /^\s{0,20}(?:For full logs, run ')?nix(?:-store -l| log) (\/[^'\s]{1,290}\.drv)'?\.?$/,
  /building of '(\/[^'\s]{1,290}\.drv)[^']{0,40}' (?:timed out|from )/,
  // pip, uv, Poetry.
  /^\s*ERROR: Failed building wheel for ([\w.-]{1,100})/,
  /^\s{0,20}(?:error: |Caused by: )?(?:[×x] )?Failed to build:? `([\w.-]{1,100}(?:==[\w.+!]{1,60})?)/,
  /Building wheel for ([\w.-]{1,100}) \([^)]{1,40}\): finished with status 'error'/,
  /Installing ([A-Za-z0-9][\w.-]{0,99}) \([^)]{1,60}\): Failed/,
  /^\s*error in ([\w.-]{1,80}) setup command: /,
  // nom: in its tree, or in a line.
  /^[\s┃│┌├└─]{0,80}⚠ ([\w.+-]{1,200}) failed with /,
  /^[\s┃│┌├└─]{0,80}⚠ (\/[^'\s]{1,290}\.drv) \((?:exit code \d|hash mismatch)/,
];

/** Other lines that name what is built: Nix's traces and phases, pip, Poetry, uv. */
const CONTEXTS: readonly RegExp[] = [
  /while evaluating (?:the )?derivation '([^'\s]{1,250})'/,
  /of derivation '([^'\s]{1,250})'/,
  /^building in \/build\/([\w.+-]{1,200})/,
  /^source root is ([\w.+-]{1,200})/,
  /^unpacking source archive (\/[\w.+/-]{1,290})/,
  /^\s*Processing (?:\S{0,290}\/)?([\w.+!-]{1,200})(?: |$)/,
  /^\s*Collecting ([A-Za-z0-9][\w.-]{0,99}(?:==[\w.+!]{1,60})?)/,
  /^\s*Building wheel for ([\w.-]{1,100}) \(/,
  /^\s*(?:Building|Preparing) ([\w.-]{1,100}==[\w.+!]{1,60})/,
];
