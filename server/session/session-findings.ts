import { basename } from 'node:path/posix';
import type { Finding } from '../project/model.ts';
import type { Span } from '../text.ts';
import type { FileProblem } from './file-system.ts';
import type { LocatedProblem } from './settings/settings.ts';

/** Diagnostics that come from reading files and settings, before there is a project that a rule could check. */
export const sessionCodes = {
  'file-too-large': 'A file is larger than any of its kind, and is not read.',
  'unreadable-file': 'A file of the project cannot be read.',
  'invalid-setting': 'A setting is unknown or has a value that it cannot have.',
} as const;

/** A file that could not be read, as a finding at its start. */
export function fileFinding(file: string, { kind, message }: FileProblem): Finding {
  const code = kind === 'file-too-large' ? 'file-too-large' : 'unreadable-file';
  return finding(code, 'error', file, { start: 0, end: 0 }, message);
}

/** A file that does not hold what it should, so that nothing of it can be used. */
export function contentFinding(file: string, message: string): Finding {
  return finding('unreadable-file', 'error', file, { start: 0, end: 0 }, message);
}

/** A file that says what was read in packages, and that nothing can be taken from. */
export function needsFileFinding(file: string, problem: string): Finding {
  const message = `Nothing is taken from ${basename(file)}: ${problem}.`;
  return finding('unreadable-file', 'hint', file, { start: 0, end: 0 }, message);
}

export function settingFindings(
  file: string,
  problems: readonly (LocatedProblem & { readonly span: Span })[],
): readonly Finding[] {
  return problems.map(({ message, span }) =>
    finding('invalid-setting', 'warning', file, span, message),
  );
}

function finding(
  code: keyof typeof sessionCodes,
  severity: Finding['severity'],
  file: string,
  span: Span,
  message: string,
): Finding {
  return {
    code,
    severity,
    file,
    span,
    message,
    package: null,
    related: [],
    verdict: null,
    fixes: [],
    tags: [],
    duplicate: false,
  };
}
