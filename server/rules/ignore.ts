import type { Finding } from '../project/model.ts';
import { commentPlaces, lastLineOf } from '../project/comments.ts';
import { ignoreComments } from '../project/ignore-comment.ts';
import type { SourceText } from '../text.ts';

/**
 * Findings without those that a comment asks to be quiet about: `# pyproject-nix-ls: ignore[code]`
 * at the end of the line or alone on a line above, several codes with commas, all without brackets.
 *
 * A tool that writes a lock drops its comments. So what is ignored about a package in one file of a
 * project is ignored in the project's other files too.
 */
export function withoutIgnored(
  findings: readonly Finding[],
  sourceOf: (file: string) => SourceText | null,
): readonly Finding[] {
  const quiet = new Set<Finding>();
  const quietPackages = new Set<string>();
  for (const finding of findings) {
    const source = sourceOf(finding.file);
    if (source === null || !isIgnored(finding, source)) continue;
    quiet.add(finding);
    if (finding.package !== null) quietPackages.add(packageKey(finding));
  }
  if (quiet.size === 0) return findings;
  return findings.filter(
    (finding) =>
      !quiet.has(finding) && (finding.package === null || !quietPackages.has(packageKey(finding))),
  );
}

function packageKey({ code, package: name }: Finding): string {
  return `${code} ${name}`;
}

function isIgnored({ code, span, file }: Finding, source: SourceText): boolean {
  const comments = ignoreComments(file, source);
  if (comments.size === 0) return false;
  const { text } = source;
  const names = (line: number): boolean => {
    const codes = comments.get(line)?.codes;
    return codes !== undefined && (codes === 'all' || codes.has(code));
  };
  const string = commentPlaces(file, source).stringAround(span.start);
  const first = source.positionAt(string?.start ?? span.start).line;
  const own = source.positionAt(span.start).line;
  const last = source.positionAt(span.end).line;
  const behind = [first, last, ...[own, last].map((line) => lastLineOf(file, source, line))];
  if (behind.some(names)) return true;
  for (let line = first - 1; line >= 0; line -= 1) {
    const above = text.slice(source.lineStart(line), source.lineEnd(line)).trim();
    if (!above.startsWith('#')) return false;
    if (names(line)) return true;
  }
  return false;
}
