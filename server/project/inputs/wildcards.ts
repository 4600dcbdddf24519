/**
 * Whether a name matches a pattern with the wildcards of a shell, as Python's fnmatch has them: `*`, `?`, and `[…]` for one
 * character, whichever. In time of at most one length by the other.
 */
export function isMatch(pattern: string, name: string): boolean {
  const parts = pattern.match(/\[[^\]]{1,64}\]|[\s\S]/g) ?? [];
  let at = 0;
  let part = 0;
  let star = -1;
  let from = 0;
  while (at < name.length) {
    const now = parts[part];
    if (now === '*') {
      star = part++;
      from = at;
    } else if (now !== undefined && (now === '?' || now.length > 1 || now === name[at])) {
      part++;
      at++;
    } else if (star !== -1) {
      part = star + 1;
      at = ++from;
    } else return false;
  }
  while (parts[part] === '*') part++;
  return part === parts.length;
}
