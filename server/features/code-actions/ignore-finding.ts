import { lastLineOf } from '../../project/comments.ts';
import { ignoreComment, ignoreComments } from '../../project/ignore-comment.ts';
import type { Finding } from '../../project/model.ts';
import type { TextEdit } from '../../text.ts';
import type { Snapshot } from '../model.ts';
import type { CodeAction } from './model.ts';

/**
 * Offers to be quiet about a finding from now on: a comment at the end of its line, or its code in the comment that is there.
 *
 * Before: `dependencies = ["pictures>=2", "absent"]`.
 * After: `dependencies = ["pictures>=2", "absent"]  # pyproject-nix-ls: ignore[not-in-lock]`
 * (test/fixtures/pylock)
 */
export function ignoreFinding(snapshot: Snapshot, finding: Finding): CodeAction | null {
  // What writes a lock drops its comments; a text with errors has to be mended, not commented.
  if (snapshot.role === 'lock' || finding.code === 'invalid-toml') return null;
  const edit = commentEdit(snapshot, finding);
  if (edit === null) return null;
  return {
    title: `Ignore ${finding.code} here`,
    kind: 'quickfix',
    isPreferred: false,
    findings: [finding],
    createsFile: false,
    edits: () => ({ edits: new Map([[snapshot.file, [edit]]]), creates: new Map() }),
  };
}

function commentEdit({ source, file }: Snapshot, { code, span }: Finding): TextEdit | null {
  const { text } = source;
  const line = lastLineOf(file, source, source.positionAt(span.start).line);
  const present = ignoreComments(file, source).get(line);
  if (present === undefined) {
    const content = text.slice(source.lineStart(line), source.lineEnd(line));
    const end = source.lineStart(line) + content.trimEnd().length;
    const blank = content.trim() === '' ? '' : '  ';
    return { span: { start: end, end }, newText: `${blank}${ignoreComment([code])}` };
  }
  if (present.codes === 'all') return null;
  return { span: present.span, newText: ignoreComment([...present.codes, code]) };
}
