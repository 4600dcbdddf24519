import type { UvLock } from '../locks/uv.ts';
import { tableOf, booleanOf } from './toml-values.ts';
import type { UvAround } from './uv-around.ts';
import { readUvDeclared } from './uv-declared.ts';
import type { UvDifference } from './uv-difference.ts';
import { differs, packageDifferences, tellsAll } from './uv-package-differences.ts';
import { takesPlainFolders } from './uv-members.ts';

/** What the folders say that a lock has packages of, beside the project and its workspace. */
export interface LocalPackages {
  readonly differences: readonly UvDifference[];
  /** Whether the manifests of all could be read, and leave nothing to a tool. */
  readonly isKnown: boolean;
}

/**
 * Holds every package of a lock that comes from a folder against the manifest there, as uv does:
 * their version, extras, requirements and groups are in the lock.
 *
 * @param members the packages that are held against it as members of the workspace.
 */
export function judgeLocalPackages(
  lock: UvLock,
  around: UvAround,
  members: ReadonlySet<string>,
): LocalPackages {
  const differences: UvDifference[] = [];
  let isKnown = true;
  for (const locked of lock.localPackages) {
    const url = locked.source?.url ?? '.';
    if (url === '.' || members.has(locked.name)) continue;
    const document = around.manifests.get(url);
    const declared =
      document === undefined || document.errors.length > 0
        ? null
        : readUvDeclared(document.root, {
            folder: url,
            isVirtual: (each) => isVirtualFolder(each, around, lock),
          });
    if (declared === null || declared.name === null) {
      isKnown = false;
      continue;
    }
    const [first] = packageDifferences(declared, locked, lock);
    if (first !== undefined) differences.push(differs('local', locked.name));
    if (declared.dynamic.has('dependencies') || !tellsAll(declared, locked, lock)) isKnown = false;
  }
  return { differences, isKnown };
}

/** Whether a folder says that it is no package (`[tool.uv] package = false`); null where that is not known. */
export function isVirtualFolder(
  folder: string,
  { manifests }: UvAround,
  lock: UvLock,
): boolean | null {
  const document = manifests.get(folder);
  if (document === undefined || document.errors.length > 0) return null;
  const { root } = document;
  const isPackage = booleanOf(tableOf(tableOf(root, 'tool'), 'uv'), 'package');
  if (isPackage !== null) return !isPackage;
  return takesPlainFolders(lock) || tableOf(root, 'build-system') !== null ? false : null;
}
