import type { OverrideEntry, TargetUse } from '../../nix/api.ts';
import type { Project } from '../../project/model.ts';
import { SourceText } from '../../text.ts';
import type { ReportLine } from '../model.ts';

/** The overlay of a moved file. */
export interface CarriedOverrides {
  /** Entries with comments above them that say where each came from; LF, from column 0. */
  readonly entries: readonly string[];
  readonly report: readonly ReportLine[];
}

/** A path that is of the folder of its file. */
export const RELATIVE_PATH: RegExp = /(?:^|[\s([])\.{1,2}\//;

/** Each entry once, of overlays that several calls have. */
export function ownEntries(uses: readonly TargetUse[]): readonly OverrideEntry[] {
  const byPlace = new Map(
    uses
      .flatMap(({ overrides }) => overrides.entries)
      .map((entry) => [`${entry.file} ${entry.span.start}`, entry]),
  );
  return [...byPlace.values()];
}

/** An entry that is not carried over, as a comment with its text and a clause that says why. */
export function asComment(project: Project, entry: OverrideEntry, why: string): string {
  const text =
    project.input.nixFiles.get(entry.file)?.slice(entry.span.start, entry.span.end) ?? '';
  const lines = text.split(/\r\n|\r|\n/).map((line) => `#   ${line}`.trimEnd());
  return [`# not carried over, from ${placeOf(project, entry)}, which ${why}:`, ...lines].join(
    '\n',
  );
}

/** `flake.nix:12`, from the project's folder. */
export function placeOf({ root, input }: Project, { file, span }: OverrideEntry): string {
  const text = input.nixFiles.get(file) ?? '';
  const name = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
  return `${name}:${new SourceText(text).positionAt(span.start).line + 1}`;
}

/** What of overlays is not read, for the report. */
export function unread(uses: readonly TargetUse[]): readonly ReportLine[] {
  return uses
    .filter(({ overrides }) => !overrides.understood)
    .map(({ overrides, span, file }) => ({
      kind: 'look',
      message: `Its overrides are not all understood (${overrides.why}): what is not in the overlay has to be written there.`,
      span,
      file,
    }));
}
