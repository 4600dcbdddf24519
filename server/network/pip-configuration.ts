/** What a pip configuration file says of indexes, as written. */
export interface PipIndexes {
  readonly index: string | null;
  readonly extra: readonly string[];
  readonly keyringProvider: string | null;
}

/**
 * Reads `pip.conf` (Python's `configparser`): `index-url`, `extra-index-url` and `keyring-provider` of `[global]`, and of `[install]` and
 * `[download]`, which win. Any text may be given.
 */
export function readPipConfiguration(text: string): PipIndexes {
  const sections = sectionsOf(text);
  const values = ['install', 'download', 'global'].map((name) => sections.get(name));
  const first = (key: string): string | null =>
    values.map((section) => section?.get(key)).find((value) => value !== undefined) ?? null;
  return {
    index: first('index-url'),
    extra: (first('extra-index-url') ?? '').split(/\s+/).filter((word) => word !== ''),
    keyringProvider: first('keyring-provider'),
  };
}

function sectionsOf(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | null = null;
  let key: string | null = null;
  for (const line of text.split('\n')) {
    const content = line.trim();
    if (content === '' || /^[#;]/.test(content)) continue;
    const [, header] = /^\[([^\]]+)\]$/.exec(content) ?? [];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      key = null;
    } else if (/^\s/.test(line) && key !== null) {
      // A line that is indented goes on with the value.
      section?.set(key, `${section.get(key) ?? ''} ${content}`.trim());
    } else {
      const at = content.search(/[=:]/);
      key = at < 0 ? null : content.slice(0, at).trim().toLowerCase().replaceAll('_', '-');
      if (key !== null) section?.set(key, content.slice(at + 1).trim());
    }
  }
  return sections;
}
