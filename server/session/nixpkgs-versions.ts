import type { Finding } from '../project/model.ts';
import { normalizeName } from '../python/names.ts';
import { contentFinding, fileFinding } from './session-findings.ts';
import type { Reader } from './reader.ts';
import { nativePaths } from './native-paths.ts';

/** The versions that a file lists, or what is wrong with it; neither where no file is named. */
export interface NixpkgsVersionsRead {
  readonly versions: ReadonlyMap<string, string> | null;
  readonly problems: readonly Finding[];
}

/**
 * Reads the list of nixpkgs' Python packages that a setting names: a JSON object from attribute to version. What is no
 * version (null, for a package that does not evaluate) is left out.
 *
 * @param path relative to `root`, the folder of the project.
 */
export function readNixpkgsVersions(
  path: string | null,
  root: string,
  reader: Reader,
): NixpkgsVersionsRead {
  if (path === null) return { versions: null, problems: [] };
  const file = nativePaths.resolve(root, path);
  const { source, problem } = reader.load(file);
  if (source === null)
    return { versions: null, problems: problem === null ? [] : [fileFinding(file, problem)] };
  const versions = parse(source.text);
  if (versions !== null) return { versions, problems: [] };
  return {
    versions: null,
    problems: [
      contentFinding(
        file,
        `${file} must be a JSON object from the names of packages to their versions.`,
      ),
    ],
  };
}

function parse(text: string): ReadonlyMap<string, string> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  return new Map(
    Object.entries(json).flatMap(([name, version]: readonly [string, unknown]) =>
      typeof version === 'string' ? [[normalizeName(name), version] as const] : [],
    ),
  );
}
