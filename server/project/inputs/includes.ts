import { dirname, resolve } from 'node:path/posix';
import type { Dependency, ManifestProblem } from '../../manifests/model.ts';
import type {
  RequirementsInclude,
  RequirementsManifest,
} from '../../manifests/requirements/requirements.ts';

/** More files are not followed from one requirements file. */
const MOST_FILES = 64;
const LONGEST_PATH = 1024;

/** A requirements file with what it includes. */
export interface JoinedRequirements extends RequirementsManifest {
  /** What `-c` files say: no dependencies, but the versions of those that there are. */
  readonly constraints: readonly Dependency[];
  /** `-r` and `-c` that lead to no text: a URL, or a file that is not loaded. Then what is absent is not known to be. */
  readonly unresolved: readonly RequirementsInclude[];
  /** The unresolved ones that are files, to be loaded. Absolute paths. */
  readonly wants: readonly string[];
}

/**
 * Follows `-r` and `-c` from a requirements file, each file once, so that a circle ends. Dependencies and
 * problems of an included file carry its path. What a `-c` file includes constrains too, as pip has it.
 *
 * @param read the manifest of a file that is loaded; null for one that is not.
 */
export function joinIncludes(
  manifest: RequirementsManifest,
  read: (file: string) => RequirementsManifest | null,
): JoinedRequirements {
  const dependencies: Dependency[] = [...manifest.dependencies];
  const constraints: Dependency[] = [];
  const unnamed: Dependency[] = [...manifest.unnamed];
  const problems: ManifestProblem[] = [...manifest.problems];
  const hashes = new Map(manifest.hashes);
  const via = new Map(manifest.via);
  const unresolved: RequirementsInclude[] = [];
  const wants = new Set<string>();
  const seen = new Set([`requirements ${manifest.file}`]);
  const queue = manifest.includes.map((include) => ({ include, from: manifest.file }));

  for (const { include, from } of queue) {
    const file = includedPath(include, from);
    const key = `${include.kind} ${file ?? ''}`;
    if (file !== null && seen.has(key)) continue;
    const included = file === null || seen.size > MOST_FILES ? null : read(file);
    if (file === null || included === null) {
      unresolved.push(include);
      if (file !== null && seen.size + wants.size <= MOST_FILES) wants.add(file);
      continue;
    }
    seen.add(key);
    const isConstraint = include.kind === 'constraints';
    for (const dependency of included.dependencies) {
      const placed = { ...dependency, file };
      (isConstraint ? constraints : dependencies).push(placed);
      const ownHashes = included.hashes.get(dependency);
      if (ownHashes !== undefined) hashes.set(placed, ownHashes);
      const ownVia = included.via.get(dependency);
      if (ownVia !== undefined) via.set(placed, ownVia);
    }
    if (!isConstraint) for (const each of included.unnamed) unnamed.push({ ...each, file });
    for (const problem of included.problems) problems.push({ ...problem, file });
    for (const inner of included.includes)
      queue.push({ include: isConstraint ? { ...inner, kind: 'constraints' } : inner, from: file });
  }
  return {
    ...manifest,
    complete: problems.every(isHarmless) && unresolved.length === 0,
    dependencies,
    constraints,
    unnamed,
    problems,
    hashes,
    via,
    unresolved,
    wants: [...wants],
  };
}

function isHarmless({ severity }: ManifestProblem): boolean {
  return severity !== undefined;
}

/** The files that a requirements file includes itself, by absolute path. */
export function namedIncludes(
  manifest: RequirementsManifest,
): readonly { readonly path: string; readonly include: RequirementsInclude }[] {
  return manifest.includes.slice(0, MOST_FILES).flatMap((include) => {
    const path = includedPath(include, manifest.file);
    return path === null ? [] : [{ path, include }];
  });
}

/** The file that an include of `from` names; null where it is a URL or holds a variable. */
export function includedPath({ text }: RequirementsInclude, from: string): string | null {
  if (text === '' || text.length > LONGEST_PATH || /[\0\n\r]/.test(text)) return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) || /\$\{[A-Z0-9_]+\}/.test(text)) return null;
  return resolve(dirname(from), text);
}
