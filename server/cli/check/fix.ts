import type { Finding } from '../../project/model.ts';
import type { FileChange } from '../../session/file-system.ts';
import type { LoadedProject } from '../../session/projects.ts';
import { applyEdits, type TextEdit } from '../../text.ts';

/** The fixes of these findings that change nothing of what a file means. */
export function safeFixes(findings: readonly Finding[]): readonly Finding['fixes'][number][] {
  return findings.flatMap(({ fixes }) => {
    const [first] = fixes;
    return first?.isSafe === true ? [first] : [];
  });
}

/** What safe fixes make of a project's files. Of two that touch one place the first counts; the other waits for the next round. */
export function fixedFiles(
  { sources }: Pick<LoadedProject, 'sources'>,
  findings: readonly Finding[],
): readonly FileChange[] {
  const byFile = new Map<string, TextEdit[]>();
  for (const { edits } of safeFixes(findings)) {
    const isFree = edits.every(({ file, span }) =>
      (byFile.get(file) ?? []).every(
        (other) => other.span.end < span.start || span.end < other.span.start,
      ),
    );
    if (!isFree) continue;
    for (const { file, span, newText } of edits)
      byFile.set(file, [...(byFile.get(file) ?? []), { span, newText }]);
  }
  return [...byFile].flatMap(([file, edits]) => {
    const before = sources.get(file)?.text;
    return before === undefined ? [] : [{ file, before, after: applyEdits(before, edits) }];
  });
}
