/** What CHANGELOG.md says of a version, without its heading; null where it has no such section, or an empty one. */
export function changesOf(changelog: string, version: string): string | null {
  const sections = changelog.split(/^## /m);
  const section = sections.find((each) => each.startsWith(`[${version}]`));
  const changes = section?.slice(section.indexOf('\n') + 1).trim() ?? '';
  return changes === '' ? null : changes;
}
