import type { ProjectMove, ReportLine } from '../../move/model.ts';
import type { FileChange } from '../../session/file-system.ts';
import type { LoadedProject } from '../../session/projects.ts';

/** What `--format json` prints of one project (`docs/move.schema.json`). */
export interface MoveDocument {
  /** Absolute. */
  readonly manifest: string;
  /** `printed` where nothing was to be written. */
  readonly outcome: 'printed' | 'written' | 'refused';
  /** Why it was refused, a sentence each. */
  readonly reasons: readonly string[];
  /** In the order in which to look at them. */
  readonly report: readonly {
    readonly kind: ReportLine['kind'];
    readonly message: string;
    readonly file: string;
    /** Of the text before, both from 1; null for the file as a whole. */
    readonly line: number | null;
    /** In UTF-16 units. */
    readonly column: number | null;
  }[];
  readonly next: readonly string[];
  /** Whole texts, by absolute path. */
  readonly files: Readonly<Record<string, string>>;
}

export function documentOf(
  { report, next }: ProjectMove,
  { manifest, sources }: LoadedProject,
  done: Pick<MoveDocument, 'outcome' | 'reasons'> & { readonly changes: readonly FileChange[] },
): MoveDocument {
  const kinds: readonly ReportLine['kind'][] = ['look', 'lost', 'done'];
  return {
    manifest,
    outcome: done.outcome,
    reasons: done.reasons,
    report: kinds
      .flatMap((kind) => report.filter((each) => each.kind === kind))
      .map(({ kind, message, file, span }) => {
        const at = span === null ? undefined : sources.get(file)?.positionAt(span.start);
        return {
          kind,
          message,
          file,
          line: at === undefined ? null : at.line + 1,
          column: at === undefined ? null : at.character + 1,
        };
      }),
    next: done.outcome === 'refused' ? [] : next,
    files: Object.fromEntries(done.changes.map(({ file, after }) => [file, after ?? ''])),
  };
}
