import type { Finding } from '../../project/model.ts';
import type { TextEdit } from '../../text.ts';
import type { CodeAction } from './model.ts';

/** The fixes that a rule itself knows, the first preferred. */
export function quickFixes(finding: Finding): readonly CodeAction[] {
  return finding.fixes.map(({ title, edits }, index) => {
    const byFile = new Map<string, TextEdit[]>();
    for (const { file, span, newText } of edits)
      byFile.set(file, [...(byFile.get(file) ?? []), { span, newText }]);
    return {
      title,
      kind: 'quickfix',
      isPreferred: index === 0,
      findings: [finding],
      createsFile: false,
      edits: () => ({ edits: byFile, creates: new Map() }),
    };
  });
}
