import { posix } from 'node:path';
import type { TargetUse } from '../../nix/api.ts';
import { renamedEntry } from '../../nix/api.ts';
import type { Project } from '../../project/model.ts';
import type { ReportLine } from '../model.ts';
import {
  asComment,
  type CarriedOverrides,
  ownEntries,
  placeOf,
  RELATIVE_PATH,
  unread,
} from './entries.ts';

/** The entries of these uses' overlays as nixpkgs' own Python packages take them, which have the same functions. */
export function overridesForNixpkgs(
  project: Project,
  uses: readonly TargetUse[],
  file: string,
): CarriedOverrides {
  const entries: string[] = [];
  const report: ReportLine[] = [];
  for (const entry of ownEntries(uses)) {
    const text = project.input.nixFiles.get(entry.file) ?? '';
    const written = entry.preferWheel === null ? renamedEntry(text, entry.span) : null;
    const isElsewhere = posix.dirname(entry.file) !== posix.dirname(file);
    if (written !== null && !(isElsewhere && RELATIVE_PATH.test(written))) {
      entries.push(`# as in ${placeOf(project, entry)}\n${written}`);
      continue;
    }
    const why =
      entry.preferWheel === null
        ? 'takes what is not known where the overlay stands'
        : 'asks for a wheel or none, which nixpkgs decides';
    entries.push(asComment(project, entry, why));
    report.push({
      kind: 'look',
      message: `The override of ${entry.normalized} ${why}; it is a comment in the overlay.`,
      span: entry.span,
      file: entry.file,
    });
  }
  return { entries, report: [...report, ...unread(uses)] };
}
