import type { Finding } from '../../project/model.ts';
import type { TextEdit } from '../../text.ts';
import type { CodeAction } from './model.ts';

/**
 * The fixes that a rule itself knows, the first preferred.
 *
 * Before: `pictures = "^8.0"`, of which 7.2 is locked.
 * After: `pictures = "^7.2"`
 * (test/fixtures/not-satisfied)
 */
export function quickFixes(finding: Finding): readonly CodeAction[] {
  return finding.fixes.map(({ title, edits }, index) => {
    const byFile = new Map<string, TextEdit[]>();
    for (const { file, span, newText } of edits) {
      const ofFile = byFile.get(file) ?? [];
      ofFile.push({ span, newText });
      byFile.set(file, ofFile);
    }
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
