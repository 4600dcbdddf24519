import { targetOf } from '../targets/registry.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { olderToml } from '../toml/older.ts';
import type { TomlNewer } from '../toml/model.ts';
import type { Rule } from './model.ts';

const WHAT: Readonly<Record<TomlNewer['kind'], string>> = {
  lines: 'an inline table over several lines',
  comma: 'a comma at the end of an inline table',
  escape: 'this escape',
  time: 'a time without seconds',
};

const TITLES: Readonly<Record<TomlNewer['kind'], string>> = {
  lines: 'Put the table on one line',
  comma: 'Take the comma away',
  escape: 'Write the escape as \\u00…',
  time: 'Write the seconds',
};

/**
 * TOML 1.1, which uv, Poetry and PDM read, where a target hands the file to `builtins.fromTOML`. Nix
 * reads TOML 1.0 alone (2.34.8: each of the four kinds is a syntax error; its source pins the
 * specification to 1.0.0).
 */
export const unsupportedByNix: Rule = {
  id: 'unsupported-by-nix',
  about: 'build',
  defaultSeverity: 'error',
  summary: 'Nix cannot read the file, which is TOML 1.1.',
  *check({ input, lockFile, uses }) {
    const readers = uses
      .map(({ target }) => targetOf(target))
      .filter((each) => each.reads.tomlInNix);
    const [reader] = readers;
    if (reader === undefined) return;
    const isLockRead = readers.some(({ reads }) => reads.needsLock);
    for (const source of [input.manifest, isLockRead ? lockFile : null]) {
      const document = source === null ? null : tomlOf(source);
      if (source === null || document === null) continue;
      const { file } = source;
      for (const { kind, span, statement } of document.newer) {
        const older = olderToml(document.text.slice(statement.start, statement.end));
        const fixes =
          older === null
            ? {}
            : {
                fixes: [
                  {
                    title: TITLES[kind],
                    edits: [{ file, span: statement, newText: older }],
                    // The values are the same, and with them what a lock's hash is made of.
                    isSafe: true as const,
                  },
                ],
              };
        const message = `Valid TOML 1.1, which Nix cannot read: ${WHAT[kind]}. ${reader.label} has Nix read this file.`;
        yield { file, span, message, ...fixes };
      }
    }
  },
};
