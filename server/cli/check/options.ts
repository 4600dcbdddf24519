import type { TargetId } from '../../nix/api.ts';
import type { Severity } from '../../project/model.ts';

export const FORMATS = ['text', 'full', 'json', 'sarif', 'github'] as const;

export const FAIL_ON = ['error', 'warning', 'information', 'hint', 'never'] as const;

/** What a run of `check` is asked for. */
export interface CheckOptions {
  readonly paths: readonly string[];
  readonly recursive: boolean;
  readonly format: (typeof FORMATS)[number];
  readonly fix: boolean;
  readonly diff: boolean;
  readonly statistics: boolean;
  readonly failOn: (typeof FAIL_ON)[number];
  /** Codes of diagnostics; empty: all. */
  readonly select: ReadonlySet<string>;
  readonly ignore: ReadonlySet<string>;
  readonly target: TargetId | null;
  readonly allowRoots: readonly string[];
}

export function isWanted(
  code: string,
  { select, ignore }: Pick<CheckOptions, 'select' | 'ignore'>,
): boolean {
  return (select.size === 0 || select.has(code)) && !ignore.has(code);
}

/** Whether a diagnostic of this severity makes the run fail. */
export function isFailure(severity: Exclude<Severity, 'off'>, { failOn }: CheckOptions): boolean {
  return failOn !== 'never' && FAIL_ON.indexOf(severity) <= FAIL_ON.indexOf(failOn);
}
